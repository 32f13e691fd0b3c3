"""Modules side by side, at equal height, one or several in a slot: the ways to do it, and the best of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import permutations

from warta.epaper.compose.draft import Form
from warta.epaper.compose.forms import fit
from warta.epaper.compose.parts import Part, Rules
from warta.epaper.compose.sheet import STACK_GAP, Sheet

HEIGHTS = 9  # heights of a band that are tried
FULL = 24.0  # what it costs to take the whole width
LEAD = 40.0  # what it costs to lead the newspaper from a narrow module
LOWEST = 7  # rows that a module has at least


@dataclass(frozen=True, slots=True)
class Standing:
    """A part in its slot. Column and row within the band."""

    part: int
    column: int
    row: int
    columns: int
    rows: int
    form: Form


@dataclass(frozen=True, slots=True)
class Band:
    """Some parts side by side, `rows` high."""

    cost: float
    rows: int
    standings: tuple[Standing, ...]


Forms = dict[tuple[tuple[str, int, int], Rules], dict[int, Form | None]]


@cache
def patterns(columns: int, parts: int) -> tuple[tuple[tuple[int, int], ...], ...]:
    """All ways to share out so many columns among so many parts: slots of (columns, parts one above the other)."""
    found = []
    for slots in range(1, min(parts, 4) + 1):
        for widths in _shares(columns, slots):
            found += [
                tuple(zip(widths, heights, strict=True))
                for heights in _shares(parts, slots)
                if all(
                    high == 1 or (high <= 3 and wide <= max(2, columns // 2))
                    for wide, high in zip(widths, heights, strict=True)
                )
                and sum(high > 1 for high in heights) <= 1
            ]
    return tuple(found)


def _shares(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (total,)
        return
    for first in range(1, total - parts + 2):
        for others in _shares(total - first, parts - 1):
            yield (first, *others)


class Bands:
    """Makes bands of the parts of a page, and remembers what it has tried."""

    def __init__(self, parts: list[Part], sheet: Sheet, rules: list[Rules], forms: Forms) -> None:
        self.parts, self.sheet, self.rules = parts, sheet, rules
        self._forms = [forms.setdefault((part.key, rule), {}) for part, rule in zip(parts, rules, strict=True)]
        self._bands: dict[tuple[tuple[int, ...], int], Band | None] = {}
        self._heights: dict[tuple[tuple[int, ...], int], list[int]] = {}

    def form(self, part: int, columns: int, rows: int) -> Form | None:
        """The best form of that part in a module of that size, its width weighed with its importance."""
        mine, key = self._forms[part], columns * 1000 + rows
        if key not in mine:
            mine[key] = fit(self.parts[part], columns, rows, self.rules[part], self.sheet)
        return mine[key]

    def heights(self, chosen: tuple[int, ...], limit: int) -> list[int]:
        """Rows that a band of these parts could well have, at most `limit`."""
        key = (chosen, limit)
        if key not in self._heights:
            scored: dict[int, float] = {}
            widths = {
                wide for pattern in patterns(self.sheet.columns, len(chosen)) for wide, high in pattern if high == 1
            }
            for columns in widths:
                for rows in range(LOWEST, limit + 1):
                    form = self.form(chosen[0], columns, rows)
                    if not form:
                        continue
                    cost = form.cost + self._misfit(chosen[0], columns, rows)
                    if cost < scored.get(rows, 1e9):
                        scored[rows] = cost
            best = sorted(scored, key=lambda rows: (scored[rows], rows))
            self._heights[key] = best[:HEIGHTS]
        return self._heights[key]

    def band(self, chosen: tuple[int, ...], rows: int) -> Band | None:
        """The best band of these parts of that height; the first of them leads it."""
        key = (chosen, rows)
        if key not in self._bands:
            self._bands[key] = self._best(chosen, rows)
        return self._bands[key]

    def _best(self, chosen: tuple[int, ...], rows: int) -> Band | None:
        best: Band | None = None
        for pattern in patterns(self.sheet.columns, len(chosen)):
            widest = max(wide for wide, _ in pattern)
            for order in permutations(chosen):
                if not self._leads_well(pattern, order, chosen[0], widest):
                    continue
                band = self._stand(pattern, order, rows, best.cost if best else 1e9)
                if band:
                    best = band
        return best

    def _leads_well(self, pattern: tuple[tuple[int, int], ...], order: tuple[int, ...], lead: int, widest: int) -> bool:
        at = 0
        for wide, high in pattern:
            if lead in order[at : at + high]:
                return wide == widest and order[at] == lead and (high == 1 or all(n > 1 for _, n in pattern))
            at += high
        return False

    def _stand(
        self, pattern: tuple[tuple[int, int], ...], order: tuple[int, ...], rows: int, limit: float
    ) -> Band | None:
        standings: list[Standing] = []
        cost, column, at = 0.0, 0, 0
        for wide, high in pattern:
            slot = self._slot(order[at : at + high], column, wide, 0, rows)
            if slot is None:
                return None
            cost += slot[0]
            if cost >= limit:
                return None
            standings += slot[1]
            column, at = column + wide, at + high
        return Band(cost, rows, tuple(standings))

    def _slot(
        self, parts: tuple[int, ...], column: int, columns: int, row: int, rows: int
    ) -> tuple[float, list[Standing]] | None:
        """Parts one above the other in a slot."""
        first = parts[0]
        if len(parts) == 1:
            form = self.form(first, columns, rows)
            return (
                (form.cost + self._misfit(first, columns, rows), [Standing(first, column, row, columns, rows, form)])
                if form
                else None
            )
        best: tuple[float, list[Standing]] | None = None
        for high in range(LOWEST, rows - (LOWEST + STACK_GAP) * (len(parts) - 1) + 1):
            form = self.form(first, columns, high)
            if not form:
                continue
            own = form.cost + self._misfit(first, columns, high)
            if best and own >= best[0]:
                continue
            below = self._slot(parts[1:], column, columns, row + high + STACK_GAP, rows - high - STACK_GAP)
            if below and (best is None or own + below[0] < best[0]):
                best = (own + below[0], [Standing(first, column, row, columns, high, form), *below[1]])
        return best

    def _misfit(self, part: int, columns: int, rows: int) -> float:
        """What it costs that a part is given more or fewer columns than its importance asks for."""
        draft, rules = self.parts[part].draft, self.rules[part]
        if draft.fixed:
            return 0.0
        wide = self.sheet.columns / 5
        if draft.kind == "briefs":
            wanted = 1.0
        elif rules.is_lead:
            wanted = 3.7 * wide
            if columns < 3 * wide:
                return LEAD
        else:
            wanted = (1 + min(draft.weight, 90) / 50 + (0.5 if part == 0 else 0)) * wide
        full = (FULL if part else FULL * 0.6) if columns == self.sheet.columns > 3 else 0.0
        return 3.0 * max(0.0, abs(columns - wanted) - 0.6) ** 2 + full

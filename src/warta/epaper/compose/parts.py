"""Parts of pieces, what holds for them on a page, and their heads."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from warta.epaper.compose.draft import Draft, Head, Mark
from warta.epaper.compose.sheet import ROW, SIZES

KICKER = 13.0  # points
PAD = 5.0  # points between headline and what follows it


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds on the page: `front` shows no more than is open; `is_lead` wants the largest headline."""

    front: bool = False  # what it may show is limited
    is_lead: bool = False
    continues: bool = False
    whole: bool = False  # nothing goes on or is cut that might stand whole
    cuts: float = 0.35  # of a text that may be cut away if nobody wished for its length


class Part:
    """A draft from some line on. `number` 1 begins it.

    lines  that are still to be set
    table  rows of the table that stands across it, by columns
    ends   rows taken up to the end of each item from `start` on, gaps counted
    """

    __slots__ = ("draft", "ends", "lines", "number", "start", "table")

    def __init__(self, draft: Draft, start: Mark | None = None, number: int = 1, *, table: bool = True) -> None:
        self.draft, self.start, self.number = draft, start or Mark(), number
        self.table = draft.table if table else ()
        items = draft.items[self.start.item :]
        self.lines = sum(item.lines for item in items) - self.start.line
        rows, self.ends = -self.start.line, []
        for item in items:
            rows += item.lines + (0 if item.kind == "text" else 1)
            self.ends.append(rows)

    @property
    def rows(self) -> int:
        """Rows of one column that it takes about."""
        return self.ends[-1] if self.ends else 0

    @property
    def key(self) -> tuple[str, int, int]:
        """Names it among all parts."""
        return self.draft.key, self.start.item, self.start.line


def head_of(draft: Draft, number: int, columns: int, size: int, standfirst: bool) -> Head | None:
    """The head of a part at that width and size; None if it cannot be set so."""
    height = draft.heads.get((columns, size))
    if height is None:
        return None
    if number > 1:
        return Head(0, draft.jump + ceil((height + PAD) / ROW), columns, size, False)
    has_standfirst = standfirst and bool(draft.standfirst) and draft.standfirst[columns] > 0
    height += (KICKER if draft.kicker else 0) + PAD
    height += draft.standfirst[columns] + PAD if has_standfirst else 0
    height += draft.byline[columns] if draft.byline else 0
    return Head(0, ceil(height / ROW - 0.02), columns, size, has_standfirst)


def sizes_of(part: Part, columns: int, rules: Rules) -> list[tuple[int, float]]:
    """Sizes of the headline worth trying at that width, and what each costs."""
    if part.number > 1:
        return [(min(columns, 2), 0.0)]
    best = wanted_size(part.draft, columns, rules)
    tried: list[tuple[int, float]] = []
    for size in range(len(SIZES)):
        lines = part.draft.lines.get((columns, size))
        if lines is None or size > best + 1 or (size < best - 1 and tried):
            continue
        most = 5 if columns == 1 else 4 if columns == 2 else 3 if columns < 5 else 2
        tried.append((size, 3.0 * abs(size - best) + 9.0 * max(0, lines - most)))
    tried.sort(key=lambda pair: pair[1])
    return tried[:2]


def wanted_size(draft: Draft, columns: int, rules: Rules) -> int:
    """The size of a headline that its width and weight ask for."""
    heavy = 1 if draft.weight >= 65 else 0
    if rules.is_lead:
        return min(columns + 2, len(SIZES) - 1)
    return min(columns - 1 + heavy, len(SIZES) - 1) if columns > 1 else heavy


def white(lines: int) -> float:
    """What free lines cost: a few are nothing, many a hole."""
    return max(0, lines) * 0.8 + max(0, lines - 2) ** 2 * 0.16

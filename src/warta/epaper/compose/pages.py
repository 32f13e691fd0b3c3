"""Bands under each other, so that a page is full."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from warta.epaper.compose.bands import LOWEST, Band, Bands, Forms
from warta.epaper.compose.draft import Banner, Module
from warta.epaper.compose.forms import evened
from warta.epaper.compose.parts import Part, Rules
from warta.epaper.compose.sheet import BAND_GAP, BANNER, Sheet

WINDOW = 7  # parts that are looked at together
TOGETHER = 3  # parts in a band at most
BEAM = 24  # unfinished pages that are kept at each depth
WHITE = 0.8  # what a free row of a column costs on a page that nothing fills
USED = 0.06  # what a line of text on the page is worth
EMPTY = 14.0  # what each module costs that a page has too few
EXPECTED = 4  # modules on a page, at least
NEW_SECTION = 20  # rows that a section needs under its name


@dataclass(frozen=True, slots=True)
class Page:
    """A composed page: what stands where, and which of the parts it was offered it took."""

    modules: tuple[Module, ...]
    banners: tuple[Banner, ...]
    taken: tuple[int, ...]
    rows: int
    cost: float


@dataclass(frozen=True, slots=True)
class _State:
    cost: float
    row: int
    taken: tuple[int, ...]
    section: str
    bands: tuple[tuple[int, Band], ...] = ()
    banners: tuple[Banner, ...] = ()


def page(
    parts: list[Part],
    sheet: Sheet,
    rules: list[Rules],
    forms: Forms,
    *,
    rows: tuple[int, int],
    section: str,
    is_last: bool,
    must: int = 0,
) -> Page | None:
    """The best page of some of these parts, in their order.

    rows     the first row that is free, and how many rows there are in all
    section  whose name already stands above; another's is printed over its first band
    must     so many of the first parts have to be on it
    is_last  nothing comes after these parts: the page may end early
    """
    bands = Bands(parts, sheet, rules, forms)
    first, last = rows
    states = [_State(0.0, first, (), section)]
    done: list[_State] = []
    early: list[_State] = []
    while states:
        following: dict[tuple[tuple[int, ...], int], _State] = {}
        for state in states:
            for after in _extend(state, parts, bands, first, last):
                if after.row == last:
                    done.append(after)
                    continue
                if is_last and len(after.taken) == len(parts):
                    done.append(after)
                early.append(after)
                key = (tuple(sorted(after.taken)), after.row)
                if key not in following or after.cost < following[key].cost:
                    following[key] = after
        states = sorted(following.values(), key=lambda state: state.cost / max(1, state.row - first))[:BEAM]
    if must:
        done = [state for state in done if len([number for number in state.taken if number < must]) == must] or done
    if done:
        return _finished(min(done, key=lambda state: _verdict(state, parts, is_last)), parts)
    if early:
        return _finished(min(early, key=lambda state: state.cost + (last - state.row) * sheet.columns * WHITE), parts)
    return None


def _verdict(state: _State, parts: list[Part], is_last: bool) -> float:
    """What the finished page costs. On the last page taking all counts more than filling it."""
    left = len(parts) - len(state.taken)
    standings = [standing for _, band in state.bands for standing in band.standings]
    used = sum(standing.form.used for standing in standings)
    modules = len(standings)
    return state.cost + (40.0 * left if is_last else 0.0) + (EMPTY * max(0, EXPECTED - modules)) - USED * used


def _extend(state: _State, parts: list[Part], bands: Bands, first: int, last: int) -> list[_State]:
    """The state with one more band under it, in every way worth trying."""
    free = [number for number in range(len(parts)) if number not in state.taken]
    if not free:
        return []
    lead = free[0]
    section = parts[lead].draft.section
    is_new = section != state.section and bool(section)
    gap = BAND_GAP if state.row > first else 0
    top = state.row + gap + (BANNER if is_new else 0)
    room = last - top
    if room < (NEW_SECTION if is_new and state.row > first else LOWEST):
        return []
    banners = (*state.banners, Banner(section, state.row + gap)) if is_new else state.banners
    others = [number for number in free[1:] if parts[number].draft.section == section][:4]
    found = []
    for count in range(min(TOGETHER - 1, len(others)) + 1):
        for company in combinations(others, count):
            chosen = (lead, *company)
            for high in {*(rows for rows in bands.heights(chosen, room) if room - rows >= LOWEST + BAND_GAP + 6), room}:
                band = bands.band(chosen, high)
                if band:
                    found.append(_State(
                        state.cost + band.cost, top + high, (*state.taken, *chosen), section or state.section,
                        (*state.bands, (top, band)), banners,
                    ))  # fmt: skip
    return found


def _finished(state: _State, parts: list[Part]) -> Page:
    modules = tuple(
        Module(
            parts[it.part].draft.index, parts[it.part].number, it.column, top + it.row, it.columns, it.rows,
            evened(parts[it.part], it.form),
        )
        for top, band in state.bands for it in band.standings
    )  # fmt: skip
    return Page(modules, state.banners, state.taken, state.row, state.cost)

"""The whole newspaper: what stands on the front page, what follows, what has no room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import ceil

from warta.epaper.compose.draft import Banner, Draft, Item, Module
from warta.epaper.compose.forms import Part, Rules
from warta.epaper.compose.pages import WINDOW, Page, page
from warta.epaper.compose.sheet import BAND_GAP, ROW, Sheet
from warta.epaper.values import Wish

FRONT_PIECES = 6  # that are looked at for the front page
GROUP = 7  # briefs in a group at most
ATTEMPTS = 4


@dataclass(frozen=True, slots=True)
class Laid:
    """A page as it is composed. `listed`: rows of the list of other stories, at its foot."""

    number: int
    section: str
    modules: tuple[Module, ...]
    banners: tuple[Banner, ...]
    listed: int = 0


@dataclass(frozen=True, slots=True)
class Newspaper:
    """All pages; groups of briefs by their index (below zero); the pieces that are only listed; parts to pages."""

    pages: tuple[Laid, ...]
    groups: dict[int, Draft]
    left_out: tuple[int, ...]
    parts: dict[int, tuple[int, ...]] = field(default_factory=dict)


@dataclass(slots=True)
class _Plan:
    """What is to be printed how, before it has a place."""

    full: list[Draft]
    briefs: list[Draft]
    listed: list[Draft]


def compose(
    drafts: Sequence[Draft], sections: Sequence[str], sheet: Sheet, *, pages_max: int, masthead: int, strip: int
) -> Newspaper:
    """Pages out of measured pieces, best first.

    sections  in their order; others follow as they come
    masthead  rows that it takes on the front page, `strip` those of index and code at its foot
    """
    share, best = 1.0, None
    for _ in range(ATTEMPTS):
        plan = _plan(drafts, sheet, pages_max, share)
        best, left = _attempt(plan, sections, sheet, pages_max, masthead, strip)
        if not left:
            break
        share *= 0.88
    assert best is not None
    return best


def _area(draft: Draft, sheet: Sheet) -> float:
    """About how many rows of one column a piece takes."""
    if draft.fixed:
        return float(draft.fixed[0] * (draft.fixed[1] + BAND_GAP))
    head = min((height for (columns, _), height in draft.heads.items() if columns == 2), default=60.0)
    shot = 2 * sheet.span(2) / draft.shot.aspect / ROW if draft.shot else 0
    return draft.total + 2 * (head / ROW + 6) + min(shot, 90)


def _plan(drafts: Sequence[Draft], sheet: Sheet, pages_max: int, share: float) -> _Plan:
    """Share out the room: in full by order, then as briefs, then in the list."""
    room = pages_max * sheet.rows * sheet.columns * 0.97 * share
    wanted = [draft for draft in drafts if draft.wish.length == "brief"]
    full = [draft for draft in drafts if draft.wish.length != "brief"]
    areas = [min(_area(draft, sheet), room / 2) for draft in full]
    briefs: list[Draft] = list(wanted)
    listed: list[Draft] = []
    if sum(areas) + sum(draft.brief for draft in briefs) > room:
        taken, kept, others = 0.0, [], []
        for draft, area in zip(full, areas, strict=True):
            if not kept or taken + area <= room * 0.86 or draft.wish.page or draft.kind == "advertisement":
                kept.append(draft)
                taken += area
            else:
                others.append(draft)
        rest = room - taken
        for draft in others:
            if rest - draft.brief - 1 > room * 0.04:
                briefs.append(draft)
                rest -= draft.brief + 1
            else:
                listed.append(draft)
        full = kept
    return _Plan(full, briefs, listed)


def _attempt(
    plan: _Plan, sections: Sequence[str], sheet: Sheet, pages_max: int, masthead: int, strip: int
) -> tuple[Newspaper, int]:
    """Compose it so. The newspaper, and how many pieces had no room that were meant to have it."""
    order = list(sections)
    for draft in (*plan.full, *plan.briefs):
        if draft.section not in order:
            order.append(draft.section)
    front, rest = _front(plan.full, sheet, masthead, strip)
    pages = [front[0]]
    groups: dict[int, Draft] = {}
    stream: list[Part] = []
    for section in order:
        stream += [part for part in front[1] if part.draft.section == section]
        stream += [Part(draft) for draft in rest if draft.section == section]
        stream += [Part(group) for group in _groups(plan.briefs, section, groups, sheet)]
    listed = _listed_rows(plan.listed, sheet)
    while stream and len(pages) < pages_max:
        number = len(pages) + 1
        laid, stream = _inner(stream, number, pages[-1].section if number > 2 else "", sheet, listed if number == pages_max else 0)
        pages.append(laid)
    left = [part.draft for part in stream]
    lost = [index for draft in left for index in (draft.members or ((draft.index,) if True else ()))]
    out = tuple(sorted({draft.index for draft in plan.listed} | set(lost)))
    if out and not pages[-1].listed:
        pages[-1] = replace(pages[-1], listed=listed)
    return Newspaper(tuple(pages), groups, out, _parts(pages, groups)), len(left)


def _listed_rows(listed: Sequence[Draft], sheet: Sheet) -> int:
    """Rows of the list of other stories at the foot of the last page."""
    return min(3 + ceil(sum(draft.listed for draft in listed) / sheet.columns), sheet.rows - 20) if listed else 0


def _groups(briefs: Sequence[Draft], section: str, groups: dict[int, Draft], sheet: Sheet) -> list[Draft]:
    """The briefs of a section, some together, each group like a piece."""
    mine = [draft for draft in briefs if draft.section == section]
    made = []
    for at in range(0, len(mine), GROUP):
        some = mine[at : at + GROUP]
        index = -1 - len(groups)
        group = Draft(
            index, f"briefs:{-index}", "briefs", section, 25,
            tuple(Item("text", draft.brief) for draft in some),
            {(columns, 0): 16.0 for columns in range(1, sheet.columns + 1)},
            {(columns, 0): 1 for columns in range(1, sheet.columns + 1)},
            members=tuple(draft.index for draft in some), wish=Wish(length="whole"),
        )  # fmt: skip
        groups[index] = group
        made.append(group)
    return made


def _front(
    full: Sequence[Draft], sheet: Sheet, masthead: int, strip: int
) -> tuple[tuple[Laid, list[Part]], list[Draft]]:
    """The front page with what goes on inside, and the drafts that it left."""
    wished = [draft for draft in full if draft.wish.page == 1]
    others = [draft for draft in full if draft.wish.page == 0 and draft.kind in ("story", "opinion")]
    lead = next((draft for draft in wished if draft.wish.is_lead), None) or next(iter(wished or others or full))
    chosen = [lead, *(draft for draft in wished if draft is not lead)]
    chosen += [draft for draft in others if draft is not lead][: max(0, FRONT_PIECES - len(chosen))]
    parts = [Part(replace(draft, section="")) for draft in chosen]
    rules = [Rules(front=True, is_lead=number == 0) for number in range(len(parts))]
    rows = (masthead, sheet.rows - strip - BAND_GAP)
    made = page(parts, sheet, rules, rows=rows, section="", is_last=False)
    if made is None:
        made = page(parts, sheet, rules, rows=rows, section="", is_last=True) or Page((), (), (), 0, 0)
    taken = {parts[number].draft.index for number in made.taken}
    rest = [draft for draft in full if draft.index not in taken]
    byindex = {draft.index: draft for draft in full}
    going_on = [
        Part(byindex[module.draft], module.form.rest, 2) for module in made.modules if module.form.rest is not None
    ]
    return (Laid(1, "", made.modules, ()), going_on), rest


def _inner(
    stream: list[Part], number: int, section: str, sheet: Sheet, listed: int
) -> tuple[Laid, list[Part]]:
    """The next page, and what is left of the stream."""
    here = [part for part in stream if part.draft.wish.page == number]
    free = [part for part in stream if part.draft.wish.page in (0, number) or part.draft.wish.page < number]
    window = [*here, *(part for part in free if part not in here)][:WINDOW] or stream[:WINDOW]
    is_last = len(window) == len(stream)
    rows = (0, sheet.rows - listed)
    made = None
    for loose in (False, True):
        rules = [_rules(part, sheet, loose) for part in window]
        made = page(window, sheet, rules, rows=rows, section=section, is_last=is_last)
        if made:
            break
    if made is None:
        made = page(window, sheet, [_rules(part, sheet, True) for part in window], rows=rows, section=section, is_last=True)
    if made is None or not made.taken:
        return Laid(number, section, (), (), listed), stream[1:]
    taken = [window[number] for number in made.taken]
    going_on = [
        Part(part.draft, module.form.rest, part.number + 1)
        for part, module in _matched(taken, made) if module.form.rest is not None
    ]  # fmt: skip
    rest = [part for part in stream if not any(part is one for one in taken)]
    title = taken[0].draft.section
    return Laid(number, title, made.modules, made.banners, listed), [*going_on, *rest]


def _matched(taken: list[Part], made: Page) -> list[tuple[Part, Module]]:
    return [(part, module) for part in taken for module in made.modules if module.draft == part.draft.index]


def _rules(part: Part, sheet: Sheet, loose: bool) -> Rules:
    """What holds for a part inside: very long texts go on if they are wanted whole, else they are cut."""
    most = sheet.rows * sheet.columns * 0.62
    cuts = max(0.7 if loose else 0.35, 1 - most / max(part.lines, 1))
    continues = (part.draft.wish.length == "whole" or part.number > 1) and (loose or part.lines > most)
    return Rules(continues=continues, cuts=cuts)


def _parts(pages: Sequence[Laid], groups: dict[int, Draft]) -> dict[int, tuple[int, ...]]:
    """On which pages each piece stands, in the order of its parts."""
    found: dict[int, list[int]] = {}
    for laid in pages:
        for module in laid.modules:
            for index in groups[module.draft].members if module.draft in groups else (module.draft,):
                found.setdefault(index, []).append(laid.number)
    return {index: tuple(numbers) for index, numbers in found.items()}

"""Before anything has a place: what is printed in full, what as a brief, what only listed; and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil

from warta.epaper.compose.draft import Draft, Item
from warta.epaper.compose.sheet import BAND_GAP, ROW, Sheet
from warta.epaper.values import Wish

GROUP = 7  # briefs in a group at most
FEW = 3  # and at least, if there are so many
FULL = 0.86  # of the room is for pieces in full, if not all have room
LIST = 0.04  # of it stays for the list of other stories


@dataclass(slots=True)
class Plan:
    """What is to be printed how, each best first. `advertisements` are those with a picture."""

    full: list[Draft]
    briefs: list[Draft]
    listed: list[Draft] = field(default_factory=list)
    advertisements: list[Draft] = field(default_factory=list)


def area(draft: Draft, sheet: Sheet) -> float:
    """About how many rows of one column a piece takes."""
    if draft.fixed:
        return float(draft.fixed[0] * (draft.fixed[1] + BAND_GAP))
    two = min(2, sheet.columns)
    head = min((height for (columns, _), height in draft.heads.items() if columns == two), default=60.0)
    hung = sum(2 * sheet.span(two) / shot.aspect / ROW for shot in draft.gallery[1:])
    shot = 2 * sheet.span(two) / draft.shot.aspect / ROW if draft.shot else 0
    return draft.total + 2 * (head / ROW + 6) + min(shot, 90) + min(hung, 250)


def plan(drafts: Sequence[Draft], sheet: Sheet, pages: int, share: float) -> Plan:
    """Share out the room of so many pages, or of a share of it."""
    made = Plan([], [draft for draft in drafts if draft.wish.length == "brief"])
    if len(made.briefs) == len(drafts):
        # Nothing but briefs: the best leads the front page, so that it is none without words.
        made.briefs = made.briefs[1:]
    made.advertisements = [draft for draft in drafts if draft.fixed]
    room = pages * sheet.rows * sheet.columns * 0.97 * share
    room -= sum(area(draft, sheet) for draft in made.advertisements)
    short = {draft.index for draft in made.briefs}
    full = [draft for draft in drafts if draft.index not in short and not draft.fixed]
    areas = [min(area(draft, sheet), max(room, 1) / 2) for draft in full]
    if all(draft.heads for draft in full) and sum(areas) + sum(draft.brief for draft in made.briefs) <= room:
        made.full = full
        return made
    taken, others = 0.0, []
    for draft, needed in zip(full, areas, strict=True):
        if draft.heads and (not made.full or taken + needed <= room * FULL or draft.wish.page):
            made.full.append(draft)
            taken += needed
        else:
            others.append(draft)
    rest = room - taken
    for draft in others:
        if rest - draft.brief - 1 > room * LIST:
            made.briefs.append(draft)
            rest -= draft.brief + 1
        else:
            made.listed.append(draft)
    return made


def listed_rows(listed: Sequence[Draft], sheet: Sheet) -> int:
    """Rows of the list of other stories at the foot of the last page."""
    return min(4 + ceil(sum(draft.listed for draft in listed) / sheet.columns), sheet.rows - 24) if listed else 0


def ordered(drafts: Iterable[Draft]) -> list[Draft]:
    """Best first, the desk's places kept: its lead before all, then what it gave a place."""
    drafts = list(drafts)
    made = [draft for draft in drafts if not draft.wish.place and not draft.wish.is_lead]
    for draft in sorted((draft for draft in drafts if draft.wish.place), key=lambda draft: draft.wish.place):
        made.insert(draft.wish.place - 1, draft)
    return [*(draft for draft in drafts if draft.wish.is_lead and not draft.wish.place), *made]


def shared_out(briefs: Sequence[Draft], order: Sequence[str]) -> dict[str, list[Draft]]:
    """Briefs by section; those of a section that has few stand with the next one's."""
    shared: dict[str, list[Draft]] = {}
    waiting: list[Draft] = []
    for section in order:
        waiting += [draft for draft in briefs if draft.section == section]
        if len(waiting) >= FEW:
            shared[section] = waiting
            waiting = []
    if waiting:
        last = next(reversed(shared), order[-1])
        shared[last] = [*shared.get(last, []), *waiting]
    return shared


def grouped(briefs: Sequence[Draft], section: str, groups: dict[int, Draft], sheet: Sheet) -> list[Draft]:
    """The briefs of a section, some together, each group like a piece; `groups` gets them by their index."""
    made = []
    count = ceil(len(briefs) / GROUP)
    for number in range(count):
        some = briefs[number * len(briefs) // count : (number + 1) * len(briefs) // count]
        index = -1 - len(groups)
        widths = range(1, sheet.columns + 1)
        group = Draft(
            index, f"briefs:{some[0].index}-{some[-1].index}-{len(some)}", "briefs", section, 25,
            tuple(Item("text", draft.brief) for draft in some),
            {(columns, 0): 16.0 for columns in widths}, {(columns, 0): 1 for columns in widths},
            members=tuple(draft.index for draft in some), wish=Wish(length="whole"),
        )  # fmt: skip
        groups[index] = group
        made.append(group)
    return made

"""Advertisements at the foot of a page, side by side, and a piece beside them if they leave columns free."""

from __future__ import annotations

from dataclasses import dataclass

from warta.epaper.compose.draft import Draft, Module
from warta.epaper.compose.forms import fit
from warta.epaper.compose.parts import Part, Rules
from warta.epaper.compose.sheet import Sheet

FITTING = 110.0  # what a piece beside an advertisement may cost


@dataclass(frozen=True, slots=True)
class Foot:
    """Modules at the foot, counted from row 0 of the foot; its rows; the part that fills it up, if one does."""

    modules: tuple[Module, ...] = ()
    rows: int = 0
    used: tuple[int, ...] = ()
    filler: Part | None = None


def foot(advertisements: list[Draft], parts: list[Part], rules: list[Rules], sheet: Sheet) -> Foot:
    """The first of the advertisements, as many as stand beside each other, and what fills up their row.

    parts  of which one may stand beside them, with the rules for each
    """
    chosen: list[Draft] = []
    column = 0
    for draft in advertisements:
        assert draft.fixed
        if column + draft.fixed[0] <= sheet.columns:
            chosen.append(draft)
            column += draft.fixed[0]
    if not chosen:
        return Foot()
    rows = max(draft.fixed[1] for draft in chosen if draft.fixed)
    modules: list[Module] = []
    at = sheet.columns - column
    filler, form = None, None
    if at:
        found = [
            (form, part) for part, rule in zip(parts, rules, strict=True) if (form := fit(part, at, rows, rule, sheet))
        ]
        if found:
            form, filler = min(found, key=lambda pair: pair[0].cost)
            if form.cost > FITTING:
                form, filler = None, None
        if form and filler:
            modules.append(Module(filler.draft.index, filler.number, 0, 0, at, rows, form))
        else:
            at //= 2
    for draft in chosen:
        assert draft.fixed
        wide, high = draft.fixed
        made = fit(Part(draft), wide, high, Rules(), sheet)
        if made:
            modules.append(Module(draft.index, 1, at, 0, wide, high, made))
        at += wide
    return Foot(tuple(modules), rows, tuple(draft.index for draft in chosen), filler)

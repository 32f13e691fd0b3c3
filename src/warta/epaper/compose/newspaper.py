"""The whole newspaper: what stands on the front page, what follows, what has no room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from warta.epaper.compose.bands import Forms
from warta.epaper.compose.draft import Banner, Draft, Module
from warta.epaper.compose.foot import Foot, foot
from warta.epaper.compose.pages import WINDOW, Page, page
from warta.epaper.compose.parts import Part, Rules
from warta.epaper.compose.plan import Plan, area, grouped, listed_rows, ordered, plan, shared_out
from warta.epaper.compose.sheet import BAND_GAP, Sheet

FRONT_PIECES = 6  # that are looked at for the front page
FRONT_FOOT = 0.35  # of the front page that advertisements take at most
FRONT_MOST = 11  # of them, if they may show little
ATTEMPTS = 4  # to find out how much has room
CUTS = (0.35, 0.7)  # of a text that may be cut away to fill a page, and if nothing else does
LONGEST = 0.62  # of a page that the text of a piece takes if nobody wants it whole


@dataclass(frozen=True, slots=True)
class Laid:
    """A page as it is composed. `listed`: rows of the list of other stories, at its foot."""

    number: int
    section: str
    modules: tuple[Module, ...]
    banners: tuple[Banner, ...] = ()
    listed: int = 0


@dataclass(frozen=True, slots=True)
class Newspaper:
    """All pages; groups of briefs by their index (below zero); the pieces that are only listed.

    parts  the pages of a piece's parts, in order
    """

    pages: tuple[Laid, ...]
    groups: dict[int, Draft] = field(default_factory=dict)
    left_out: tuple[int, ...] = ()
    parts: dict[int, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Frame:
    """The newspaper's measures: pages at most, rows of the masthead and of index and code on the front page."""

    sheet: Sheet
    pages: int
    masthead: int
    strip: int


def compose(drafts: Sequence[Draft], sections: Sequence[str], frame: Frame) -> Newspaper:
    """Pages out of measured pieces, best first; sections in their order, others follow as they come.

    It is tried with all pieces in full; while some find no room, with fewer.
    """
    forms: Forms = {}
    low, high, share = 0.0, 1.0, 1.0
    best: tuple[int, Newspaper] | None = None
    for _ in range(ATTEMPTS):
        planned = plan(drafts, frame.sheet, frame.pages, share)
        made, left = _Attempt(drafts, planned, sections, frame, forms).newspaper()
        score = _score(made, left)
        if best is None or score > best[0]:
            best = (score, made)
        if left:
            high = share
            total = sum(area(draft, frame.sheet) for draft in planned.full) or 1.0
            share = max(low + (high - low) * 0.3, share * (0.98 - sum(area(one, frame.sheet) for one in left) / total))
        else:
            low = share
            if len(planned.full) + len(planned.briefs) == len(drafts) or high - low < 0.1:
                break
            share = (low + high) / 2
    assert best is not None
    return best[1]


def _score(made: Newspaper, left: Sequence[Draft]) -> int:
    """How much of the day is in it: pieces with their text, then briefs, less those that should have had room."""
    briefs = sum(len(group.members) for group in made.groups.values())
    return 2 * (len(made.parts) - briefs) + briefs - len(left)


class _Attempt:
    """One way through the day, as planned."""

    def __init__(
        self, drafts: Sequence[Draft], planned: Plan, sections: Sequence[str], frame: Frame, forms: Forms
    ) -> None:
        self.drafts, self.plan, self.frame, self.forms = drafts, planned, frame, forms
        self.sheet = frame.sheet
        self.order = list(dict.fromkeys([*sections, *(draft.section for draft in drafts)]))
        self.groups: dict[int, Draft] = {}
        self.pages: list[Laid] = []
        self.advertisements = list(planned.advertisements)
        self.lost: list[Part] = []

    def newspaper(self) -> tuple[Newspaper, list[Draft]]:
        """The newspaper, and the pieces without room that were meant to have it."""
        stream = self._stream(*self._front())
        while (stream or self.advertisements) and len(self.pages) < self.frame.pages:
            stream = self._next(stream) if stream else self._advertising()
        self.lost += stream
        for part in self.lost:
            if part.number > 1:
                self._end(part)
        left = self._drafts(part for part in self.lost if part.number == 1)
        out = {draft.index for draft in (*self.plan.listed, *left, *self.advertisements)}
        out -= set(self._parts())
        told = [self.drafts[index] for index in sorted(out) if not self.drafts[index].fixed]
        if told and not self.pages[-1].listed:
            listed = listed_rows(told, self.sheet)
            self.pages[-1] = self._shorter(self.pages[-1], listed)
        return Newspaper(tuple(self.pages), self.groups, tuple(sorted(out)), self._parts()), left

    def _drafts(self, parts: Iterable[Part]) -> list[Draft]:
        """The pieces of parts, those in groups too."""
        return [self.drafts[index] for part in parts for index in (part.draft.members or (part.draft.index,))]

    def _parts(self) -> dict[int, tuple[int, ...]]:
        found: dict[int, list[int]] = {}
        for laid in self.pages:
            for module in laid.modules:
                members = self.groups[module.draft].members if module.draft in self.groups else (module.draft,)
                for index in members:
                    found.setdefault(index, []).append(laid.number)
        return {index: tuple(numbers) for index, numbers in found.items()}

    def _end(self, part: Part) -> None:
        """What should have gone on has no room: where it stopped it says so."""
        for at, laid in enumerate(self.pages):
            modules = tuple(
                replace(module, form=replace(module.form, tail="cut", rest=None))
                if module.draft == part.draft.index and module.part == part.number - 1 else module
                for module in laid.modules
            )  # fmt: skip
            self.pages[at] = replace(laid, modules=modules)

    def _shorter(self, laid: Laid, listed: int) -> Laid:
        """A page with the list at its foot, where nothing else may stand: it gets a page of its own if there is one."""
        bottom = max((module.row + module.rows for module in laid.modules), default=0)
        last = self.sheet.rows - (self.frame.strip if laid.number == 1 else 0)
        if bottom + BAND_GAP + listed > last and len(self.pages) < self.frame.pages:
            self.pages.append(laid)
            return Laid(laid.number + 1, "", (), listed=self.sheet.rows)
        return replace(laid, listed=max(min(listed, last - bottom - BAND_GAP), 0))

    def _front(self) -> tuple[list[Part], list[Draft]]:
        """Compose the front page: what goes on inside, and the pieces it left."""
        full = self.plan.full
        spare = [
            draft for draft in (*self.plan.briefs, *self.plan.listed) if draft.heads and draft.wish.length != "brief"
        ]
        offered = [*full, *sorted(spare, key=lambda draft: draft.index)]
        listed = listed_rows(self.plan.listed, self.sheet) if self.frame.pages == 1 else 0
        below = foot([draft for draft in self.advertisements if draft.wish.page == 1], [], [], self.sheet)
        if below.rows > self.sheet.rows * FRONT_FOOT:
            below = Foot()  # it would leave no front page: it stands on the next one
        made, parts, last = self._lead(offered, below, listed)
        for _ in range(3) if self.frame.pages == 1 else ():
            # There is no other page: what this one leaves is listed on it.
            taken = {parts[number].draft.index for number in made.taken}
            left = [draft for draft in (*full, *self.plan.briefs) if draft.index not in taken]
            needed = listed_rows([*self.plan.listed, *left], self.sheet)
            if needed <= listed:
                break
            listed = needed
            made, parts, last = self._lead(offered, below, listed)
        self._add(Laid(1, "", made.modules, listed=listed), below, last)
        taken = {parts[number].draft.index for number in made.taken}
        self.plan.briefs = [draft for draft in self.plan.briefs if draft.index not in taken]
        self.plan.listed = [draft for draft in self.plan.listed if draft.index not in taken]
        going_on = [
            Part(self.drafts[module.draft], module.form.rest, 2)
            for module in made.modules
            if module.form.rest is not None
        ]
        return going_on, [draft for draft in full if draft.index not in taken]

    def _lead(self, offered: list[Draft], below: Foot, listed: int) -> tuple[Page, list[Part], int]:
        """The front page, the parts it was offered, and where its foot begins."""
        wished = ordered(draft for draft in offered if draft.wish.page == 1)
        others = [draft for draft in offered if draft.wish.page == 0 and draft.kind in ("story", "opinion")]
        others = others or [draft for draft in offered if draft.wish.page == 0][:1]
        chosen = [*wished, *self._enough(others, FRONT_PIECES - len(wished))] or offered[:1]
        goes_on = self.frame.pages > 1
        last = self.sheet.rows - self.frame.strip - BAND_GAP - listed - (below.rows + BAND_GAP if below.rows else 0)
        parts: list[Part] = []
        while chosen:
            parts = [Part(replace(draft, section="")) for draft in chosen]
            is_all = len(parts) == len(offered)
            for whole in (True, False) if is_all else (False,):
                rules = [
                    Rules(front=True, is_lead=number == 0, continues=goes_on, whole=whole)
                    for number in range(len(parts))
                ]
                made = page(
                    parts, self.sheet, rules, self.forms, rows=(self.frame.masthead, last), section="", is_last=is_all,
                    must=len(wished),
                )  # fmt: skip
                if made and (not whole or len(made.taken) == len(parts)):
                    return made, parts, last
            chosen = chosen[1:]  # it has no form there at all
        return Page((), (), (), 0, 0), parts, last

    def _enough(self, others: list[Draft], count: int) -> list[Draft]:
        """The first so many, and more if they may show too little to fill the front page."""
        room = self.sheet.rows * self.sheet.columns
        chosen: list[Draft] = []
        shown = 0.0
        for draft in others[:FRONT_MOST]:
            if len(chosen) >= count and shown >= room:
                break
            shown += area(replace(draft, items=()), self.sheet)
            shown += draft.total if draft.open_words is None else min(draft.total, draft.open_words / 5)
            chosen.append(draft)
        return chosen

    def _advertising(self) -> list[Part]:
        """A page of nothing but advertisements, row under row; one that no page holds is let go."""
        modules: list[Module] = []
        row = 0
        while self.advertisements:
            below = foot(self.advertisements, [], [], self.sheet)
            if row + below.rows > self.sheet.rows or not below.used:
                break
            modules += [replace(module, row=row) for module in below.modules]
            row += below.rows + BAND_GAP
            self.advertisements = [draft for draft in self.advertisements if draft.index not in below.used]
        if not modules:
            self.advertisements = self.advertisements[1:]
            return []
        self.pages.append(Laid(len(self.pages) + 1, "", tuple(modules)))
        return []

    def _add(self, laid: Laid, below: Foot, last: int) -> None:
        """The page, with advertisements at its foot."""
        self.advertisements = [draft for draft in self.advertisements if draft.index not in below.used]
        top = last + BAND_GAP if laid.modules else 0
        modules = tuple(replace(module, row=module.row + top) for module in below.modules)
        self.pages.append(replace(laid, modules=(*laid.modules, *modules)))

    def _stream(self, going_on: list[Part], rest: list[Draft]) -> list[Part]:
        """All that is still to be printed, section after section."""
        stream: list[Part] = []
        briefs = shared_out(self.plan.briefs, self.order)
        for section in self.order:
            stream += [part for part in going_on if part.draft.section == section]
            stream += [Part(draft) for draft in ordered(draft for draft in rest if draft.section == section)]
            stream += [Part(group) for group in grouped(briefs.get(section, []), section, self.groups, self.sheet)]
        return stream

    def _next(self, stream: list[Part]) -> list[Part]:
        """Compose the next page; what is left of the stream."""
        number = len(self.pages) + 1
        is_final = number == self.frame.pages
        listed = listed_rows(self.plan.listed, self.sheet) if is_final else 0
        laid, after, below, last = self._inner(stream, number, listed)
        for _ in range(3) if is_final and after else ():
            # What is left over at the very end is listed, and the list needs room.
            left = self._drafts(part for part in after if part.number == 1)
            needed = listed_rows([*self.plan.listed, *left], self.sheet)
            if needed <= laid.listed:
                break
            laid, after, below, last = self._inner(stream, number, needed)
        self._add(laid, below, last)
        return after

    def _inner(self, stream: list[Part], number: int, listed: int) -> tuple[Laid, list[Part], Foot, int]:
        """The page of that number, what is left of the stream, what stands at its foot from which row on."""
        window, must = self._window(stream, number)
        above = self.pages[-1].section if number > 2 else ""
        loose = [_rules(part, self.sheet, CUTS[1]) for part in window]
        below = self._foot(window, loose, number)
        if below.filler:
            at = window.index(below.filler)
            window.pop(at)
            loose.pop(at)
            must = min(must, len(window))
        last = self.sheet.rows - listed - (below.rows + BAND_GAP if below.rows else 0)
        tight = [_rules(part, self.sheet, CUTS[0]) for part in window]
        is_last = len(window) + (below.filler is not None) == len(stream)
        made = None
        for rules in (tight, loose):
            made = made or page(
                window, self.sheet, rules, self.forms, rows=(0, last), section=above, is_last=is_last, must=must
            )
        used = [below.filler] if below.filler else []
        if made is None:
            # Its first piece has no form at all on a page: it is listed, or ends where it stopped.
            self.lost += window[:1]
            used += window[:1]
            made = Page((), (), (), 0, 0)
        taken = [window[number] for number in made.taken]
        used += taken
        modules = [*made.modules, *below.modules]
        going_on = [
            Part(self._whole(part), module.form.rest, part.number + 1, table=False)
            for part in used for module in modules
            if module.draft == part.draft.index and module.form.rest is not None
        ]  # fmt: skip
        kept = [part for part in stream if not any(part.key == one.key for one in used)]
        title = next((part.draft.section for part in taken if part.draft.section), above)
        return Laid(number, title, made.modules, made.banners, listed), [*going_on, *kept], below, last

    def _whole(self, part: Part) -> Draft:
        return self.drafts[part.draft.index] if part.draft.index >= 0 else part.draft

    def _window(self, stream: list[Part], number: int) -> tuple[list[Part], int]:
        """The parts looked at for a page: those wished onto it, which it must take, then the next ones."""
        here = [part for part in stream if part.draft.wish.page == number and part.number == 1]
        byindex = {part.draft.index: part for part in here}
        here = [byindex[draft.index] for draft in ordered(part.draft for part in here)]
        free = [part for part in stream if not number <= part.draft.wish.page or part.number > 1]
        wished = [Part(replace(part.draft, section=""), part.start, part.number) for part in here]
        window = [*wished, *free][: max(WINDOW, len(wished))] or stream[:WINDOW]
        return window, min(len(wished), len(window))

    def _foot(self, window: list[Part], rules: list[Rules], number: int) -> Foot:
        """Advertisements for the page: the desk's first, then one of those that may stand anywhere."""
        wished = [draft for draft in self.advertisements if 0 < draft.wish.page <= number]
        others = [draft for draft in self.advertisements if draft.wish.page == 0]
        left = self.frame.pages - number + 1
        many = max(1, -(-len(others) // left)) if window else len(others)
        beside = [
            (part, rule) for part, rule in zip(window[1:], rules[1:], strict=True)
            if part.draft.section == window[0].draft.section and part.draft.wish.page == 0
        ]  # fmt: skip
        return foot([*wished, *others[:many]], [part for part, _ in beside], [rule for _, rule in beside], self.sheet)


def _rules(part: Part, sheet: Sheet, cuts: float) -> Rules:
    """What holds for a part inside: very long texts go on if they are wanted whole, else they are cut."""
    most = sheet.rows * sheet.columns * LONGEST
    is_whole = part.draft.wish.length == "whole" and not part.draft.members
    continues = is_whole and (cuts > CUTS[0] or part.lines > most)
    return Rules(continues=continues, cuts=max(cuts, 1 - most / max(part.lines, 1)))

"""How a part may look in a module of some columns and rows, and how good that looks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil, log

from warta.epaper.compose.draft import Draft, Flow, Form, Head, Mark, Photo
from warta.epaper.compose.flow import pour
from warta.epaper.compose.sheet import ROW, SIZES, Sheet

KICKER = 13.0  # points
PAD = 5.0  # points between headline and what follows it
LEAST = 8  # lines that are worth a part of their own
CROP = (0.72, 1.25)  # how much flatter or taller than it is a photo may stand, from its own height


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds on the page: `front` may end anything early; `is_lead` wants the largest headline."""

    front: bool = False
    is_lead: bool = False
    continues: bool = False
    cuts: float = 0.35  # of a text that may be cut away if nobody wished for its length


@dataclass(frozen=True, slots=True)
class Part:
    """A draft from some line on. `number` 1 begins it."""

    draft: Draft
    start: Mark = Mark()
    number: int = 1

    @property
    def lines(self) -> int:
        """Lines that are still to be set."""
        items = self.draft.items
        return sum(item.lines for item in items[self.start.item :]) - self.start.line


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
    tried = []
    for size in range(len(SIZES)):
        lines = part.draft.lines.get((columns, size))
        if lines is None or size > best + 1 or (size < best - 1 and tried):
            continue
        most = 5 if columns == 1 else 4 if columns == 2 else 3 if columns < 5 else 2
        tried.append((size, 3.0 * abs(size - best) + 5.0 * max(0, lines - most)))
    tried.sort(key=lambda pair: pair[1])
    return tried[:2]


def wanted_size(draft: Draft, columns: int, rules: Rules) -> int:
    """The size of a headline that its width and weight ask for."""
    heavy = 1 if draft.weight >= 65 else 0
    if rules.is_lead:
        return min(columns + 2, len(SIZES) - 1)
    return min(columns - 1 + heavy, len(SIZES) - 1) if columns > 1 else heavy


def fit(part: Part, columns: int, rows: int, rules: Rules, sheet: Sheet) -> Form | None:
    """The best form of a part in a module of that size, or None."""
    draft = part.draft
    if draft.fixed:
        return _fixed(draft, columns, rows)
    best: Form | None = None
    for size, size_cost in sizes_of(part, columns, rules):
        for standfirst in (True, False) if part.number == 1 and draft.standfirst and any(draft.standfirst) else (False,):
            head = head_of(draft, part.number, columns, size, standfirst)
            if head is None or head.rows > rows:
                continue
            missing = 0.0 if standfirst or part.number > 1 or not any(draft.standfirst) else 7.0
            for form in _forms(part, head, columns, rows, rules, sheet):
                cost = form.cost + size_cost + missing
                if best is None or cost < best.cost:
                    best = replace(form, cost=cost)
    return best


def _fixed(draft: Draft, columns: int, rows: int) -> Form | None:
    assert draft.fixed
    wide, high = draft.fixed
    if columns != wide or rows < high:
        return None
    return Form(float((rows - high) ** 2), photos=(Photo(0, 0, wide, high, 0),))


def _forms(part: Part, head: Head, columns: int, rows: int, rules: Rules, sheet: Sheet) -> Iterator[Form]:
    """All forms under that head."""
    under = rows - head.rows
    shot = part.draft.shot if part.number == 1 else None
    bare = _text(part, head, (), [(0, head.rows, columns, under)], rules)
    if bare:
        yield replace(bare, cost=bare.cost + (18 + part.draft.weight * 0.25 if shot else 0))
    if shot:
        for wide in range(1, columns + 1):
            yield from _with_photo(part, head, wide, columns, under, rules, sheet)


def _with_photo(
    part: Part, head: Head, wide: int, columns: int, under: int, rules: Rules, sheet: Sheet
) -> Iterator[Form]:
    """The photo `wide` columns, over all text or at its right with text beside and maybe under it."""
    shot = part.draft.shot
    assert shot
    own = sheet.span(wide) / shot.aspect / ROW
    caption = shot.captions[wide]
    least, most = max(4, ceil(own * CROP[0])), int(own * CROP[1])
    need = part.lines
    beside = columns - wide
    wanted: set[int] = {round(own)}
    if beside == 0:
        text = ceil(need / columns)
        wanted |= {under - caption - text + more for more in (-1, 0)} | {under - caption, least, most}
    else:
        wanted |= {under - caption, under - caption - (need - beside * under + wide - 1) // wide, least, most}
    for photo_rows in sorted(wanted):
        if not least <= photo_rows <= most or photo_rows + caption > under:
            continue
        below = under - photo_rows - caption
        crop = abs(log(photo_rows / own))
        cost = 40 * crop * crop * wide + (2.0 if shot.aspect < 1 and wide > 2 else 0)
        cost += 9 if beside == 0 and columns > 3 and not rules.is_lead else 0
        cost += 6 if wide == 1 and columns > 2 else 0
        photo = Photo(beside, head.rows, wide, photo_rows, caption)
        rects = []
        if beside:
            rects.append((0, head.rows, beside, under))
        if below >= 4 or (not beside and below > 0):
            rects.append((beside, head.rows + photo_rows + caption, wide, below))
        else:
            cost += below * wide * 1.0
        form = _text(part, head, (photo,), rects, rules)
        if form:
            yield replace(form, cost=form.cost + cost)


def _text(
    part: Part, head: Head, photos: tuple[Photo, ...], rects: list[tuple[int, int, int, int]], rules: Rules
) -> Form | None:
    """Let the text flow through rectangles (column, row, columns, rows); end it whole, continued or shortened."""
    rects = [rect for rect in rects if rect[3] > 0]
    shapes = [(columns, rows) for _, _, columns, rows in rects]
    room = sum(columns * rows for columns, rows in shapes)
    need = part.lines
    if not rects:
        return Form(0, head, photos, used=0) if need == 0 else None
    if room > need + 14 * len(shapes) + 6 and need < room * 0.6:
        return None
    cost = sum(_shape_cost(columns, rows) for columns, rows in shapes)
    wish = part.draft.wish.length
    if not rules.front or open_mark(part.draft) in (None, Mark(len(part.draft.items), 0)):
        whole = pour(part.draft.items, part.start, shapes) if need <= room else None
        if whole and whole.rest is None and wish != "short":
            return Form(cost + _white(whole.free), head, photos, _flows(rects, whole.rects), used=whole.used)
    if wish == "whole" and not rules.continues:
        return None
    if rules.front or rules.continues:
        return _continued(part, head, photos, rects, rules, cost)
    return _shortened(part, head, photos, rects, rules, cost)


def _continued(
    part: Part, head: Head, photos: tuple[Photo, ...], rects: list[tuple[int, int, int, int]], rules: Rules, cost: float
) -> Form | None:
    """As much as there is room for, and may be shown; the mark under it."""
    draft = part.draft
    shapes = [(columns, rows) for _, _, columns, rows in rects]
    stop = open_mark(draft) if rules.front else None
    if stop is not None and stop == Mark(len(draft.items), 0):
        stop = None
    poured = pour(draft.items, part.start, shapes, stop)
    if poured.rest is None:
        return None if poured.used else Form(cost + _white(poured.free), head, photos, _flows(rects, poured.rects))
    free, target = poured.free, poured.rest
    if poured.short < draft.jump or free < draft.jump:
        # The mark needs rows of its own at the end of the last column.
        target = _back(draft, target, draft.jump - (free if free < draft.jump else 0), part.start)
        poured = pour(draft.items, part.start, shapes, target)
        free = poured.free
        if poured.short < draft.jump:
            return None
    remains = Part(draft, target, 2).lines
    if remains < LEAST and stop is None:
        target = _back(draft, target, LEAST - remains, part.start)
        poured = pour(draft.items, part.start, shapes, target)
        free = poured.free
    if poured.used < 3 and not rules.front:
        return None
    cost += _white(max(0, free - draft.jump)) + (6 if rules.front else 16)
    flows = _flows(rects, poured.rects)
    return Form(cost, head, photos, flows, "continued", rest=target, used=poured.used)


def _shortened(
    part: Part, head: Head, photos: tuple[Photo, ...], rects: list[tuple[int, int, int, int]], rules: Rules, cost: float
) -> Form | None:
    """Up to the end of the last paragraph that has room together with the mark."""
    draft, need = part.draft, part.lines
    shapes = [(columns, rows) for _, _, columns, rows in rects]
    full = pour(draft.items, part.start, shapes)
    last = full.rest.item if full.rest else len(draft.items) - 1
    for end in range(last, part.start.item, -1):
        if not draft.items[end - 1].ends:
            continue
        stop = Mark(end, 0)
        poured = pour(draft.items, part.start, shapes, stop)
        if poured.rest != stop or poured.short < draft.more:
            continue
        lost = need - poured.used
        if draft.wish.length != "short" and lost > need * rules.cuts:
            return None
        cost += _white(poured.free - draft.more) + 5 + lost * (0.35 + draft.weight / 150)
        return Form(cost, head, photos, _flows(rects, poured.rects), "shortened", used=poured.used)
    return None


def open_mark(draft: Draft) -> Mark | None:
    """How far a text may stand on the front page; None: to its end. At an item's end."""
    if draft.open_words is None:
        return None
    words = 0
    for number, item in enumerate(draft.items):
        words += item.words
        if words > draft.open_words:
            return Mark(number, 0)
    return Mark(len(draft.items), 0)


def _back(draft: Draft, mark: Mark, lines: int, start: Mark) -> Mark:
    """The mark so many lines earlier, never within something that is not broken, nor after a subheading."""
    item, line = mark.item, mark.line
    while lines > 0 and (item, line) > (start.item, start.line):
        if line == 0:
            item -= 1
            line = draft.items[item].lines
        if draft.items[item].kind == "text":
            step = min(line, lines)
            line, lines = line - step, lines - step
        else:
            lines, line = lines - draft.items[item].lines - 1, 0
    while line == 0 and item > start.item and draft.items[item - 1].kind == "subheading":
        item -= 1
    return Mark(item, line)


def _flows(rects: list[tuple[int, int, int, int]], runs: tuple[tuple, ...]) -> tuple[Flow, ...]:
    return tuple(
        Flow(column, row, columns, rows, those) for (column, row, columns, rows), those in zip(rects, runs, strict=True)
    )


def _white(lines: int) -> float:
    """What free lines cost: a few are nothing, many a hole."""
    return max(0, lines) * 0.6 + max(0, lines - 2) ** 2 * 0.12


def _shape_cost(columns: int, rows: int) -> float:
    """What ungainly columns cost: very short ones beside each other, and very long ones."""
    short = max(0, 6 - rows) * 2.5 if columns > 1 else max(0, 4 - rows) * 2
    return short + max(0, rows - 48) * 0.5

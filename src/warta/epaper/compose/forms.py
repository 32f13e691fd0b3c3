"""How a part may look in a module of some columns and rows, and how good that looks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil, log

from warta.epaper.compose.draft import Draft, Flow, Form, Head, Mark, Photo, Run, Tail
from warta.epaper.compose.flow import pour
from warta.epaper.compose.gallery import hung
from warta.epaper.compose.parts import Part, Rules, head_of, sizes_of, white
from warta.epaper.compose.sheet import ROW, Sheet

LEAST = 8  # lines that are worth a part of their own
PHOTO_CELLS = 84  # rows times columns of a photo that is large enough
SHORT = 16  # rows of a text that is short enough as it is
GOOD = 9.0  # a form that costs no more is taken as it is
BARE = 7.0  # what it costs to leave the standfirst out
CROP = (0.72, 1.25)  # how much flatter or taller than it is a photo may stand, from its own height

Rects = list[tuple[int, int, int, int]]  # column, row, columns, rows
Shape = tuple[tuple[Photo, ...], Rects, float]


@dataclass(slots=True)
class _Try:
    """A way to stand that looks possible: what it costs about, and how to find out."""

    cost: float
    head: Head
    photos: tuple[Photo, ...]
    rects: Rects
    tail: Tail
    end: int = 0


def fit(part: Part, columns: int, rows: int, rules: Rules, sheet: Sheet) -> Form | None:
    """The best form of a part in a module of that size, or None.

    How well each way would look is reckoned first; only then text flows, in the best that holds it.
    """
    draft = part.draft
    if draft.fixed:
        return _fixed(draft, columns, rows)
    if draft.gallery and part.number == 1 and not rules.front:
        return hung(part, columns, rows, sheet)
    best = _best(part, columns, rows, rules, sheet, standfirst=True)
    if part.number == 1 and any(draft.standfirst) and (best is None or best.cost > GOOD):
        other = _best(part, columns, rows, rules, sheet, standfirst=False)
        bare = BARE * (3 if rules.is_lead else 1)
        if other and (best is None or other.cost + bare < best.cost):
            best = replace(other, cost=other.cost + bare)
    return best


def _best(part: Part, columns: int, rows: int, rules: Rules, sheet: Sheet, *, standfirst: bool) -> Form | None:
    """The best form with the standfirst, or without."""
    tries: list[_Try] = []
    table = part.table[columns] if part.table and not rules.front else 0
    if part.table and not rules.front and not table:
        return None
    below = (Photo(0, rows - table, columns, table, 0, -2),) if table else ()
    rows -= table + 1 if table else 0
    for size, cost in sizes_of(part, columns, rules):
        head = head_of(part.draft, part.number, columns, size, standfirst)
        if head is None or head.rows > rows:
            continue
        for photos, rects, own in _shapes(part, head, columns, rows, rules, sheet):
            _reckon(tries, part, head, photos + below, rects, rules, cost + own)
    tries.sort(key=lambda one: one.cost)
    best: Form | None = None
    for one in tries[:8]:
        if best and one.cost >= best.cost:
            break
        form = _flowed(part, one, rules)
        if form and (best is None or form.cost < best.cost):
            best = form
    return best


def _fixed(draft: Draft, columns: int, rows: int) -> Form | None:
    assert draft.fixed
    wide, high = draft.fixed
    if columns != wide or rows < high:
        return None
    return Form(float((rows - high) ** 2), photos=(Photo(0, 1, wide, high - 1, 0),))


def _shapes(part: Part, head: Head, columns: int, rows: int, rules: Rules, sheet: Sheet) -> Iterator[Shape]:
    """Photo and rectangles for text (column, row, columns, rows) under that head, and what each way costs."""
    under = rows - head.rows
    shot = part.draft.shot if part.number == 1 else None
    bare = 18 + part.draft.weight * 0.25 if shot else 0.0
    yield (), [(0, head.rows, columns, under)], bare
    if shot:
        for wide in range(1 if columns < 4 else 2, columns + 1):
            yield from _with_photo(part, head, wide, columns, under, rules, sheet)


def _with_photo(
    part: Part, head: Head, wide: int, columns: int, under: int, rules: Rules, sheet: Sheet
) -> Iterator[Shape]:
    """The photo `wide` columns, over all text or at its right with text beside and maybe under it."""
    shot = part.draft.shot
    assert shot
    own = sheet.span(wide) / shot.aspect / ROW
    caption = shot.captions[wide]
    least, most = max(4, ceil(own * CROP[0])), int(own * CROP[1])
    need = part.rows
    beside = columns - wide
    if beside == 0:
        exact = under - caption - ceil(need / columns)
        wanted = {round(own), min(max(exact, least), most)}
    else:
        exact = under - caption + (beside * under - need) // wide
        wanted = {round(own), min(max(exact, least), most), min(max(under - caption, least), most)}
    for photo_rows in sorted(wanted):
        if photo_rows + caption > under:
            continue
        below = under - photo_rows - caption
        crop = abs(log(photo_rows / own))
        cost = 40 * crop * crop * wide + (2.0 if shot.aspect < 1 and wide > 2 else 0)
        cost += 9 if beside == 0 and columns > 3 and not rules.is_lead else 0
        cost += 6 if wide == 1 and columns > 2 else 0
        cost += 8 * max(0, min(3, columns) - wide) if rules.is_lead else 0
        cost += max(0.0, photo_rows * wide - PHOTO_CELLS * (2 if rules.is_lead else 1)) * 0.14
        photo = Photo(beside, head.rows, wide, photo_rows, caption)
        rects = []
        if beside:
            rects.append((0, head.rows, beside, under))
        if below >= 4 or (not beside and below > 0):
            rects.append((beside, head.rows + photo_rows + caption, wide, below))
        else:
            cost += below * wide * 1.0
        yield (photo,), rects, cost


def _reckon(
    tries: list[_Try], part: Part, head: Head, photos: tuple[Photo, ...], rects: Rects,
    rules: Rules, cost: float,
) -> None:  # fmt: skip
    """Add what the text could do in these rectangles: stand whole, go on elsewhere, end early."""
    draft, need = part.draft, part.rows
    rects = [rect for rect in rects if rect[3] > 0]
    room = sum(columns * rows for _, _, columns, rows in rects)
    cost += sum(_shape_cost(columns, rows) for _, _, columns, rows in rects)
    if not rects:
        if need == 0:
            tries.append(_Try(cost, head, photos, rects, ""))
        return
    is_open = not rules.front or (not draft.table and open_mark(draft) in (None, Mark(len(draft.items), 0)))
    hangs = rules.front and len(draft.gallery) > 1  # its other photos are not here: that has to be said
    if need <= room and is_open and not hangs and (draft.wish.length != "short" or need <= SHORT):
        tries.append(_Try(cost + white(room - need), head, photos, rects, ""))
        return
    if rules.whole and is_open and not hangs:
        return
    if rules.continues and draft.wish.length != "short" and not hangs:
        shown = need
        if rules.front and not is_open:
            mark = open_mark(draft)
            shown = part.ends[mark.item - 1] if mark and mark.item else 0
        free = white(max(0, room - shown - draft.jump))
        tries.append(_Try(cost + free + (6 if rules.front else 12), head, photos, rects, "continued"))
    elif draft.wish.length != "whole":
        end = bisect_right(part.ends, room - draft.more)
        if not is_open:
            end = min(end, (open_mark(draft) or Mark(end)).item)
        while end and not draft.items[part.start.item + end - 1].ends:
            end -= 1
        if not end and not rules.front:
            return
        used = part.ends[end - 1] if end else 0
        lost = need - used
        if draft.wish.length != "short" and lost > need * rules.cuts and not rules.front:
            return
        cost += white(room - used - draft.more) + 5
        cost += abs(used - need / 2) * 0.2 if draft.wish.length == "short" else lost * (0.35 + draft.weight / 150)
        tries.append(_Try(cost, head, photos, rects, "shortened", part.start.item + end))


def _flowed(part: Part, one: _Try, rules: Rules) -> Form | None:
    """Let the text flow; None if it does not go as reckoned."""
    shapes = [(columns, rows) for _, _, columns, rows in one.rects]
    if one.tail == "continued":
        return _continued(part, one, shapes, rules)
    draft = part.draft
    if one.tail == "":
        poured = pour(draft.items, part.start, shapes)
        if poured.rest is not None:
            return None
        cost = one.cost + white(poured.free) - white(sum(wide * rows for wide, rows in shapes) - part.rows)
        return Form(cost, one.head, one.photos, _flows(one.rects, poured.rects), used=poured.used)
    for end in range(one.end, max(part.start.item - (not one.end), one.end - 3), -1):
        if end and not draft.items[end - 1].ends:
            continue
        stop = Mark(end, 0)
        poured = pour(draft.items, part.start, shapes, stop)
        if poured.rest == stop and poured.short >= draft.more:
            cost = one.cost + 3.0 * (one.end - end)
            return Form(cost, one.head, one.photos, _flows(one.rects, poured.rects), "shortened", used=poured.used)
    return None


def evened(part: Part, form: Form) -> Form:
    """The form with its last rectangle of text as much lower as the text allows, so that its columns end together."""
    flows = list(form.flows)
    if form.tail or not flows:
        return form
    while flows[-1].columns > 1 and flows[-1].rows > 3:
        lower = replace(flows[-1], rows=flows[-1].rows - 1)
        tried = pour(part.draft.items, part.start, [(flow.columns, flow.rows) for flow in (*flows[:-1], lower)])
        if tried.rest is not None:
            break
        flows = [replace(flow, runs=runs) for flow, runs in zip((*flows[:-1], lower), tried.rects, strict=True)]
    return replace(form, flows=tuple(flows))


def _continued(part: Part, one: _Try, shapes: list[tuple[int, int]], rules: Rules) -> Form | None:
    """As much as there is room for, and may be shown; the mark under it."""
    draft = part.draft
    stop = open_mark(draft) if rules.front else None
    if stop == Mark(len(draft.items), 0):
        stop = None
    poured = pour(draft.items, part.start, shapes, stop)
    if poured.rest is None:
        return None
    target = poured.rest
    for _ in range(3):
        remains = Part(draft, target).lines
        lacking = max(draft.jump - poured.short, LEAST - remains if stop is None else 0)
        if lacking <= 0:
            break
        target = _back(draft, target, lacking, part.start)
        poured = pour(draft.items, part.start, shapes, target)
    if poured.short < draft.jump or poured.rest != target or (poured.used < 3 and not rules.front):
        return None
    flows = _flows(one.rects, poured.rects)
    return Form(one.cost, one.head, one.photos, flows, "continued", rest=target, used=poured.used)


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


def _flows(rects: Rects, runs: tuple[tuple[Run, ...], ...]) -> tuple[Flow, ...]:
    return tuple(
        Flow(column, row, columns, rows, those) for (column, row, columns, rows), those in zip(rects, runs, strict=True)
    )


def _shape_cost(columns: int, rows: int) -> float:
    """What ungainly columns cost: very short ones beside each other, and very long ones."""
    short = max(0, 6 - rows) * 2.5 if columns > 1 else max(0, 4 - rows) * 2
    return short + max(0, rows - 48) * 0.5

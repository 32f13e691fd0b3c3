"""How a photo story hangs: a large photo with the text beside it, the others in rows, all hardly cropped."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, log

from warta.epaper.compose.draft import Flow, Form, Photo, Shot
from warta.epaper.compose.flow import pour
from warta.epaper.compose.parts import Part, Rules, head_of, sizes_of, white
from warta.epaper.compose.sheet import GUTTER, ROW, Sheet

ABREAST = 4  # photos in a row at most
SCALE = (0.78, 1.28)  # how much flatter or taller than they are photos may hang
NARROW = 0.7  # columns that a photo is wide at least
SHAPES = (0.45, 3.2)  # photos outside these hang last, if at all
LOST = 12.0  # what a photo that has no room costs


def hung(part: Part, columns: int, rows: int, sheet: Sheet) -> Form | None:
    """The best form of a photo story in a module of that size; it wants three columns at least."""
    if columns < min(3, sheet.columns):
        return None
    best: Form | None = None
    sizes = sizes_of(part, columns, Rules())[:1]
    head = head_of(part.draft, 1, columns, sizes[0][0], True) if sizes else None
    if head is None or head.rows + 12 > rows:
        return None
    shots = part.draft.gallery
    hero = next((number for number, shot in enumerate(shots[:3]) if shot.aspect >= 1.2), 0)
    others = [number for number in range(len(shots)) if number != hero]
    others.sort(key=lambda number: not SHAPES[0] <= shots[number].aspect <= SHAPES[1])
    for wide in range(2, columns + 1):
        for kept in range(len(others), -1, -1):
            for shares in _rows(kept, sheet.span(columns) / ROW):
                form = _hang(part, (head.rows, rows, columns, wide), hero, others[:kept], shares, sheet)
                if form is None:
                    continue
                cost = form.cost + LOST * (len(others) - kept)
                if best is None or cost < best.cost:
                    best = Form(
                        cost, head, form.photos, form.flows, "shortened" if kept < len(others) else "", used=form.used
                    )
    return best


def _rows(count: int, width: float) -> Iterator[tuple[int, ...]]:
    """All ways to part so many photos into rows."""
    if count == 0:
        yield ()
        return
    for first in range(1, min(ABREAST, count) + 1):
        for others in _rows(count - first, width):
            yield (first, *others)


def _hang(
    part: Part, size: tuple[int, int, int, int], hero: int, others: list[int], shares: tuple[int, ...], sheet: Sheet
) -> Form | None:
    """One way: the hero `wide` columns with the text beside or under it, then rows of the others."""
    top, rows, columns, wide = size
    shots = part.draft.gallery
    more = part.draft.more if len(others) + 1 < len(shots) else 0
    beside = columns - wide
    need = part.rows + more
    natural = [sheet.span(wide) / shots[hero].aspect / ROW]
    caption = shots[hero].captions[wide]
    groups, at = [], 0
    for count in shares:
        groups.append(others[at : at + count])
        natural.append(_height([shots[number] for number in groups[-1]], columns, sheet))
        at += count
    widths = {number: _share(shots, number, group) * columns for group in groups for number in group}
    if any(width < NARROW for width in widths.values()):
        return None
    captions = [max(_caption(shots[number], widths[number]) for number in group) for group in groups]
    under = ceil(need / columns) if not beside and need else 0
    free = rows - top - caption - sum(captions) - len(groups) - under - (1 if under else 0)
    scale = free / sum(natural)
    if not SCALE[0] <= scale <= SCALE[1] or natural[0] * scale < 10:
        return None
    heights = [max(4, round(height * scale)) for height in natural]
    heights[0] += free - sum(heights)
    block = heights[0] + caption
    shape = (beside, block) if beside else (columns, under)
    if need and shape[0] * shape[1] < need:
        return None
    flow_row = top if beside else top + block + 1
    poured = pour(part.draft.items, part.start, [shape]) if need else None
    if poured and (poured.rest is not None or (more and poured.short < more)):
        return None
    photos = [Photo(beside, top, wide, heights[0], caption, hero)]
    row = top + block + (under + 1 if under else 0) + 1
    for group, height, said in zip(groups, heights[1:], captions, strict=True):
        photos += _row_of(shots, group, row, height, said, columns, sheet)
        row += height + said + 1
    flows = (Flow(0, flow_row, *shape, poured.rects[0]),) if poured else ()
    cost = 60 * log(scale) ** 2 + 10 + (white(poured.free - more) * 0.5 if poured else 0)
    cost += 2.0 * sum(len(group) == 1 for group in groups) + (0 if wide >= columns - 2 else 8)
    return Form(cost, None, tuple(photos), flows, used=poured.used if poured else 0)


def _caption(shot: Shot, width: float) -> int:
    """Rows of a caption under a photo so many columns wide; they are measured for whole columns only."""
    return ceil(shot.captions[max(1, int(width))] / min(1.0, width))


def _share(shots: tuple[Shot, ...], number: int, group: list[int]) -> float:
    return shots[number].aspect / sum(shots[other].aspect for other in group)


def _height(shots: list[Shot], columns: int, sheet: Sheet) -> float:
    """Rows that photos have which fill the width together, each in its own shape."""
    return (sheet.span(columns) - GUTTER * (len(shots) - 1)) / sum(shot.aspect for shot in shots) / ROW


def _row_of(
    shots: tuple[Shot, ...], group: list[int], row: int, height: int, caption: int, columns: int, sheet: Sheet
) -> list[Photo]:
    """Photos beside each other; columns are fractions here."""
    room = sheet.span(columns) - GUTTER * (len(group) - 1)
    pitch = sheet.column + GUTTER
    left, made = 0.0, []
    for number in group:
        width = room * _share(shots, number, group)
        made.append(Photo(left / pitch, row, (width + GUTTER) / pitch, height, caption, number))
        left += width + GUTTER
    return made

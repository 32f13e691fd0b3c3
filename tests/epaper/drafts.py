"""Measured pieces without a press: plain numbers instead of type. And what must hold of any newspaper made of them."""

from collections import defaultdict
from math import ceil

from warta.epaper.compose.draft import Draft, Item, Mark, Shot
from warta.epaper.compose.flow import pour
from warta.epaper.compose.newspaper import Frame
from warta.epaper.compose.sheet import BANNER, SIZES, sheet_of
from warta.epaper.values import Wish

SHEET = sheet_of(280, 400)
WIDTHS = range(1, SHEET.columns + 1)


def frame(pages=16):
    """A tabloid with a masthead of 8 rows and 11 rows of index."""
    return Frame(SHEET, pages, 8, 11)


def draft(index=0, lines=(8, 6, 7, 5, 9), *, letters=48, aspect=None, standfirst=True, **more):
    """A piece whose paragraphs have so many lines of five words, with a headline of so many letters."""
    heads, counts = {}, {}
    for columns in WIDTHS:
        for size, (points, height) in enumerate(SIZES):
            wide = int(SHEET.span(columns) / points * 2)
            if wide >= 9:
                counts[columns, size] = ceil(letters / wide)
                heads[columns, size] = counts[columns, size] * height
    values = {
        "kind": "story", "section": "Daerah", "weight": 50,
        "standfirst": (0.0, *(28.0 if columns > 1 else 50.0 for columns in WIDTHS)) if standfirst else (),
        "byline": (0.0, *(13.0 for _ in WIDTHS)),
        "shot": Shot(aspect, (0, *(2 for _ in WIDTHS))) if aspect else None,
    }  # fmt: skip
    items = tuple(Item("text", count, count * 5) for count in lines)
    return Draft(index, f"story:{index}", items=items, heads=heads, lines=counts, **{**values, **more})


def wish(**more):
    """A wish of the desk."""
    return Wish(**more)


def faults(newspaper, drafts, frame):
    """All that is wrong with a newspaper, in words; nothing if it is right."""
    found = []
    if len(newspaper.pages) > frame.pages:
        found.append(f"{len(newspaper.pages)} pages, of {frame.pages} at most")
    found += _stands_once(newspaper, drafts)
    for laid in newspaper.pages:
        found += _boxes(laid, frame)
        if laid.number < len(newspaper.pages) and not _shows_all(laid, drafts) and filled(laid, frame) < 0.85:
            found.append(f"page {laid.number} is {filled(laid, frame):.0%} full")
        for module in laid.modules:
            found += _fits(module, newspaper.groups.get(module.draft) or drafts[module.draft], laid.number)
    return found


def _shows_all(laid, drafts):
    """A page that nothing else can fill: all others stand later by the desk's wish, or show all they may here."""
    free = {one.index for one in drafts if one.wish.page <= laid.number and one.wish.length != "brief"}
    late = any(one.wish.page > laid.number for one in drafts)
    here = {module.draft for module in laid.modules}
    return (late and laid.number > 1) or (laid.number == 1 and here >= free)


def _stands_once(newspaper, drafts):
    parts = defaultdict(list)
    for laid in newspaper.pages:
        for module in laid.modules:
            group = newspaper.groups.get(module.draft)
            for index in group.members if group else (module.draft,):
                parts[index].append((laid.number, module))
    found = []
    for one in drafts:
        placed = parts.get(one.index, [])
        if bool(placed) == (one.index in newspaper.left_out):
            found.append(f"{one.key} stands {len(placed)} times, left out: {one.index in newspaper.left_out}")
        if tuple(page for page, _ in placed) != newspaper.parts.get(one.index, ()):
            found.append(f"{one.key}: pages {newspaper.parts.get(one.index)} are wrong")
        if not any(module.draft == one.index for _, module in placed) or one.fixed:
            continue
        if [module.part for _, module in placed] != list(range(1, len(placed) + 1)):
            found.append(f"{one.key}: parts {[module.part for _, module in placed]}")
        found += _goes_on(one, [module for _, module in placed])
    return found


def _goes_on(one, modules):
    """Each part begins where the last one stopped; the last one says if it is not the end."""
    at, found = Mark(), []
    for number, module in enumerate(modules):
        for flow in module.form.flows:
            for run in flow.runs:
                if (run.item, run.start) != (at.item, at.line):
                    found.append(f"{one.key} goes on at {run} instead of {at}")
                at = Mark(run.item + 1) if run.end == one.items[run.item].lines else Mark(run.item, run.end)
        is_last = number == len(modules) - 1
        if is_last == (module.form.tail == "continued"):
            found.append(f"{one.key}: part {number + 1} of {len(modules)} says {module.form.tail!r}")
        if not is_last and module.form.rest != at:
            found.append(f"{one.key}: {module.form.rest} is not {at}")
    is_whole = at == Mark(len(one.items))
    if is_whole and modules[-1].form.tail == "cut":
        found.append(f"{one.key} is whole and says it is not")
    if not is_whole and modules[-1].form.tail not in ("shortened", "cut"):
        found.append(f"{one.key} ends at {at} without a word")
    if modules[-1].form.tail == "shortened" and at.line:
        found.append(f"{one.key} is shortened within a paragraph")
    return found


def _boxes(laid, frame):
    found = []
    last = frame.sheet.rows - laid.listed - (frame.strip + 2 if laid.number == 1 else 0)
    boxes = [(it.column, it.row, it.column + it.columns, it.row + it.rows) for it in laid.modules]
    boxes += [(0, banner.row, frame.sheet.columns, banner.row + BANNER) for banner in laid.banners]
    for number, (left, top, right, bottom) in enumerate(boxes):
        if (
            left < 0
            or right > frame.sheet.columns
            or top < (frame.masthead if laid.number == 1 else 0)
            or bottom > last
        ):
            found.append(f"page {laid.number}: {boxes[number]} is outside")
        for other in boxes[number + 1 :]:
            if left < other[2] and other[0] < right and top < other[3] and other[1] < bottom:
                found.append(f"page {laid.number}: {boxes[number]} and {other} overlap")
    return found


def _fits(module, draft, page):
    """What stands in a module stays in it, and its text has room."""
    form, found = module.form, []
    boxes = [(flow.column, flow.row, flow.column + flow.columns, flow.row + flow.rows) for flow in form.flows]
    boxes += [
        (it.column, it.row, it.column + it.columns, it.row + it.rows + it.caption) for it in form.photos
    ]  # fmt: skip
    if form.head:
        boxes.append((0, form.head.row, form.head.columns, form.head.row + form.head.rows))
    for number, (left, top, right, bottom) in enumerate(boxes):
        if left < 0 or top < 0 or right > module.columns + 0.01 or bottom > module.rows:
            found.append(f"page {page}: {boxes[number]} sticks out of a module of {module.columns} x {module.rows}")
        for other in boxes[number + 1 :]:
            if left < other[2] - 0.01 and other[0] < right - 0.01 and top < other[3] and other[1] < bottom:
                found.append(f"page {page}: {boxes[number]} and {other} overlap in {draft.key}")
    shapes = [(flow.columns, flow.rows) for flow in form.flows]
    runs = [run for flow in form.flows for run in flow.runs]
    if runs:
        stop = Mark(runs[-1].item, runs[-1].end)
        if runs[-1].end == draft.items[runs[-1].item].lines:
            stop = Mark(runs[-1].item + 1)
        poured = pour(draft.items, Mark(runs[0].item, runs[0].start), shapes, stop)
        mark = {"": 0, "continued": draft.jump, "cut": draft.jump, "shortened": draft.more}[form.tail]
        if poured.rest != stop or poured.short < mark:
            found.append(f"page {page}: the text of {draft.key} has no room, or its mark has none")
    return found


def filled(laid, frame):
    """How much of a page is printed on, gaps between modules and white within them left out."""
    sheet = frame.sheet
    cells = 0.0
    for module in laid.modules:
        form = module.form
        cells += form.head.rows * form.head.columns if form.head else 0
        cells += sum((photo.rows + photo.caption) * photo.columns for photo in form.photos)
        cells += sum(run.end - run.start + run.gap for flow in form.flows for run in flow.runs)
        cells += 1 if form.tail else 0
    rows = sheet.rows - (frame.masthead + frame.strip if laid.number == 1 else 0) - laid.listed
    tops = {module.row for module in laid.modules}
    gaps = 2 * sum(
        module.columns for module in laid.modules
        if any(other.row + other.rows <= module.row and other.column < module.column + module.columns
               and module.column < other.column + other.columns for other in laid.modules)
    )  # fmt: skip
    gaps += BANNER * sheet.columns * len(laid.banners)
    assert tops or not laid.modules
    return (cells + gaps) / (rows * sheet.columns)

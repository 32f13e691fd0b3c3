"""From an `Issue` to a `Printed`: measure every piece, compose the pages, set them. Two runs of Typst.

`material.py` makes pieces plain data, `measuring.py` asks how high each is, `compose` gives everything its place,
`setting.py` tells `page.typ` where. `type.typ` says how things look. Start at `print_issue`.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

import segno

from warta.epaper.compose.newspaper import Frame, Newspaper, compose
from warta.epaper.compose.sheet import BAND_GAP, GUTTER, MARGIN, ROW, SIZES, TEXT, Sheet, sheet_of
from warta.epaper.press.errors import PressError
from warta.epaper.press.finishing import finished
from warta.epaper.press.material import Material, material_of, short_address
from warta.epaper.press.measuring import drafts_of
from warta.epaper.press.setting import Setting
from warta.epaper.press.text import broken, clean
from warta.epaper.press.typesetter import Typesetter
from warta.epaper.press.words import Words, day_in_words, words_in
from warta.epaper.values import Issue, Printed

__all__ = ["PressError", "print_issue"]

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
MASTHEAD = 8  # rows of the grid under the running head's that the masthead takes too
LIST_HEAD = 3  # rows of the name of the list of other stories
STRIP = 11  # rows of index and code
CODE_LETTERS = 300  # of the address in the code, at most: more could not be read from paper
CODE = 100.0  # points, the code with its quiet zone


def print_issue(issue: Issue) -> Printed:
    """The newspaper of a day as a tagged PDF; the same issue gives the same bytes.

    raises  PressError: nothing to print, or a page size that no newspaper has
    """
    if not issue.pieces:
        raise PressError(f"The edition of {issue.day:%Y-%m-%d} ({issue.language}) has no pieces. Choose at least one.")
    paper = issue.paper
    if not (150 <= paper.width_mm <= 600 and 200 <= paper.height_mm <= 900):
        raise PressError(f"A page of {paper.width_mm} x {paper.height_mm} mm cannot be composed.")
    sheet = sheet_of(paper.width_mm, paper.height_mm)
    words = words_in(issue.language)
    with tempfile.TemporaryDirectory(prefix="warta-press-") as folder:
        return _printed(issue, sheet, words, Typesetter(Path(folder)))


def _printed(issue: Issue, sheet: Sheet, words: Words, typesetter: Typesetter) -> Printed:
    materials = _materials(issue, sheet, words)
    base = _base(issue, sheet, words)
    drafts = drafts_of(materials, typesetter, sheet, base)
    frame = Frame(sheet, max(1, issue.paper.pages_max), MASTHEAD, STRIP)
    newspaper = compose(drafts, [*issue.sections, words.photos, words.notices], frame)
    setting = Setting(materials, drafts, newspaper, sheet, words, typesetter)
    pages = setting.pages()
    pages[0]["strip"] = _strip(newspaper, materials, sheet)
    _code(issue, typesetter)
    if newspaper.pages[-1].listed > LIST_HEAD + 1:
        _list(pages, newspaper, materials, sheet, issue, words)
    pdf = finished(typesetter.print(base | {"pieces": setting.pieces, "pages-laid": pages}, issue.day))
    return Printed(
        pdf, setting.printed(), tuple(drafts[index].key for index in newspaper.left_out),
        tuple(warning for material in materials for warning in material.warnings),
    )  # fmt: skip


def _materials(issue: Issue, sheet: Sheet, words: Words) -> list[Material]:
    """All pieces as data; those that can never have room in full only as briefs."""
    room = issue.paper.pages_max * sheet.rows * sheet.columns * 5.5 * 2  # words, generously
    made, taken = [], 0.0
    for piece in issue.pieces:
        made.append(material_of(piece, words, whole=taken < room or bool(piece.wish.page)))
        taken += 60 + sum(len(span.text) / 7 for block in piece.blocks for span in block.spans)
    return made


def _base(issue: Issue, sheet: Sheet, words: Words) -> dict[str, Any]:
    """What all templates ask for."""
    paper = issue.paper
    name = (clean(paper.name) or clean(paper.publisher) or "Warta")[:80]
    city, price, tagline = clean(paper.city)[:40], clean(paper.price)[:40], clean(paper.tagline)[:90]
    day = day_in_words(issue.day, issue.language)
    number = words.number % {"number": issue.number}
    return {
        "row": ROW, "size": TEXT, "sizes": [list(size) for size in SIZES], 
        "accent": paper.accent if _COLOUR.fullmatch(paper.accent) else "#b3261e",
        "lang": words.language,
        "width": sheet.width, "height": sheet.height, "column": sheet.column, "gutter": GUTTER, "margin": MARGIN,
        "inner": sheet.width - 2 * MARGIN, "name": name, "publisher": clean(paper.publisher) or name,
        "title": f"{name}, {day}", "description": tagline or name, "tagline": tagline,
        "year": issue.day.year, "month": issue.day.month, "day": issue.day.day,
        "day-words": f"{city}, {day}" if city else day,
        "number-words": f"{number} · {price}" if price else number,
        "words": {
            "advertisement": words.advertisement, "inside": words.inside, "scan": words.scan,
            "code-alt": words.code_alt % {"address": paper.code_url}, "more-stories": words.more_stories,
        },
    }  # fmt: skip


def _strip(newspaper: Newspaper, materials: list[Material], sheet: Sheet) -> dict[str, Any]:
    """The index: each section with its page and the best headline there."""
    entries = []
    seen: set[str] = set()
    on_front = {module.draft for module in newspaper.pages[0].modules}
    for laid in newspaper.pages[1:]:
        for module in laid.modules:
            if module.draft < 0 or module.draft in on_front or materials[module.draft].piece.kind == "advertisement":
                continue
            section = materials[module.draft].section
            if section and section not in seen:
                seen.add(section)
                entries.append({
                    "section": section,
                    "headline": [{"t": _in_two_lines(materials[module.draft].piece.headline, sheet)}],
                    "page": laid.number, "to": f"page-{laid.number}",
                })  # fmt: skip
    return {
        "y": sheet.top(sheet.rows - STRIP), "h": STRIP * ROW, "code": CODE, "columns": max(1, sheet.columns - 2),
        "entries": entries[: 3 * max(1, sheet.columns - 2)],
    }  # fmt: skip


def _in_two_lines(headline: str, sheet: Sheet) -> str:
    """As much of a headline as two lines of the index hold."""
    letters = int(sheet.column / 135 * 50)
    said = clean(headline)
    return broken(said if len(said) <= letters else said[: letters - 1].rsplit(" ", 1)[0] + " …")


def _code(issue: Issue, typesetter: Typesetter) -> None:
    code = segno.make(
        (issue.paper.code_url or issue.paper.url or issue.paper.name or "Warta")[:CODE_LETTERS], error="m", micro=False
    )
    code.save(str(typesetter.pictures / "code.svg"), border=4, light="#ffffff", dark="#000000", xmldecl=False)


def _list(
    pages: list[dict[str, Any]],
    newspaper: Newspaper,
    materials: list[Material],
    sheet: Sheet,
    issue: Issue,
    words: Words,
) -> None:
    """The list of other stories at the foot of the last page."""
    laid = newspaper.pages[-1]
    last = sheet.rows - (STRIP + BAND_GAP if laid.number == 1 else 0)
    rows = laid.listed - 1
    room = (rows - LIST_HEAD) * sheet.columns
    entries: list[int] = []
    taken = 0
    told = [index for index in newspaper.left_out if materials[index].piece.kind != "advertisement"]
    for index in told:
        needed = materials[index].data["listed-rows"]
        # A column that the entry does not fit into any more stays a little short.
        if taken + needed > room - sheet.columns * 2:
            break
        entries.append(index)
        taken += needed
    others = len(told) - len(entries)
    pages[-1]["listed"] = {
        "y": sheet.top(last - rows), "h": rows * ROW, "head": LIST_HEAD * ROW, "columns": sheet.columns,
        "entries": entries, "url": issue.paper.url,
        "others": words.and_others % {"number": others, "address": short_address(issue.paper.url)} if others else "",
    }  # fmt: skip

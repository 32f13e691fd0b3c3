"""Making the files of a build, in a folder that nobody looks into until it is whole. Writes nothing to the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from warta.epaper import folders
from warta.epaper.book import make_book
from warta.epaper.errors import NotAPdf
from warta.epaper.material import Material
from warta.epaper.pages import draw
from warta.epaper.press import print_issue
from warta.epaper.uploaded import take_in

Tell = Callable[[str, int, int], None]  # what is done now, steps done, steps in all


def tell_nobody(what: str, done: int, total: int) -> None:
    """For who does not watch."""


@dataclass(slots=True)
class Record:
    """What a build is, as its folder keeps it.

    pages      number, title, width and height in pixels, places (`values.Place` as plain values), text of each
    keys       pieces that are in it, an uploaded PDF's too
    left_out   keys of pieces without room, which it lists by their headlines
    """

    name: str
    fingerprint: str
    uploaded: bool = False
    pages: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def printed_on(self) -> dict[str, list[int]]:
        """The pages on which each piece stands."""
        found: dict[str, list[int]] = {}
        for page in self.pages:
            for place in page["places"]:
                numbers = found.setdefault(place["key"], [])
                if page["number"] not in numbers:
                    numbers.append(page["number"])
        return found

    @property
    def shortened(self) -> set[str]:
        """The pieces that end before their end."""
        return {place["key"] for page in self.pages for place in page["places"] if place["shortened"]}


def record_of(build: Path) -> Record | None:
    """The record of a build; None if the build is not there, or not whole."""
    found = folders.read_record(build)
    return Record(**found) if found else None


def compose(material: Material, into: Path, tell: Tell) -> Record:
    """Print an issue, draw its pages and make its book in a folder. raises what the press or the disk raises"""
    record = Record(folders.new_name(), material.fingerprint, keys=list(material.items))
    tell(_("Composing the pages"), 0, 1)
    printed = print_issue(material.issue)
    (into / folders.PDF).write_bytes(printed.pdf)
    drawn = {page.number: page for page in draw(into / folders.PDF, into, _drawing(tell))}
    for page in printed.pages:
        picture = drawn[page.number]
        record.pages.append({
            "number": page.number, "title": page.title, "width": picture.width, "height": picture.height,
            "places": [asdict(place) for place in page.places], "text": "",
        })  # fmt: skip
    record.left_out = list(printed.left_out)
    return _finish(record, material, into, tell)


def take_upload(file: Path, material: Material, into: Path, tell: Tell) -> Record:
    """The same of a PDF from a print system. raises NotAPdf with words"""
    record = Record(folders.new_name(), "", uploaded=True, keys=list(material.items))
    tell(_("Looking at the PDF"), 0, 1)
    told = take_in(file, into)
    if "why" in told:
        raise NotAPdf(why(told["why"]))
    record.pages = [{"title": "", "places": [], **page} for page in told["pages"]]
    return _finish(record, material, into, tell)


def _finish(record: Record, material: Material, into: Path, tell: Tell) -> Record:
    """The book, and the record, which comes last: a build without one is none."""
    tell(_("Making the book"), 0, 1)
    cover = into / folders.COVER
    (into / folders.BOOK).write_bytes(make_book(material.issue, cover if cover.is_file() else None))
    folders.write_record(into, asdict(record))
    return record


def _drawing(tell: Tell) -> Callable[[int, int], None]:
    return lambda done, total: tell(_("Drawing the pages"), done, total)


def why(code: str) -> str:
    """Why an uploaded file cannot be taken."""
    return {
        "no-pdf": _("This is not a PDF. Upload the file that your print system exports."),
        "too-large": _("The PDF is larger than 100 MB. Export it with smaller pictures."),
        "encrypted": _("The PDF is protected by a password. Export it without one."),
        "empty": _("The PDF has no pages."),
        "too-many-pages": _("The PDF has more than 200 pages."),
        "page-size": _("A page of the PDF is smaller than 7 cm or larger than about one metre."),
        "damaged": _("The PDF is damaged, and cannot be opened. Export it again."),
        "slow": _("The PDF took more than five minutes to draw. Export it with smaller pictures or fewer pages."),
        "bounds": _("The PDF needs too much memory to be opened. Export it with smaller pictures."),
    }.get(code, _("The PDF cannot be opened."))

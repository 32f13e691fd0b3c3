"""Making the files of a build, in a folder that nobody looks into until it is whole. Writes nothing to the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from django.utils.translation import gettext as _

from warta.epaper import folders
from warta.epaper.book import make_book
from warta.epaper.errors import NotAPdf, refusal
from warta.epaper.material import Material
from warta.epaper.pages import draw
from warta.epaper.press import print_issue
from warta.epaper.records import Record
from warta.epaper.uploaded import take_in

Tell = Callable[[str, int, int], None]  # what is done now, steps done, steps in all


def tell_nobody(what: str, done: int, total: int) -> None:
    """For who does not watch."""


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
    record.lacking = sorted({warning.partition(": ")[0] for warning in printed.warnings})
    return _finish(record, material, into, tell)


def take_upload(file: Path, material: Material, into: Path, tell: Tell) -> Record:
    """The same of a PDF from a print system. raises NotAPdf with words"""
    record = Record(folders.new_name(), "", uploaded=True, keys=list(material.items))
    tell(_("Looking at the PDF"), 0, 1)
    told = take_in(file, into)
    if "why" in told:
        raise NotAPdf(refusal(told["why"]))
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

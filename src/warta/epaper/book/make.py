"""The book's files, put together into one."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from warta.epaper.book import chapters
from warta.epaper.book.package import CONTAINER, package
from warta.epaper.book.pictures import Kept, Pictures, jpeg_of
from warta.epaper.book.words import language_tag, line
from warta.epaper.values import Issue, Piece

MIMETYPE = "application/epub+zip"
STYLE = Path(__file__).parent / "style.css"
COVER = "images/cover.jpg"
COVER_SIDE_MAX = 1600  # pixels
BEGIN = (1980, 1, 1, 0, 0, 0)  # a file's time in the archive, ever the same


def make_book(issue: Issue, cover: Path | None) -> bytes:
    """The edition as an EPUB 3.

    cover  the picture of the first page; None, or one that cannot be read: the book has no cover
    What cannot be read of pictures is left out. Advertisements stand in print alone: a book goes to readers who pay to
    be spared them as well. raises nothing for whatever text
    """
    language = language_tag(issue.language, settings.LANGUAGE_CODE)
    with translation.override(language):
        return _archive(_files(issue, language, cover))


def _files(issue: Issue, language: str, cover: Path | None) -> list[tuple[str, bytes]]:
    """All files with their names, in the order in which they stand in the archive."""
    pictures = Pictures()
    front = jpeg_of(cover, COVER_SIDE_MAX) if cover is not None else None
    sections = _sections(issue, language)
    read: dict[str, bytes] = {}
    if front is not None:
        read["cover.xhtml"] = chapters.cover(issue, language, Kept(COVER, front[1], front[2]))
    read["contents.xhtml"] = chapters.contents(issue, language, sections, has_cover=front is not None)
    for section in sections:
        read[section.file] = chapters.section_page(section, language)
        for chapter in section.chapters:
            read[chapter.file] = chapters.story(chapter, section.name, pictures)
    number = sum(len(section.chapters) for section in sections)
    read["about.xhtml"] = chapters.about(issue, language, number)
    others = {"style.css": STYLE.read_bytes(), **({COVER: front[0]} if front else {}), **pictures.files}
    said = package(issue, language, list(read), list(others), COVER if front else "")
    return [("package.opf", said), *read.items(), *others.items()]


def _sections(issue: Issue, language: str) -> list[chapters.Section]:
    """The pieces by their sections, in the edition's order; what stands in none comes last."""
    found: dict[str, list[Piece]] = {line(name): [] for name in issue.sections if line(name)}
    nowhere: list[Piece] = []
    for piece in issue.pieces:
        if piece.kind == "advertisement":
            continue
        name = line(piece.section)
        (found.setdefault(name, []) if name else nowhere).append(piece)
    rows: list[tuple[str, list[Piece]]] = list(found.items())
    if nowhere:
        rows.append((_("More in this edition"), nowhere))
    named = {"cover", "contents", "about"}
    return [
        chapters.Section(f"section-{number}.xhtml", name, chapters.chapters_of(pieces, language, named))
        for number, (name, pieces) in enumerate([row for row in rows if row[1]], start=1)
    ]


def _archive(files: Iterable[tuple[str, bytes]]) -> bytes:
    """One file of all; the first says what it is, uncompressed, as the format wants it."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        put(archive, "mimetype", MIMETYPE.encode(), packed=False)
        put(archive, "META-INF/container.xml", CONTAINER)
        for name, content in files:
            put(archive, f"EPUB/{name}", content, packed=not name.endswith(".jpg"))
    return out.getvalue()


def put(archive: zipfile.ZipFile, name: str, content: bytes, *, packed: bool = True) -> None:
    """A file into an archive, with the same bytes on every machine."""
    info = zipfile.ZipInfo(name, BEGIN)
    info.create_system = 3
    info.external_attr = 0o644 << 16
    archive.writestr(info, content, zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED, 6)

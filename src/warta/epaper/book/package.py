"""What a book says of itself: its package document, and the small files around it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.utils.translation import gettext as _
from lxml import etree

from warta.epaper.book.chapters import said_day
from warta.epaper.book.words import address, direction_of, line
from warta.epaper.values import Issue

OPF, DC = "http://www.idpf.org/2007/opf", "http://purl.org/dc/elements/1.1/"
CONTAINER = (
    b'<?xml version="1.0" encoding="utf-8"?>\n'
    b'<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    b'<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)
TYPES = {"xhtml": "application/xhtml+xml", "css": "text/css", "jpg": "image/jpeg"}
FEATURES = ("alternativeText", "displayTransformability", "readingOrder", "structuralNavigation", "tableOfContents",
            "unlocked")  # fmt: skip


def identifier_of(issue: Issue) -> str:
    """The same for every making of a day's edition in a language, and for no other newspaper's."""
    name = f"{issue.paper.url.rstrip('/')}/epaper/{issue.day.isoformat()}/{issue.language}"
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"


def package(issue: Issue, language: str, read: Sequence[str], others: Sequence[str], cover: str) -> bytes:
    """The package document.

    read    the files that are read, in their order
    others  the other files
    cover   the picture of the cover; empty for none
    """
    root = etree.Element(f"{{{OPF}}}package", nsmap={None: OPF, "dc": DC})
    root.set("version", "3.0")
    root.set("unique-identifier", "id")
    root.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    root.set("dir", direction_of(language))
    _metadata(etree.SubElement(root, f"{{{OPF}}}metadata"), issue, language, has_pictures=bool(cover or others[1:]))
    manifest = etree.SubElement(root, f"{{{OPF}}}manifest")
    for file in (*read, *others):
        item = etree.SubElement(manifest, f"{{{OPF}}}item")
        item.set("id", _id(file))
        item.set("href", file)
        item.set("media-type", TYPES[file.rpartition(".")[2]])
        if file == "contents.xhtml":
            item.set("properties", "nav")
        elif file == cover:
            item.set("properties", "cover-image")
    spine = etree.SubElement(root, f"{{{OPF}}}spine")
    spine.set("page-progression-direction", direction_of(language))
    for file in read:
        etree.SubElement(spine, f"{{{OPF}}}itemref").set("idref", _id(file))
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return content


def _metadata(around: etree._Element, issue: Issue, language: str, *, has_pictures: bool) -> None:
    """Title, day, makers, and how it can be read by whom."""

    def core(name: str, text: str) -> etree._Element:
        element = etree.SubElement(around, f"{{{DC}}}{name}")
        element.text = line(text)
        return element

    def meta(name: str, text: str) -> None:
        element = etree.SubElement(around, f"{{{OPF}}}meta")
        element.set("property", name)
        element.text = line(text)

    paper = issue.paper
    core("identifier", identifier_of(issue)).set("id", "id")
    core("title", f"{paper.name}, {said_day(issue)}")
    core("language", language)
    if line(paper.publisher):
        core("creator", paper.publisher)
        core("publisher", paper.publisher)
    core("date", issue.day.isoformat())
    core("type", "newspaper")
    core("description", _("The stories of %(day)s") % {"day": said_day(issue)})
    if url := address(paper.url):
        core("source", url)
    # What is made of the same issue is the same: the moment is the day's first, not the clock's.
    meta("dcterms:modified", f"{issue.day.isoformat()}T00:00:00Z")
    meta("schema:accessMode", "textual")
    if has_pictures:
        meta("schema:accessMode", "visual")
        meta("schema:accessModeSufficient", "textual,visual")
    meta("schema:accessModeSufficient", "textual")
    for feature in FEATURES:
        meta("schema:accessibilityFeature", feature)
    meta("schema:accessibilityHazard", "none")
    said = _("All text can be set in any size and colour and be read aloud; pictures are described in words.")
    meta("schema:accessibilitySummary", said)


def _id(file: str) -> str:
    return "f-" + file.replace("/", "-").replace(".", "-")

"""A finished book as one subscriber's copy: its page about the edition says for whom it was made."""

from __future__ import annotations

import zipfile
from io import BytesIO

from django.utils import translation
from django.utils.translation import gettext as _
from lxml import etree

from warta.epaper.book.chapters import COPY, COPY_LANGUAGE, written
from warta.epaper.book.make import put
from warta.epaper.book.words import line

PAGE = "EPUB/about.xhtml"
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


class NoBook(Exception):
    """The file is none of our books."""


def copy_for(book: bytes, number: str) -> bytes:
    """The book with the subscriber's number on its page about it; the same give the same bytes. raises NoBook"""
    out = BytesIO()
    try:
        with zipfile.ZipFile(BytesIO(book)) as old, zipfile.ZipFile(out, "w") as new:
            for info in old.infolist():
                content = old.read(info)
                if info.filename == PAGE:
                    content = _marked(content, number)
                put(new, info.filename, content, packed=info.compress_type != zipfile.ZIP_STORED)
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError) as error:
        raise NoBook(str(error)) from error
    return out.getvalue()


def _marked(page: bytes, number: str) -> bytes:
    html = etree.fromstring(page, PARSER)
    found = html.find(f".//*[@id='{COPY}']")
    if found is None:
        raise NoBook(f"{PAGE} has no place for the number")
    with translation.override(found.attrib.pop(COPY_LANGUAGE, None) or "en"):
        found.text = _("This copy was made for subscriber number %(number)s.") % {"number": line(number)}
    found.attrib.pop("hidden", None)
    return written(html)

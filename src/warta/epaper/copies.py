"""An edition's files as one reader's copy: for whom it was made stands on every page, small.

The line is set once, as a form that all pages show, marked as no part of the text: tags, bookmarks and links stay as
they are. The same file and the same line give the same bytes.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

import typst
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    PdfObject,
)

LINE_MAX = 160  # characters
WIDTH, HEIGHT = 520, 12  # points of the line's own paper
FROM_LEFT, FROM_BOTTOM = 32, 5  # points from the page's corner
NAME = NameObject("/WartaCopy")
SHOWN = b"\nQ\n/Artifact <</Type /Pagination /Subtype /Footer>> BDC\nq 1 0 0 1 %.2f %.2f cm /WartaCopy Do Q\nEMC\n"
LINE = """#set page(width: {width}pt, height: {height}pt, margin: 0pt, fill: none)
#set text(font: "DejaVu Sans Mono", size: 5pt, fill: rgb("#6b6560"), hyphenate: false)
#place(left + horizon, box(fill: white, inset: (x: 2pt, y: 1.5pt), sys.inputs.line))
"""


class NoCopy(Exception):
    """The file cannot be marked: it is no PDF, or a locked one."""


def pdf_for(pdf: bytes, line: str) -> bytes:
    """The PDF with `line` at the foot of every page. raises NoCopy"""
    try:
        writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf)))
        form = writer._add_object(_form(writer, line))
        begin = writer._add_object(_stream(b"q\n"))
        for page in writer.pages:
            resources = _own(page, "/Resources")
            forms = _own(resources, "/XObject")
            forms[NAME] = form
            box = page.cropbox
            end = _stream(SHOWN % (float(box.left) + FROM_LEFT, float(box.bottom) + FROM_BOTTOM))
            page[NameObject("/Contents")] = ArrayObject([begin, *_contents(page), writer._add_object(end)])
        out = BytesIO()
        writer.write(out)
    except (PyPdfError, KeyError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise NoCopy(f"{type(error).__name__}: {error}") from error
    return out.getvalue()


def _form(writer: PdfWriter, line: str) -> DecodedStreamObject:
    """The line as a form, with its letters in it."""
    page = PdfReader(BytesIO(_set(line[:LINE_MAX]))).pages[0]
    content = page.get_contents()
    form = _stream(content.get_data() if content is not None else b"")
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = ArrayObject([NumberObject(0), NumberObject(0), FloatObject(WIDTH), FloatObject(HEIGHT)])
    form[NameObject("/Resources")] = page["/Resources"].clone(writer)
    return form


@lru_cache(64)
def _set(line: str) -> bytes:
    """A page that holds nothing but the line."""
    source = LINE.format(width=WIDTH, height=HEIGHT).encode()
    made: bytes = typst.compile(
        source, format="pdf", sys_inputs={"line": line}, pdf_tags=False, ignore_system_fonts=True
    )
    return made


def _stream(content: bytes) -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(content)
    return stream


def _own(holder: DictionaryObject, name: str) -> DictionaryObject:
    """A dictionary of a page, its own from now on: others may share the one it had."""
    found: PdfObject | None = holder.get(name)
    parent = holder.get("/Parent") if name == "/Resources" else None
    while found is None and parent is not None:  # what is not said of a page is said of those above it
        above = parent.get_object()
        found, parent = above.get(name), above.get("/Parent")
    old = found.get_object() if found is not None else None
    own = DictionaryObject(old) if isinstance(old, DictionaryObject) else DictionaryObject()
    holder[NameObject(name)] = own
    return own


def _contents(page: DictionaryObject) -> list[PdfObject]:
    """What draws the page so far."""
    found = page.raw_get("/Contents") if "/Contents" in page else None
    if found is None:
        return []
    content = found.get_object()
    return list(content) if isinstance(content, ArrayObject) else [found]

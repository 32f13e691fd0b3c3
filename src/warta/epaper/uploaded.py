"""A PDF from a print system: looked at, made harmless, drawn and read, in a process of its own with bounds.

`python -m warta.epaper.uploaded FILE FOLDER` writes into FOLDER the PDF without what acts or hides, the pictures of its
pages, and `uploaded.json`: each page's size and text, or why the file cannot be taken. Knows nothing of Django: whoever
starts it (`take_in`) has the words.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2 as pdfium
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from warta.epaper.pages import draw
from warta.epaper.rules import UPLOAD_MAX

PAGES_MAX = 200
SIDE_MIN, SIDE_MAX = 200.0, 3000.0  # points: 70 mm to about one metre
TEXT_MAX = 60_000  # characters of a page
SECONDS_MAX = 300
MEMORY_MAX = 3 << 30
NICE = 5
TOLD = "uploaded.json"
HIDES = ("/EmbeddedFiles", "/EF", "/JavaScript", "/RichMediaContent", "/XFA", "/OpenAction")
FORBIDDEN = {"/JavaScript", "/Launch", "/SubmitForm", "/ResetForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition",
             "/Movie", "/Sound", "/Hide", "/RichMediaExecute", "/GoTo3DView", "/Thread"}  # fmt: skip
ACTIONS_KEPT = {"/GoTo", "/URI", "/Named"}  # to a page, to an address of the web
DEAD = {"/FileAttachment", "/Movie", "/Sound", "/Screen", "/RichMedia", "/3D", "/Widget", "/TrapNet", "/PrinterMark"}
LINKS = ("http://", "https://", "mailto:")
FIELDS_MAX = 200_000  # objects of a document that are looked through


class Refused(Exception):
    """The file cannot be taken; its argument is a code of `why`."""


def look(file: Path, folder: Path) -> list[dict[str, Any]]:
    """Write the harmless PDF as `edition.pdf` and its pictures into `folder`; returns its pages. raises Refused"""
    with file.open("rb") as stream:
        if b"%PDF-" not in stream.read(1024):
            raise Refused("no-pdf")
    if file.stat().st_size > UPLOAD_MAX:
        raise Refused("too-large")
    clean = folder / "edition.pdf"
    _clean(file, clean)
    pages = _read(clean)
    for page, drawn in zip(pages, draw(clean, folder), strict=True):
        page["width"], page["height"] = drawn.width, drawn.height
    return pages


def _clean(file: Path, target: Path) -> None:
    """Write the document without scripts, actions, forms and attachments."""
    try:
        reader = pypdf.PdfReader(file, strict=False)
        if reader.is_encrypted:
            raise Refused("encrypted")
        number = len(reader.pages)
        if number == 0:
            raise Refused("empty")
        if number > PAGES_MAX:
            raise Refused("too-many-pages")
        _refuse_sizes(reader)
        writer = pypdf.PdfWriter()
        for page in reader.pages:
            _clean_page(page)
            writer.add_page(page)
        _clean_rest(writer)
        info = reader.metadata
        title = str(info.title or "")[:200] if info else ""
        writer.metadata = {"/Title": title} if title else {}
        with target.open("wb") as out:
            writer.write(out)
    except Refused:
        raise
    except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OverflowError,
            NotImplementedError, AssertionError, UnicodeError) as error:  # fmt: skip
        raise Refused("damaged") from error


def _refuse_sizes(reader: pypdf.PdfReader) -> None:
    for page in reader.pages:
        width, height = float(page.cropbox.width), float(page.cropbox.height)
        if min(width, height) < SIDE_MIN or max(width, height) > SIDE_MAX:
            raise Refused("page-size")


def _clean_page(page: Any) -> None:
    """A page without what acts, and with those of its links alone that lead to a page or an address."""
    for name in ("/AA", "/Metadata", "/PieceInfo", "/Thumb"):
        page.pop(name, None)
    kept = ArrayObject()
    annotations = page.get("/Annots")
    for one in annotations.get_object() if annotations is not None else ():
        note = one.get_object()
        if isinstance(note, DictionaryObject) and note.get("/Subtype") == "/Link" and _is_harmless(note):
            note.pop("/AA", None)
            kept.append(one)
    if kept:
        page[NameObject("/Annots")] = kept
    else:
        page.pop("/Annots", None)


def _is_harmless(note: DictionaryObject) -> bool:
    action = note.get("/A")
    if action is None:
        return True
    action = action.get_object()
    if not isinstance(action, DictionaryObject) or action.get("/S") not in ACTIONS_KEPT or "/Next" in action:
        return False
    return action.get("/S") != "/URI" or str(action.get("/URI", "")).lower().startswith(LINKS)


def _clean_rest(writer: pypdf.PdfWriter) -> None:
    """Take away whatever acts or hides, wherever in the document it stands."""
    root = writer._root_object
    for name in ("/OpenAction", "/AA", "/AcroForm", "/Names", "/AF", "/Collection", "/Perms", "/Extensions"):
        root.pop(name, None)
    if len(writer._objects) > FIELDS_MAX:
        raise Refused("damaged")
    for thing in writer._objects:
        if isinstance(thing, DictionaryObject):
            _disarm(thing)


def _disarm(thing: DictionaryObject) -> None:
    for name in HIDES:
        thing.pop(name, None)
    action = thing.get("/S")
    is_bad_address = action == "/URI" and not str(thing.get("/URI", "")).lower().startswith(LINKS)
    if action in FORBIDDEN or is_bad_address or (thing.get("/Subtype") in DEAD and "/Rect" in thing):
        thing.clear()  # whoever refers to it finds nothing to do
    for value in list(thing.values()):
        if isinstance(value, DictionaryObject):  # an indirect one is an object of its own
            _disarm(value)


def _read(file: Path) -> list[dict[str, Any]]:
    """Each page's text, as the library that draws it reads it: what it cannot open is no PDF for readers either."""
    try:
        document = pdfium.PdfDocument(file)
    except pdfium.PdfiumError as error:
        raise Refused("damaged") from error
    pages = []
    try:
        for index in range(len(document)):
            page = document[index]
            text = page.get_textpage().get_text_range()[:TEXT_MAX]
            words = "".join(sign if sign.isprintable() or sign in "\n\t" else " " for sign in text.replace("\r", ""))
            pages.append({"number": index + 1, "text": words})
    finally:
        document.close()
    return pages


def take_in(file: Path, folder: Path) -> dict[str, Any]:
    """Look at a file in a process of its own; returns `{pages}` or `{why}`: a code, `slow` or `large` among them."""
    command = [sys.executable, "-m", "warta.epaper.uploaded", str(file), str(folder)]
    try:
        done = subprocess.run(command, timeout=SECONDS_MAX, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        return {"why": "slow"}
    told = folder / TOLD
    if not told.is_file():
        return {"why": "slow" if done.returncode in (-24, -14) else "bounds"}
    try:
        found: dict[str, Any] = json.loads(told.read_text(encoding="utf-8"))
    finally:
        told.unlink()
    return found


def _bounds() -> None:
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_MAX, SECONDS_MAX))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX, MEMORY_MAX))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (4 * UPLOAD_MAX, 4 * UPLOAD_MAX))


def main(file: Path, folder: Path) -> int:
    """Look, and write what came of it."""
    _bounds()
    try:
        told: dict[str, Any] = {"pages": look(file, folder)}
    except Refused as error:
        told = {"why": str(error)}
    except MemoryError:
        told = {"why": "bounds"}
    (folder / TOLD).write_text(json.dumps(told), encoding="utf-8", errors="replace")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))

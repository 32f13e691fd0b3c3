"""What Typst leaves in a PDF that readers would trip over: soft hyphens inside words that were not parted.

Typst writes a soft hyphen into the text of every place where a word might have been parted, so that nobody finds the
word. Here they are taken out of the pages' text and of the fonts' tables of letters; the one at the end of a line,
which says that the word goes on, stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import cast

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, StreamObject, TextStringObject

_INVISIBLE = ("00ad", "200b")
_ACTUAL = re.compile(rb"/ActualText\s*(?:<([0-9a-fA-F]+)>|\(((?:\\.|[^\\)])*)\))", re.DOTALL)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_NEEDLESS = re.compile(
    rb"/Span\s*<</ActualText(?:<feff([0-9a-f]{4})>|\(([A-Za-z])\))>>\s*BDC((?:(?!BDC|EMC).)*)EMC", re.DOTALL
)
_LETTER = re.compile(rb"^(<[0-9A-Fa-f]+> )<([0-9A-Fa-f]+)>$", re.MULTILINE)
_TITLE = re.compile("[\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}]")


def finished(pdf: bytes) -> bytes:
    """The PDF with words as they are read. The same bytes for the same PDF."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf)))
    seen: set[int] = set()
    for page in writer.pages:
        content = page["/Contents"].get_object()
        _rewrite(cast(StreamObject, content), _actual)
        fonts = cast(DictionaryObject, page["/Resources"]).get("/Font")
        for font in cast(DictionaryObject, fonts.get_object()).values() if fonts is not None else ():
            letters = cast(DictionaryObject, font.get_object()).get("/ToUnicode")
            if letters is not None and letters.idnum not in seen:
                seen.add(letters.idnum)
                _rewrite(cast(StreamObject, letters.get_object()), _letters)
    _titles(writer)
    writer.pdf_header = "%PDF-1.7"
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def _rewrite(stream: StreamObject, change: Callable[[bytes], bytes]) -> None:
    data = stream.get_data()
    changed = change(data)
    if changed != data:
        cast(DecodedStreamObject, stream).set_data(changed)


def _visible(letters: str) -> str:
    """Hexadecimal UTF-16 without what is not seen; a lone soft hyphen stays."""
    groups = re.findall("....", letters.lower())
    kept = [group for group in groups if group not in _INVISIBLE]
    return "".join(kept) if kept else ("00ad" if "00ad" in groups else "")


def _actual(data: bytes) -> bytes:
    return _NEEDLESS.sub(_kept, _ACTUAL.sub(_told, data))


def _kept(found: re.Match[bytes]) -> bytes:
    """A glyph without the note of its letter, if that is what the font's own table says of it by now."""
    letter = chr(int(found.group(1), 16)) if found.group(1) else found.group(2).decode("latin-1")
    return found.group(3) if letter.isalpha() and letter < "\u0250" else found.group()


def _told(found: re.Match[bytes]) -> bytes:
    """One text that stands for glyphs, hexadecimal or literal, without what is not seen."""
    raw = bytes.fromhex(found.group(1).decode()) if found.group(1) is not None else _plain(found.group(2))
    if not raw.startswith(b"\xfe\xff"):
        return found.group()
    return b"/ActualText<feff" + _visible(raw[2:].hex()).encode() + b">"


def _plain(literal: bytes) -> bytes:
    """What a literal string of a PDF says."""

    def one(found: re.Match[bytes]) -> bytes:
        said = found.group(1)
        if said[:1] in b"01234567":
            return bytes([int(said, 8) & 255])
        return b"" if said in (b"\r\n", b"\n", b"\r") else _ESCAPES.get(said, said)

    return _ESCAPED.sub(one, literal)


def _letters(data: bytes) -> bytes:
    return _LETTER.sub(
        lambda found: found.group(1) + b"<" + _visible(found.group(2).decode()).upper().encode() + b">", data
    )


def _titles(writer: PdfWriter) -> None:
    """Bookmarks without soft hyphens."""
    root = writer._root_object.get("/Outlines")
    waiting = [root.get_object()["/First"]] if root is not None and "/First" in root.get_object() else []
    while waiting:
        item = cast(DictionaryObject, waiting.pop().get_object())
        if "/Title" in item:
            item[NameObject("/Title")] = TextStringObject(_TITLE.sub("", str(item["/Title"])))
        waiting += [item[name] for name in ("/First", "/Next") if name in item]

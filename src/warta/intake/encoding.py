"""Which encoding a text file is really in: its mark, its bytes, and only then what it says of itself.

A file that says UTF-8 and is not may be Windows-1252 throughout: it is read so, with a warning. Where both stand in
one file, it is refused with the line, because every repair would be a guess.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from warta.intake.errors import Unreadable

CHUNK = 1 << 18
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_PLAIN = frozenset(b"\t\r\n") | frozenset(range(0x20, 0x7F))
_HIGH = re.compile(rb"[\x80-\xff]+")
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']""")
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)""", re.I)
# As browsers do: what calls itself Latin-1 or ASCII is Windows-1252.
_AS_BROWSERS = {"iso8859-1": "cp1252", "ascii": "cp1252", "latin-1": "cp1252"}


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec's name, and what to tell the editor when the file says something else."""

    name: str
    warning: str = ""


def of(path: Path) -> Encoding:
    """The encoding of a text file; reads it once, in pieces.

    raises  Unreadable for an unknown or mixed encoding
    """
    with path.open("rb") as file:
        head = file.read(4096)
    for mark, name in MARKS:
        if head.startswith(mark):
            return Encoding(name)
    if name := unmarked(head):
        return Encoding(name)
    declared = _declared(head, path)
    if declared not in {"utf-8", "utf-16"}:
        return Encoding(declared)
    return _utf8_or_windows(path)


def unmarked(head: bytes) -> str:
    """UTF-16 without a mark: nearly every other byte is nothing, those between are letters; else empty."""
    even, odd = head[:256:2], head[1:256:2]
    for name, letters, nothing in (("utf-16-le", even, odd), ("utf-16-be", odd, even)):
        plain = sum(byte in _PLAIN for byte in letters)
        if len(odd) > 1 and nothing.count(0) > 0.7 * len(nothing) and plain > 0.7 * len(letters):
            return name
    return ""


def _declared(head: bytes, path: Path) -> str:
    found = _DECLARED.search(head) or _META.search(head)
    if not found:
        return "utf-8"
    said = found.group(1).decode("ascii", "replace")
    try:
        name = codecs.lookup(said).name
        "".encode(name)
    except (LookupError, UnicodeError):
        if found.re is _META:
            return "utf-8"
        raise Unreadable(path, f'encoding "{said}" is unknown.', line=1, do="Save the file as UTF-8.") from None
    return _AS_BROWSERS.get(name, name)


def _utf8_or_windows(path: Path) -> Encoding:
    good = False
    bad_line = 0
    line = 1
    for piece in _whole_runs(path):
        if not piece.isascii():
            for run in _HIGH.finditer(piece):
                if _is_utf8(run.group()):
                    good = True
                elif not bad_line:
                    bad_line = line + piece.count(b"\n", 0, run.start())
                if good and bad_line:
                    raise Unreadable(
                        path, "two encodings in one file: UTF-8 and bytes that are not.", line=bad_line,
                        do="Save the file as UTF-8 and run the same command again.",
                    )  # fmt: skip
        line += piece.count(b"\n")
    if bad_line:
        return Encoding("cp1252", f"line {bad_line}: not UTF-8, read as Windows-1252")
    return Encoding("utf-8")


def _whole_runs(path: Path) -> Iterator[bytes]:
    """The file in pieces that never end inside a run of non-ASCII bytes (runs over 64 KiB aside)."""
    left = b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            chunk = left + chunk
            keep = len(chunk)
            while keep and chunk[keep - 1] >= 0x80 and len(chunk) - keep < 65536:
                keep -= 1
            left = chunk[keep:] if len(chunk) - keep < 65536 else b""
            yield chunk[:keep] if left else chunk
    if left:
        yield left


def _is_utf8(run: bytes) -> bool:
    try:
        run.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def pieces(path: Path, encoding: Encoding) -> Iterator[str]:
    """The text of a file, piece by piece, without its mark.

    raises  Unreadable with the line where the bytes are not of the encoding
    """
    decoder = codecs.getincrementaldecoder(encoding.name)()
    line = 1
    with path.open("rb") as file:
        while True:
            chunk = file.read(CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                at = line + bytes(error.object)[: error.start].count(b"\n")
                raise Unreadable(path, f"the bytes are not {encoding.name}.", line=at) from None
            line += text.count("\n")
            if text:
                yield text.removeprefix("\ufeff") if line == text.count("\n") + 1 else text
            if not chunk:
                return

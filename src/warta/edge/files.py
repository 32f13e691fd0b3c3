"""Files that the edge serves itself: those of the look, and finished sizes of pictures."""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path

RENDITION = re.compile(r"/media/(images/[\w.,=-]+\.(avif|webp|jpe?g|png|gif))")
HASHED = re.compile(r"\.[0-9a-f]{12}\.[a-z0-9]+$")
TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png",
         "gif": "image/gif"}  # fmt: skip
TEXT = (".js", ".css", ".svg", ".html", ".txt", ".json", ".xml", ".map", ".mjs")
FOR_EVER = "public, max-age=31536000, immutable"
A_MONTH = "public, max-age=2592000, immutable"  # a new size of a picture is a new name
AN_HOUR = "public, max-age=3600"
ANYWHERE = ("cross-origin-resource-policy", "cross-origin")  # feed readers show pictures on pages of their own


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is sent: in the encoding that its name ends with, or nothing if the reader has it (304)."""

    path: str
    headers: tuple[tuple[str, str], ...]
    status: int = 200


def accepts(header: str, coding: str) -> bool:
    """Does the header Accept-Encoding name this coding, and not to refuse it (`q=0`)?"""
    if coding not in header:
        return False
    if ";" not in header:
        return True
    for row in header.split(","):
        name, _, weight = row.partition(";")
        if name.strip() == coding:
            return weight.replace(" ", "").rstrip("0").rstrip(".") not in ("q=", "q=0")
    return False


class Files:
    """The files under `static` (known from the start: they change with the version alone) and `media`."""

    def __init__(self, data: Path) -> None:
        self.media = data / "media"
        self.editions = data / "editions"
        self._static: dict[str, dict[str, tuple[str, str]]] = {}  # address: encoding: path, ETag
        root = data / "static"
        if root.is_dir():
            for file in root.rglob("*"):
                if file.is_file():
                    self._know(root, file)

    def _know(self, root: Path, file: Path) -> None:
        name = "/static/" + file.relative_to(root).as_posix()
        encoding = {".br": "br", ".gz": "gzip"}.get(file.suffix, "")
        address = name.removesuffix(file.suffix) if encoding else name
        self._static.setdefault(address, {})[encoding] = (str(file), _tag(file))

    def find(self, address: str, header: str, has: str) -> File | None:
        """The file at an address, in the smallest encoding the reader takes.

        header  Accept-Encoding; has: If-None-Match
        """
        if address.startswith("/media/"):
            return self._picture(address, has)
        known = self._static.get(address)
        if known is None or "" not in known:
            return None
        encoding = next((name for name in ("br", "gzip") if name in known and accepts(header, name)), "")
        path, tag = known[encoding]
        kind = mimetypes.guess_type(address)[0] or "application/octet-stream"
        if address.endswith(TEXT):
            kind = ("text/javascript" if address.endswith((".js", ".mjs")) else kind) + "; charset=utf-8"
        headers = [
            ("content-type", kind),
            ("cache-control", FOR_EVER if HASHED.search(address) else AN_HOUR),
            ("vary", "Accept-Encoding"),
        ]
        if encoding:
            headers.append(("content-encoding", encoding))
        return _kept(path, tag, headers, has)

    def edition(self, name: str, has: str) -> File | None:
        """A page's picture of the e-paper by its name below `editions`; None if there is none. has: If-None-Match"""
        path = self.editions / name
        try:
            tag = _tag(path)
        except OSError:
            return None
        return _kept(str(path), tag, [("content-type", TYPES["webp"])], has)

    def _picture(self, address: str, has: str) -> File | None:
        match = RENDITION.fullmatch(address)
        if match is None:
            return None
        path = self.media / match[1]
        try:
            tag = _tag(path)
        except OSError:
            return None
        headers = [("content-type", TYPES[match[2]]), ("cache-control", A_MONTH), ANYWHERE]
        return _kept(str(path), tag, headers, has)


def _tag(file: Path) -> str:
    """An ETag of name, size and time of change. raises OSError"""
    found = file.stat()
    return f'"{file.name[-40:]}-{found.st_size:x}-{found.st_mtime_ns:x}"'


def _kept(path: str, tag: str, headers: list[tuple[str, str]], has: str) -> File:
    """The file, unless the reader has it already."""
    headers.append(("etag", tag))
    return File("" if tag in has else path, tuple(headers), 304 if tag in has else 200)

"""Marks, and finding them in whatever an answer holds, however it is written. Pure."""

from __future__ import annotations

import binascii
import html
import re
import zlib
from base64 import b64decode, urlsafe_b64decode
from collections.abc import Iterator

import brotli

AD_MARK = "Pengiklan Uji Bocor"  # stands in every advertisement, and in nothing else
MARK = re.compile(r"zq[a-z]{4,60}?qz")
TAG = re.compile(r"<[^>]*>")
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")
LETTER_ESCAPED = re.compile(r"%(6[1-9a-fA-F]|7[0-9aA])")  # a mark has no other signs
BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}")
BEGUN = re.compile(r"enF|[HXn3]px|6c[WX]")  # how `zq` and a small letter are written in base64, wherever they stand


class Unreadable(Exception):
    """An answer's body is not what its Content-Encoding says."""


def mark(story: str, place: str) -> str:
    """The mark of a place in a story; both are named by small letters."""
    return f"zq{story}{place}qz"


def unpacked(body: bytes, encoding: str) -> bytes:
    """A body without its Content-Encoding; what follows the end of what is packed belongs to it. raises Unreadable"""
    try:
        match encoding:
            case "gzip" | "deflate":
                packer = zlib.decompressobj(31 if encoding == "gzip" else 15)
                return packer.decompress(body) + packer.flush() + packer.unused_data
            case "br":
                return bytes(brotli.decompress(body))
            case "" | "identity":
                return body
    except (zlib.error, brotli.error) as error:
        raise Unreadable(f"it cannot be read as {encoding}: {error}") from error
    raise Unreadable(f"nobody asked for {encoding}")


def found_in(body: bytes) -> dict[str, str]:
    """The marks in a body, each with how it was written: plain, entities, tags, escapes, url, base64."""
    found: dict[str, str] = {}
    for how, text in _forms(body.decode("utf-8", "replace")):
        for match in MARK.findall(text):
            found.setdefault(match, how)
    return found


def _forms(text: str) -> Iterator[tuple[str, str]]:
    yield "plain", text
    whole = html.unescape(text) if "&" in text else text
    yield "entities", whole
    bare = TAG.sub("", whole)
    yield "tags", bare
    yield "tags and blanks", "".join(bare.split())
    if "\\" in text:
        yield "escapes", ESCAPED.sub(lambda found: chr(int(found[1] or found[2], 16)), text)
    if "%" in text:
        yield "url", LETTER_ESCAPED.sub(lambda found: chr(int(found[1], 16)), _without_double_escapes(text))
    yield "base64", " ".join(_decoded(text))


def _without_double_escapes(text: str) -> str:
    """Text whose escaped `%` are read, however often they were escaped."""
    while "%25" in text:
        text = text.replace("%25", "%")
    return text


def _decoded(text: str) -> Iterator[str]:
    """Runs of base64 as text, from each of the four places at which a group may begin."""
    for run in set(BASE64.findall(text)):
        for start in range(4 if BEGUN.search(run) else 0):
            part = run[start:]
            part = part[: len(part) // 4 * 4]
            decode = urlsafe_b64decode if "-" in part or "_" in part else b64decode
            try:
                yield decode(part).decode("latin-1")
            except binascii.Error:
                continue

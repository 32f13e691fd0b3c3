"""Text, languages and addresses of whatever origin, made such that any reading system takes them."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit

# What XML or HTML forbids: control characters but tab and line ends, halves of characters, characters that are none.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he iw ji ks ku nqo pnb ps sd syr ug ur yi".split())
HOST = re.compile(r"(?=.{1,253}\Z)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*")
IN_ADDRESSES = "/:@!$&'()*+,;=~%-._"
ADDRESS_MAX = 2000  # characters
LOOKED_AT = 400  # characters in which the first letter says where a text begins


def clean(text: str) -> str:
    """`text` without what no XML file may hold; halves of characters that belong together are joined."""
    if not FORBIDDEN.search(text) and not any(ord(letter) > 0x1FFFD and ord(letter) & 0xFFFE == 0xFFFE
                                              for letter in text if ord(letter) > 0xFFFF):  # fmt: skip
        return text
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return "".join(letter for letter in FORBIDDEN.sub("", joined) if ord(letter) & 0xFFFE != 0xFFFE)


def line(text: str) -> str:
    """Clean text on one line."""
    return " ".join(clean(text).split())


def language_tag(code: str, otherwise: str) -> str:
    """A language as files name it; `otherwise` for what is none."""
    return code if LANGUAGE.fullmatch(code) else otherwise


def direction_of(language: str) -> str:
    """Where lines of the language begin: `rtl` (on the right) or `ltr`."""
    parts = language.lower().split("-")
    return "rtl" if parts[0] in RIGHT_TO_LEFT or {"arab", "hebr"} & set(parts[1:]) else "ltr"


def first_direction(text: str) -> str:
    """Where this text begins, by its first letter; empty if it has none."""
    for letter in text[:LOOKED_AT]:
        kind = unicodedata.bidirectional(letter)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return ""


def address(text: str) -> str:
    """An address that may stand in a link, other letters escaped; empty for what is none of the web or of e-mail."""
    text = clean(text).strip()
    if not text or len(text) > ADDRESS_MAX or re.search(r"[\s<>\"{}|\\^`]", text):
        return ""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
        host = host.encode("idna").decode() if host and not host.isascii() else host
    except ValueError:
        return ""
    if parts.scheme == "mailto" and re.fullmatch(r"[\w.+-]+@[\w.-]+", parts.path, re.ASCII):
        return f"mailto:{parts.path}"
    if parts.scheme not in ("http", "https") or not HOST.fullmatch(host) or parts.username is not None:
        return ""
    path = quote(_whole_escapes(parts.path), safe=IN_ADDRESSES)
    query = quote(_whole_escapes(parts.query), safe=IN_ADDRESSES + "?")
    fragment = quote(_whole_escapes(parts.fragment), safe=IN_ADDRESSES + "?")
    return "".join((
        f"{parts.scheme}://{host}", f":{port}" if port is not None else "", path, f"?{query}" if query else "",
        f"#{fragment}" if fragment else "",
    ))  # fmt: skip


def _whole_escapes(text: str) -> str:
    """A `%` that begins no escape is one itself."""
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)

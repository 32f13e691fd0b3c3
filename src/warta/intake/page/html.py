"""An HTML page's bytes → a tree, safely: bounded in depth and size, in its right encoding."""

import codecs
import re
from pathlib import Path

import lxml.html
from lxml import etree

from warta.intake.errors import Unreadable

MAX_NESTING = 2_000
_TAG = re.compile(r"<(/?)(div|section|article|span|table|ul|ol|blockquote|main|aside|center|b|i|font)\b[^<>]*>", re.I)
_DATA_URI = re.compile(r"""data:[\w/+.-]*;?[\w=;-]*,[A-Za-z0-9+/=%]{200,}""")
_INVALID = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MANY = re.compile(
    r"(<[a-zA-Z][\w-]*)((?:\s+[^\s<>=\"']+(?:\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s<>\"']*))?){300,})\s*/?>"
)
_META = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w-]+)""", re.I)


def decoded(data: bytes) -> str:
    """The text of a page: by its mark, as UTF-8 if it is that, by its meta, else as Windows-1252."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(name, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    found = _META.search(data[:4096])
    name = found.group(1).decode("ascii", "replace").lower() if found else "cp1252"
    try:
        name = codecs.lookup(name).name
    except LookupError:
        name = "cp1252"
    if name in {"iso8859-1", "ascii", "latin-1"}:
        name = "cp1252"
    return data.decode(name, "replace")


def document(data: bytes, path: Path | str = "page") -> tuple[etree._Element, str]:
    """The tree of a page and its text.

    raises  Unreadable if it nests too deeply or holds nothing
    """
    markup = _DATA_URI.sub("data:,", _INVALID.sub("", decoded(data)))
    markup = _MANY.sub(r"\1>", markup)
    deepest = depth = 0
    for tag in _TAG.finditer(markup):
        depth = max(0, depth + (-1 if tag.group(1) else 1))
        deepest = max(deepest, depth)
        if deepest > MAX_NESTING:
            line = markup.count("\n", 0, tag.start()) + 1
            raise Unreadable(path, f"elements more than {MAX_NESTING} deep.", line=line)
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True)
    try:
        root = lxml.html.document_fromstring(markup.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise Unreadable(path, "there is no HTML in it.") from None
    return root, markup

"""The XML of an export as a stream of raw items, with the line each begins at.

Expat does the parsing: no DTD is read, no entity expanded (a document type is refused at once), nothing fetched. The
elements are known by their qualified names, since exports differ in the namespaces they declare. WordPress writes
files that are not quite XML: a bare `&`, an HTML entity, a control character. When the strict pass meets one, the
file is read again through `repaired`, which mends exactly those, outside CDATA only where CDATA needs none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.entities import html5
from pathlib import Path
from xml.parsers import expat

from warta.intake import encoding
from warta.intake.errors import Unreadable
from warta.intake.options import MIB

MAX_TOKEN = 16 * MIB
MAX_FIELDS = 20_000
META_KEYS = {
    "_thumbnail_id", "_wp_attached_file", "_wp_attachment_image_alt", "_wp_old_slug", "_wp_old_date",
    "_yoast_wpseo_canonical", "_menu_item_url",
}  # fmt: skip
CONTAINERS = {"item", "wp:author", "wp:category", "wp:tag", "wp:term"}
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_AMPERSAND = re.compile(r"&(?:(#\d{1,7}|#x[0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);|([A-Za-z][A-Za-z0-9]{1,31};)?)")
MENDABLE = {
    expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN],
    expat.errors.codes[expat.errors.XML_ERROR_UNDEFINED_ENTITY],
    expat.errors.codes[expat.errors.XML_ERROR_BAD_CHAR_REF],
}


@dataclass(slots=True)
class Raw:
    """One container as the file has it: simple fields by name, and what repeats."""

    name: str
    line: int
    fields: dict[str, str] = field(default_factory=dict)
    terms: list[tuple[str, str, str]] = field(default_factory=list)  # domain, nicename, name
    meta: dict[str, list[str]] = field(default_factory=dict)
    comments: int = 0
    too_long: str = ""

    def get(self, name: str) -> str:
        """A field without outer white space; empty if missing."""
        return self.fields.get(name, "").strip()


class Parser:
    """Feeds expat and gathers finished containers in `done`; what stands directly in the channel in `channel`."""

    def __init__(self, path: Path, max_text: int) -> None:
        self.path = path
        self.max_text = max_text
        self.done: list[Raw] = []
        self.channel: dict[str, str] = {}
        self.root = ""
        self.stack: list[str] = []
        self.raw: Raw | None = None
        self.text: list[str] = []
        self.length = 0
        self.attributes: dict[str, str] = {}
        self.meta_key = ""
        self.fed = 0
        self.expat = expat.ParserCreate("utf-8")
        self.expat.buffer_text = True
        self.expat.StartElementHandler = self._start
        self.expat.EndElementHandler = self._end
        self.expat.CharacterDataHandler = self._data
        self.expat.StartDoctypeDeclHandler = self._doctype

    def feed(self, text: str, final: bool = False) -> None:
        """Parses one more piece. Raises Unreadable, or expat.ExpatError where the XML breaks."""
        if "\0" in text:
            line = self.expat.CurrentLineNumber + text.count("\n", 0, text.index("\0"))
            raise Unreadable(self.path, "a NUL byte: this is no XML.", line=line)
        data = text.encode("utf-8", "replace")
        self.fed += len(data)
        self.expat.Parse(data, final)
        if self.fed - self.expat.CurrentByteIndex > MAX_TOKEN:
            raise Unreadable(self.path, "one tag is longer than 16 MB.", line=self.expat.CurrentLineNumber)

    def _doctype(self, *_: object) -> None:
        raise Unreadable(
            self.path,
            "a document type is declared; its entities are never expanded.",
            line=self.expat.CurrentLineNumber,
            do="Take the <!DOCTYPE …> out, or export again.",
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.root = self.root or name
        self.stack.append(name)
        if len(self.stack) > 200:
            raise Unreadable(self.path, "elements more than 200 deep.", line=self.expat.CurrentLineNumber)
        if name in CONTAINERS and self.raw is None:
            self.raw = Raw(name, self.expat.CurrentLineNumber)
        elif self.raw is not None and name == "wp:comment":
            self.raw.comments += 1
        self.text = []
        self.length = 0
        self.attributes = attributes

    def _data(self, data: str) -> None:
        self.length += len(data)
        if self.length <= self.max_text:
            self.text.append(data)
        elif self.raw is not None and self.stack:
            self.raw.too_long = self.stack[-1]

    def _end(self, name: str) -> None:
        self.stack.pop()
        raw = self.raw
        if raw is None:
            if len(self.stack) == 2 and len(self.channel) < 100:
                self.channel.setdefault(name, "".join(self.text).strip())
        elif name == raw.name and not any(n in CONTAINERS for n in self.stack):
            self.done.append(raw)
            self.raw = None
        elif "wp:comment" not in self.stack and name != "wp:comment":
            self._field(raw, name)
        self.text = []
        self.length = 0

    def _field(self, raw: Raw, name: str) -> None:
        value = "".join(self.text)
        parent = self.stack[-1] if self.stack else ""
        if parent in {"wp:postmeta", "wp:termmeta"}:
            if name == "wp:meta_key":
                self.meta_key = value.strip()
            elif name == "wp:meta_value" and self.meta_key in META_KEYS:
                raw.meta.setdefault(self.meta_key, []).append(value.strip())
        elif name == "category" and parent == "item":
            if len(raw.terms) < MAX_FIELDS:
                domain = self.attributes.get("domain", "category")
                raw.terms.append((domain, self.attributes.get("nicename", ""), value.strip()))
        elif parent == raw.name and len(raw.fields) < 200:
            raw.fields.setdefault(name, value)


def repaired(pieces: Iterator[str]) -> Iterator[str]:
    """The text with bare ampersands, HTML entities and forbidden characters mended."""
    inside = False
    left = ""
    for piece in pieces:
        text = left + piece
        cut = max(text.rfind("<"), text.rfind("&"), text.rfind("]]"), len(text) - 64)
        left, text = text[cut:], text[:cut]
        mended, inside = _mend(text, inside)
        yield mended
    yield _mend(left, inside)[0]


def _mend(text: str, inside: bool) -> tuple[str, bool]:
    out: list[str] = []
    text = _CONTROL.sub("", text)
    at = 0
    while at < len(text):
        mark = "]]>" if inside else "<![CDATA["
        end = text.find(mark, at)
        stop = len(text) if end < 0 else end + len(mark)
        part = text[at:stop]
        out.append(part if inside else _AMPERSAND.sub(_reference, part))
        inside = inside if end < 0 else not inside
        at = stop
    return "".join(out), inside


def _reference(found: re.Match[str]) -> str:
    if found.group(1):
        return found.group(0)
    name = found.group(2)
    if name and name in html5:
        return "".join(f"&#{ord(c)};" for c in html5[name])
    return "&amp;" + (name or "")


def raws(
    path: Path, code: encoding.Encoding, *, repair: bool, max_text: int, parser: Parser | None = None
) -> Iterator[Raw]:
    """All containers of a file, in order.

    raises  Unreadable with the line; `Broken` where a repair may help
    """
    parser = parser or Parser(path, max_text)
    texts = encoding.pieces(path, code)
    if repair:
        texts = repaired(texts)
    try:
        for text in texts:
            parser.feed(text)
            yield from parser.done
            parser.done.clear()
        parser.feed("", final=True)
    except expat.ExpatError as error:
        if error.code in MENDABLE and not repair:
            raise Broken(error.lineno, expat.ErrorString(error.code)) from None
        raise Unreadable(
            path, f"the XML breaks off or is wrong here ({expat.ErrorString(error.code)}).", line=error.lineno,
            do="Export it again and run the same command again.",
        ) from None  # fmt: skip
    yield from parser.done


class Broken(Exception):
    """The file is not well-formed in a way that `repaired` may mend."""

    def __init__(self, line: int, why: str) -> None:
        self.line = line
        self.why = why
        super().__init__(f"line {line}: {why}")

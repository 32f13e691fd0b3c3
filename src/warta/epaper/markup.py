"""A story's rich text as plain values: HTML in, blocks and spans out. Knows nothing of Django.

HTML comes cleaned from the newsroom, and as it was found from an import. What has no place in print (scripts, frames,
pictures without words) is left out, never its text. Nesting is followed so deep and no deeper.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html
from lxml import etree

from warta.epaper.values import Block, Span, Spans

DEPTH_MAX = 40
NESTED = 200
TAG = re.compile(r"<[^>]*>")
GONE = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "img", "video", "audio", "embed",
        "form", "input", "button", "select", "textarea", "head", "title", "meta", "link"}  # fmt: skip
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
INLINE = {"a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
          "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
          "br", "label", "ruby", "rt", "rp"}  # fmt: skip
BOLD, ITALIC = {"b", "strong"}, {"i", "em", "cite", "dfn", "var"}
SPACE = re.compile(r"[ \t\r\f\v\u00a0]*\n[ \t\r\f\v\n\u00a0]*|[ \t\r\f\v]+")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
BREAK = "\n"  # a line break that is meant, as of a poem


@dataclass(frozen=True, slots=True)
class _Look:
    """How text looks where it stands."""

    bold: bool = False
    italic: bool = False
    href: str = ""


def blocks_of(html: str, origin: str) -> list[Block]:
    """The blocks of rich text. `origin` makes addresses of this site whole."""
    found = _Blocks(origin)
    for part in _parsed(html):
        if isinstance(part, str):
            found.add_text(part, _Look())
        else:
            found.add(part, _Look(), 0)
            found.add_text(part.tail or "", _Look())
    found.close()
    return found.blocks


def plain(html: str) -> str:
    """The words of a line that may hold HTML, as captions do that were imported: tags out, entities read."""
    if "<" not in html and "&" not in html:
        return squeezed(html)
    parts = (part if isinstance(part, str) else f"{_text(part)}{_gap(part)}{part.tail or ''}" for part in _parsed(html))
    return squeezed("".join(parts))


def squeezed(text: str) -> str:
    """Text in one line, without control characters."""
    return " ".join(CONTROL.sub(" ", text).split())


def span(text: str) -> Spans:
    """Plain text as spans; none for no text."""
    text = squeezed(text)
    return (Span(text),) if text else ()


def address(href: str, origin: str) -> str:
    """A link's whole address; empty for what is no address of the web or of mail."""
    try:
        whole = urljoin(f"{origin}/", href.strip())
        parts = urlsplit(whole)
    except ValueError:
        return ""
    if parts.scheme in ("http", "https") and parts.netloc:
        return whole
    return whole if parts.scheme == "mailto" and "@" in parts.path else ""


def _parsed(html: str) -> list[Any]:
    if not html.strip():
        return []
    bare = TAG.sub(" ", html)
    try:
        parts = list(lxml.html.fragments_fromstring(CONTROL.sub(" ", html)))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return [bare]
    is_lost = html.count("<") > NESTED and not any(isinstance(part, str) or part.text_content() for part in parts)
    return [bare] if is_lost else parts  # the parser drops what is nested too deep


def _text(element: Any) -> str:
    """All text of an element but what is no text to read."""
    if not isinstance(element.tag, str) or element.tag in GONE:
        return ""
    parts = [element.text or ""]
    for child in element.iterchildren():
        parts += [_text(child), _gap(child), child.tail or ""]
    return "".join(parts)


def _gap(element: Any) -> str:
    """What stands between the words of an element and those after it."""
    return " " if element.tag not in INLINE or element.tag == "br" else ""


class _Blocks:
    """Blocks as they come; text is gathered into the one that is open until something ends it."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.blocks: list[Block] = []
        self.open: list[Span] = []

    def add(self, element: Any, look: _Look, depth: int) -> None:
        """Take in an element, without what follows it."""
        tag = element.tag
        if not isinstance(tag, str) or tag in GONE:
            return
        if depth > DEPTH_MAX:
            self.add_text(_text(element), look)
        elif tag == "br":
            self.open.append(Span(BREAK))
        elif tag in INLINE:
            self._inside(element, self._look(element, look), depth)
        else:
            self._block(element, look, depth)

    def _block(self, element: Any, look: _Look, depth: int) -> None:
        self.close()
        tag = element.tag
        if tag in ("ul", "ol"):
            items = tuple(self._items(element, depth))
            if items:
                self.blocks.append(Block("list", items=items, ordered=tag == "ol"))
        elif tag == "table":
            rows = tuple(_rows(element))
            if rows:
                head = element.find(".//th") is not None and element.find(".//tr/td") is not None
                self.blocks.append(Block("table", rows=rows, has_head=head and _is_head(element)))
        elif tag == "blockquote":
            inner = _Blocks(self.origin)
            inner._inside(element, look, depth)
            inner.close()
            self.blocks += [replace(block, kind="quote") if block.kind == "text" else block for block in inner.blocks]
        else:
            self._inside(element, look, depth)
            self.close("subheading" if tag in HEADINGS else "text")

    def _inside(self, element: Any, look: _Look, depth: int) -> None:
        self.add_text(_moved(element, element.text or ""), look)
        for child in element.iterchildren():
            self.add(child, look, depth + 1)
            self.add_text(_moved(element, child.tail or ""), look)

    def _look(self, element: Any, look: _Look) -> _Look:
        if element.tag in BOLD:
            return replace(look, bold=True)
        if element.tag in ITALIC:
            return replace(look, italic=True)
        if element.tag == "a":
            return replace(look, href=address(element.get("href") or "", self.origin))
        return look

    def _items(self, element: Any, depth: int) -> Iterable[Spans]:
        """The items of a list; those of a list inside it follow theirs."""
        for item in element.iterchildren():
            inner = _Blocks(self.origin)
            inner.add_text(item.tail or "", _Look())
            if isinstance(item.tag, str) and item.tag not in GONE:
                inner._inside(item, _Look(), depth + 1)
            inner.close()
            for block in inner.blocks:
                if block.kind == "list":
                    yield from block.items
                elif block.spans:
                    yield block.spans

    def add_text(self, text: str, look: _Look) -> None:
        """Take in text."""
        text = SPACE.sub(" ", CONTROL.sub(" ", text))
        if text:
            self.open.append(Span(text, look.bold, look.italic, look.href))

    def close(self, kind: str = "text") -> None:
        """End the block that is open, if it has text."""
        spans = _joined(self.open)
        self.open = []
        if spans:
            self.blocks.append(Block(kind, spans=spans))  # type: ignore[arg-type]


def _moved(element: Any, text: str) -> str:
    """Raised or lowered figures as such, where there are signs for all of them."""
    table = {"sup": RAISED, "sub": LOWERED}.get(element.tag)
    return text.translate(table) if table and text and all(ord(sign) in table for sign in text) else text


def _joined(spans: Iterable[Span]) -> Spans:
    """Spans of one look as one, a single space between words, none at the ends of the block or of its lines."""
    found: list[Span] = []
    for one in spans:
        text = one.text
        last = found[-1].text if found else BREAK
        if last.endswith((" ", BREAK)):
            text = text.lstrip(" ")
        if text.startswith(BREAK) and found:
            found[-1] = replace(found[-1], text=last.rstrip(" "))
            if not any(span.text.strip() for span in found):
                continue
        if not text:
            continue
        if found and replace(found[-1], text="") == replace(one, text=""):
            found[-1] = replace(one, text=found[-1].text + text)
        else:
            found.append(replace(one, text=text))
    while found and not found[-1].text.strip():
        found.pop()
    while found and not found[0].text.strip():
        found.pop(0)
    if found:
        found[0] = replace(found[0], text=found[0].text.lstrip())
        found[-1] = replace(found[-1], text=found[-1].text.rstrip())
    return tuple(one for one in found if one.text)


def _rows(table: Any) -> Iterable[tuple[str, ...]]:
    for row in table.iter("tr"):
        cells = tuple(squeezed(_text(cell)) for cell in row.iterchildren("td", "th"))
        if any(cells):
            yield cells


def _is_head(table: Any) -> bool:
    first = next(table.iter("tr"))
    return bool(len(first)) and all(cell.tag == "th" for cell in first.iterchildren("td", "th"))

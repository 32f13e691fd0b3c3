"""A page as lines: every visible piece of text in order, with what its place in the page says about it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from warta.intake import clean
from warta.intake.figures import classes, plain, rows_of
from warta.intake.page.hints import HINTS

INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
    "var", "wbr", "ruby", "rt", "rp", "rb",
}  # fmt: skip
UNSEEN = {
    "script", "style", "template", "head", "svg", "math", "canvas", "object", "embed", "audio", "video", "map",
    "iframe", "noscript", "select", "datalist",
}  # fmt: skip
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
ASIDES = {"nav": "nav", "aside": "aside", "footer": "footer", "form": "form", "dialog": "popup", "button": "button"}
ROLES = {
    "navigation": "nav", "complementary": "aside", "contentinfo": "footer", "dialog": "popup", "search": "form",
    "alertdialog": "popup", "banner": "header", "button": "button", "menu": "nav", "tablist": "nav",
}  # fmt: skip
_HINT = [(name, re.compile(rf"^(?:{form})$")) for name, form in HINTS]
_FOR_EARS = re.compile(r"^(?:visually-?hidden|sr-only|screen-reader(?:-text)?|assistive-text|offscreen)(?:$|__|--)")
_NO_SHOW = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|clip\s*:\s*rect\(\s*[01](?:px)?[ ,]|clip-path\s*:\s*inset\((?:50|100)",
    re.I,
)
_SEPARATORS = re.compile(r"^[\s|·•/›»>,–—-]*$")
DEPTH = 240
OWN_LETTERS = 20  # more than "Artikel terkait:" has
MAX_LINES = 60_000


@dataclass(slots=True, eq=False)
class Line:
    """One line of a page.

    kind   p, h1 to h6, li, row, caption, quote, pre, button, text
    path   numbers of the elements it stands in, outermost first
    hints  what classes and elements around it say: nav, ad, related, …, each with the element's number
    links  characters of it that are link text
    """

    text: str
    kind: str = "text"
    path: tuple[int, ...] = ()
    hints: tuple[tuple[str, int], ...] = ()
    links: int = 0
    bold: bool = False
    italic: bool = False
    number: int = 0

    @property
    def density(self) -> float:
        """The share of link text."""
        return self.links / max(1, len(self.text))


@dataclass(slots=True)
class _Place:
    kind: str = "text"
    path: tuple[int, ...] = ()
    hints: tuple[tuple[str, int], ...] = ()


@dataclass(slots=True)
class _Run:
    parts: list[str] = field(default_factory=list)
    links: int = 0
    strong: int = 0
    slanted: int = 0


class Walker:
    """Walks a document once and gathers its lines."""

    def __init__(self) -> None:
        self.out: list[Line] = []
        self.run = _Run()
        self.count = 0

    def page(self, root: etree._Element) -> list[Line]:
        """The lines of a document."""
        body = root.find(".//body")
        self.walk(root if body is None else body, _Place(), 0)
        self.end(_Place())
        return self.out

    def end(self, place: _Place) -> None:
        """Ends the running line."""
        run, self.run = self.run, _Run()
        text = clean.line("".join(run.parts))
        text = text.strip("|·•›» ") if not text.endswith(" |") or len(text) < 80 else text
        if not text or len(self.out) >= MAX_LINES:
            return
        size = len(text)
        self.out.append(
            Line(text, place.kind, place.path, place.hints, min(run.links, size), run.strong > size * 0.8,
                 run.slanted > size * 0.8, len(self.out))
        )  # fmt: skip

    def text(self, text: str | None, marks: frozenset[str]) -> None:
        """Adds text to the running line."""
        if not text:
            return
        self.run.parts.append(text)
        size = len(text.strip())
        self.run.links += size if "a" in marks else 0
        self.run.strong += size if marks & {"b", "strong"} else 0
        self.run.slanted += size if marks & {"i", "em"} else 0

    def walk(self, element: etree._Element, place: _Place, depth: int, marks: frozenset[str] = frozenset()) -> None:
        """Walks what stands inside a block element."""
        self.text(element.text, marks)
        for child in element:
            self.node(child, place, depth + 1, marks)
            self.text(child.tail, marks)

    def node(self, element: etree._Element, place: _Place, depth: int, marks: frozenset[str]) -> None:
        """One element."""
        tag = element.tag
        if not isinstance(tag, str) or tag in UNSEEN:
            return
        if depth > DEPTH:
            self.text(plain(element), marks)
        elif tag == "br":
            if place.kind in HEADINGS:
                self.text(" ", marks)
            else:
                self.end(place)
        elif tag in {"input", "textarea"}:
            self.box(element, place)
        elif tag in INLINE and unshown(element):
            return
        elif tag in INLINE and not self.is_block(element):
            self.walk(element, place, depth, marks | {tag})
        else:
            self.block(element, place, depth, marks)

    def is_block(self, element: etree._Element) -> bool:
        """Whether an inline element stands as a line of its own, such as a link in a bare row of links."""
        parent = element.getparent()
        if element.tag != "a" or parent is None or (parent.tag == "p" and _has_words(parent)):
            return False
        before = element.getprevious()
        after = element.getnext()
        neighbours = (before is not None and before.tag == "a" and _SEPARATORS.match(before.tail or "")) or (
            after is not None and after.tag == "a" and _SEPARATORS.match(element.tail or "")
        )
        return bool(neighbours)

    def box(self, element: etree._Element, place: _Place) -> None:
        """The words a form shows in its fields."""
        if (element.get("type") or "text").lower() in {"hidden", "checkbox", "radio"}:
            return
        self.end(place)
        shown = element.get("placeholder") or (
            element.get("value") if element.get("type") in {"submit", "button"} else ""
        )
        self.text(shown or "", frozenset())
        self.end(_Place("button", place.path, (*place.hints, ("button", -1))))

    def block(self, element: etree._Element, place: _Place, depth: int, marks: frozenset[str]) -> None:
        """An element that begins a line."""
        self.end(place)
        self.count += 1
        inner = self.place(element, place)
        if element.tag == "table" and is_data(element):
            for cells in rows_of(element)[0]:
                row = " | ".join(c for c in cells if c)
                self.out.append(Line(row, "row", inner.path, inner.hints, 0, number=len(self.out)))
            return
        if element.tag == "pre":
            self.text("".join(element.itertext()), marks)
        else:
            self.walk(
                element,
                inner,
                depth,
                marks & {"a", "b", "strong", "i", "em"} | ({"a"} if element.tag == "a" else set()),
            )
        self.end(inner)

    def place(self, element: etree._Element, place: _Place) -> _Place:
        """What an element adds to the place of the lines in it."""
        tag, number = element.tag, self.count
        hints = [(name, number) for name in hints_of(element)]
        kind = place.kind
        if tag in HEADINGS or tag in {"p", "li", "pre"}:
            kind = tag if not (tag == "p" and place.kind in {"li", "quote", "caption"}) else place.kind
        elif tag in {"blockquote", "figcaption", "button"}:
            kind = {"blockquote": "quote", "figcaption": "caption", "button": "button"}[tag]
        elif tag in {"div", "section", "article", "td"} and kind not in {"quote", "caption", "button"}:
            kind = "text"
        return _Place(kind, (*place.path, number), (*place.hints, *hints))


def unshown(element: etree._Element) -> bool:
    """Whether an element is kept from sight, as words for screen readers are: "opens a new tab"."""
    if element.get("hidden") is not None or _NO_SHOW.search(element.get("style") or ""):
        return True
    return any(_FOR_EARS.match(name) for name in classes(element)[:12])


def _has_words(element: etree._Element) -> bool:
    """Whether an element says something besides its links, as a sentence does that has two links in a row."""
    own = [element.text or "", *(child.tail or "" for child in element)]
    return sum(map(str.isalpha, "".join(own))) > OWN_LETTERS


def hints_of(element: etree._Element) -> Iterator[str]:
    """What the element's name, role, style and class names say."""
    tag = element.tag
    if tag in ASIDES:
        yield ASIDES[tag]
    if tag in {"figure", "figcaption"}:
        yield "caption"
    role = (element.get("role") or "").lower()
    if role in ROLES:
        yield ROLES[role]
    if element.get("hidden") is not None or _NO_SHOW.search(element.get("style") or ""):
        yield "hidden"
    if element.get("itemprop") in {"author", "datePublished", "dateModified", "description", "headline"}:
        yield "byline"
    if tag in {"body", "html", "main", "article"}:
        return
    names = [*classes(element)[:12], (element.get("id") or "").lower(), (element.get("data-component") or "").lower()]
    seen = set()
    for name in names:
        flat = re.sub(r"[_]+", "-", name)
        for part in {flat, *(p for p in re.split(r"__|--", name.replace("_", "-", 0)) if p)}:
            for hint, form in _HINT:
                if hint not in seen and len(part) < 60 and form.match(part):
                    seen.add(hint)
                    yield hint


def is_data(table: etree._Element) -> bool:
    """Whether a table holds data, not the layout of a page."""
    if (
        next(table.iterdescendants("table", "h1", "h2", "h3", "ul", "ol", "form", "article", "section"), None)
        is not None
    ):
        return False
    rows = [[c for c in r if c.tag in {"td", "th"}] for r in table.iter("tr")]
    if len(rows) < 2 or max((len(r) for r in rows), default=0) < 2:
        return False
    longest = max((len(plain(c)) for r in rows for c in r), default=0)
    return longest <= 250

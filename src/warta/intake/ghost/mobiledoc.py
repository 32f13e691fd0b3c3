"""Mobiledoc, Ghost's editor from 1.x to 4.x: sections of markers, atoms and cards → blocks.

A marker is `[kind, opened, closed, value]`: the markups whose indexes it opens stay open until a later marker closes
them; kind 0 is text, kind 1 an atom.
"""

from typing import Any

from warta.intake import clean
from warta.intake.ghost.cards import card, loads, url
from warta.intake.html import Body, joined
from warta.intake.items import Block, Photo, Quote, Subheading, Text

MARKUP, IMAGE, LIST, CARD = 1, 2, 3, 10
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


def mobiledoc(source: str) -> Body:
    """A post's Mobiledoc as blocks. Raises ValueError if it is not Mobiledoc."""
    tree = loads(source)
    if not isinstance(tree, dict) or not isinstance(tree.get("sections"), list):
        raise ValueError("no sections")
    reader = _Reader(tree)
    out: list[Block] = []
    for section in tree["sections"]:
        if isinstance(section, list) and section:
            out += reader.section(section)
    return Body(joined(out), tuple(dict.fromkeys(reader.lost)))


class _Reader:
    def __init__(self, tree: dict[str, Any]) -> None:
        self.markups = _rows(tree.get("markups"))
        self.atoms = _rows(tree.get("atoms"))
        self.cards = _rows(tree.get("cards"))
        self.lost: list[str] = []

    def section(self, section: list[Any]) -> list[Block]:
        """One section as blocks."""
        kind, rest = section[0], section[1:]
        if kind == MARKUP and len(rest) >= 2:
            return self.marked(str(rest[0]).lower(), self.markers(rest[1]))
        if kind == IMAGE and rest:
            src = url(rest[0])
            return [Photo(src)] if src else []
        if kind == LIST and len(rest) >= 2 and isinstance(rest[1], list):
            tag = "ol" if rest[0] == "ol" else "ul"
            items = "".join(f"<li>{self.markers(i)}</li>" for i in rest[1])
            return [Text(clean.rich(f"<{tag}>{items}</{tag}>"))] if items else []
        if kind == CARD and rest and isinstance(rest[0], int) and 0 <= rest[0] < len(self.cards):
            row = self.cards[rest[0]]
            payload = row[1] if len(row) > 1 and isinstance(row[1], dict) else {}
            found = card(str(row[0]) if row else "", payload)
            self.lost += found.lost
            return list(found.blocks)
        self.lost.append(f"section of kind {clean.line(str(kind))[:20]}")
        return []

    def marked(self, tag: str, markup: str) -> list[Block]:
        """A paragraph, heading or quotation."""
        plain = clean.title(markup.replace("<br>", " "))
        if not plain:
            return []
        if tag in HEADINGS:
            return [Subheading(plain)]
        if tag in {"blockquote", "aside", "pull-quote"}:
            return [Quote(plain)]
        return [Text(f"<p>{clean.inline(markup).strip()}</p>")]

    def markers(self, markers: object) -> str:
        """Markers as inline HTML."""
        out: list[str] = []
        opened: list[str] = []
        for marker in markers if isinstance(markers, list) else []:
            if not isinstance(marker, list) or len(marker) < 4:
                continue
            kind, opens, closes, value = marker[:4]
            for number in opens if isinstance(opens, list) else []:
                start, end = self.markup(number)
                out.append(start)
                opened.append(end)
            out.append(clean.escaped(value) if kind == 0 and isinstance(value, str) else self.atom(kind, value))
            for _ in range(min(closes if isinstance(closes, int) else 0, len(opened))):
                out.append(opened.pop())
        return "".join(out) + "".join(reversed(opened))

    def markup(self, number: object) -> tuple[str, str]:
        """The start and end tag of a markup."""
        row = self.markups[number] if isinstance(number, int) and 0 <= number < len(self.markups) else []
        tag = str(row[0]).lower() if row else ""
        if tag == "a":
            pairs = row[1] if len(row) > 1 and isinstance(row[1], list) else []
            target = dict(zip(pairs[::2], pairs[1::2], strict=False)).get("href") if _flat(pairs) else ""
            safe = url(target) or (target if isinstance(target, str) and target.startswith("mailto:") else "")
            return (f'<a href="{clean.escaped(safe).replace(chr(34), "%22")}">', "</a>") if safe else ("", "")
        return (f"<{tag}>", f"</{tag}>") if tag in clean.INLINE_TAGS else ("", "")

    def atom(self, kind: object, number: object) -> str:
        """An atom: a soft return, or its text."""
        row = self.atoms[number] if kind == 1 and isinstance(number, int) and 0 <= number < len(self.atoms) else []
        if row and row[0] == "soft-return":
            return "<br>"
        return clean.escaped(row[1]) if len(row) > 1 and isinstance(row[1], str) else ""


def _rows(value: object) -> list[list[Any]]:
    return [v if isinstance(v, list) else [] for v in value] if isinstance(value, list) else []


def _flat(pairs: list[Any]) -> bool:
    return all(isinstance(p, str) for p in pairs)

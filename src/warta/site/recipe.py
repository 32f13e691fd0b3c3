"""A page as a recipe: the pieces it is put together from, some of its own, some shared with other pages.

Templates draw a page once, with all that any reader may get side by side: tags leave marks where a piece begins that
only some readers get (`when`), where a part stands that other pages share (`part`), where a story's card stands
(`card`). `pieces_of` cuts what was drawn at its marks. The edge keeps the pieces and puts together what one reader
gets; it knows nothing of templates.

A piece is a list of three: its kind, its value, and the words that must all be true (`access.variant`):

    own   HTML
    part  the key of a shared part
    card  the key of a story's card: `card:ID:FORM`
    slot  the form of a card, in a list: the edge chooses the story
    fill  the name of a text that comes with each answer (the reason on the page of a withdrawn story)
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.safestring import SafeString, mark_safe

from warta.access import Gate

# What begins a mark cannot be written by anybody: it is new in every process.
_BEGIN, _END = f"\x02{secrets.token_hex(8)}", "\x03"
Piece = list[Any]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Something drawn: its pieces, and what the edge must know to keep it.

    tags   what makes it stale: story:ID, stories, stories:LANGUAGE, lists, policy
    until  it must be drawn anew then, changed or not
    ids, show  of a list: the stories that may stand in its slots, best first, and how many do
    gone   of a card: the story is not public
    """

    pieces: list[Piece]
    tags: frozenset[str]
    until: datetime | None = None
    ids: Sequence[int] | None = None
    show: int = 0
    gone: bool = False

    def plain(self) -> dict[str, Any]:
        """As values that JSON can hold."""
        return {
            "pieces": self.pieces,
            "tags": sorted(self.tags),
            "until": self.until.timestamp() if self.until else None,
            "ids": None if self.ids is None else list(self.ids),
            "show": self.show,
            "gone": self.gone,
        }


@dataclass
class Page:
    """What a view says of the page it drew. `taken`: stories that no list of the page may show."""

    drawn: Drawn
    gate: Gate | None = None
    taken: list[int] = field(default_factory=list)
    live: bool = False


class RecipeResponse(HttpResponse):
    """A page for the edge; only its headers and `page` are used."""

    def __init__(self, page: Page, status: int = 200) -> None:
        super().__init__(status=status)
        self.page = page


def mark(kind: str, value: str = "") -> SafeString:
    """A mark in what is being drawn."""
    return mark_safe(f"{_BEGIN}{json.dumps([kind, value])}{_END}")  # noqa: S308 - taken out again by `pieces_of`


def pieces_of(html: str) -> list[Piece]:
    """What was drawn, cut at its marks."""
    pieces: list[Piece] = []
    under: list[tuple[str, ...]] = [()]
    first, *rest = html.split(_BEGIN)
    _own(pieces, first, under[-1])
    for text in rest:
        marked, _, after = text.partition(_END)
        kind, value = json.loads(marked)
        if kind == "when":
            under.append((*under[-1], *value.split()))
        elif kind == "end":
            under.pop()
        else:
            pieces.append([kind, value, list(under[-1])])
        _own(pieces, after, under[-1])
    return pieces


def _own(pieces: list[Piece], html: str, words: Iterable[str]) -> None:
    """Add HTML of the page's own; white space alone joins what stands before it."""
    if not html:
        return
    words = list(words)
    if pieces and pieces[-1][0] == "own" and pieces[-1][2] == words:
        pieces[-1][1] += html
    elif html.strip():
        pieces.append(["own", html, words])

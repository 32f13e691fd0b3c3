"""What the composer knows of a piece: numbers, no words. And what it makes: modules on pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from warta.epaper.values import Wish

ItemKind = Literal["text", "subheading", "solid"]


@dataclass(frozen=True, slots=True)
class Item:
    """A block in the column. `text` may be broken between lines, `subheading` keeps to what follows, `solid` is whole.

    lines  rows at a column's width
    words  of running text in it
    ends   a text may end after it, if it is shortened
    """

    kind: ItemKind
    lines: int
    words: int = 0
    ends: bool = True


@dataclass(frozen=True, slots=True)
class Shot:
    """The lead photo: width through height, and rows of its caption by columns wide (index 1 is one column)."""

    aspect: float
    captions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A measured piece.

    index       its place in the issue
    items       its text in one column, in order
    heads       height in points of its headline by (columns, size); a size that cannot be set is missing,
                and all are if the piece can only be a brief
    lines       lines of the same
    standfirst  height in points by columns; empty: none
    byline      the same
    kicker      it has a kicker
    jump        rows of the mark "to page 5", and of the line "from page 1"
    more        rows of the mark "Whole story: …"
    brief       rows as a brief in one column
    listed      rows in the list of other stories
    shot        its lead photo
    gallery     width through height of all photos of a photo piece, and rows of their captions, as `Shot.captions`
    fixed       rows it is high, by columns wide, for an advertisement: exactly one entry
    table       rows of a table that stands across the module, by columns; 0: it is too wide for that
    open_words  words of its text that may stand on the front page; None: all
    members     of a group of briefs: the pieces' indexes, an item each
    """

    index: int
    key: str
    kind: str
    section: str
    weight: int
    items: tuple[Item, ...] = ()
    heads: dict[tuple[int, int], float] = field(default_factory=dict)
    lines: dict[tuple[int, int], int] = field(default_factory=dict)
    standfirst: tuple[float, ...] = ()
    byline: tuple[float, ...] = ()
    kicker: bool = False
    jump: int = 1
    more: int = 2
    brief: int = 6
    listed: int = 3
    shot: Shot | None = None
    gallery: tuple[Shot, ...] = ()
    fixed: tuple[int, int] | None = None
    table: tuple[int, ...] = ()
    open_words: int | None = None
    members: tuple[int, ...] = ()
    wish: Wish = field(default_factory=Wish)

    @property
    def total(self) -> int:
        """Lines of the whole text."""
        return sum(item.lines for item in self.items)


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a text: before the line `line` of the item `item`."""

    item: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """Some lines of an item in a flow. `gap`: rows left free above; `breaks`: a new column begins with it."""

    item: int
    start: int
    end: int
    gap: int = 0
    breaks: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """Text in `columns` columns of `rows` rows; place within the module. `mark`: what stands under its end."""

    column: int
    row: int
    columns: int
    rows: int
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo `rows` high over a caption, or the table; place within the module.

    picture  its place in the gallery; -1: the lead photo, -2: the table
    """

    column: float
    row: int
    columns: float
    rows: int
    caption: int
    picture: int = -1


@dataclass(frozen=True, slots=True)
class Head:
    """Headline and what stands with it; place within the module."""

    row: int
    rows: int
    columns: int
    size: int
    standfirst: bool = True


Tail = Literal["", "continued", "shortened", "cut"]


@dataclass(frozen=True, slots=True)
class Form:
    """How a part looks in its module: what stands where, how it ends, where its text goes on, how good it looks."""

    cost: float
    head: Head | None = None
    photos: tuple[Photo, ...] = ()
    flows: tuple[Flow, ...] = ()
    tail: Tail = ""
    tail_row: int = 0
    rest: Mark | None = None
    used: int = 0


@dataclass(frozen=True, slots=True)
class Module:
    """A part, in its form, on its page. Rows from the top of the page's grid."""

    draft: int
    part: int
    column: int
    row: int
    columns: int
    rows: int
    form: Form


@dataclass(frozen=True, slots=True)
class Banner:
    """The name of a section over its first band."""

    section: str
    row: int

"""What an edition is made of and what comes out of it, as plain values. Knows nothing of Django.

`material.py` makes an `Issue` of a day's stories, `press` makes it a PDF, `book` an EPUB.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

Kind = Literal["story", "opinion", "photos", "notice", "advertisement"]
Length = Literal["auto", "whole", "short", "brief"]


@dataclass(frozen=True, slots=True)
class Span:
    """Some text of one look; `href` an absolute address, empty for none."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's file as it is printed, and the words under it. Width and height in pixels.

    focal  what must be seen when it is cropped, in percent from the left and from the top
    """

    file: Path
    width: int
    height: int
    caption: str = ""
    credit: str = ""
    alt: str = ""
    focal: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a text.

    text, subheading  `spans`
    quote             `spans`, and in `title` who said it
    list              `items`, numbered if `ordered`
    box               `title` and `blocks`
    table             `rows` of cells, the first a head if `has_head`; `title` its caption
    photo             `picture`
    """

    kind: Literal["text", "subheading", "quote", "list", "box", "table", "photo"]
    spans: Spans = ()
    items: tuple[Spans, ...] = ()
    ordered: bool = False
    rows: tuple[tuple[str, ...], ...] = ()
    has_head: bool = False
    title: str = ""
    blocks: tuple[Block, ...] = ()
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What the desk says of a piece; what it leaves open is composed.

    page     it stands on that page, from 1; 0: anywhere
    place    its place among the pieces of that page or section, from 1; 0: by weight
    length   whole (set in full, continued if need be), short (ends at a paragraph, marked), brief (a few lines), auto
    is_lead  it leads its page
    """

    page: int = 0
    place: int = 0
    length: Length = "auto"
    is_lead: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A story, a notice or an advertisement, with all that is printed of it.

    key       names it in the edition: `story:41`, `notice:3`
    url       its absolute address on the web; empty for a notice
    weight    0 to 100: how large its headline, how early its page
    byline    the authors' names
    dateline  what opens its text, as `Layar, JAKARTA`; empty for none
    blocks    the whole text without the lead photo
    open_words  so many of its words may stand on the front page, which is free for all; None: any number
    notes     corrections and rights of reply, each one a line
    size      of an advertisement or notice with a picture: columns it is wide; 0: as its picture asks for
    """

    key: str
    kind: Kind
    headline: str
    language: str
    url: str = ""
    section: str = ""
    kicker: str = ""
    standfirst: str = ""
    byline: tuple[str, ...] = ()
    dateline: str = ""
    lead: Picture | None = None
    blocks: tuple[Block, ...] = ()
    notes: tuple[str, ...] = ()
    weight: int = 50
    open_words: int | None = None
    size: int = 0
    wish: Wish = field(default_factory=Wish)


@dataclass(frozen=True, slots=True)
class Paper:
    """What the newspaper says of itself in print.

    name      the e-paper's own name, as it stands in the masthead
    tagline   stands under it; empty for none
    price     in words, as `Rp 5.000`; empty for none
    code_url  what the QR code opens: the newest edition's stable address
    accent    the colour of the brand, as `#b3261e`
    pages_max composed pages at most; what does not fit stands as a brief or in the list of other stories
    """

    name: str
    publisher: str
    city: str
    url: str
    code_url: str
    tagline: str = ""
    price: str = ""
    accent: str = "#b3261e"
    pages_max: int = 16
    width_mm: int = 280
    height_mm: int = 400


@dataclass(frozen=True, slots=True)
class Issue:
    """All that an edition's files are made of. The same issue gives the same bytes.

    sections  their names in the order in which they are printed
    pieces    what is chosen, best first; what the desk dropped is not among them
    """

    paper: Paper
    day: date
    number: int
    language: str
    sections: tuple[str, ...]
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece, or a part of it, stands on a printed page: a box in thousandths of the page's width and height.

    part       1 for its beginning, 2 for what is continued
    parts      how many there are
    shortened  it ends before its end, and says so
    """

    key: str
    left: int
    top: int
    width: int
    height: int
    part: int = 1
    parts: int = 1
    shortened: bool = False


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page as it was printed: number from 1, what stands over it, and what stands where, in the order of reading."""

    number: int
    title: str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished PDF, its pages, and the keys of pieces without room, which it lists by their headlines.

    warnings  what could not be printed as it was, as pictures that cannot be read; a sentence each, in English
    """

    pdf: bytes
    pages: tuple[PrintedPage, ...]
    left_out: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

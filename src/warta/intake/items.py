"""The values that readers yield: frozen, free of Django, ready to be stored or counted.

Every HTML string in here is already clean: `clean.rich` made it, from a short list of elements and addresses.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

State = Literal["draft", "published", "scheduled", "private"]
Level = Literal["free", "registered", "premium"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something an editor must look at. `kind` is one of DESIGN.md's; `where` names the item, if any."""

    kind: str
    detail: str | tuple[str, ...]
    where: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """An item that is broken and was left out; `type` and `status` in the file's own words, if it said them."""

    where: str
    why: str
    type: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An item that is whole but not ours to take: a menu entry, a style, something in the bin."""

    where: str
    why: str
    type: str
    status: str


@dataclass(frozen=True, slots=True)
class Counted:
    """Things counted and left out, such as comments or members."""

    what: str
    number: int
    why: str = ""


# Body blocks, in reading order


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs and lists as clean HTML."""

    html: str


@dataclass(frozen=True, slots=True)
class Subheading:
    """A heading inside the story, as plain text."""

    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation set apart; paragraphs are parted by a newline."""

    text: str
    name: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture by address or by path; `media` is the key of an `IncomingMedia` where the source says so."""

    src: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    media: str = ""


@dataclass(frozen=True, slots=True)
class Gallery:
    """Pictures shown together."""

    photos: tuple[Photo, ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Embed:
    """Something of another site, by its address only."""

    url: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of plain cells; `header` says that the first row is one."""

    rows: tuple[tuple[str, ...], ...]
    header: bool = False
    caption: str = ""


@dataclass(frozen=True, slots=True)
class RelatedLink:
    """A pointer to another page inside the text."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Factbox:
    """A boxed aside."""

    title: str
    html: str


@dataclass(frozen=True, slots=True)
class Update:
    """One entry of a running story."""

    time: datetime | None
    title: str
    html: str


@dataclass(frozen=True, slots=True)
class Code:
    """Preformatted text, line ends kept."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Cut:
    """The place where the wall stood; what follows was for readers with a right."""


Block = Text | Subheading | Quote | Photo | Gallery | Embed | Table | RelatedLink | Factbox | Update | Code | Cut


# Items


@dataclass(frozen=True, slots=True)
class IncomingPerson:
    """An author. `guest` says that the file names the person but does not declare an account."""

    key: str
    name: str
    login: str = ""
    slug: str = ""
    email: str = ""
    about: str = ""
    picture: str = ""
    guest: bool = False


@dataclass(frozen=True, slots=True)
class IncomingTerm:
    """A section (WordPress category), a topic (tag), or a term of another taxonomy, which is only counted."""

    key: str
    kind: Literal["section", "topic", "other"]
    taxonomy: str
    slug: str
    name: str
    parent: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class IncomingMedia:
    """A file of the old site: its address, its name in the media folder, and what was written about it."""

    key: str
    url: str
    name: str
    title: str = ""
    alt: str = ""
    caption: str = ""
    about: str = ""
    type: str = "attachment"
    status: str = "inherit"
    created_at: datetime | None = None
    parent: str = ""
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Redirect:
    """An address that the item answered at: a path from the root, query included."""

    old: str


@dataclass(frozen=True, slots=True)
class IncomingStory:
    """A story, or with `page=True` a standing page.

    key           stable over runs
    type, status  in the file's own words; `state` in ours; `private` is never public
    published_at  aware; for `scheduled` the coming time; None when the file gives none
    authors       keys of `IncomingPerson`, in order
    sections, topics  keys of `IncomingTerm`, in order
    level         what a reader needs; None when the file does not say
    """

    key: str
    where: str
    type: str
    status: str
    state: State
    title: str
    slug: str
    body: tuple[Block, ...]
    page: bool = False
    standfirst: str = ""
    authors: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    lead: Photo | None = None
    published_at: datetime | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    level: Level | None = None
    language: str = ""
    redirects: tuple[Redirect, ...] = ()
    canonical: str = ""
    parent: str = ""
    sticky: bool = False
    comments: int = 0
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class IncomingPage:
    """A saved news page: what it shows, line by line, and what was recognised as furniture.

    date          as the page gives it, with the offset of its own zone
    paragraphs    plain text in order: subheadings, list lines and table rows (`cell | cell`) among them
    body          the same as blocks
    """

    key: str
    where: str
    language: str = ""
    headline: str = ""
    standfirst: str | None = None
    caption: str | None = None
    credit: str | None = None
    dateline_city: str | None = None
    byline: tuple[str, ...] = ()
    date: datetime | None = None
    paragraphs: tuple[str, ...] = ()
    body: tuple[Block, ...] = ()
    source_chain: tuple[tuple[str, ...], ...] = ()
    furniture: tuple[str, ...] = ()
    section: str | None = None
    lead: Photo | None = None
    url: str = ""
    level: Level | None = None
    doubts: tuple[Doubt, ...] = ()
    type: str = field(default="page", init=False)
    status: str = field(default="saved", init=False)


@dataclass(frozen=True, slots=True)
class IncomingMember:
    """A reader of another system, with a checked address in small letters.

    status       in Ghost's words: free, comped (complimentary) or paid
    joined       when they joined there; None where the file gives no date
    subscribed   True only where the file says yes and nowhere no
    newsletters  the names of those they get, where the file has several
    until        the end of the complimentary plan, if it has one
    stripe_customer  Stripe's number of theirs
    """

    where: str
    email: str
    status: str = "free"
    name: str = ""
    note: str = ""
    labels: tuple[str, ...] = ()
    joined: datetime | None = None
    subscribed: bool = False
    newsletters: tuple[str, ...] = ()
    until: datetime | None = None
    stripe_customer: str = ""
    doubts: tuple[Doubt, ...] = ()
    type: str = field(default="member", init=False)


Record = (
    IncomingPerson | IncomingTerm | IncomingMedia | IncomingStory | IncomingPage | IncomingMember
    | Skipped | LeftOut | Counted | Doubt
)  # fmt: skip

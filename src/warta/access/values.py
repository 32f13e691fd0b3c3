"""The plain values that a decision is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Level(StrEnum):
    """How locked a story is, from open to closed."""

    FREE = "free"
    METERED = "metered"
    REGISTERED = "registered"
    PREMIUM = "premium"


class Right(StrEnum):
    """What a plan can grant, each on its own."""

    AD_FREE = "ad_free"
    PREMIUM = "premium"
    EPAPER = "epaper"


NO_RIGHTS: frozenset[Right] = frozenset()


@dataclass(frozen=True, slots=True)
class Gate:
    """What the decision needs to know of a story (or of an edition of the e-paper).

    level        its own level; None: that of its section
    published    it has been published and not been taken back
    withdrawn    it was public once and was taken back
    public_from  nothing of it is public before (an embargo, a schedule); None: no such moment
    published_at when it was published: its age opens or closes it, as the policy has it
    right        which right opens it
    """

    story: int
    level: Level | None
    published: bool
    withdrawn: bool = False
    public_from: datetime | None = None
    published_at: datetime | None = None
    section: int = 0
    right: Right = Right.PREMIUM

    def is_live(self, now: datetime) -> bool:
        """Is the story public at `now` (aware)?"""
        return self.published and not self.withdrawn and (self.public_from is None or self.public_from <= now)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks.

    id          the account, 0 for who has none
    is_staff    the newsroom's own pass, which opens every level but no hidden story
    is_crawler  a search engine's crawler whose address was verified
    gift        the story that a gift link in their hands opens, 0 for none
    preview     the story that a preview link in their hands shows, even a hidden one, 0 for none
    """

    id: int = 0
    name: str = ""
    rights: frozenset[Right] = NO_RIGHTS
    is_staff: bool = False
    is_crawler: bool = False
    gift: int = 0
    preview: int = 0

    @property
    def is_registered(self) -> bool:
        """Do they have an account?"""
        return self.id > 0


STRANGER = Reader()
STAFF = Reader(id=-1, is_staff=True)
CRAWLER = Reader(is_crawler=True)

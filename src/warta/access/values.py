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


@dataclass(frozen=True, slots=True)
class Gate:
    """What the decision needs to know of a story.

    published   it has been published and not been taken back
    public_from nothing of it is public before (an embargo, a schedule); None: no such moment
    withdrawn   it was public once and was taken back
    """

    story: int
    level: Level
    published: bool
    withdrawn: bool = False
    public_from: datetime | None = None

    def is_live(self, now: datetime) -> bool:
        """Is the story public at `now` (aware)?"""
        return self.published and not self.withdrawn and (self.public_from is None or self.public_from <= now)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks. `is_staff`: the newsroom's own pass, which opens every level but no hidden story."""

    is_registered: bool = False
    is_staff: bool = False


STRANGER = Reader()
STAFF = Reader(is_registered=True, is_staff=True)

"""The one decision that everything which leaves the server obeys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from warta.access.values import Gate, Level, Reader


class Shows(StrEnum):
    """How much of a story is shown."""

    FULL = "full"
    TEASER = "teaser"
    HIDDEN = "hidden"


class Reason(StrEnum):
    """Why; the reason of a teaser chooses its wall."""

    OPEN = "open"
    STAFF = "staff"
    NOT_PUBLIC = "not-public"
    WITHDRAWN = "withdrawn"
    SIGN_IN = "sign-in"
    SUBSCRIBE = "subscribe"


@dataclass(frozen=True, slots=True)
class Decision:
    """What of a story a reader may see, why, and whether advertising stands beside it."""

    shows: Shows
    reason: Reason
    ads: bool = True


def decide(story: Gate, reader: Reader, now: datetime) -> Decision:
    """What of `story` this `reader` may see at `now` (aware).

    No right is guessed: as long as no plan can be bought, every locked level is a teaser to all but staff.

    raises  nothing: whatever is unknown gets the teaser
    law     more rights never show less (tests/laws/test_access.py)
    """
    if not story.is_live(now):
        return Decision(Shows.HIDDEN, Reason.WITHDRAWN if story.withdrawn else Reason.NOT_PUBLIC)
    if story.level is Level.FREE:
        return Decision(Shows.FULL, Reason.OPEN)
    if reader.is_staff:
        return Decision(Shows.FULL, Reason.STAFF)
    if story.level is Level.REGISTERED:
        return Decision(Shows.TEASER, Reason.SIGN_IN)
    return Decision(Shows.TEASER, Reason.SUBSCRIBE)

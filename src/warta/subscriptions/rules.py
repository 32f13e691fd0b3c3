"""What follows from the ledger: plain events in, rights out. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from warta.access import Right


@dataclass(frozen=True, slots=True)
class Granted:
    """An event as far as rights go.

    revokes  the id of the grant that this event ends, 0 for one that grants
    until    the end of what it grants (aware), None: no end
    """

    id: int
    rights: frozenset[Right]
    until: datetime | None = None
    revokes: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """The rights a reader has now, and when time alone next takes one away."""

    rights: frozenset[Right]
    until: datetime | None


def standing(events: Iterable[Granted], now: datetime) -> Standing:
    """What a reader may, at `now` (aware), after all these events in any order."""
    rows = list(events)
    revoked = {event.revokes for event in rows if event.revokes}
    living = [
        event
        for event in rows
        if not event.revokes and event.id not in revoked and (event.until is None or event.until > now)
    ]
    rights: frozenset[Right] = frozenset().union(*(event.rights for event in living))
    return Standing(rights, min((event.until for event in living if event.until is not None), default=None))


def rights_in(text: str) -> frozenset[Right]:
    """The rights named in `text`, with blanks between; unknown names are left out."""
    known = {right.value for right in Right}
    return frozenset(Right(name) for name in text.split() if name in known)


def rights_text(rights: Iterable[Right]) -> str:
    """The rights as `rights_in` reads them."""
    return " ".join(sorted(right.value for right in set(rights)))

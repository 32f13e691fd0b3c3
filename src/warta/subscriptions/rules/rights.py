"""What follows from the ledger: plain events in, rights out. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from zoneinfo import ZoneInfo

from warta.access import Right

NOTICE = timedelta(days=7)  # so long before a right is lost its reader is told
LINES_MAX = 200  # networks or domains of one institution
WIDEST = {4: 12, 6: 29}  # the shortest prefix taken: a million addresses, or a provider's own allocation
DOMAIN = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


@dataclass(frozen=True, slots=True)
class Granted:
    """An event as far as rights go.

    revokes  the id of the grant that this event ends, 0 for one that grants
    until    the end of what it grants (aware), None: no end
    subscription  the one that it belongs to, whose last event alone counts; 0: it stands for itself
    """

    id: int
    rights: frozenset[Right]
    until: datetime | None = None
    revokes: int = 0
    subscription: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """The rights a reader has now, and when time alone next takes one away."""

    rights: frozenset[Right]
    until: datetime | None


def standing(events: Iterable[Granted], now: datetime) -> Standing:
    """What a reader may, at `now` (aware), after all these events in any order."""
    living = _living(events, now)
    rights: frozenset[Right] = frozenset().union(*(event.rights for event in living))
    return Standing(rights, min((event.until for event in living if event.until is not None), default=None))


def ends_soon(events: Iterable[Granted], now: datetime) -> datetime | None:
    """The first moment of the next seven days at which a right is lost; None if all that is held lasts longer."""
    lasts: dict[Right, datetime | None] = {}
    for event in _living(events, now):
        for right in event.rights:
            end = lasts.get(right, event.until)
            lasts[right] = None if end is None or event.until is None else max(end, event.until)
    ends = [end for end in lasts.values() if end is not None and end <= now + NOTICE]
    return min(ends, default=None)


def _living(events: Iterable[Granted], now: datetime) -> list[Granted]:
    """The grants that hold now."""
    rows = list(events)
    void = {event.revokes for event in rows if event.revokes}
    last: dict[int, int] = {}
    for event in rows:
        if event.subscription:
            last[event.subscription] = max(event.id, last.get(event.subscription, 0))
    return [
        event
        for event in rows
        if not event.revokes
        and event.id not in void
        and (not event.subscription or event.id == last[event.subscription])
        and (event.until is None or event.until > now)
    ]


def rights_in(text: str) -> frozenset[Right]:
    """The rights named in `text`, with blanks between; unknown names are left out."""
    known = {right.value for right in Right}
    return frozenset(Right(name) for name in text.split() if name in known)


def rights_text(rights: Iterable[Right]) -> str:
    """The rights as `rights_in` reads them."""
    return " ".join(sorted(right.value for right in set(rights)))


def lines_in(text: str) -> list[str]:
    """The lines of `text` without blanks, in lower case, each once."""
    return list(dict.fromkeys(line.strip().lower() for line in text.splitlines() if line.strip()))


def network_of(line: str) -> IPv4Network | IPv6Network:
    """The network that a line names, as 203.0.113.0/24. raises ValueError, its text the reason in a word

    network  it is none; wide  nobody holds so many addresses; own  the machine's own, from which all may come
    """
    try:
        network = ip_network(line)
    except ValueError as error:
        raise ValueError("network") from error
    if network.prefixlen < WIDEST[network.version]:
        raise ValueError("wide")
    if network.is_loopback or network.is_unspecified or network.is_multicast:
        raise ValueError("own")
    return network


def is_domain(line: str) -> bool:
    """Is it a domain of e-mail addresses, in lower case and ASCII?"""
    return DOMAIN.fullmatch(line) is not None


def month_start(now: datetime, zone: ZoneInfo) -> datetime:
    """When the calendar month of `now` began in `zone`."""
    return now.astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0, fold=0)

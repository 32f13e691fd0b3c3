"""The policy: what the newspaper has decided about reading, as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from types import MappingProxyType
from zoneinfo import ZoneInfo

from warta.access.meter import QUOTA_MAX
from warta.access.values import NO_RIGHTS, Gate, Level, Reader, Right

Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class Window:
    """A time in which a story, some sections or the whole newspaper stand open to everybody.

    start, end  aware; end None: until it is closed
    story       the story that is open, 0 for no single one
    sections    the sections that are open; without a story and sections, all of the newspaper is
    """

    start: datetime
    end: datetime | None = None
    story: int = 0
    sections: frozenset[int] = frozenset()

    def opens(self, gate: Gate, now: datetime) -> bool:
        """Does it open this story at `now`?"""
        if now < self.start or (self.end is not None and now >= self.end):
            return False
        if self.story:
            return self.story == gate.story
        return not self.sections or gate.section in self.sections


@dataclass(frozen=True, slots=True)
class Network:
    """A network of an institution, and the rights that its readers have there; `until` (aware): the contract's end."""

    name: str
    network: IPv4Network | IPv6Network
    rights: frozenset[Right]
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """What an editor changes in the newsroom, without a restart.

    free_anonymous, free_registered  metered stories a month, 0 to 50
    zone           months roll over in it
    sections       the level of a section's stories that have none of their own; unknown sections are premium
    premium_after  stories of that age are premium, unless they were made free one by one
    free_after     locked stories of that age are free; where both apply, the later change counts
    teaser_words   whole paragraphs of a locked story are shown until so many words are reached
    """

    zone: ZoneInfo
    free_anonymous: int = 0
    free_registered: int = 0
    sections: Mapping[int, Level] = field(default_factory=lambda: MappingProxyType({}))
    premium_after: timedelta | None = None
    free_after: timedelta | None = None
    windows: tuple[Window, ...] = ()
    networks: tuple[Network, ...] = ()
    revoked_gifts: frozenset[int] = frozenset()
    crawlers_read: bool = False
    teaser_words: int = 70

    def month_of(self, now: datetime) -> int:
        """The calendar month of `now` in the newspaper's zone, as `Meter` numbers months."""
        local = now.astimezone(self.zone)
        return local.year * 12 + local.month - 1

    def quota(self, reader: Reader) -> int:
        """How many metered stories a month are free to this reader."""
        number = self.free_registered if reader.is_registered else self.free_anonymous
        return min(max(number, 0), QUOTA_MAX)

    def level_of(self, gate: Gate, now: datetime) -> Level:
        """The level that holds now: the story's own, else its section's, then what its age makes of it."""
        level = gate.level or self.sections.get(gate.section, Level.PREMIUM)
        if gate.published_at is None or (self.premium_after is None and self.free_after is None):
            return level
        age = now - gate.published_at
        closes = self.premium_after if self.premium_after is not None and self.premium_after <= age else None
        opens = self.free_after if self.free_after is not None and self.free_after <= age else None
        if closes is not None and gate.level is not Level.FREE and (opens is None or closes >= opens):
            return Level.PREMIUM
        return Level.FREE if opens is not None else level

    def next_change(self, gate: Gate, now: datetime) -> datetime | None:
        """When time alone next changes what `decide` says of a story; None if it never does."""
        moments = [gate.public_from]
        if gate.published_at is not None:
            moments += [gate.published_at + age for age in (self.premium_after, self.free_after) if age is not None]
        moments += [moment for window in self.windows for moment in (window.start, window.end)]
        return min((moment for moment in moments if moment is not None and moment > now), default=None)

    def closed(self) -> Policy:
        """The policy for what is copied and kept elsewhere (feeds, the search index): no free stories, no windows."""
        return replace(self, free_anonymous=0, free_registered=0, windows=())

    def is_open(self, gate: Gate, now: datetime) -> bool:
        """Does a free window open this story?"""
        return any(window.opens(gate, now) for window in self.windows)

    def rights_at(self, address: str, now: datetime) -> frozenset[Right]:
        """The rights that whoever asks from `address` has there; none for what is no address."""
        if not self.networks:
            return NO_RIGHTS
        try:
            asked: Address = ip_address(address)
        except ValueError:
            return NO_RIGHTS
        if isinstance(asked, IPv6Address) and asked.ipv4_mapped is not None:
            asked = asked.ipv4_mapped
        rights = NO_RIGHTS
        for place in self.networks:
            if asked.version == place.network.version and asked in place.network:
                rights |= place.rights if place.until is None or now < place.until else NO_RIGHTS
        return rights

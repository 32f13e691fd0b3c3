"""How much one address may report: so many events a minute, so many visitors a day.

Many readers share an address (an office, a telephone network), so the limits are wide; they keep one machine from being
a million readers. What is remembered is bounded: the addresses and the visitors heard of longest ago are forgotten.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field

ADDRESSES_MAX = 20_000
VISITORS_MAX = 200_000


@dataclass(slots=True)
class _Heard:
    """What an address has reported: events of this minute, visitors of this day."""

    minute: int = 0
    events: int = 0
    day: str = ""
    visitors: int = 0


@dataclass
class Limits:
    """The limits of one worker.

    events_max    events of an address a minute
    visitors_max  visitors of an address a day
    """

    events_max: int
    visitors_max: int
    _addresses: dict[str, _Heard] = field(default_factory=dict)
    _visitors: dict[int, None] = field(default_factory=dict)

    def allow(self, address: str, visitor: int, events: int, day: str, now: float) -> bool:
        """May this visitor report so many events from this address? What may be is counted."""
        heard = self._of(address)
        minute = int(now) // 60
        if heard.minute != minute:
            heard.minute, heard.events = minute, 0
        if heard.events + events > self.events_max:
            return False
        if heard.day != day:
            heard.day, heard.visitors = day, 0
        if visitor in self._visitors:
            del self._visitors[visitor]
        elif heard.visitors >= self.visitors_max:
            return False
        else:
            heard.visitors += 1
            if len(self._visitors) >= VISITORS_MAX:
                del self._visitors[next(iter(self._visitors))]
        self._visitors[visitor] = None  # now the newest
        heard.events += events
        return True

    def _of(self, address: str) -> _Heard:
        key = network_of(address)
        heard = self._addresses.pop(key, None)
        if heard is None:
            heard = _Heard()
            if len(self._addresses) >= ADDRESSES_MAX:
                del self._addresses[next(iter(self._addresses))]
        self._addresses[key] = heard  # now the newest
        return heard


def network_of(address: str) -> str:
    """What counts as one address: of IPv6 the 64 bits that a household gets, which may use any number of them."""
    if ":" not in address:
        return address
    try:
        found = ipaddress.IPv6Address(address.partition("%")[0])
    except ValueError:
        return address
    return str(found.ipv4_mapped) if found.ipv4_mapped else found.packed[:8].hex()

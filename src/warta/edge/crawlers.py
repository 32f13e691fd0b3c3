"""Search engines' crawlers, known by their address: its name must be the engine's, and the name must lead back to it.

source  Google's and Bing's pages on verifying their crawlers (reverse, then forward DNS)
"""

from __future__ import annotations

import contextlib
import socket
from collections import OrderedDict
from dataclasses import dataclass, field
from ipaddress import ip_address

DOMAINS = {
    "googlebot": (".googlebot.com", ".google.com"),
    "google-inspectiontool": (".googlebot.com", ".google.com"),
    "bingbot": (".search.msn.com",),
    "applebot": (".applebot.apple.com",),
}
KEEP_S = 24 * 3600
ADDRESSES_MAX = 5000
ASKED_MAX = 100


@dataclass
class Crawlers:
    """What is known of addresses. One that claims to crawl and is unknown is put down in `asked`; the worker looks."""

    known: OrderedDict[str, tuple[bool, float]] = field(default_factory=OrderedDict)
    asked: dict[str, str] = field(default_factory=dict)

    def is_known(self, address: str, agent: str, now: float) -> bool:
        """Is this a verified crawler? Until its address has been looked up, no."""
        engine = claims_to_crawl(agent)
        if not engine or not address:
            return False
        verified, until = self.known.get(address, (False, 0.0))
        if now >= until and len(self.asked) < ASKED_MAX:
            self.asked[address] = engine
        return verified and now < until

    def learn(self, address: str, verified: bool, now: float) -> None:
        """What looking up an address gave."""
        self.asked.pop(address, None)
        self.known[address] = (verified, now + KEEP_S)
        if len(self.known) > ADDRESSES_MAX:
            self.known.popitem(last=False)


def claims_to_crawl(agent: str) -> str:
    """The search engine that a browser's name names; empty if none."""
    lower = agent.lower()
    return next((name for name in DOMAINS if name in lower), "")


def verify(address: str, engine: str) -> bool:
    """Look an address up: reverse, then forward. Blocks; False if anything fails."""
    try:
        asked = ip_address(address)
        name = socket.gethostbyaddr(address)[0].rstrip(".").lower()
        if not name.endswith(DOMAINS[engine]):
            return False
        found = {row[4][0] for row in socket.getaddrinfo(name, None, proto=socket.IPPROTO_TCP)}
    except (OSError, ValueError, KeyError):
        return False
    for text in found:
        with contextlib.suppress(ValueError):
            if ip_address(text) == asked:
                return True
    return False

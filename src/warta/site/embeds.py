"""What is embedded from elsewhere: a link until a reader clicks, then the player of the site it comes from.

Nothing is asked of a third party before the click, and only the players named here are ever loaded (`FRAME_HOSTS` is
the page's `frame-src`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit


@dataclass(frozen=True, slots=True)
class Player:
    """A player that loads on a click. `src` is its address; `host` is named to the reader before the click."""

    host: str
    src: str
    ratio: str


@dataclass(frozen=True, slots=True)
class _Provider:
    hosts: tuple[str, ...]
    pattern: re.Pattern[str]
    src: str
    ratio: str = "16 / 9"


_PROVIDERS = (
    _Provider(
        ("youtube.com", "www.youtube.com", "m.youtube.com"),
        re.compile(r"^/(?:watch\?(?:.*&)?v=|embed/|shorts/|live/)([\w-]{6,20})"),
        "https://www.youtube-nocookie.com/embed/{}?autoplay=1",
    ),
    _Provider(("youtu.be",), re.compile(r"^/([\w-]{6,20})"), "https://www.youtube-nocookie.com/embed/{}?autoplay=1"),
    _Provider(
        ("vimeo.com", "player.vimeo.com"), re.compile(r"^/(?:video/)?(\d{5,12})"),
        "https://player.vimeo.com/video/{}?dnt=1&autoplay=1",
    ),
    _Provider(
        ("www.dailymotion.com", "dailymotion.com"), re.compile(r"^/video/(\w{4,12})"),
        "https://geo.dailymotion.com/player.html?video={}",
    ),
    _Provider(
        ("open.spotify.com",), re.compile(r"^/((?:episode|show|track|album|playlist)/\w{10,30})"),
        "https://open.spotify.com/embed/{}", "5 / 2",
    ),
)  # fmt: skip

FRAME_HOSTS = tuple(sorted({f"https://{urlsplit(provider.src).hostname}" for provider in _PROVIDERS}))


def player(url: str) -> Player | None:
    """The player for an address; None where it is only a link."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    rest = parts.path + (f"?{parts.query}" if parts.query else "")
    for provider in _PROVIDERS:
        found = provider.pattern.match(rest) if host in provider.hosts else None
        if found:
            return Player(host.removeprefix("www."), provider.src.format(quote(found[1], safe="/")), provider.ratio)
    return None

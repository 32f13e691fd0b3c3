"""What a page reports of itself: bytes in, what is to be counted out. Pure.

A page sends a JSON list of at most 20 events to `POST /b`. The answer tells nothing, whatever was sent. An event:

    {"k": "read", "s": STORY, "n": 1, "e": SECONDS, "d": PERCENT, "r": SOURCE, "o": OUTCOME}
    {"k": "ad", "t": RECEIPT, "w": "shown" | "viewable" | "clicked"}

Of a read all but `k` and `s` may be left out. `n`: the page has just been opened. `e`: seconds that it was in view and
used, since the last event. `d`: how far down it was read, told once for each of 25, 50, 75 and 100. `r`: where the
reader came from; the page with the link tells it of the story behind a link of ours (`block:PLACE`). `o`: how much of
the story was shown, or that an offer on it was followed. An event that holds anything else in these fields is left out
whole. Moments are the edge's own: nothing that a browser says of the time is looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from warta.access.decide import WALLS
from warta.access.receipt import LENGTH as RECEIPT_LENGTH

PATH = "/b"
ANSWER = (204, [("cache-control", "no-store")])  # to everybody: whoever sends learns nothing
TOO_LARGE = (413, [("cache-control", "no-store")])
BYTES_MAX = 8192
EVENTS_MAX = 20
ENGAGED_MAX_S = 60  # a page tells every quarter of a minute; what slept has not read
STORY_MAX = 1 << 53
DEPTHS = frozenset({25, 50, 75, 100})
SOURCES = frozenset({"search", "social", "direct", "newsletter", "site"})
OUTCOMES = frozenset({"full", "teaser", "offer", *(f"wall:{reason.value}" for reason in WALLS)})
AD_WORDS = frozenset({"shown", "viewable", "clicked"})
BLOCK = "block:"
# Whoever says so themselves. What hides is not found by its name.
BOT = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|scrap|fetch|preview|monitor|headless|lighthouse|pagespeed|archiv|facebookexternalhit|"
    r"whatsapp|python|curl|wget|java/|go-http|okhttp|libwww|httpclient|node|axios|phantom|selenium|puppeteer|playwright",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Heard:
    """What one request tells.

    counts    story, what, key, number
    stories   those that somebody has open
    receipts  the text of each, and shown, viewable or clicked
    events    how many events were understood
    """

    counts: list[tuple[int, str, str, int]] = field(default_factory=list)
    stories: set[int] = field(default_factory=set)
    receipts: list[tuple[str, str]] = field(default_factory=list)
    events: int = 0


def hear(body: bytes, places: frozenset[str]) -> Heard:
    """What a request's body tells. What is malformed tells nothing.

    places  the blocks and zones in which a link of ours may stand
    """
    heard = Heard()
    if len(body) > BYTES_MAX:
        return heard
    try:
        events = json.loads(body)
    except (ValueError, RecursionError):
        return heard
    if not isinstance(events, list):
        return heard
    for event in events[:EVENTS_MAX]:
        if isinstance(event, dict) and _take(event, places, heard):
            heard.events += 1
    return heard


def _take(event: dict[str, Any], places: frozenset[str], heard: Heard) -> bool:
    """Take an event in; was it one?"""
    kind = event.get("k")
    if kind == "read":
        return _read(event, places, heard)
    if kind != "ad":
        return False
    text, word = event.get("t"), event.get("w")
    if not isinstance(text, str) or not isinstance(word, str) or word not in AD_WORDS or len(text) > RECEIPT_LENGTH:
        return False
    heard.receipts.append((text, word))
    return True


def _read(event: dict[str, Any], places: frozenset[str], heard: Heard) -> bool:
    """Take a read in, all of it or nothing."""
    get = event.get
    story, first, engaged, depth = get("s"), get("n", 0), get("e", 0), get("d", 0)
    source, outcome = get("r", ""), get("o", "")
    if type(story) is not int or not 0 < story < STORY_MAX:
        return False
    if type(engaged) is not int or not 0 <= engaged <= ENGAGED_MAX_S or type(first) is not int or first not in (0, 1):
        return False
    if depth and (type(depth) is not int or depth not in DEPTHS):
        return False
    if source and not (isinstance(source, str) and _is_source(source, places)):
        return False
    if outcome and not (isinstance(outcome, str) and outcome in OUTCOMES):
        return False
    counts = heard.counts
    if first:
        counts.append((story, "view", "", 1))
    if engaged:
        counts.append((story, "engaged", "", engaged))
    if depth:
        counts.append((story, "depth", str(depth), 1))
    if source:
        counts.append((story, "source", source, 1))
    if outcome:
        counts.append((story, "outcome", outcome, 1))
    if first or engaged or depth:  # a link that was followed is no story that is open
        heard.stories.add(story)
    return bool(first or engaged or depth or source or outcome)


def _is_source(source: str, places: frozenset[str]) -> bool:
    if source.startswith(BLOCK):
        return source[len(BLOCK) :] in places
    return source in SOURCES


def is_own(header: Callable[[str], str | None]) -> bool:
    """Was it sent by a page of ours? Browsers say whose page sends; who says nothing is no browser."""
    site = header("sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    origin = header("origin")
    if origin is None:
        return site is not None
    return origin.partition("://")[2] == (header("host") or "")


def is_willing(header: Callable[[str], str | None]) -> bool:
    """May this reader be counted? Do Not Track and Global Privacy Control say no."""
    return header("dnt") != "1" and header("sec-gpc") != "1"


def is_bot(agent: str) -> bool:
    """Does it call itself a machine, or hide what it is?"""
    return not agent or BOT.search(agent) is not None

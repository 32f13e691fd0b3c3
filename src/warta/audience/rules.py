"""What a batch says, and what follows from it. Pure.

The form of a batch is told in `edge/collector.py`, which writes it; `tests/audience/test_contract.py` holds both sides
to it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

AD = "ad_"
DROPPED = "dropped"
WHATS = ("read", "view", "engaged", "depth", "source", "outcome", DROPPED, "ad_shown", "ad_viewable", "ad_clicked")
PRESENT_S = 300  # who was heard of within so long is reading now
Key = tuple[int, int, str, str]  # minute (seconds since 1970), story, what, key


@dataclass(frozen=True, slots=True)
class Batch:
    """What one edge worker heard within one minute.

    at        seconds since 1970, when the minute began
    counts    story, what, key, number
    pairs     visitor, story
    receipts  number, word, creative, slot
    """

    at: int
    day: str
    counts: tuple[tuple[int, str, str, int], ...] = ()
    pairs: tuple[tuple[int, int], ...] = ()
    receipts: tuple[tuple[int, str, int, str], ...] = ()


def read_batch(at: int, text: str) -> Batch:
    """The batch in a text. raises ValueError if it is none"""
    try:
        told = json.loads(text)
        return Batch(
            at,
            str(told["day"]),
            tuple((int(story), str(what), str(key), int(number)) for story, what, key, number in told["counts"]),
            tuple((int(visitor), int(story)) for visitor, story in told["pairs"]),
            tuple((int(nonce), str(word), int(ad), str(slot)) for nonce, word, ad, slot in told["receipts"]),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(str(error)) from error


def stories_of(batches: Iterable[Batch]) -> set[int]:
    """Every story that is named; 0 is none."""
    found = {story for batch in batches for _visitor, story in batch.pairs}
    found |= {story for batch in batches for story, _what, _key, _number in batch.counts}
    return found - {0}


def added_up(batches: Iterable[Batch], stories: set[int]) -> Counter[Key]:
    """The counts of all batches by the minute. What concerns a story that there is not was dropped, and counts as such.

    stories  those that exist
    """
    total: Counter[Key] = Counter()
    for batch in batches:
        for story, what, key, number in batch.counts:
            if story in stories or not story:
                total[batch.at, story, what, key] += number
            else:  # seconds are no events
                total[batch.at, 0, DROPPED, "unknown"] += 1 if what == "engaged" else number
    return total


def spans_of(at: int, zone: tzinfo) -> dict[str, datetime]:
    """When the minute, the hour and the day of a moment began, in the site's zone."""
    moment = datetime.fromtimestamp(at, UTC)
    local = moment.astimezone(zone)
    hour = local.replace(minute=0, second=0, microsecond=0)
    day = hour.replace(hour=0, fold=0)
    return {"m": moment.replace(second=0, microsecond=0), "h": hour.astimezone(UTC), "d": day.astimezone(UTC)}

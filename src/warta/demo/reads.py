"""Reads of the sample newspaper's last two weeks, so that its board and its most read stories have something to show.

Invented by a rule: popular by Zipf's law, most in the evening, the older the fewer. What a browser reports from then on
is counted on top.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from django.utils import timezone

from warta.audience.models import Count, Span
from warta.stories.models import Story

DAYS = 14
READ = 40  # stories
BUSIEST = 900  # reads of the first story on its first day
ZIPF = 0.9
FADE = 0.8  # of a day's reads on the next
HOURS = (2, 1, 1, 1, 2, 4, 6, 7, 6, 5, 5, 6, 7, 5, 5, 5, 6, 7, 8, 9, 9, 7, 5, 3)  # of a day, in parts
SOURCES = {"search": 38, "social": 24, "direct": 18, "block:related": 8, "block:latest": 6, "site": 4, "newsletter": 2}
DEPTHS = {"25": 82, "50": 61, "75": 45, "100": 34}  # of a hundred pages
SECONDS = 74  # on a page
WALLS = {"premium": "wall:subscribe", "registered": "wall:sign-in", "metered": "wall:meter-spent"}
STOPPED = {"premium": 88, "registered": 60, "metered": 14}  # of a hundred pages
OFFERS = 3  # clicks of a hundred walls


class Hour(NamedTuple):
    """Reads of a story within an hour."""

    story: int
    level: str
    at: datetime
    reads: int


def load_reads(now: datetime) -> None:
    """Make them, if nothing was ever read. Two queries, and some to write."""
    if Count.objects.exists():
        return
    numbers: Counter[tuple[str, datetime, int, str, str]] = Counter()
    for hour in _hours(now, Random(14)):  # noqa: S311 - no secret
        spans = [(Span.DAY, hour.at.replace(hour=0))]
        if now - hour.at < timedelta(hours=25):
            spans.append((Span.HOUR, hour.at))
        for what, key, number in _counts(hour):
            for span, at in spans:
                numbers[span, at, hour.story, what, key] += number
            if now - hour.at < timedelta(hours=3) or timedelta(hours=24) < now - hour.at < timedelta(hours=25):
                for at, part in _minutes(hour, number, now):
                    numbers[Span.MINUTE, at, hour.story, what, key] += part
    Count.objects.bulk_create(
        [Count(span=span, at=at, story=story, what=what, key=key, number=number)
         for (span, at, story, what, key), number in numbers.items() if number],
        batch_size=2000,
    )  # fmt: skip


def _hours(now: datetime, chance: Random) -> Iterator[Hour]:
    local = timezone.localtime(now)
    stories = list(Story.objects.live().order_by("-published_at").values_list("pk", "level", "published_at")[:READ])
    chance.shuffle(stories)
    for rank, (story, level, published_at) in enumerate(stories, start=1):
        for back in range(DAYS):
            day = (local - timedelta(days=back)).replace(minute=0, second=0, microsecond=0)
            age = max(0, (day - published_at).days)
            reads = BUSIEST / rank**ZIPF * FADE**age * chance.uniform(0.7, 1.3)
            for hour, parts in enumerate(HOURS):
                at = day.replace(hour=hour)
                number = round(reads * parts / sum(HOURS))
                if published_at <= at <= local and number:
                    yield Hour(story, level, at, number)


def _counts(hour: Hour) -> Iterator[tuple[str, str, int]]:
    """What goes with the reads of an hour, as a page reports it."""
    views = round(hour.reads * 1.25)
    stopped = views * STOPPED.get(hour.level, 0) // 100
    yield "read", "", hour.reads
    yield "view", "", views
    yield "engaged", "", views * SECONDS
    for key, share in DEPTHS.items():
        yield "depth", key, views * share // 100
    for key, share in SOURCES.items():
        yield "source", key, views * share // 100
    yield "outcome", "full", views - stopped
    if stopped:
        yield "outcome", WALLS[hour.level], stopped
        yield "outcome", "offer", stopped * OFFERS // 100


def _minutes(hour: Hour, number: int, now: datetime) -> Iterator[tuple[datetime, int]]:
    """A number spread over an hour's minutes, as far as they have been; not each story's over the same."""
    minutes = min(60, int((now - hour.at).total_seconds()) // 60 + 1)
    for place in range(minutes):
        part = number * (place + 1) // minutes - number * place // minutes
        if part:
            yield hour.at + timedelta(minutes=(place + 7 * hour.story) % minutes), part

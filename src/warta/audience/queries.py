"""What was read: every question about it. Sums over a time, of all stories or of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count as Number
from django.db.models import Sum
from django.utils import timezone

from warta.audience.models import Count, Present, Span
from warta.audience.rules import PRESENT_S
from warta.stories.queries import in_language

DAY = timedelta(hours=24)
LOOKED_AT = 500  # most read stories, of all languages
WORDS = ("read", "view", "engaged", "depth", "source", "outcome")


@dataclass(slots=True)
class Figures:
    """What became of one story, author, section or topic, or of all.

    reads    visitors, each story and day once
    views    pages opened
    engaged  seconds on them
    ends     pages read to the end
    walls    pages that showed a wall
    offers   clicks on an offer
    """

    reads: int = 0
    views: int = 0
    engaged: int = 0
    ends: int = 0
    walls: int = 0
    offers: int = 0

    def count(self, what: str, key: str, number: int) -> None:
        """Count in one row; what is not told here is left out."""
        match what:
            case "read":
                self.reads += number
            case "view":
                self.views += number
            case "engaged":
                self.engaged += number
            case "depth" if key == "100":
                self.ends += number
            case "outcome" if key == "offer":
                self.offers += number
            case "outcome" if key.startswith("wall:"):
                self.walls += number

    def add(self, other: Figures) -> None:
        """Count in what became of another."""
        self.reads += other.reads
        self.views += other.views
        self.engaged += other.engaged
        self.ends += other.ends
        self.walls += other.walls
        self.offers += other.offers

    @property
    def seconds(self) -> int:
        """How long a page was read, on average."""
        return round(self.engaged / self.views) if self.views else 0

    @property
    def share_of_ends(self) -> int:
        """Of a hundred pages, how many were read to the end."""
        return round(100 * self.ends / self.views) if self.views else 0


def sums(span: Span, start: datetime, end: datetime, story: int | None = None) -> Counter[tuple[str, str]]:
    """Of all stories or one, how often each thing happened from `start` until before `end`. One query."""
    rows = Count.objects.filter(span=span, what__in=WORDS, at__gte=start, at__lt=end)
    if story is not None:
        rows = rows.filter(story=story)
    found = rows.values_list("what", "key").annotate(Sum("number"))
    return Counter({(what, key): number for what, key, number in found})


def series(what: str, span: Span, start: datetime, end: datetime, story: int | None = None) -> dict[datetime, int]:
    """How often something happened in each span; spans without are left out. One query."""
    rows = Count.objects.filter(span=span, what=what, at__gte=start, at__lt=end)
    if story is not None:
        rows = rows.filter(story=story)
    return dict(rows.values_list("at").annotate(Sum("number")).order_by("at"))


def most(what: str, span: Span, start: datetime, end: datetime, number: int) -> dict[int, int]:
    """The stories to which something happened most often, the first of them first. One query."""
    rows = Count.objects.filter(span=span, what=what, at__gte=start, at__lt=end).exclude(story=0)
    found = rows.values_list("story").annotate(total=Sum("number")).order_by("-total", "-story")
    return dict(found[:number])


def of_stories(what: str, span: Span, start: datetime, end: datetime, stories: Iterable[int]) -> dict[int, int]:
    """How often something happened to each of some stories. One query."""
    rows = Count.objects.filter(span=span, what=what, at__gte=start, at__lt=end, story__in=list(stories))
    return dict(rows.values_list("story").annotate(Sum("number")).order_by())


def by_story(start: datetime, end: datetime) -> dict[int, Figures]:
    """What became of every story that was opened, by whole days. One query, which reads each count of the time."""
    rows = Count.objects.filter(span=Span.DAY, what__in=WORDS, at__gte=start, at__lt=end).exclude(what="source")
    found: dict[int, Figures] = {}
    sums = rows.exclude(story=0).values_list("story", "what", "key").annotate(Sum("number")).order_by()
    for story, what, key, number in sums.iterator():
        found.setdefault(story, Figures()).count(what, key, number)
    return found


def here(now: datetime) -> int:
    """Readers of the last five minutes. One query."""
    return Present.objects.filter(at__gte=int(now.timestamp()) - PRESENT_S).count()


def here_by_story(now: datetime, number: int) -> dict[int, int]:
    """The stories with the most readers now. One query."""
    rows = Present.objects.filter(at__gte=int(now.timestamp()) - PRESENT_S).exclude(story=0)
    return dict(rows.values_list("story").annotate(total=Number("pk")).order_by("-total", "-story")[:number])


def walls_shown() -> dict[str, int]:
    """How often each wall was ever shown, by its reason. One query."""
    rows = Count.objects.filter(span=Span.DAY, what="outcome", key__startswith="wall:")
    found = rows.values_list("key").annotate(Sum("number")).order_by()
    return {key.removeprefix("wall:"): number for key, number in found}


def most_read(language: str, limit: int) -> list[int]:
    """Ids of the public stories of a language with most readers in the last 24 hours, the newer first among equals.

    None if nobody has read: a list of what is read holds nothing else. Two queries; the 500 most read of all languages
    are looked at.
    """
    now = timezone.now()
    best = list(most("read", Span.HOUR, now - DAY, now, LOOKED_AT))
    public = set(in_language(language).filter(pk__in=best).values_list("pk", flat=True))
    return [story for story in best if story in public][:limit]

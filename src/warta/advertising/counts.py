"""What was shown, seen and clicked: the counts of `audience`, read in this one place.

Each event stands in a count of its day (`span` d) with the creative's id as `story` and the slot as `key`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Sum
from django.utils import timezone

from warta.audience.models import Count

SHOWN, VIEWABLE, CLICKED = "ad_shown", "ad_viewable", "ad_clicked"


@dataclass(frozen=True, slots=True)
class Tally:
    """How often."""

    shown: int = 0
    viewable: int = 0
    clicked: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.shown + other.shown, self.viewable + other.viewable, self.clicked + other.clicked)


def shown(creatives: Iterable[int]) -> dict[int, int]:
    """How often each creative was ever shown. One query."""
    wanted = list(creatives)
    if not wanted:
        return {}
    rows = Count.objects.filter(span="d", what=SHOWN, story__in=wanted).values_list("story")
    return dict(rows.annotate(total=Sum("number")).order_by())


def by_day(creatives: Iterable[int], first: date, last: date) -> Mapping[tuple[date, int, str], Tally]:
    """The tallies of each day of the site's zone, creative and slot. One query."""
    wanted = list(creatives)
    if not wanted:
        return {}
    rows = Count.objects.filter(
        span="d", what__in=(SHOWN, VIEWABLE, CLICKED), story__in=wanted, at__gte=_start(first),
        at__lt=_start(last + timedelta(days=1)),
    ).values_list("at", "story", "key", "what", "number")  # fmt: skip
    found: dict[tuple[date, int, str], Tally] = {}
    for at, creative, slot, what, number in rows:
        place = timezone.localtime(at).date(), creative, slot
        more = Tally(**{what.removeprefix("ad_"): number})
        found[place] = found.get(place, Tally()) + more
    return found


def _start(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=timezone.get_default_timezone())

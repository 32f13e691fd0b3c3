"""The days that somebody in the newsroom asks about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

USUAL = 30
DAYS_MAX = 366


@dataclass(frozen=True, slots=True)
class Days:
    """From a day to a day, both counted in."""

    first: date
    last: date

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """When they begin, and when the day after them does, in the site's zone."""
        zone = timezone.get_default_timezone()
        return (
            datetime.combine(self.first, time(), zone),
            datetime.combine(self.last + timedelta(days=1), time(), zone),
        )


def days_of(first: str, last: str, today: date) -> Days:
    """Days as somebody asked for them, in either order: at most 366 and none to come; else the last 30."""
    try:
        start, end = sorted(min(date.fromisoformat(text), today) for text in (first, last))
        return Days(max(start, end - timedelta(days=DAYS_MAX - 1)), end)
    except (ValueError, OverflowError):
        return Days(today - timedelta(days=USUAL - 1), today)

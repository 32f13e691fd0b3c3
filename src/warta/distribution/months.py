"""The months in which stories came out: what the index of sitemaps is made of, without a look at every story.

Which months there are is found once an hour, by steps from the newest story to the month before; meanwhile only what
was first published since is looked at. Times of change are known of the last 30 days, by the index of `updated_at`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.utils import timezone
from wagtail.models import Page

from warta.stories import queries

ENTRIES_MAX = 50_000  # of one sitemap; source: sitemaps.org
KEEP_S = 3600
NEW_MAX = 500
CHANGED_DAYS = 30
CHANGED_MAX = 1000


def start_of(month: date) -> datetime:
    """The first moment of a month in the site's time zone."""
    return datetime(month.year, month.month, 1, tzinfo=timezone.get_default_timezone())


def after(month: date) -> date:
    """The month that follows."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def month_of(moment: datetime) -> date:
    """The month of a moment, in the site's time zone."""
    return timezone.localtime(moment, timezone.get_default_timezone()).date().replace(day=1)


def months(language: str) -> dict[date, int]:
    """The months with public stories, newest first, and how many sitemaps each needs.

    Two queries while nothing new came out, one more for each month in which something did.
    """
    key = f"sitemap-months:{language}"
    asked_at = timezone.now()
    kept: tuple[datetime, dict[date, int]] | None = cache.get(key)
    known: dict[date, int] = {}
    if kept:
        since, known = kept
        new = list(Page.objects.filter(first_published_at__gte=since).order_by().values_list("pk", flat=True)[:NEW_MAX])
        dates = list(queries.in_language(language).filter(pk__in=new).values_list("published_at", flat=True))
        touched = {month_of(moment) for moment in dates if moment}
        if len(new) == NEW_MAX:
            kept = None
        elif not touched:
            return known
    if kept is None:
        known, touched = {}, set(_walk(language))
    known = {**known, **{month: _parts(language, month) for month in touched}}
    known = dict(sorted(known.items(), reverse=True))
    cache.set(key, (asked_at - timedelta(seconds=5), known), KEEP_S)  # a transaction may have been under way
    return known


def _walk(language: str) -> Iterator[date]:
    """The months, newest first. One query each."""
    before = None
    while True:
        moment = queries.in_language(language, before).values_list("published_at", flat=True).first()
        if moment is None:
            return
        yield month_of(moment)
        before = start_of(month_of(moment))


def _parts(language: str, month: date) -> int:
    """How many sitemaps a month needs. One query, and one for each 50,000 stories."""
    found = queries.in_language(language, start_of(after(month))).filter(published_at__gte=start_of(month))
    parts = 1
    while found.values_list("pk", flat=True)[parts * ENTRIES_MAX : parts * ENTRIES_MAX + 1].exists():
        parts += 1
    return parts


def changed(language: str) -> dict[date, datetime]:
    """When a story of a month changed last, as far as that was in the last 30 days. Two queries."""
    newest = queries.in_language(language).values_list("published_at", flat=True).first()
    found = {month_of(newest): newest} if newest else {}
    since = timezone.now() - timedelta(days=CHANGED_DAYS)
    recent = queries.in_language(language).filter(updated_at__gte=since).order_by("-updated_at")
    for published_at, updated_at in recent.values_list("published_at", "updated_at")[:CHANGED_MAX]:
        month = month_of(published_at)
        found[month] = max(found.get(month, updated_at), updated_at)
    return found

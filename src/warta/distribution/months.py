"""The months in which stories came out: what the index of sitemaps is made of, without a look at every story.

Which months there are is found once an hour, by one question a month that ends at the first story; meanwhile only what
was first published since is looked at. Times of change are known of the last 30 days, by the index of `updated_at`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.core.cache import caches
from django.db import connection
from django.utils import timezone
from wagtail.models import Locale, Page

from warta.stories import queries
from warta.stories.models import Story

ENTRIES_MAX = 50_000  # of one sitemap; source: sitemaps.org
KEEP_S = 3600
NEW_MAX = 500
CHANGED_DAYS = 30
CHANGED_MAX = 1000
# Is there a story of `queries.in_language` in a month? Django takes longer to word that than a database to answer it,
# and there may be hundreds of months. The sum is explained in `queries.of_language`.
ANY = """
SELECT 1 FROM stories_story story JOIN wagtailcore_page page ON page.id = story.page_ptr_id
WHERE story.published_at >= %s AND story.published_at < %s
AND (story.embargo_until IS NULL OR story.embargo_until <= %s)
AND page.live AND page.locale_id + 0 = %s LIMIT 1
"""


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
    kept: tuple[datetime, dict[date, int]] | None = caches["near"].get(key)
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
        known, touched = {}, set(_with_stories(language))
    known = {**known, **{month: _parts(language, month) for month in touched}}
    known = dict(sorted(known.items(), reverse=True))
    caches["near"].set(key, (asked_at - timedelta(seconds=5), known), KEEP_S)  # a transaction may have been under way
    return known


def _with_stories(language: str) -> Iterator[date]:
    """The months, oldest first. Three queries, and one each."""
    times = queries.in_language(language).values_list("published_at", flat=True)
    newest, oldest = times.first(), times.order_by("published_at").first()
    if newest is None or oldest is None:
        return
    locale, now = Locale.objects.get(language_code=language).pk, timezone.now()
    prepared = connection.ops.adapt_datetimefield_value
    month = month_of(oldest)
    with connection.cursor() as cursor:
        while month <= month_of(newest):
            end = min(start_of(after(month)), now + timedelta(microseconds=1))
            cursor.execute(ANY, [prepared(start_of(month)), prepared(end), prepared(now), locale])
            if cursor.fetchone():
                yield month
            month = after(month)


def _parts(language: str, month: date) -> int:
    """How many sitemaps a month needs. One query, and two or more if that many came out in all languages."""
    start, end = start_of(month), start_of(after(month))
    all_languages = Story.objects.filter(published_at__gte=start, published_at__lt=end).order_by()
    if not all_languages.values_list("published_at")[ENTRIES_MAX : ENTRIES_MAX + 1].exists():
        return 1  # read from the index of dates alone
    found = queries.in_language(language, end).filter(published_at__gte=start)
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

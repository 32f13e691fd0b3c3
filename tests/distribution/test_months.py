"""The months of the sitemaps, found anew as after a start."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from warta.distribution import months
from warta.stories import queries
from warta.stories.models import Story


def anew(language):
    """The months as after a start, and how many queries they took."""
    caches["near"].clear()
    with CaptureQueriesContext(connection) as asked:
        return months.months(language), len(asked)


@pytest.fixture
def years(newspaper):
    """Stories over some years, some of them not public."""
    now = timezone.now()
    for day in (2, 3, 40, 400, 401, 800):
        newspaper.story(published_at=now - timedelta(days=day))
    newspaper.story(published_at=datetime(2024, 2, 29, 16, 59, tzinfo=UTC))  # before midnight in the paper's zone
    newspaper.story(published_at=datetime(2024, 4, 30, 17, 1, tzinfo=UTC))  # May there
    newspaper.story(published_at=now - timedelta(days=500), language="en")
    newspaper.story(published_at=now - timedelta(days=600), embargo_until=now + timedelta(days=1))
    newspaper.draft(published_at=now - timedelta(days=700))
    withdrawn = newspaper.story(published_at=now - timedelta(days=1000))
    Story.objects.filter(pk=withdrawn.pk).update(live=False)
    return newspaper


def test_the_months_are_those_of_the_public_stories(years):
    for language in ("id", "en"):
        there = queries.in_language(language).values_list("published_at", flat=True)
        expected = Counter(months.month_of(moment) for moment in there)
        found, _ = anew(language)
        assert list(found) == sorted(expected, reverse=True)
        assert set(found.values()) == {1}
    assert {date(2024, 2, 1), date(2024, 5, 1)} <= set(anew("id")[0])
    assert date(2024, 4, 1) not in anew("id")[0]
    assert anew("fr") == ({}, anew("fr")[1])


def test_it_costs_the_same_however_many_stories_a_month_has(years):
    _, before = anew("id")
    first = Story.objects.filter(published_at__isnull=False).order_by("-published_at").first()
    for number in range(20):
        years.story(published_at=first.published_at - timedelta(minutes=number))
    assert anew("id")[1] == before


def test_a_month_of_many_stories_has_several_sitemaps(years, monkeypatch):
    monkeypatch.setattr(months, "ENTRIES_MAX", 2)
    for number in range(3):
        years.story(published_at=datetime(2023, 6, 10, number, tzinfo=UTC))
    years.story(published_at=datetime(2023, 6, 10, 4, tzinfo=UTC), language="en")
    assert (anew("id")[0][date(2023, 6, 1)], anew("en")[0][date(2023, 6, 1)]) == (2, 1)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's plan")
def test_a_month_is_looked_up_in_the_index_of_dates(db):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {months.ANY}", ["2024-01-01", "2024-02-01", "2024-03-01", 1])
        plan = [row[3] for row in cursor.fetchall()]
    assert [step for step in plan if "story_published (published_at>? AND published_at<?)" in step], plan
    assert not [step for step in plan if step.startswith("SCAN")], plan

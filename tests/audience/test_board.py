"""The board and the history, of counts as the worker leaves them."""

from datetime import date, datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from warta.audience import history
from warta.audience.board import board
from warta.audience.models import Count, Present, Span
from warta.desk.days import Days, days_of

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 26, 12, tzinfo=timezone.get_default_timezone())


def count(at, story, what, number, key=""):
    """As an event leaves it: in the minute, the hour and the day."""
    local = timezone.localtime(at)
    starts = {
        Span.MINUTE: local.replace(second=0, microsecond=0),
        Span.HOUR: local.replace(minute=0, second=0, microsecond=0),
        Span.DAY: local.replace(hour=0, minute=0, second=0, microsecond=0),
    }
    for span, start in starts.items():
        row, _new = Count.objects.get_or_create(
            span=span, at=start, story=story, what=what, key=key, defaults={"number": 0}
        )
        Count.objects.filter(pk=row.pk).update(number=row.number + number)


def table(shown, code):
    return next(one for one in shown.tables if one.code == code)


def test_who_reads_now_is_who_was_heard_of_in_five_minutes(newspaper):
    story = newspaper.story("Jembatan dibuka")
    for visitor, ago in enumerate([10, 200, 299, 301, 4000]):
        Present.objects.create(visitor=visitor, story=story.pk, at=int(NOON.timestamp()) - ago)
    shown = board(NOON)
    assert shown.here == 3
    assert table(shown, "now").rows == [["Jembatan dibuka", 3, 0]]


def test_what_rises_is_compared_with_the_half_hour_before(newspaper):
    up, down, gone = newspaper.story("Naik"), newspaper.story("Turun"), 999_999
    for story, before, last in ((up.pk, 2, 9), (down.pk, 30, 10), (gone, 0, 50)):
        count(NOON - timedelta(minutes=45), story, "read", before)
        count(NOON - timedelta(minutes=5), story, "read", last)
    shown = board(NOON)
    assert table(shown, "rising").rows == [["Naik", 9, 2, "+7", 11]]
    assert table(shown, "falling").rows == [["Turun", 10, 30, "-20", 40]]
    assert shown.reads == 101
    assert sum(column.reads for column in shown.columns) == 101 and max(c.share for c in shown.columns) == 100


def test_yesterday_is_told_until_the_same_time(newspaper):
    story = newspaper.story("Pasar pagi").pk
    count(NOON - timedelta(days=1, minutes=1), story, "read", 5)
    count(NOON - timedelta(days=1) + timedelta(minutes=1), story, "read", 7)
    assert (board(NOON).reads, board(NOON).yesterday) == (0, 5)


def test_sources_depth_and_walls_are_shares_of_pages_opened(newspaper):
    story = newspaper.story("Harga beras").pk
    count(NOON, story, "view", 200)
    for key, number in (("search", 150), ("block:related", 50)):
        count(NOON, story, "source", number, key)
    for key, number in (("25", 160), ("50", 100), ("75", 40), ("100", 20)):
        count(NOON, story, "depth", number, key)
    for key, number in (("wall:meter-spent", 30), ("offer", 4), ("full", 100)):
        count(NOON, story, "outcome", number, key)
    shown = board(NOON + timedelta(seconds=30))
    assert [row[1:] for row in table(shown, "sources").rows] == [[150, "75.0%"], [50, "25.0%"]]
    assert [row[1:] for row in table(shown, "depth").rows][-1] == [20, "10.0%"]
    assert [row[1:] for row in table(shown, "walls").rows] == [[30, "15.0%"], [4, "2.0%"]]


def test_the_past_by_story_author_section_and_topic(newspaper):
    first, second = newspaper.story("Satu", topics=[newspaper.topic]), newspaper.story("Dua")
    for story, reads in ((first.pk, 10), (second.pk, 5), (888_888, 2)):
        count(NOON, story, "read", reads)
        count(NOON, story, "view", 2 * reads)
        count(NOON, story, "engaged", 60 * reads)
        count(NOON, story, "depth", reads, "100")
    days = Days(date(2026, 11, 20), date(2026, 11, 26))
    by_story = history.table("story", days).rows
    assert [row[:5] for row in by_story[:3]] == [
        ["Semua", 17, 34, "0:30", "50%"], ["Satu", 10, 20, "0:30", "50%"], ["Dua", 5, 10, "0:30", "50%"]
    ]  # fmt: skip
    assert [row[:2] for row in history.table("section", days).rows[1:]] == [[first.section.name, 15]]
    assert [row[:2] for row in history.table("topic", days).rows[1:]] == [[newspaper.topic.name, 10]]
    assert history.table("story", Days(date(2026, 11, 27), date(2026, 11, 27))).rows == []


def test_days_that_nobody_can_mean_are_the_last_thirty():
    today = date(2026, 11, 26)
    thirty = Days(date(2026, 10, 28), today)
    assert days_of("", "", today) == days_of("x", "2026-13-01", today) == thirty
    assert days_of("2026-11-01", "2027-01-01", today) == Days(date(2026, 11, 1), today)
    assert days_of("2026-11-20", "2026-11-10", today) == Days(date(2026, 11, 10), date(2026, 11, 20))
    assert (days_of("0001-01-01", "2026-11-26", today)).first == today - timedelta(days=365)


def test_pages_and_files_are_for_colleagues_who_may(client, newspaper):
    story = newspaper.story("Jembatan dibuka")
    count(timezone.now(), story.pk, "read", 3)
    addresses = ["/admin/audience/", "/admin/audience/?part", "/admin/audience/by/author/",
                 "/admin/audience/now/rising.csv", f"/admin/audience/story/{story.pk}/",
                 f"/admin/audience/story/{story.pk}/?csv=days", "/admin/audience/by/story/?csv"]  # fmt: skip
    client.force_login(newspaper.colleague("reporter"))
    for address in addresses:
        assert client.get(address).status_code == 200, address
    assert "Jembatan dibuka,3," in client.get("/admin/audience/by/story/?csv").text
    assert client.get("/admin/audience/now/nothing.csv").status_code == 404
    assert client.get("/admin/audience/by/nothing/").status_code == 404
    client.force_login(newspaper.colleague("service"))
    assert {client.get(address).status_code for address in addresses} <= {302, 403}


def test_the_board_asks_as_much_of_many_stories_as_of_few(newspaper, django_assert_max_num_queries):
    for number in range(20):
        count(NOON, newspaper.story(f"Berita {number}").pk, "read", number)
    with django_assert_max_num_queries(9, using=settings.READS):
        board(NOON + timedelta(seconds=1))


def test_a_published_story_leads_to_what_was_read_of_it(client, newspaper):
    client.force_login(newspaper.colleague("reporter"))
    mine = newspaper.story("Punya saya", owner=newspaper.colleague("reporter"))
    assert f"/admin/audience/story/{mine.pk}/" in client.get(f"/admin/pages/{mine.pk}/edit/").text

"""Batches are counted once, and what may no longer be known is forgotten."""

import logging
import time
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from tests.audience.conftest import ZONE, counted, today, wait
from warta.audience import services
from warta.audience.models import Count, Present, Salt, Seen, Spent, Waiting
from warta.audience.queries import here
from warta.audience.services import forget_reads, take_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(newspaper):
    return newspaper.story().pk


def test_nothing_waits(db):
    assert take_in() == 0


def test_what_waits_is_counted_and_gone(story, take_all):
    wait([[story, "view", "", 3], [story, "source", "block:related", 2]], [[1, story], [2, story]])
    assert take_all() == 1
    wanted = {(story, "view", ""): 3, (story, "source", "block:related"): 2, (story, "read", ""): 2}
    assert counted("m") == counted("h") == counted("d") == wanted
    assert not Waiting.objects.exists() and take_in() == 0
    assert counted() == wanted


def test_a_visitor_is_one_reader_of_a_story_a_day(story, newspaper, take_all):
    """A thousand reloads in a thousand batches, of two edge workers, are one reader; tomorrow they are one again."""
    other = newspaper.story().pk
    noon = datetime(2026, 11, 26, 12, tzinfo=ZONE).timestamp()
    for number in range(50):
        wait([[story, "view", "", 20]], [[7, story]], at=noon + number)
    wait(pairs=[[7, other], [8, story]], at=noon)
    take_all()
    assert counted(what="read") == {(story, "read", ""): 2, (other, "read", ""): 1}
    assert counted(what="view") == {(story, "view", ""): 1000}
    wait(pairs=[[7, story]], at=noon + 24 * 3600)
    take_all()
    assert counted(what="read") == {(story, "read", ""): 3, (other, "read", ""): 1}


def test_minutes_hours_and_days_are_the_sites(story, take_all):
    for hour, minute in ((0, 0), (0, 1), (23, 59)):
        wait([[story, "view", "", 1]], at=datetime(2026, 11, 26, hour, minute, tzinfo=ZONE).timestamp())
    wait([[story, "view", "", 1]], at=datetime(2026, 11, 27, 0, 0, tzinfo=ZONE).timestamp())
    take_all()
    found = {
        span: list(Count.objects.filter(span=span).order_by("at").values_list("number", flat=True)) for span in "mhd"
    }
    assert found == {"m": [1, 1, 1, 1], "h": [2, 1, 1], "d": [3, 1]}
    first = Count.objects.filter(span="d").order_by("at").first()
    assert first.at == datetime(2026, 11, 26, tzinfo=ZONE)


def test_stories_that_there_are_not(story, take_all):
    wait([[story + 999, "view", "", 4], [story, "view", "", 1]], [[1, story + 999], [1, 1 << 52]])
    take_all()
    assert counted() == {(story, "view", ""): 1, (0, "dropped", "unknown"): 4}
    assert not Seen.objects.exists() and not Present.objects.exists()


def test_a_receipt_is_counted_once_a_word(db, take_all):
    wait(receipts=[[77, "shown", 9, "side"], [77, "viewable", 9, "side"], [78, "shown", 9, "top"]])
    wait(receipts=[[77, "shown", 9, "side"]])
    take_all()
    wait(receipts=[[77, "shown", 9, "side"], [77, "clicked", 9, "side"]])
    take_all()
    assert counted() == {(9, "ad_shown", "side"): 1, (9, "ad_shown", "top"): 1, (9, "ad_viewable", "side"): 1,
                         (9, "ad_clicked", "side"): 1}  # fmt: skip


def test_a_batch_that_cannot_be_understood_stops_nobody(story, take_all, caplog):
    Waiting.objects.create(at=60, batch="{")
    wait([[story, "view", "", 1]])
    with caplog.at_level(logging.ERROR):
        assert take_all() == 2
    assert "cannot be understood" in caplog.text and counted() == {(story, "view", ""): 1}


def test_much_is_counted_in_portions(story, take_all, monkeypatch):
    monkeypatch.setattr(services, "TEXT_MAX", 1000)
    for number in range(100):
        wait([[story, "view", "", 1]], [[number, story]])
    assert 0 < take_in() < 30
    take_all()
    assert counted() == {(story, "view", ""): 100, (story, "read", ""): 100}


def test_what_fails_in_the_middle_is_counted_once_afterwards(story, take_all, monkeypatch):
    wait([[story, "view", "", 1]], [[1, story]], [[77, "shown", 9, "side"]])
    with monkeypatch.context() as broken:
        broken.setattr(services, "_add", lambda total: 1 / 0)
        with pytest.raises(ZeroDivisionError), transaction.atomic(using=settings.READS):
            take_in()
    assert Waiting.objects.count() == 1 and not Seen.objects.exists() and not Spent.objects.exists()
    take_all()
    assert counted() == {(story, "view", ""): 1, (story, "read", ""): 1, (9, "ad_shown", "side"): 1}


def test_who_is_here(story, newspaper, take_all):
    other = newspaper.story().pk
    wait(pairs=[[1, story], [2, story]], at=time.time() - 240)
    wait(pairs=[[3, story]], at=time.time() - 600)
    take_all()
    wait(pairs=[[2, other]])
    take_all()
    assert here(timezone.now()) == 2
    assert dict(Present.objects.values_list("visitor", "story")) == {1: story, 2: other}
    Present.objects.update(at=int(time.time()) - 301)
    assert here(timezone.now()) == 0
    forget_reads()
    assert not Present.objects.exists()


def test_what_numbers_visitors_is_thrown_away_daily(db):
    yesterday = timezone.localdate() - timedelta(days=1)
    for day in (yesterday.isoformat(), today()):
        Salt.objects.create(day=day, value="ab")
        Seen.objects.create(day=day, visitor=1, story=1)
    Seen.objects.create(day="2026-01-01", visitor=1, story=1)
    forget_reads()
    assert list(Salt.objects.values_list("day", flat=True)) == [today()]
    left = set(Seen.objects.values_list("day", flat=True))
    assert today() in left and "2026-01-01" not in left


def test_fine_counts_are_dropped_in_time_and_days_stay(db):
    now = timezone.now()
    for days in (1, 3, 89, 91, 4000):
        for span in "mhd":
            for what in ("view", "ad_clicked"):
                Count.objects.create(span=span, at=now - timedelta(days=days), story=1, what=what, number=days)
    while forget_reads():
        pass
    kept = {span: sorted(set(Count.objects.filter(span=span).values_list("number", flat=True))) for span in "mhd"}
    assert kept == {"m": [1], "h": [1, 3, 89], "d": [1, 3, 89, 91, 4000]}


def test_receipts_are_remembered_for_as_long_as_they_count(db, take_all):
    wait(receipts=[[77, "shown", 9, "side"]])
    take_all()
    forget_reads()
    assert Spent.objects.count() == 1
    Spent.objects.update(at=int(time.time()) - 3 * 24 * 3600)
    forget_reads()
    assert not Spent.objects.exists()


def test_every_word_is_forgotten_by_name(story, take_all):
    """A word that is counted and not listed would be kept by the minute for ever."""
    events = ("view", "engaged", "depth", "source", "outcome", "dropped")
    receipts = [[number, word, 9, "a"] for number, word in enumerate(("shown", "viewable", "clicked"))]
    wait([[story, what, "", 1] for what in events], [[1, story]], receipts)
    take_all()
    assert {what for _story, what, _key in counted()} == set(services.WHATS)


def test_the_zone_is_a_setting(story, take_all):
    with override_settings(TIME_ZONE="UTC"):
        wait([[story, "view", "", 1]], at=datetime(2026, 11, 26, 23, 30, tzinfo=ZONE).timestamp())
        take_all()
    assert Count.objects.get(span="d").at == datetime(2026, 11, 26, 7, tzinfo=ZONE)

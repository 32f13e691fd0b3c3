"""What time alone changes for readers is told to whoever follows the change log."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from warta.cli.schedule import DUTIES
from warta.discovery.index import follow
from warta.discovery.search import search
from warta.stories import timed
from warta.stories.models import Change, FreeWindow, ListenerPlace, ReadingPolicy, Story
from warta.stories.policy import current_policy
from warta.stories.timed import tell_time

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self):
        self.now = timezone.now()

    def __call__(self):
        return self.now

    def go(self, time):
        self.now += time


@pytest.fixture
def clock(newspaper, monkeypatch):
    """The duty has begun; each call tells what came since the one before."""
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", clock)
    assert tell_time() == 0
    return clock


@pytest.fixture
def told(clock):
    """Let time pass, and give the rows that the duty wrote."""

    def after(time):
        clock.go(time)
        before = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        for _ in range(100):
            if not tell_time():
                break
        return list(Change.objects.filter(pk__gt=before).order_by("pk").values_list("kind", "story"))

    return after


def window(clock, start, end=None, **more):
    policy = ReadingPolicy.objects.first() or ReadingPolicy.objects.create()
    end_at = clock.now + end if end else None
    return FreeWindow.objects.create(policy=policy, why="Gempa", start=clock.now + start, end=end_at, **more)


def test_it_is_a_duty_of_the_worker():
    assert tell_time in DUTIES


def test_a_window_is_told_when_it_begins_and_when_it_ends(clock, told):
    window(clock, DAY, 2 * DAY)
    assert told(DAY - SECOND) == []
    assert told(SECOND) == [("policy_changed", None)]
    assert told(SECOND) == []
    assert told(DAY) == [("policy_changed", None)]


def test_an_embargo_that_passes_on_a_public_story_is_told_with_its_gate(newspaper, clock, told):
    story = newspaper.story()
    draft = newspaper.draft(embargo_until=clock.now + DAY)
    Story.objects.filter(pk=story.pk).update(embargo_until=clock.now + DAY)
    assert told(DAY - SECOND) == []
    assert told(SECOND) == [("story_changed", story.pk)]
    row = Change.objects.latest("pk")
    assert (json.loads(row.gate)["public_from"], row.language) == (clock.now.timestamp(), "id")
    assert not Story.objects.get(pk=draft.pk).live


def test_growing_old_is_told_of_those_whose_level_it_changes(newspaper, clock, told):
    ReadingPolicy.objects.create(premium_after_days=10, free_after_days=30)
    free, metered, premium = (newspaper.story(level=level, hours_ago=0) for level in ("free", "metered", "premium"))
    assert told(10 * DAY - SECOND) == []
    assert told(2 * SECOND) == [("story_changed", metered.pk)]
    assert told(20 * DAY) == [("story_changed", metered.pk), ("story_changed", premium.pk)]
    assert free.pk not in Change.objects.filter(at__gt=clock.now - DAY).values_list("story", flat=True)


def test_the_search_index_finds_the_text_of_what_turned_free(newspaper, clock, told):
    ReadingPolicy.objects.create(free_after_days=30)
    hidden = "<p>" + "terbuka " * 90 + "</p><p>Kata kunci pusparagam.</p>"
    from tests.newspaper import rich

    newspaper.story(level="premium", hours_ago=0, body=[rich(hidden)])
    while follow():
        pass
    assert search("pusparagam", "id", 10) == []
    told(30 * DAY + SECOND)
    while follow():
        pass
    assert len(search("pusparagam", "id", 10)) == 1


def test_much_at_once_is_told_in_steps_each_story_once(newspaper, clock, told, monkeypatch):
    monkeypatch.setattr(timed, "BATCH", 2)
    ReadingPolicy.objects.create(free_after_days=30)
    stories = [newspaper.story(level="premium", published_at=clock.now - n * SECOND) for n in (9, 8, 7, 6, 5)]
    together = [newspaper.story(level="premium", published_at=clock.now - SECOND) for _ in range(5)]
    rows = told(30 * DAY)
    assert sorted(rows) == sorted(("story_changed", story.pk) for story in [*stories, *together])


def test_where_nothing_happens_nothing_is_written_within_a_minute(clock, told):
    place = ListenerPlace.objects.get(name="time").change
    assert told(30 * SECOND) == []
    assert ListenerPlace.objects.get(name="time").change == place
    assert told(31 * SECOND) == []
    assert ListenerPlace.objects.get(name="time").change == place + 61_000_000


def test_a_clock_set_back_is_waited_for(clock, told):
    window(clock, DAY)
    told(DAY)
    assert told(-DAY / 2) == []
    assert told(DAY / 2) == []


def test_what_came_while_the_worker_was_away_is_told_later(newspaper, clock, told):
    story = newspaper.story()
    window(clock, DAY)
    Story.objects.filter(pk=story.pk).update(embargo_until=clock.now + DAY)
    assert told(100 * DAY) == [("policy_changed", None), ("story_changed", story.pk)]


def test_an_idle_second_costs_few_queries_and_no_scan(newspaper, clock, django_assert_max_num_queries):
    ReadingPolicy.objects.create(premium_after_days=10, free_after_days=30)
    newspaper.story()
    clock.go(SECOND)
    tell_time()
    clock.go(SECOND)
    with django_assert_max_num_queries(11):
        assert tell_time() == 0
    sources = timed._sources(current_policy(), clock.now - SECOND, clock.now)
    for found, field, _age in sources:
        plan = found.order_by(field).explain()
        assert "SCAN" not in plan, plan

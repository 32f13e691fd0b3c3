"""What is read most, and by whom: numbers alone."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.audience.conftest import wait
from warta.audience.queries import most_read
from warta.site.zones import front_zones
from warta.stories.models import Story

pytestmark = pytest.mark.django_db


def read(story, readers, hours_ago=0.0):
    at = time.time() - hours_ago * 3600
    wait(pairs=[[visitor, story.pk] for visitor in range(readers)], at=at)


def test_nothing_has_been_read(newspaper):
    newspaper.story()
    assert most_read("id", 5) == []


def test_most_readers_first(newspaper, take_all):
    few, many, none, equal = (newspaper.story() for _ in range(4))
    read(few, 2)
    read(many, 3, hours_ago=3)
    read(many, 4, hours_ago=2)  # three of them for the second time, which counts once a day
    read(equal, 2, hours_ago=1)
    take_all()
    assert most_read("id", 5) == [many.pk, equal.pk, few.pk]
    assert most_read("id", 1) == [many.pk]
    assert none.pk not in most_read("id", 5)


def test_views_alone_put_nothing_on_the_list(newspaper, take_all):
    story = newspaper.story()
    wait([[story.pk, "view", "", 1000], [story.pk, "engaged", "", 1000]])
    take_all()
    assert most_read("id", 5) == []


def test_what_was_read_yesterday_no_longer_counts(newspaper, take_all):
    old, new = newspaper.story(), newspaper.story()
    read(old, 9, hours_ago=25)
    read(new, 1, hours_ago=22)
    take_all()
    assert most_read("id", 5) == [new.pk]


def test_only_what_is_public_in_the_language(newspaper, take_all):
    shown, hidden, gone = (newspaper.story() for _ in range(3))
    english = newspaper.story(language="en")
    for story in (shown, hidden, gone, english):
        read(story, 3)
    take_all()
    Story.objects.filter(pk=hidden.pk).update(embargo_until=timezone.now() + timedelta(days=1))
    gone.unpublish()
    assert most_read("id", 5) == [shown.pk]
    assert most_read("en", 5) == [english.pk]


def zones(newspaper):
    front = newspaper.front
    front.zones = [("most_read", None)]
    return [(row["kind"], [story.id for story in row["cards"]]) for row in front_zones(front, timezone.now())["zones"]]


def test_the_front_page_shows_them_and_no_heading_without(newspaper, take_all, client):
    first, second = newspaper.story(), newspaper.story()
    for _ in range(6):
        newspaper.story()  # a column of the latest takes what is newer
    assert zones(newspaper) == []
    read(second, 1)
    read(first, 2)
    take_all()
    ((kind, ids),) = zones(newspaper)
    assert kind == "most_read" and ids == [first.pk, second.pk]

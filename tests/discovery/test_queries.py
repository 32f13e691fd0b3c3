"""Lists for readers: what is in them, and that a busy newspaper's are read as quickly as a small one's."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from warta.discovery import queries
from warta.stories.models import Story, Topic


@pytest.fixture
def topics(newspaper):
    return [
        Topic.objects.create(name=name, slug=name, locale=newspaper.topic.locale) for name in ("api", "banjar", "cuaca")
    ]


def rows_read(function):
    """How many rows the database gave."""
    read = 0

    def count(execute, sql, params, many, context):
        nonlocal read
        result = execute(sql, params, many, context)
        fetch = context["cursor"].fetchmany

        def fetching(*args):
            nonlocal read
            rows = fetch(*args)
            read += len(rows)
            return rows

        context["cursor"].fetchmany = fetching
        return result

    with connection.execute_wrapper(count):
        function()
    return read


def test_hot_is_what_rises(newspaper, topics):
    fire, usual, weather = topics
    for age in (1, 2, 24 * 5, 24 * 6, 24 * 7):
        newspaper.story(topics=[usual], hours_ago=age)
    for age in (1, 2, 3):
        newspaper.story(topics=[fire], hours_ago=age)
    newspaper.story(topics=[weather], hours_ago=24 * 5)
    assert queries.hot_topics("id", 8) == [fire, usual]
    assert queries.hot_topics("id", 1) == [fire]
    assert queries.hot_topics("en", 8) == []


def test_what_is_embargoed_heats_nothing(newspaper, topics):
    story = newspaper.story(topics=topics[:1])
    Story.objects.filter(pk=story.pk).update(embargo_until=timezone.now() + timedelta(days=1))
    assert queries.hot_topics("id", 8) == []


def test_a_busy_week_is_counted_by_the_database(newspaper, topics, client):
    def cost():
        reads = rows_read(lambda: queries.hot_topics("id", 8))
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/archive/").status_code == 200
        return reads, len(asked), rows_read(lambda: client.get("/archive/"))

    for _ in range(8):
        newspaper.story(topics=topics, hours_ago=0.1)
    few = cost()
    for _ in range(12):
        newspaper.story(topics=topics, hours_ago=0.1)
    assert cost() == few

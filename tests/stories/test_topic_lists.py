"""The lists of topics say what the stories say, whatever road a story takes."""

import importlib

import pytest
from django.db import connection

from warta.stories.models import Story, Topic, TopicStory
from warta.stories.queries import of_topic

migration = importlib.import_module("warta.stories.migrations.0008_lists_of_topics")


def listed():
    return sorted(TopicStory.objects.values_list("topic", "story", "published_at"))


def wanted():
    links = Story.topics.through.objects.filter(story__live=True, story__published_at__isnull=False)
    return sorted(links.values_list("topic", "story", "story__published_at"))


@pytest.fixture
def topics(newspaper):
    return [Topic.objects.create(name=name, slug=name, locale=newspaper.topic.locale) for name in ("api", "banjar")]


def test_a_draft_stands_in_no_list(newspaper, topics):
    newspaper.draft(topics=topics)
    assert listed() == wanted() == []


def test_an_edited_story_changes_its_lists(newspaper, topics):
    story = newspaper.story(topics=topics[:1])
    story.topics = topics[1:]
    revision = story.save_revision()
    assert [topic for topic, _, _ in listed()] == [topics[0].pk], "a draft changed what is public"
    revision.publish()
    assert listed() == wanted()
    assert of_topic(topics[0], 5) == []
    assert of_topic(topics[1], 5) == [story.pk]


def test_what_is_taken_back_or_deleted_stands_in_no_list(newspaper, topics):
    back, deleted, stays = (newspaper.story(topics=topics) for _ in range(3))
    Story.objects.get(pk=back.pk).unpublish()
    Story.objects.get(pk=deleted.pk).delete()
    assert listed() == wanted()
    assert {story for _, story, _ in listed()} == {stays.pk}


def test_a_deleted_topic_takes_its_list_with_it(newspaper, topics):
    newspaper.story(topics=topics)
    topics[0].delete()
    assert listed() == wanted() != []


def test_an_upgrade_lists_what_was_published_before(newspaper, topics):
    for number in range(3):
        newspaper.story(topics=topics[: number % 2 + 1])
    newspaper.draft(topics=topics)
    before = listed()
    TopicStory.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(migration.FILL)
    assert listed() == before == wanted() != []

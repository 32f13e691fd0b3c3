"""The listener of the search index: nothing forgotten, nothing done twice, nothing hidden found meanwhile."""

import threading

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.newspaper import block, rich
from warta.cli import schedule
from warta.discovery import index, search
from warta.stories.models import Change, ListenerPlace, Publication, Story

LOCKED = [rich("<p>Awal saja di sini.</p>"), block("wall", None), rich("<p>Kata osmium.</p>")]


def settle():
    """Follow until nothing is left; returns the stories in the order in which they were taken in."""
    taken = []
    take_in = index.take_in

    def noting(pks):
        taken.append(list(pks))
        take_in(pks)

    index.take_in = noting
    try:
        while index.follow():
            pass
    finally:
        index.take_in = take_in
    return taken


def test_a_story_changed_often_is_taken_in_once_a_batch(newspaper):
    story = newspaper.story()
    for _ in range(5):
        story.publish(story.save_revision())
    assert settle()[0] == [story.pk]


def test_a_change_of_policy_goes_round_in_batches_and_keeps_its_place(newspaper, monkeypatch):
    monkeypatch.setattr(index, "ROUND_BATCH", 3)
    stories = [newspaper.story() for _ in range(8)]
    settle()
    newspaper.section.default_level = "premium"
    newspaper.section.save()
    index.follow()  # the row
    index.follow()  # three stories
    assert ListenerPlace.objects.get(name=search.ROUND).change == stories[2].pk
    assert settle() == [[story.pk for story in stories[3:6]], [story.pk for story in stories[6:]]]
    assert not ListenerPlace.objects.filter(name=search.ROUND).exists()


def test_a_second_change_begins_the_round_again(newspaper, monkeypatch):
    monkeypatch.setattr(index, "ROUND_BATCH", 2)
    stories = [newspaper.story() for _ in range(3)]
    settle()
    for level in ("premium", "metered"):
        newspaper.section.default_level = level
        newspaper.section.save()
        index.follow()
        index.follow()
    assert settle() == [[stories[2].pk]]


def test_a_policy_that_locks_nothing_begins_no_round(newspaper):
    newspaper.story()
    settle()
    paper = Publication.load()
    paper.email = "newsroom@news.example"
    paper.save()
    newspaper.section.color = "#112233"
    newspaper.section.save()
    assert Change.objects.filter(kind="policy_changed").count() >= 2
    assert settle() == []


def test_until_the_round_is_over_no_text_is_looked_into(newspaper):
    story = newspaper.story("Logam berat", body=LOCKED)
    settle()
    assert search.search("osmium", "id", 5) == [story.pk]
    newspaper.section.default_level = "premium"
    newspaper.section.save()
    assert (search.search("osmium", "id", 5), search.search("awal", "id", 5)) == ([], [])
    assert search.search("logam", "id", 5) == [story.pk]
    index.follow()
    assert search.search("osmium", "id", 5) == []
    settle()
    assert search.search("osmium", "id", 5) == []
    assert search.search("awal", "id", 5) == [story.pk]


def test_queries_do_not_grow_with_every_story_of_a_batch(newspaper):
    def cost(number):
        pks = [newspaper.story(topics=[newspaper.topic], authors=[person]).pk for _ in range(number)]
        with CaptureQueriesContext(connection) as queries:
            index.take_in(pks)
        return len(queries)

    person = newspaper.person("Ratri")
    cost(1)
    assert cost(11) - cost(1) <= 10 * 4  # two to read what it is linked with, two to write


def test_no_duty_waits_for_another():
    stop, held, done = threading.Event(), threading.Event(), threading.Event()

    def slow():
        held.wait(10)
        return 0

    def quick():
        done.set()
        return 0

    threads = [threading.Thread(target=schedule.keep, args=(duty, stop)) for duty in (slow, quick)]
    for thread in threads:
        thread.start()
    assert done.wait(5)
    stop.set()
    held.set()
    for thread in threads:
        thread.join(5)


def test_a_known_trouble_is_told_in_words_and_once(caplog, settings):
    troubles = schedule.Troubles("index")
    for _ in range(3):
        troubles.tell(OSError(28, "No space left on device", str(settings.DATA / "x")))
    assert [record.exc_info for record in caplog.records] == [None]
    assert "no room is left" in caplog.text
    troubles.tell(KeyError("y"))
    assert caplog.records[-1].exc_info


def test_a_story_that_cannot_be_read_stops_no_other(newspaper, caplog):
    broken, whole = newspaper.story("Rusak"), newspaper.story("Utuh")
    Story.objects.filter(pk=broken.pk).update(level="nobody knows")
    settle()
    assert search.search("utuh", "id", 5) == [whole.pk]
    assert search.search("rusak", "id", 5) == []
    assert f"story {broken.pk} cannot be indexed" in caplog.text


def test_what_was_open_is_not_found_between_its_locking_and_its_taking_in(newspaper):
    story = newspaper.story(level="free", body=LOCKED)
    other = newspaper.story(level="free", body=[rich("<p>Osmium juga.</p>")])
    settle()
    assert set(search.search("osmium", "id", 10)) == {story.pk, other.pk}
    story.level = "premium"
    story.publish(story.save_revision())
    assert search.search("osmium", "id", 10) == [other.pk]
    settle()
    assert search.search("osmium", "id", 10) == [other.pk]
    assert search.search(story.title, "id", 10) == [story.pk]

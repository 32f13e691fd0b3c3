from contextlib import suppress
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from warta.desk.services import withdraw
from warta.epaper.board import troubles
from warta.epaper.errors import BuildFailed, NotMade
from warta.epaper.models import Edition, EpaperSettings
from warta.epaper.queries import texts
from warta.epaper.services import due, making
from warta.epaper.services.builds import build
from warta.epaper.services.desk import PAUSE, close, publish, want_pages
from warta.epaper.services.due import editions_due, follow
from warta.stories.models import Change, ReadingPolicy
from warta.stories.models.person import Person
from warta.subscriptions.models import Letter

HERE = ZoneInfo("Asia/Jakarta")


class Run:
    """Makes pages at once, in the same process; counts."""

    def __init__(self):
        self.asked = []

    def __call__(self, pk, draft):
        self.asked.append((pk, draft))
        with suppress(BuildFailed):
            build(Edition.objects.get(pk=pk), draft=draft)


@pytest.fixture
def run(quick):
    return Run()


def at(hour, minute=0, days=0):
    """Today at an hour, in the newspaper's zone."""
    day = timezone.localdate() + timedelta(days=days)
    return datetime.combine(day, time(hour, minute), HERE)


@pytest.fixture
def published(newspaper, data, run, chosen):
    """Today's edition, made by the duty and published, and its story."""
    newspaper.colleague("editor")
    follow()
    story = newspaper.story("Kali meluap")
    editions_due(run=run)
    run.asked.clear()
    return Edition.objects.get(), story


def test_the_days_edition_is_made_at_its_hour(newspaper, data, run):
    newspaper.story(hours_ago=0.1)
    assert EpaperSettings.load().made_at == time(4)
    EpaperSettings.objects.update(is_made=True)
    editions_due(at(3, 59), run)
    assert not Edition.objects.exists()
    editions_due(at(4), run)
    edition = Edition.objects.get()
    assert (edition.day, edition.number) == (timezone.localdate(), 1)
    assert edition.published_at and edition.build
    editions_due(at(5), run)
    assert len(run.asked) == 1


def test_after_days_without_a_worker_todays_alone(newspaper, data, run, chosen):
    newspaper.story(hours_ago=100)
    newspaper.story()
    editions_due(run=run)
    assert [edition.day for edition in Edition.objects.all()] == [timezone.localdate()]


def test_not_where_the_newspaper_wants_none_and_not_twice_a_second_language(newspaper, data, run, chosen):
    newspaper.story()
    newspaper.story(language="en")
    chosen.is_made = False
    chosen.save()
    assert editions_due(run=run) == 0
    chosen.is_made, chosen.languages = True, "en, id, xx, en"
    chosen.save()
    editions_due(run=run)
    assert sorted(Edition.objects.values_list("language", flat=True)) == ["en", "id"] and len(run.asked) == 2


def test_a_newspaper_that_published_nothing_yet_is_not_alarmed(newspaper, data, run, chosen):
    assert editions_due(run=run) == 0
    assert not Edition.objects.exists() and not Letter.objects.exists()


def test_a_failure_is_told_and_tried_again_later(newspaper, edition, run, chosen):
    editions_due(run=run)
    edition.refresh_from_db()
    assert edition.failure and edition.published_at is None and Letter.objects.filter(kind="epaper").count() == 1
    assert [trouble.edition for trouble in troubles()] == [edition]
    editions_due(run=run)
    assert len(run.asked) == 1
    newspaper.story()
    editions_due(timezone.now() + due.AGAIN, run)
    edition.refresh_from_db()
    assert edition.published_at and edition.failure == "" and troubles() == []


def test_the_night_is_added_to_what_the_desk_arranged_in_the_evening(newspaper, edition, run, chosen):
    evening = newspaper.story("Malam")
    build(edition)
    edition.items.update(page=2, is_chosen=True)
    night = newspaper.story("Subuh", hours_ago=0.01)
    editions_due(run=run)
    assert {item.story: item.page for item in edition.items.all()} == {evening.pk: 2, night.pk: 0}
    edition.refresh_from_db()
    assert edition.published_at is not None


def test_where_the_night_cannot_be_added_the_evenings_pages_are_published_until_it_can(
    newspaper, edition, run, chosen, monkeypatch
):  # fmt: skip
    newspaper.story("Malam")
    build(edition)
    newspaper.story("Subuh", hours_ago=0.01)
    press = making.print_issue
    monkeypatch.setattr(making, "print_issue", lambda issue: 1 / 0)
    editions_due(run=run)
    edition.refresh_from_db()
    assert edition.published_at and edition.failure and (edition.files / "edition.epub").read_text() == "Malam"
    monkeypatch.setattr(making, "print_issue", press)
    editions_due(run=run)
    assert len(run.asked) == 1, "not at once"
    editions_due(timezone.now() + due.AGAIN, run)
    edition.refresh_from_db()
    assert edition.failure == "" and "Subuh" in (edition.files / "edition.epub").read_text()


def test_ten_corrections_make_one_build(newspaper, published, run):
    edition, story = published
    for number in range(10):
        story.title = f"Kali meluap {number}"
        story.save_revision().publish()
        editions_due(run=run)
    assert run.asked == []
    editions_due(timezone.now() + PAUSE, run)
    edition.refresh_from_db()
    assert run.asked == [(edition.pk, False)] and edition.wanted_at is None
    assert "Kali meluap 9" in (edition.files / "edition.epub").read_text()


@pytest.mark.parametrize("what", ["level", "policy", "author"])
def test_whatever_changes_a_story_is_looked_at(newspaper, published, run, what):
    edition, story = published
    if what == "level":
        story.level = "premium"
        story.save_revision().publish()
    elif what == "policy":
        ReadingPolicy.load().save()
    else:
        person = Person.objects.create(name="Ratri", slug="ratri")
        story.bylines.create(person=person)
        story.save_revision().publish()
        edition.refresh_from_db()
        Edition.objects.update(wanted_at=None)
        follow()
        person.name = "Ratri Maheswara"
        person.save()
    follow()
    edition.refresh_from_db()
    assert edition.wanted_at is not None


def test_stories_of_no_edition_change_none(newspaper, published):
    newspaper.story("Lain")
    follow()
    assert Edition.objects.get().wanted_at is None


def test_a_withdrawal_from_an_open_edition(newspaper, published, run):
    edition, story = published
    newspaper.story("Lain")
    want_pages(edition=edition, draft=False)
    Edition.objects.update(chosen_at=None)
    editions_due(run=run)
    run.asked.clear()
    before = Change.objects.filter(kind="edition_changed").count()
    withdraw(story=story, user=newspaper.colleague("editor"), reason="Keliru.")
    follow()
    edition.refresh_from_db()
    assert edition.items.get(story=story.pk).is_gone
    assert [text.headline for text in texts(edition)] == ["Lain"]
    assert Change.objects.filter(kind="edition_changed").count() == before + 1
    editions_due(run=run)
    edition.refresh_from_db()
    assert run.asked == [(edition.pk, False)] and (edition.files / "edition.epub").read_text() == "Lain"
    assert troubles() == [] and not Letter.objects.filter(kind="epaper").exists()


def test_a_withdrawal_from_a_closed_edition_is_told(newspaper, published, run):
    edition, story = published
    close(edition=edition)
    withdraw(story=story, user=newspaper.colleague("editor"), reason="Keliru.")
    editions_due(run=run)
    assert run.asked == [] and texts(edition) == []
    assert ["Kali meluap" in trouble.words for trouble in troubles()] == [True]
    assert "Kali meluap" in Letter.objects.get(kind="epaper").text
    newspaper.story("Lain")
    Edition.objects.update(chosen_at=None)
    want_pages(edition=edition, draft=False)
    editions_due(run=run)
    edition.refresh_from_db()
    assert troubles() == [] and edition.closed_at is not None
    assert (edition.files / "edition.epub").read_text() == "Lain"


def test_a_story_that_comes_back_is_read_again(newspaper, published, run):
    edition, story = published
    close(edition=edition)
    story.unpublish()
    follow()
    assert texts(edition) == []
    story.save_revision().publish()
    follow()
    assert [text.headline for text in texts(edition)] == ["Kali meluap"]


def test_editions_close_by_themselves(newspaper, published, run):
    edition, _story = published
    editions_due(timezone.now() + timedelta(hours=11), run)
    assert Edition.objects.get(pk=edition.pk).closed_at is None
    Edition.objects.update(reopened_at=timezone.now() + timedelta(hours=6))
    editions_due(timezone.now() + timedelta(hours=13), run)
    assert Edition.objects.filter(pk=edition.pk, closed_at=None).exists()
    editions_due(timezone.now() + timedelta(hours=19), run)
    assert Edition.objects.get(pk=edition.pk).closed_at is not None


def test_the_desks_wish_is_done_at_once(newspaper, published, run):
    edition, _story = published
    edition.items.update(length="short")
    want_pages(edition=edition, draft=True)
    editions_due(run=run)
    edition.refresh_from_db()
    assert run.asked == [(edition.pk, True)] and edition.draft and edition.draft_wanted_at is None


def test_a_making_that_is_killed_is_told(newspaper, edition, monkeypatch):
    monkeypatch.setattr(due.sys, "executable", "/bin/false")
    due.run_apart(edition.pk, False)
    edition.refresh_from_db()
    assert "code 1" in edition.failure and Letter.objects.filter(kind="epaper").exists()


def test_idle_it_asks_little(published, run):
    editions_due(run=run)
    with CaptureQueriesContext(connection) as queries:
        assert editions_due(run=run) == 0
    assert len(queries) <= 8


def test_publishing_needs_pages(newspaper, edition):
    with pytest.raises(NotMade):
        publish(edition=edition)

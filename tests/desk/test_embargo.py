"""Embargoes: the schedule that an embargo makes follows it; one set by hand stays."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.desk.forms import at, edit_url, form, send
from warta.desk.services import publish_due
from warta.stories.changes import ChangeKind

PUBLISH = {"action-publish": "1"}


@pytest.fixture
def now():
    return timezone.now().replace(second=0, microsecond=0)


@pytest.fixture
def story(newspaper, editor, client, now):
    """Scheduled by an embargo that ends in four hours."""
    story = newspaper.draft(owner=newspaper.colleague("reporter"))
    client.post(edit_url(story), form(story, embargo_until=at(now + timedelta(hours=4)), **PUBLISH))
    assert due(story) == now + timedelta(hours=4)
    return story


def change(client, story, **changes):
    """Cancel the schedule, as the newsroom asks before it opens a scheduled story, and send the form anew."""
    version = story.revisions.get(approved_go_live_at__isnull=False)
    client.post(reverse("wagtailadmin_pages:revisions_unschedule", args=[story.pk, version.pk]))
    send(client, story, **changes, **PUBLISH)


def due(story):
    """When a version of it goes out."""
    return (
        story.revisions.filter(approved_go_live_at__isnull=False).values_list("approved_go_live_at", flat=True).first()
    )


def test_the_form_shows_no_schedule_that_is_the_embargos_own(story, client):
    shown = client.get(edit_url(story)).context["form"]
    assert (shown["go_live_at"].value(), bool(shown["embargo_until"].value())) == (None, True)


def test_an_embargo_moved_earlier_takes_its_schedule_along(story, client, now, rows):
    change(client, story, embargo_until=at(now + timedelta(hours=1)))
    assert due(story) == now + timedelta(hours=1)
    assert publish_due(now + timedelta(minutes=59)) == 0
    assert rows() == []


def test_an_embargo_moved_later_takes_its_schedule_along(story, client, now):
    change(client, story, embargo_until=at(now + timedelta(hours=9)))
    assert due(story) == now + timedelta(hours=9)


def test_an_embargo_that_is_lifted_leaves_no_schedule(story, client, rows):
    change(client, story, embargo_until="")
    story.refresh_from_db()
    assert (story.live, story.go_live_at, due(story)) == (True, None, None)
    assert rows() == [(ChangeKind.STORY_CHANGED, story.pk)]


def test_a_later_schedule_set_by_hand_stays_when_the_embargo_goes(story, client, now):
    later = now + timedelta(hours=6)
    change(client, story, go_live_at=at(later))
    assert due(story) == later
    change(client, story, embargo_until=at(now + timedelta(hours=5)))
    assert due(story) == later
    change(client, story, embargo_until="")
    story.refresh_from_db()
    assert (story.live, due(story)) == (False, later)


def test_an_earlier_schedule_does_not_overtake_the_embargo(story, client, now):
    change(client, story, go_live_at=at(now + timedelta(hours=2)))
    assert due(story) == now + timedelta(hours=4)


def test_the_desk_tells_when_a_version_goes_out(story, client, now):
    goes_out = timezone.localtime(now + timedelta(hours=4)).strftime("%H:%M")
    assert goes_out in client.get("/admin/").content.decode()


def test_the_desk_tells_when_a_new_version_of_a_public_story_goes_out(newspaper, editor, client, now):
    story = newspaper.story(owner=newspaper.colleague("reporter"))
    send(client, story, go_live_at=at(now + timedelta(hours=5)), **PUBLISH)
    assert due(story) == now + timedelta(hours=5)
    goes_out = timezone.localtime(now + timedelta(hours=5)).strftime("%H:%M")
    assert goes_out in client.get("/admin/").content.decode()

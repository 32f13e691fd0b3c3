"""The ways of a story between colleagues: sent back, approved, locked, edited by two, moved, copied."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision

from tests.desk.forms import at, edit_url, form, send, shown_form
from tests.newspaper import block, rich
from warta.desk.services import publish_due
from warta.discovery.index import follow
from warta.discovery.search import search
from warta.stories.changes import ChangeKind
from warta.stories.models import Change, FrontPage, Section, StaticPage, Story

PUBLISH = {"action-publish": "1"}
TOLD = ChangeKind.STORY_CHANGED


@pytest.fixture
def submitted(newspaper, editor, client):
    """A reporter's story that waits for an editor; the editor is signed in."""
    reporter = newspaper.colleague("reporter")
    story = newspaper.draft("Judul", owner=reporter)
    client.force_login(reporter)
    send(client, story, **{"action-submit": "1"})
    client.force_login(editor)
    return story


def decide_on(client, story, action, **data):
    state = Story.objects.get(pk=story.pk).current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[story.pk, action, state.pk])
    assert client.post(url, data).status_code in (200, 302)


def test_sent_back_edited_submitted_again_approved(newspaper, submitted, editor, client, rows):
    decide_on(client, submitted, "reject", comment="Siapa sumbernya?")
    client.force_login(newspaper.colleague("reporter"))
    send(client, submitted, title="Judul bersumber", **{"action-submit": "1"})
    assert rows() == []
    client.force_login(editor)
    decide_on(client, submitted, "approve")
    submitted.refresh_from_db()
    assert (submitted.live, submitted.title) == (True, "Judul bersumber")
    assert rows() == [(TOLD, submitted.pk)]


def test_an_editor_may_edit_what_a_reporter_wrote_and_approve_it(submitted, client, rows):
    """Two have seen it: who wrote it, and who edited it."""
    send(client, submitted, title="Judul yang disunting")
    decide_on(client, submitted, "approve")
    submitted.refresh_from_db()
    assert (submitted.live, submitted.title) == (True, "Judul yang disunting")
    assert rows() == [(TOLD, submitted.pk)]


def test_an_editor_who_takes_the_byline_needs_somebody_else(newspaper, submitted, editor, client, rows):
    person = newspaper.person("Galih Rangga", user=editor)
    count = len(rows())
    bylines = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000,
               0: {"person": person.pk, "ORDER": 1, "DELETE": "", "id": ""}}  # fmt: skip
    changes = {f"bylines-0-{name}": value for name, value in bylines.pop(0).items()}
    send(client, submitted, **{"bylines": bylines, **changes})
    decide_on(client, submitted, "approve")
    submitted.refresh_from_db()
    assert (submitted.live, rows()[count:]) == (False, [])
    client.force_login(newspaper.colleague("administrator"))
    decide_on(client, submitted, "approve")
    assert rows()[count:] == [(TOLD, submitted.pk)]


def test_an_edit_and_its_approval_in_one_go(submitted, client, rows):
    action = {"action-workflow-action": "1", "workflow-action-name": "approve", "workflow-action-extra-data": "{}"}
    send(client, submitted, title="Judul yang disunting", **action)
    submitted.refresh_from_db()
    assert (submitted.live, submitted.title) == (True, "Judul yang disunting")
    assert rows() == [(TOLD, submitted.pk)]


def test_nobody_but_approvers_edits_what_is_submitted(newspaper, submitted, client, rows):
    for role in ("reporter", "photo_editor"):
        client.force_login(newspaper.colleague(role))
        client.post(edit_url(submitted), form(submitted, title="Lain"))
    submitted.refresh_from_db()
    assert submitted.draft_title == "Judul"


def test_a_withdrawal_of_the_submission_changes_nothing_for_readers(newspaper, submitted, client, rows):
    client.force_login(newspaper.colleague("reporter"))
    client.post(edit_url(submitted), shown_form(client, submitted, **{"action-cancel-workflow": "1"}))
    assert submitted.current_workflow_state is None
    assert rows() == []


class TestLocked:
    """A story that a colleague has locked."""

    @pytest.fixture
    def story(self, newspaper, editor):
        story = newspaper.draft("Judul", owner=newspaper.colleague("reporter"))
        story.locked, story.locked_by, story.locked_at = True, newspaper.colleague("administrator"), timezone.now()
        story.save(update_fields=["locked", "locked_by", "locked_at"])
        return story

    def test_nobody_else_publishes_it(self, newspaper, story, client, rows):
        client.post(edit_url(story), form(story, title="Lain", **PUBLISH))
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        client.post(f"{url}?id={story.pk}&next=/admin/")
        story.get_workflow().start(story, newspaper.colleague("reporter"))
        decide_on(client, story, "approve")
        story.refresh_from_db()
        assert (story.live, story.draft_title, rows()) == (False, "Judul", [])

    def test_who_locked_it_does(self, newspaper, story, client, rows):
        client.force_login(newspaper.colleague("administrator"))
        send(client, story, **PUBLISH)
        assert rows() == [(TOLD, story.pk)]

    def test_nobody_else_withdraws_it(self, newspaper, story, client, rows):
        story.publish(story.get_latest_revision())
        count = len(rows())
        client.post(reverse("withdraw-story", args=[story.pk]), {"reason": "Keliru."})
        client.post(reverse("wagtailadmin_pages:unpublish", args=[story.pk]), {"reason": "Keliru."})
        assert rows()[count:] == []

    def test_a_schedule_holds_all_the_same(self, newspaper, story, rows):
        story.go_live_at = timezone.now() + timedelta(hours=1)
        story.publish(story.save_revision())
        assert publish_due() == 0
        Story.objects.filter(pk=story.pk).update(go_live_at=None)
        Revision.objects.for_instance(story).update(approved_go_live_at=timezone.now())
        version = story.get_latest_revision()
        version.content["go_live_at"] = None
        version.save()
        assert publish_due(timezone.now() + timedelta(seconds=1)) == 1
        assert rows() == [(TOLD, story.pk)]


def test_two_editors_at_once_lose_no_version(newspaper, editor, client, rows):
    """Who saves last stands; the other's version is in the history, and can be published again from there."""
    story = newspaper.story("Judul")
    count = len(rows())
    first, second = shown_form(client, story, title="Pertama", **PUBLISH), shown_form(client, story, title="Kedua")
    client.post(edit_url(story), first)
    client.force_login(newspaper.colleague("administrator"))
    client.post(edit_url(story), second)
    story.refresh_from_db()
    assert (story.title, story.draft_title) == ("Pertama", "Kedua")
    assert [version.content["title"] for version in story.revisions.order_by("pk")] == ["Judul", "Pertama", "Kedua"]
    assert rows()[count:] == [(TOLD, story.pk)]


@pytest.mark.parametrize("road", ["form", "approval", "bulk"])
def test_no_road_overtakes_an_embargo(newspaper, editor, client, rows, monkeypatch, road):
    until = timezone.now() + timedelta(hours=2)
    story = newspaper.draft("Judul", owner=newspaper.colleague("reporter"), embargo_until=until)
    if road == "form":
        send(client, story, **PUBLISH)
    elif road == "approval":
        story.get_workflow().start(story, newspaper.colleague("reporter"))
        decide_on(client, story, "approve")
    else:
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        client.post(f"{url}?id={story.pk}&next=/admin/")
    assert (publish_due(until - timedelta(minutes=2)), rows()) == (0, [])
    monkeypatch.setattr(timezone, "now", lambda: until)
    assert publish_due() == 1
    story.refresh_from_db()
    assert story.live
    assert rows() == [(TOLD, story.pk)]


def test_a_version_with_an_embargo_does_not_come_back_to_a_public_story(newspaper, editor, client, rows):
    story = newspaper.draft("Judul", owner=newspaper.colleague("reporter"))
    send(client, story, embargo_until=at(timezone.now() + timedelta(hours=2)))
    embargoed = story.get_latest_revision()
    send(client, story, embargo_until="", **PUBLISH)
    count = len(rows())
    until = at(timezone.now() + timedelta(hours=2))
    answer = client.post(edit_url(story), form(story, embargo_until=until, revision=embargoed.pk, **PUBLISH))
    assert "embargo_until" in answer.context["form"].errors
    assert rows()[count:] == []


def test_a_story_moved_to_a_locked_section_is_locked(newspaper, editor, client, rows):
    premium = Section.objects.create(
        name="Analisis", slug="analisis", locale=newspaper.section.locale, default_level="premium"
    )
    story = newspaper.story("Judul")
    old = story.public_path()
    while follow():
        pass
    assert search("isi", "id", 5) == [] and search("Paragraf", "id", 5) == [story.pk]
    start = Change.objects.latest("pk").pk
    send(client, story, section=premium.pk, **PUBLISH)
    assert list(Change.objects.filter(pk__gt=start).values_list("kind", "story")) == [(TOLD, story.pk)]
    story.refresh_from_db()
    client.logout()
    answer = client.get(old)
    assert (answer.status_code, answer.url) == (301, story.public_path())
    assert "locked-body" in client.get(story.public_path()).content.decode()
    while follow():
        pass
    assert search("Analisis", "id", 5) == [story.pk]


def test_a_front_page_shows_no_pin_that_is_not_public(newspaper, editor, client):
    hidden = [
        newspaper.draft("Konsep rahasia"),
        newspaper.draft("Embargo rahasia", embargo_until=timezone.now() + timedelta(hours=1)),
    ]
    hidden[1].publish(hidden[1].get_latest_revision())
    pins = [{"type": "item", "value": {"story": story.pk, "until": None}, "id": str(story.pk)} for story in hidden]
    front = newspaper.front
    front.zones = front.zones.stream_block.to_python([block("lead", {"pinned": pins})])
    front.save_revision().publish()
    client.logout()
    assert "rahasia" not in client.get("/").content.decode()
    hidden[0].publish(hidden[0].get_latest_revision())
    assert "Konsep rahasia" in client.get("/").content.decode()


@pytest.mark.parametrize("role", ["editor", "administrator"])
@pytest.mark.parametrize("what", ["story", "year", "front", "imprint"])
def test_nothing_is_copied_or_moved(newspaper, client, rows, role, what):
    """A copy would be public without a row, without four eyes, at a second address."""
    newspaper.colleague("administrator"), newspaper.colleague("editor")
    story = newspaper.story("Judul", body=[rich("<p>Isi.</p>")])
    imprint = newspaper.front.add_child(instance=StaticPage(title="Redaksi", slug="redaksi"))
    page = {"story": story, "year": story.get_parent(), "front": newspaper.front, "imprint": imprint}[what]
    client.force_login(newspaper.colleague(role))
    count, before = len(rows()), Page.objects.count()
    data = {"new_title": "Salinan", "new_slug": "salinan", "new_parent_page": page.get_parent().pk,
            "copy_subpages": "on", "publish_copies": "on"}  # fmt: skip
    for alias in ({}, {"alias": "on"}):
        client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), {**data, **alias})
    english = FrontPage.objects.get(locale__language_code="en")
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, english.pk]))
    assert (Page.objects.count(), rows()[count:]) == (before, [])
    assert Page.objects.get(pk=page.pk).path == page.path


def test_who_wrote_it_is_not_offered_to_approve_it(newspaper, editor, client):
    own, others = newspaper.draft(owner=editor), newspaper.draft(owner=newspaper.colleague("reporter"))
    newspaper.colleague("administrator")
    for story in (own, others):
        client.force_login(story.owner)
        send(client, story, **{"action-submit": "1"})
    client.force_login(editor)
    offered = [
        'data-workflow-action-name="approve"' in client.get(edit_url(story)).content.decode() for story in (own, others)
    ]
    assert offered == [False, True]


def test_the_history_says_why(newspaper, client):
    administrator = newspaper.colleague("administrator")
    newspaper.colleague("editor")
    client.force_login(administrator)
    story = newspaper.draft(owner=administrator)
    client.post(reverse("override-four-eyes", args=[story.pk]), {"reason": "Sendirian malam ini."})
    client.post(reverse("withdraw-story", args=[story.pk]), {"reason": "Sumbernya keliru."})
    history = client.get(reverse("wagtailadmin_pages:history", args=[story.pk])).content.decode()
    assert "Sendirian malam ini." in history
    assert "Sumbernya keliru." in history
    assert "bound method" not in history

"""Every road on which a story becomes public, or ceases to be: one row in the change log each, and four eyes on all."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry
from wagtail.test.utils.form_data import nested_form_data, streamfield

from tests.desk.forms import edit_url, form
from tests.newspaper import PASSWORD
from warta.desk.services import publish_due, publish_own_story, withdraw
from warta.stories.changes import ChangeKind
from warta.stories.errors import NotPublished, OwnStory, ReasonMissing
from warta.stories.models import Story


def test_by_form(newspaper, editor, client, rows):
    story = newspaper.draft(owner=newspaper.colleague("reporter"))
    answer = client.post(edit_url(story), form(story, **{"action-publish": "1"}))
    assert answer.status_code == 302
    story.refresh_from_db()
    assert story.live and story.published_at is not None
    assert rows() == [(ChangeKind.STORY_CHANGED, story.pk)]


def test_a_saved_draft_of_a_public_story_changes_nothing_for_readers(newspaper, editor, client, rows):
    story = newspaper.story()
    before = rows()
    client.post(edit_url(story), form(story, title="Judul baru"))
    story.refresh_from_db()
    assert (story.title, story.draft_title) != ("Judul baru", "Judul baru")
    assert story.has_unpublished_changes
    assert rows() == before


def test_by_approval(newspaper, editor, client, rows):
    reporter = newspaper.colleague("reporter")
    story = newspaper.draft(owner=reporter)
    story.get_workflow().start(story, reporter)
    task_state = story.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[story.pk, "approve", task_state.pk])
    assert client.post(url).status_code == 302
    story.refresh_from_db()
    assert story.live
    assert rows() == [(ChangeKind.STORY_CHANGED, story.pk)]


def test_by_bulk_action(newspaper, editor, client, rows):
    stories = [newspaper.draft(owner=newspaper.colleague("reporter")) for _ in range(2)]
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    ids = "&".join(f"id={story.pk}" for story in stories)
    assert client.post(f"{url}?{ids}&next=/admin/").status_code == 302
    assert rows() == [(ChangeKind.STORY_CHANGED, story.pk) for story in stories]


def test_by_schedule(newspaper, editor, client, rows, monkeypatch):
    story = newspaper.draft(owner=newspaper.colleague("reporter"))
    later = timezone.localtime() + timedelta(hours=2)
    client.post(edit_url(story), form(story, go_live_at=later.strftime("%Y-%m-%d %H:%M"), **{"action-publish": "1"}))
    story.refresh_from_db()
    assert not story.live
    assert rows() == []
    assert publish_due() == 0
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=3))
    assert publish_due() == 1
    story.refresh_from_db()
    assert story.live and story.published_at == now + timedelta(hours=3)
    assert rows() == [(ChangeKind.STORY_CHANGED, story.pk)]


def test_an_embargo_schedules(newspaper, editor, rows, monkeypatch):
    story = newspaper.draft(owner=newspaper.colleague("reporter"), embargo_until=timezone.now() + timedelta(hours=1))
    story.publish(story.get_latest_revision(), user=editor)
    story.refresh_from_db()
    assert (story.live, rows()) == (False, [])
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=2))
    assert publish_due() == 1
    story.refresh_from_db()
    assert story.live


def test_a_public_story_takes_no_embargo(newspaper, editor, client):
    story = newspaper.story()
    later = timezone.localtime() + timedelta(hours=2)
    data = form(story, embargo_until=later.strftime("%Y-%m-%d %H:%M"), **{"action-publish": "1"})
    answer = client.post(edit_url(story), data)
    assert answer.status_code == 200
    assert "embargo_until" in answer.context["form"].errors


def test_by_revert(newspaper, editor, client, rows):
    story = newspaper.story("Judul pertama", owner=newspaper.colleague("reporter"))
    first = story.get_latest_revision()
    story.title = "Judul kedua"
    story.publish(story.save_revision())
    count = len(rows())
    data = form(story, title="Judul pertama", revision=first.pk, **{"action-publish": "1"})
    assert client.post(edit_url(story), data).status_code == 302
    story.refresh_from_db()
    assert story.title == "Judul pertama"
    assert rows()[count:] == [(ChangeKind.STORY_CHANGED, story.pk)]


def test_withdrawing(newspaper, editor, client, rows):
    story = newspaper.story()
    count = len(rows())
    url = reverse("withdraw-story", args=[story.pk])
    assert client.post(url, {"reason": "  "}).status_code == 200
    assert client.post(url, {"reason": "Sumbernya keliru."}).status_code == 302
    story.refresh_from_db()
    assert (story.live, story.withdrawn_reason) == (False, "Sumbernya keliru.")
    assert rows()[count:] == [(ChangeKind.STORY_CHANGED, story.pk)]
    assert PageLogEntry.objects.filter(action="warta.withdraw", page_id=story.pk, user=editor).count() == 1
    with pytest.raises(NotPublished):
        withdraw(story=story, user=editor, reason="again")


def test_unpublishing_by_wagtails_own_road_is_a_withdrawal_too(newspaper, rows):
    story = newspaper.story()
    count = len(rows())
    story.unpublish()
    story.refresh_from_db()
    assert story.withdrawn_at is not None
    assert rows()[count:] == [(ChangeKind.STORY_CHANGED, story.pk)]


def test_deleting_a_public_story_is_told(newspaper, rows):
    story = newspaper.story()
    pk, count = story.pk, len(rows())
    story.delete()
    assert rows()[count:] == [(ChangeKind.STORY_CHANGED, pk)]


def test_snippets_and_pictures_are_told(newspaper, rows):
    newspaper.section.name = "Nusantara"
    newspaper.section.save()
    photo = newspaper.photo()
    story = newspaper.story(lead_photo=photo)
    count = len(rows())
    photo.caption = "Baru."
    photo.save()
    assert rows()[0] == (ChangeKind.POLICY_CHANGED, None)
    assert rows()[count:] == [(ChangeKind.STORY_CHANGED, story.pk)]


class TestFourEyes:
    """Nobody publishes their own story, on any road."""

    @pytest.fixture
    def own(self, newspaper, editor):
        return newspaper.draft(owner=editor)

    def test_form_offers_no_publishing_and_refuses_it(self, own, client):
        assert b'name="action-publish"' not in client.get(edit_url(own)).content
        client.post(edit_url(own), form(own, **{"action-publish": "1"}))
        own.refresh_from_db()
        assert not own.live

    def test_creating_and_publishing_in_one_go(self, newspaper, editor, client):
        parent = newspaper.draft().get_parent()
        url = reverse("wagtailadmin_pages:add", args=["stories", "story", parent.pk])
        story = Story(title="Berita sendiri", section=newspaper.section, kind="news")
        answer = client.post(url, form(story, **{"action-publish": "1"}))
        made = Story.objects.filter(title="Berita sendiri")
        assert answer.status_code in (302, 403)
        assert not made.filter(live=True).exists()

    def test_bulk(self, own, client):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        client.post(f"{url}?id={own.pk}&next=/admin/")
        own.refresh_from_db()
        assert not own.live

    def test_approval(self, own, editor, client):
        own.get_workflow().start(own, editor)
        state = own.current_workflow_task_state
        client.post(reverse("wagtailadmin_pages:workflow_action", args=[own.pk, "approve", state.pk]))
        own.refresh_from_db()
        assert not own.live

    def test_schedule(self, own, client):
        later = timezone.localtime() + timedelta(hours=2)
        client.post(edit_url(own), form(own, go_live_at=later.strftime("%Y-%m-%d %H:%M"), **{"action-publish": "1"}))
        assert not own.revisions.filter(approved_go_live_at__isnull=False).exists()

    def test_a_byline_makes_it_ones_own(self, newspaper, editor):
        person = newspaper.person("Galih Rangga", user=editor)
        story = newspaper.draft(owner=newspaper.colleague("reporter"), authors=[person])
        with pytest.raises(OwnStory):
            story.publish(story.get_latest_revision(), user=editor)

    def test_an_administrator_may_override_with_a_reason(self, newspaper, client):
        administrator = newspaper.colleague("administrator")
        newspaper.colleague("editor")
        story = newspaper.draft(owner=administrator)
        with pytest.raises(OwnStory):
            story.publish(story.get_latest_revision(), user=administrator)
        with pytest.raises(ReasonMissing):
            publish_own_story(story=story, user=administrator, reason=" ")
        client.force_login(administrator)
        answer = client.post(reverse("override-four-eyes", args=[story.pk]), {"reason": "Gempa; sendirian malam ini."})
        assert answer.status_code == 302
        story.refresh_from_db()
        assert story.live
        entry = PageLogEntry.objects.get(action="warta.four_eyes_override", page_id=story.pk)
        assert (entry.user, entry.data["reason"]) == (administrator, "Gempa; sendirian malam ini.")

    def test_an_editor_may_not_override(self, own, editor, client):
        with pytest.raises(OwnStory):
            publish_own_story(story=own, user=editor, reason="hurry")
        assert client.get(reverse("override-four-eyes", args=[own.pk])).status_code in (302, 403)

    def test_alone_one_may_publish_ones_own(self, newspaper):
        editor = newspaper.colleague("editor")
        story = newspaper.draft(owner=editor)
        story.publish(story.get_latest_revision(), user=editor)
        story.refresh_from_db()
        assert story.live

    def test_a_reporter_may_not_publish_at_all(self, newspaper):
        reporter = newspaper.colleague("reporter")
        story = newspaper.draft(owner=newspaper.colleague("editor"))
        with pytest.raises(PermissionDenied):
            story.publish(story.get_latest_revision(), user=reporter)


def test_signing_in_by_password(newspaper, client):
    newspaper.colleague("editor")
    data = {"login": "Editor@news.example", "password": PASSWORD}
    answer = client.post("/accounts/login/", data)
    assert (answer.status_code, answer.url) == (302, "/admin/")
    assert client.get("/admin/").status_code == 200


def test_a_draft_can_be_previewed_as_the_site_would_show_it(newspaper, editor, client):
    story = newspaper.draft("Judul konsep", level="premium")
    answer = client.get(reverse("wagtailadmin_pages:view_draft", args=[story.pk]))
    assert answer.status_code == 200
    assert b"Judul konsep" in answer.content and b"Paragraf pertama" in answer.content
    assert client.get(reverse("wagtailadmin_pages:view_draft", args=[newspaper.front.pk])).status_code == 200


def test_an_unsaved_version_can_be_previewed(newspaper, editor, client):
    story = newspaper.draft()
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[story.pk])
    assert client.post(url, form(story, title="Sedang ditulis")).json()["is_valid"]
    answer = client.get(url)
    assert b"Sedang ditulis" in answer.content


def test_a_story_is_tied_to_its_translation_in_the_form(newspaper, editor, client):
    original = newspaper.story("Judul asli")
    english = newspaper.draft("English headline", language="en", owner=newspaper.colleague("reporter"))
    answer = client.post(edit_url(english), form(english, translation_of=original.pk, **{"action-publish": "1"}))
    assert answer.status_code == 302
    english.refresh_from_db()
    assert list(original.get_translations()) == [english]
    second = newspaper.draft("Another", language="en", owner=newspaper.colleague("reporter"))
    answer = client.post(edit_url(second), form(second, translation_of=original.pk))
    assert "translation_of" in answer.context["form"].errors
    client.post(edit_url(english), form(english, translation_of="", **{"action-publish": "1"}))
    assert not original.get_translations().exists()


def test_a_curator_arranges_the_front_page_and_publishes_nothing_else(newspaper, client):
    curator = newspaper.colleague("curator")
    client.force_login(curator)
    front = newspaper.front
    data = nested_form_data({
        "title": front.title, "slug": front.slug, "zones": streamfield([("most_read", "")]),
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000},
        "action-publish": "1",
    })  # fmt: skip
    assert client.post(edit_url(front), data).status_code == 302
    front.refresh_from_db()
    assert [zone.block_type for zone in front.zones] == ["most_read"]
    assert client.get(edit_url(newspaper.draft())).status_code == 302

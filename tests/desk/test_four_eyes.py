"""Four eyes on the roads beside the form: a colleague's own public story, by older versions, copies and moves."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.desk.forms import at, counts, edit_url, form
from warta.stories.models import Story


@pytest.fixture
def own(newspaper, editor):
    """An editor's own story, public by somebody else's hand, with an older version."""
    story = newspaper.story("Judul pertama", owner=editor)
    story.title = "Judul kedua"
    story.publish(story.save_revision())
    return Story.objects.get(pk=story.pk)


def public(story):
    """What readers see of it, and whether anything is due."""
    story.refresh_from_db()
    due = story.revisions.filter(approved_go_live_at__isnull=False).exists()
    return story.live, story.live_revision_id, story.title, due, Story.objects.count()


def revert_url(story):
    return reverse("wagtailadmin_pages:revisions_revert", args=[story.pk, story.revisions.earliest("pk").pk])


@pytest.mark.parametrize("later", [None, timedelta(hours=2)])
def test_reverting_ones_own_story_publishes_nothing(own, client, later):
    before, first = public(own), own.revisions.earliest("pk")
    assert b'name="action-publish"' not in client.get(revert_url(own)).content
    changes = {"go_live_at": at(timezone.now() + later)} if later else {}
    data = form(own, title="Judul pertama", revision=first.pk, **changes, **{"action-publish": "1"})
    for url in (edit_url(own), revert_url(own)):
        assert client.post(url, data).status_code in (302, 405)
    assert public(own) == before
    assert own.get_latest_revision().user is not None  # it is kept as a draft


def test_a_reporter_reverts_and_publishes_nothing(newspaper, client, editor):
    reporter = newspaper.colleague("reporter")
    story = newspaper.story("Judul reporter", owner=reporter)
    before = public(story)
    client.force_login(reporter)
    client.post(edit_url(story), form(story, revision=story.get_latest_revision().pk, **{"action-publish": "1"}))
    assert public(story) == before


def test_no_copy_alias_or_move_publishes(own, client):
    before, parent = public(own), own.get_parent()
    copy = {"new_title": "Salinan", "new_slug": "salinan", "new_parent_page": parent.pk}
    bulk = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'move'])}?id={own.pk}&next=/admin/"
    for url, data in (
        (reverse("wagtailadmin_pages:copy", args=[own.pk]), {**copy, "publish_copies": "on"}),
        (reverse("wagtailadmin_pages:copy", args=[own.pk]), {**copy, "alias": "on"}),
        (reverse("wagtailadmin_pages:convert_alias", args=[own.pk]), {}),
        (reverse("wagtailadmin_pages:move_confirm", args=[own.pk, parent.pk]), {}),
        (bulk, {"chooser": parent.pk}),
        (f"/admin/translation/submit/page/{own.pk}/", {"locales": "1"}),
    ):
        assert client.post(url, data).status_code in (302, 404)
    assert public(own) == before


def test_approving_ones_own_story_in_the_form(own, editor, client):
    client.post(edit_url(own), form(own, title="Judul ketiga"))
    own.get_workflow().start(Story.objects.get(pk=own.pk), editor)
    before = public(own)
    data = form(own, title="Judul ketiga", **{"action-workflow-action": "true", "workflow-action-name": "approve"})
    client.post(edit_url(own), data)
    assert public(own) == before


def test_nobody_takes_their_name_off_and_publishes(newspaper, editor, client):
    """An editor in the byline of a reporter's draft: in one go by the form, or by a draft without the name before."""
    administrator = newspaper.colleague("administrator")
    person = newspaper.person("Ratri", user=editor)
    story = newspaper.draft("Judul", owner=newspaper.colleague("reporter"), authors=[person])
    client.force_login(editor)
    row = {"id": story.bylines.get().pk, "person": person.pk, "ORDER": 1, "DELETE": "on"}
    without = form(story, bylines={**counts(1, 1), "0": row})
    client.post(edit_url(story), {**without, "action-publish": "1"})
    story.refresh_from_db()
    assert not story.live
    client.post(edit_url(story), without)
    assert not story.get_latest_revision_as_object().bylines.all()
    client.post(edit_url(story), form(story, **{"action-publish": "1"}))
    story.refresh_from_db()
    assert not story.live
    client.force_login(administrator)
    client.post(edit_url(story), form(story, **{"action-publish": "1"}))
    story.refresh_from_db()
    assert story.live

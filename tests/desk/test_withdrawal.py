"""Every road back asks for the reason that readers get."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.desk.forms import at, edit_url, form
from warta.desk.services import publish_due
from warta.stories.changes import ChangeKind


def bulk_url(*pages):
    ids = "&".join(f"id={page.pk}" for page in pages)
    return f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'unpublish'])}?{ids}&next=/admin/"


def answer_to_a_reader(client, story):
    client.logout()
    answer = client.get(story.public_path())
    return answer.status_code, answer.content.decode()


def test_in_bulk(newspaper, editor, client, rows):
    stories = [newspaper.story() for _ in range(2)]
    count = len(rows())
    url = bulk_url(*stories)
    assert 'name="reason"' in client.get(url).content.decode()
    assert client.post(url, {"reason": " "}).status_code == 200
    assert rows()[count:] == []
    assert client.post(url, {"reason": "Sumbernya keliru."}).status_code == 302
    assert rows()[count:] == [(ChangeKind.STORY_CHANGED, story.pk) for story in stories]
    for story in stories:
        status, page = answer_to_a_reader(client, story)
        assert (status, "Sumbernya keliru." in page) == (410, True)


def test_in_bulk_a_page_of_the_paper_needs_no_reason(newspaper, editor, client):
    from warta.stories.models import StaticPage

    page = newspaper.front.add_child(instance=StaticPage(title="Redaksi", slug="redaksi"))
    assert client.post(bulk_url(page), {}).status_code == 302
    page.refresh_from_db()
    assert not page.live


def test_in_bulk_nobody_withdraws_who_may_not(newspaper, client):
    story = newspaper.story()
    client.force_login(newspaper.colleague("reporter"))
    client.post(bulk_url(story), {"reason": "Sumbernya keliru."})
    story.refresh_from_db()
    assert story.live


def test_on_wagtails_page(newspaper, editor, client, rows):
    story = newspaper.story()
    count = len(rows())
    url = reverse("wagtailadmin_pages:unpublish", args=[story.pk])
    assert 'name="reason"' in client.get(url).content.decode()
    assert client.post(url).status_code == 200
    assert client.post(url, {"reason": "Sumbernya keliru."}).status_code == 302
    assert rows()[count:] == [(ChangeKind.STORY_CHANGED, story.pk)]
    status, page = answer_to_a_reader(client, story)
    assert (status, "Sumbernya keliru." in page) == (410, True)


@pytest.mark.parametrize(
    ("language", "reason"), [("id", "Masa terbitnya sudah berakhir."), ("en", "The publication period has ended.")]
)
def test_a_story_that_expires_says_so_in_its_own_language(newspaper, editor, client, rows, language, reason):
    story = newspaper.story(language=language)
    soon = timezone.now() + timedelta(minutes=30)
    client.post(edit_url(story), form(story, expire_at=at(soon), **{"action-publish": "1"}))
    count = len(rows())
    assert publish_due(soon + timedelta(minutes=1)) == 1
    assert rows()[count:] == [(ChangeKind.STORY_CHANGED, story.pk)]
    story.refresh_from_db()
    assert (story.live, story.withdrawn_reason) == (False, reason)
    status, page = answer_to_a_reader(client, story)
    assert (status, reason in page) == (410, True)


def test_a_year_of_stories_is_not_unpublished(newspaper, client):
    story = newspaper.story()
    client.force_login(newspaper.colleague("administrator"))
    year = story.get_parent()
    client.post(bulk_url(year), {"reason": "Semua.", "include_descendants": "on"})
    client.post(reverse("wagtailadmin_pages:unpublish", args=[year.pk]), {"include_descendants": "on"})
    story.refresh_from_db()
    assert story.live

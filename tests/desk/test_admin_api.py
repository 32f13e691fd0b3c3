"""Wagtail's admin keeps an API for its own page tree; it shows pages, and changes none."""

import pytest

from warta.stories.models import Story

ACTIONS = ("convert_alias", "copy", "copy_for_translation", "create_alias", "delete", "move", "publish",
           "revert_to_page_revision", "unpublish")  # fmt: skip


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("role", ["reporter", "editor", "administrator"])
def test_it_changes_no_page(newspaper, client, rows, role, action):
    newspaper.colleague("editor")
    user = newspaper.colleague(role)
    client.force_login(user)
    own = newspaper.draft(owner=user)
    public = newspaper.story(owner=newspaper.colleague("photo_editor"))
    first, before, count = public.get_latest_revision(), rows(), Story.objects.count()
    for page in (own, public, own.get_parent()):
        answer = client.post(
            f"/admin/api/main/pages/{page.pk}/action/{action}/",
            {"locale": "en", "revision_id": first.pk, "destination_page_id": own.get_parent().pk, "keep_live": True},
            content_type="application/json",
        )
        assert answer.status_code == 404
    assert Story.objects.count() == count
    public.refresh_from_db()
    assert (public.live, public.latest_revision_id, rows()) == (True, first.pk, before)


def test_it_shows_the_tree(newspaper, client):
    client.force_login(newspaper.colleague("editor"))
    newspaper.draft()
    assert client.get("/admin/api/main/pages/").status_code == 200

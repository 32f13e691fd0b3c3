"""Preview links: an unpublished story for somebody outside, and for nobody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.newspaper import rich
from warta.desk.models import PreviewLink
from warta.desk.services import PREVIEWS_MAX, make_preview_link


@pytest.fixture
def draft(newspaper):
    return newspaper.draft("Judul rahasia", level="premium", owner=newspaper.colleague("reporter"))


def link(newspaper, story, **more):
    given = {"note": "Advokat Sari", "days": 7, "user": newspaper.colleague("editor"), **more}
    return make_preview_link(story=story, **given)


def address(made):
    return reverse("preview", args=[made.token])


def links_page(story):
    return reverse("preview-links", args=[story.pk])


def test_whoever_holds_it_sees_the_newest_version_whole(newspaper, client, draft):
    made = link(newspaper, draft)
    draft.body = draft.body.stream_block.to_python([rich("<p>Versi terbaru.</p>")])
    draft.save_revision()
    answer = client.get(address(made))
    text = answer.content.decode()
    assert answer.status_code == 200 and "Versi terbaru." in text and "Paragraf pertama" not in text
    assert "Advokat Sari" in text and "wall" not in text
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert client.get(draft.public_path()).status_code == 404


def test_of_a_public_story_too_and_of_a_withdrawn_one(newspaper, client):
    story = newspaper.story("Judul publik", level="premium")
    made = link(newspaper, story)
    story.body = story.body.stream_block.to_python([rich("<p>Belum terbit.</p>")])
    story.save_revision()
    assert b"Belum terbit." in client.get(address(made)).content
    assert b"Belum terbit." not in client.get(story.public_path()).content
    story.unpublish()
    assert b"Belum terbit." in client.get(address(made)).content


def test_expired_revoked_and_unknown_ones_are_not_there(newspaper, client, draft):
    expired, revoked, living = (link(newspaper, draft) for _ in range(3))
    PreviewLink.objects.filter(pk=expired.pk).update(expires=timezone.now() - timedelta(seconds=1))
    client.force_login(newspaper.colleague("editor"))
    client.post(reverse("preview-revoke", args=[draft.pk, revoked.pk]))
    client.logout()
    forged = living.token[:-1] + ("A" if living.token[-1] != "A" else "B")
    other = f"{expired.pk}:{living.token.partition(':')[2]}"
    for token in (expired.token, revoked.token, forged, other, str(living.pk), "x" * 5000, "0:0"):
        answer = client.get(reverse("preview", args=[token]))
        assert answer.status_code == 404 and b"Judul rahasia" not in answer.content
        assert "no-store" in answer.headers["Cache-Control"]
    assert client.get(address(living)).status_code == 200
    draft.delete()
    assert client.get(address(living)).status_code == 404


@pytest.mark.parametrize(
    ("role", "may"),
    [("reporter", True), ("editor", True), ("photo_editor", True), ("administrator", True), ("curator", False),
     ("advertising", False), ("service", False)],
)  # fmt: skip
def test_who_may_edit_the_story_makes_them(newspaper, client, draft, role, may):
    client.force_login(newspaper.colleague(role))
    client.post(links_page(draft), {"note": "Sumber", "days": 3})
    assert PreviewLink.objects.exists() == may
    assert client.get(links_page(draft)).status_code == (200 if may else 302)
    made = link(newspaper, draft)
    client.post(reverse("preview-revoke", args=[draft.pk, made.pk]))
    made.refresh_from_db()
    assert (made.revoked_at is not None) == may
    if may:
        form = client.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).content.decode()
        assert links_page(draft) in form


def test_a_reporter_shows_no_story_of_others(newspaper, client):
    client.force_login(newspaper.colleague("reporter"))
    client.post(links_page(newspaper.story()), {"note": "Sumber", "days": 3})
    assert not PreviewLink.objects.exists()


def test_making_one_is_kept_in_the_storys_history(newspaper, client, draft):
    client.force_login(newspaper.colleague("editor"))
    answer = client.post(links_page(draft), {"note": "Notaris Wulan", "days": 3}, follow=True)
    made = PreviewLink.objects.get()
    assert address(made) in answer.content.decode()
    assert made.expires - made.at == timedelta(days=3)
    history = client.get(reverse("wagtailadmin_pages:history", args=[draft.pk])).content.decode()
    assert "Notaris Wulan" in history


@pytest.mark.parametrize("wrong", [{"note": ""}, {"note": "x" * 121}, {"days": 0}, {"days": 61}, {"days": "a"}])
def test_a_wrong_form_makes_none(newspaper, client, draft, wrong):
    client.force_login(newspaper.colleague("editor"))
    answer = client.post(links_page(draft), {"note": "Sumber", "days": 3, **wrong})
    assert answer.context["form"].errors.keys() == wrong.keys()
    assert not PreviewLink.objects.exists()


def test_so_many_work_at_once_and_no_more(newspaper, client, draft):
    for _ in range(PREVIEWS_MAX):
        link(newspaper, draft)
    client.force_login(newspaper.colleague("editor"))
    answer = client.post(links_page(draft), {"note": "Sumber", "days": 3})
    assert answer.status_code == 200 and PreviewLink.objects.count() == PREVIEWS_MAX


def test_a_link_is_revoked_at_its_own_story_and_by_a_guarded_form(newspaper, client, draft):
    made, other = link(newspaper, draft), newspaper.draft()
    client.force_login(newspaper.colleague("editor"))
    assert client.post(reverse("preview-revoke", args=[other.pk, made.pk])).status_code == 404
    assert client.get(reverse("preview-revoke", args=[draft.pk, made.pk])).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(newspaper.colleague("editor"))
    assert strict.post(links_page(draft), {"note": "Sumber", "days": 3}).status_code == 403
    made.refresh_from_db()
    assert made.is_living


def test_no_advertising_stands_in_it(newspaper, client):
    """Whoever holds it may have paid for none."""
    story = newspaper.story("Judul publik")
    assert 'data-block="offer"' in client.get(story.public_path()).content.decode()
    assert 'data-block="offer"' not in client.get(address(link(newspaper, story))).content.decode()

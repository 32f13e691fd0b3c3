"""A subscriber's pages of gift links."""

import re

import pytest
from django.conf import settings
from django.test import Client

from warta.access import Right
from warta.access.token import Keys, read_gift
from warta.readers.models import User
from warta.stories.models import ReadingPolicy
from warta.subscriptions.models import Gift, Institution
from warta.subscriptions.services.complimentary import grant_complimentary

NEW = "/accounts/gifts/new/"


@pytest.fixture
def reader(newspaper, client):
    user = User.objects.create_user("pembaca@readers.example")
    grant_complimentary(reader=user, rights=[Right.PREMIUM], by=None, why="Contoh")
    client.force_login(user)
    return user


@pytest.fixture
def story(newspaper):
    return newspaper.story("Judul hadiah", level="premium")


def shown_link(answer):
    found = re.search(r'value="(http[^"]+)"', answer.content.decode())
    return found[1] if found else ""


def test_giving_shows_the_whole_address_to_copy(client, reader, story):
    form = client.get(NEW, {"story": story.pk})
    assert form.status_code == 200 and not shown_link(form) and "no-store" in form.headers["Cache-Control"]
    link = shown_link(client.post(NEW, {"story": story.pk}, follow=True))
    address, _, value = link.partition("?gift=")
    gift = Gift.objects.get()
    assert address == f"http://testserver{story.public_path()}"
    read = read_gift(value, Keys.of(settings.SECRET_KEY), 0)
    assert (read.id, read.story, read.expires) == (gift.pk, story.pk, int(gift.expires.timestamp()))
    again = client.post(NEW, {"story": story.pk}, follow=True)
    assert shown_link(again) == link and Gift.objects.count() == 1


def test_my_list_counts_openings_and_revokes(client, reader, story):
    client.post(NEW, {"story": story.pk})
    Gift.objects.update(opened=3)
    page = client.get("/accounts/gifts/").content.decode()
    assert "Judul hadiah" in page and "?gift=" in page and " 3 " in page
    gift = Gift.objects.get()
    assert client.get(f"/accounts/gifts/{gift.pk}/revoke/").status_code == 405
    page = client.post(f"/accounts/gifts/{gift.pk}/revoke/", follow=True).content.decode()
    gift.refresh_from_db()
    assert gift.revoked_at is not None and "?gift=" not in page


def test_nobody_sees_or_revokes_anothers(client, reader, story):
    client.post(NEW, {"story": story.pk})
    gift = Gift.objects.get()
    client.force_login(User.objects.create_user("lain@readers.example"))
    assert "Judul hadiah" not in client.get("/accounts/gifts/").content.decode()
    assert client.post(f"/accounts/gifts/{gift.pk}/revoke/").status_code == 404
    gift.refresh_from_db()
    assert gift.revoked_at is None


def test_who_holds_no_right_and_who_is_not_signed_in_give_nothing(client, reader, story):
    client.force_login(User.objects.create_user("lain@readers.example"))
    assert client.get(NEW, {"story": story.pk}).context["why_not"]
    assert client.post(NEW, {"story": story.pk}).context["why_not"]
    client.logout()
    answer = client.post(NEW, {"story": story.pk})
    assert (answer.status_code, answer.url) == (302, f"/accounts/login/?next={NEW}")
    assert not Gift.objects.exists()


def test_an_account_on_an_institutions_network_gives_too(client, reader, story):
    client.force_login(User.objects.create_user("lain@readers.example"))
    Institution.objects.create(name="Kampus", networks="203.0.113.0/24", rights="premium")
    client.post(NEW, {"story": story.pk}, REMOTE_ADDR="203.0.114.1")
    assert not Gift.objects.exists()
    client.post(NEW, {"story": story.pk}, REMOTE_ADDR="203.0.113.1")
    assert Gift.objects.count() == 1


def test_a_free_story_needs_none_and_says_so(newspaper, client, reader):
    free = newspaper.story(level="free")
    answer = client.post(NEW, {"story": free.pk})
    assert answer.context["why_not"] and not Gift.objects.exists()


def test_when_the_months_gifts_are_given_it_says_so(newspaper, client, reader, story):
    ReadingPolicy.objects.create(gifts_a_month=1)
    client.post(NEW, {"story": story.pk})
    other = newspaper.story(level="premium")
    assert '<button class="button">' not in client.get(NEW, {"story": other.pk}).content.decode()
    assert client.post(NEW, {"story": other.pk}).context["why_not"]


@pytest.mark.parametrize("story_id", ["", "x", "0", "-1", "999999", str(2**63), "1" * 400])
def test_what_is_no_story_is_not_there(client, reader, story_id):
    assert client.get(NEW, {"story": story_id}).status_code == 404
    assert client.post(NEW, {"story": story_id}).status_code == 404


def test_a_story_that_is_not_public_is_not_there(newspaper, client, reader):
    draft = newspaper.draft("Rahasia", level="premium")
    for answer in (client.get(NEW, {"story": draft.pk}), client.post(NEW, {"story": draft.pk})):
        assert answer.status_code == 404 and b"Rahasia" not in answer.content


def test_its_forms_are_guarded(reader, story):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(reader)
    assert strict.post(NEW, {"story": story.pk}).status_code == 403

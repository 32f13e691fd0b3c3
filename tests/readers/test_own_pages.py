"""A reader's own pages, and that export and deletion leave nothing out."""

import json

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db import models
from django.urls import reverse

from warta.access import Right
from warta.readers.holdings import everything_of, registered
from warta.readers.models import Follow, HistoryRead, MeterRead, Newsletter, Saved, User
from warta.readers.services import keep_history
from warta.site.account.nav import NAV
from warta.subscriptions.models import LedgerEvent
from warta.subscriptions.services.complimentary import grant_complimentary

PASSWORD = "kata-sandi-panjang-9"


@pytest.fixture
def reader(newspaper, client):
    user = User.objects.create_user("pembaca@readers.example", PASSWORD)
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return user


@pytest.mark.parametrize("name", [name for name, _label in NAV])
def test_each_page_is_there_and_links_to_all_others(reader, client, name):
    page = client.get(reverse(name), follow=True).content.decode()
    assert all(f'href="{reverse(other)}"' in page for other, _label in NAV)
    client.logout()
    assert client.get(reverse(name)).url.startswith("/accounts/login/")


def test_a_profile_is_kept_and_breaks_no_line(reader, client):
    client.post("/accounts/profile/", {"first_name": "Ayu", "last_name": "", "country": "ID", "language": "en"})
    reader.refresh_from_db()
    assert (reader.first_name, reader.country, reader.language) == ("Ayu", "ID", "en")
    client.post("/accounts/profile/", {"first_name": "Eve\r\nBcc: x@evil.example", "country": "", "language": ""})
    reader.refresh_from_db()
    assert reader.first_name == "Ayu"


@pytest.mark.parametrize(("language", "germany"), [("id", "Jerman"), ("en", "Germany")])
def test_countries_are_listed_by_name_the_newspapers_own_first(reader, client, language, germany):
    client.cookies["language"] = language
    client.post("/accounts/profile/", {"first_name": "", "last_name": "", "country": "DE", "language": language})
    reader.refresh_from_db()
    assert reader.country == "DE"
    field = client.get("/accounts/profile/").context["form"].fields["country"]
    assert [name for _code, name in field.choices][:2] == ["—", "Indonesia"]
    assert dict(field.choices)["DE"] == germany
    assert 240 < len(field.choices) < 260 and "EU" not in dict(field.choices)
    client.post("/accounts/profile/", {"first_name": "", "last_name": "", "country": "ZZ", "language": language})
    reader.refresh_from_db()
    assert reader.country == "DE"


def test_a_country_that_nobody_lists_any_more_is_kept(reader, client):
    User.objects.filter(pk=reader.pk).update(country="AN")
    client.post("/accounts/profile/", {"first_name": "Ayu", "last_name": "", "country": "AN", "language": "en"})
    reader.refresh_from_db()
    assert (reader.first_name, reader.country) == ("Ayu", "AN")


def test_newsletters_are_exactly_those_chosen(reader, client):
    open_, closed = Newsletter.objects.create(name="Pagi"), Newsletter.objects.create(name="Lama", is_open=False)
    client.post("/accounts/newsletters/", {"newsletter": [open_.pk, closed.pk]})
    assert [row.newsletter for row in reader.newsletters.all()] == [open_]
    client.post("/accounts/newsletters/", {})
    assert not reader.newsletters.exists()


def test_following_shows_what_is_new(newspaper, reader, client):
    newspaper.story("Banjir surut", topics=[newspaper.topic])
    address = f"/accounts/follow/topic/{newspaper.topic.pk}/"
    assert b"csrfmiddlewaretoken" in client.get(address).content and not Follow.objects.exists()
    assert client.post(address, {"on": "", "next": "/topic/banjir/"}).url == "/topic/banjir/"
    assert "Banjir surut" in client.get("/accounts/following/").content.decode()
    assert "evil" not in client.post(address, {"off": "", "next": "//evil.example/"}).url
    assert not Follow.objects.exists()
    assert client.get("/accounts/follow/user/1/").status_code == 404


def test_saving_a_story(newspaper, reader, client):
    story, draft = newspaper.story("Simpan ini"), newspaper.draft("Rahasia")
    client.post(f"/accounts/save/{story.pk}/", {"on": ""})
    assert "Simpan ini" in client.get("/accounts/saved/").content.decode()
    assert client.post(f"/accounts/save/{draft.pk}/", {"on": ""}).status_code == 404
    client.post(f"/accounts/save/{story.pk}/", {"off": ""})
    assert not Saved.objects.exists()


def test_a_history_is_kept_until_it_is_switched_off(newspaper, reader, client):
    story = newspaper.story("Dibaca")
    keep_history([(reader.pk, story.pk), (reader.pk, story.pk)])
    assert "Dibaca" in client.get("/accounts/history/").content.decode()
    client.post("/accounts/history/", {"off": ""})
    keep_history([(reader.pk, story.pk)])
    assert not HistoryRead.objects.exists()


def test_one_device_and_all_are_signed_out(reader, client, newspaper):
    from django.test import Client

    other = Client()
    other.post("/accounts/login/", {"login": reader.email, "password": PASSWORD})
    row = UserSession.objects.get(session_key=other.session.session_key)
    client.post("/accounts/devices/", {"one": row.pk})
    assert other.get("/accounts/profile/").status_code == 302
    assert client.get("/accounts/profile/").status_code == 200
    client.post("/accounts/devices/", {"all": ""})
    assert client.get("/accounts/profile/").status_code == 302


def test_every_table_that_names_a_reader_is_exported(reader):
    held = everything_of(reader.pk)
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if model._meta.proxy or field.model is not model:
                continue
            if field.related_model is User or (field.name == "reader" and isinstance(field, models.IntegerField)):
                if model._meta.label == "stories.Change":  # of a token's generation alone, and for days only
                    continue
                assert model._meta.label in held, model._meta.label
    assert "password" not in held["readers.User"][0]


def fill(reader, newspaper):
    story = newspaper.story()
    Saved.objects.create(user=reader, story=story.pk)
    MeterRead.objects.create(reader=reader.pk, month=1, story=story.pk)
    keep_history([(reader.pk, story.pk)])
    grant_complimentary(reader=reader, rights=[Right.PREMIUM], by=None, why="Contoh")


def test_the_export_is_one_file_with_all(newspaper, reader, client):
    fill(reader, newspaper)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    answer = client.get("/accounts/data/export/")
    assert "attachment" in answer.headers["Content-Disposition"]
    held = json.loads(answer.content)
    for table in ("readers.Saved", "readers.MeterRead", "readers.HistoryRead", "subscriptions.LedgerEvent",
                  "usersessions.UserSession"):  # fmt: skip
        assert len(held[table]) == 1, table
    assert client.session.session_key not in answer.content.decode()
    assert "Contoh" not in answer.content.decode()  # what the newsroom noted is its own


def test_deleting_leaves_what_the_law_keeps_and_no_more(newspaper, reader, client):
    fill(reader, newspaper)
    pk, email = reader.pk, reader.email
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert b'name="sure"' in client.get("/accounts/data/delete/").content and User.objects.filter(pk=pk).exists()
    client.post("/accounts/data/delete/", {"sure": ""})
    assert client.get("/accounts/profile/").status_code == 302
    left = {table for table, rows in everything_of(pk).items() if rows}
    assert left == {holding.model for holding in registered() if holding.keeps} & {"subscriptions.LedgerEvent"}
    assert LedgerEvent.objects.count() == 1
    assert email not in json.dumps(everything_of(pk), default=str)


def test_deleting_asks_who_it_is(newspaper, client):
    user = User.objects.create_user("pembaca@readers.example", PASSWORD)
    client.force_login(user)
    for address in ("/accounts/data/delete/", "/accounts/data/export/"):
        assert "/reauthenticate/" in client.get(address).url
    assert "/reauthenticate/" in client.post("/accounts/data/delete/", {"sure": ""}).url


def test_a_colleague_cannot_delete_the_account(newspaper, client):
    editor = newspaper.colleague("editor")
    client.post("/accounts/login/", {"login": editor.email, "password": "a-long-password-for-tests"})
    client.post("/accounts/reauthenticate/", {"password": "a-long-password-for-tests"})
    page = client.get("/accounts/data/delete/")
    assert page.status_code == 200 and b'name="sure"' not in page.content
    client.post("/accounts/data/delete/", {"sure": ""})
    assert User.objects.filter(pk=editor.pk).exists()

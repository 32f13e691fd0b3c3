"""Who has neither password nor second factor is asked for a code before what cannot be undone."""

import time

import pytest
from django.core import mail
from django.test import Client

from tests.readers.ways import a_reader, by_code, by_openid, code
from warta.readers.models import User

WHERE = "/accounts/reauthenticate/code/"
GUARDED = ("/accounts/data/export/", "/accounts/data/delete/", "/accounts/password/set/",
           "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/")  # fmt: skip


@pytest.fixture
def reader(newspaper, production, client):
    user = a_reader(password=None)
    by_code(client, user)
    mail.outbox.clear()
    return user


def send(client, back="/accounts/data/export/"):
    return client.post(WHERE, {"send": "", "next": back})


@pytest.mark.parametrize("address", GUARDED)
def test_each_is_asked_for_it_and_goes_on(reader, client, address):
    asked = client.get(address)
    assert asked.url == f"{WHERE}?next={address.replace('/', '%2F')}"
    page = client.get(asked.url)
    assert page.status_code == 200 and not mail.outbox and reader.email in page.content.decode()
    assert send(client, address).url == asked.url
    assert [letter.to for letter in mail.outbox] == [[reader.email]]
    assert client.post(WHERE, {"code": code(), "next": address}).url == address
    assert client.get(address).status_code == 200


def test_deleting_goes_on_where_it_was(reader, client):
    client.post("/accounts/data/delete/", {"sure": ""})
    assert User.objects.filter(pk=reader.pk).exists()
    send(client, "/accounts/data/delete/")
    client.post(WHERE, {"code": code(), "next": "/accounts/data/delete/"})
    assert not User.objects.filter(pk=reader.pk).exists()


def test_taking_another_address_is_asked_for_too(reader, client):
    answer = client.post("/accounts/email/", {"email": "dua@readers.example", "action_add": ""})
    assert answer.url.startswith(WHERE) and not mail.outbox


def test_three_wrong_ones_and_the_code_is_worth_nothing(reader, client):
    send(client)
    right = code()
    for _ in range(3):
        assert client.post(WHERE, {"code": "AAAA-AAAA"}).status_code == 200
    client.post(WHERE, {"code": right})
    assert client.get("/accounts/data/export/").status_code == 302


def test_a_code_is_good_once_for_ten_minutes_and_what_it_opened_for_five(reader, client, monkeypatch):
    send(client)
    right, now = code(), time.time()
    monkeypatch.setattr(time, "time", lambda: now + 601)
    client.post(WHERE, {"code": right})
    assert client.get("/accounts/data/export/").status_code == 302
    monkeypatch.setattr(time, "time", lambda: now + 700)
    send(client)
    right = code()
    client.post(WHERE, {"code": right})
    assert client.get("/accounts/data/export/").status_code == 200
    monkeypatch.setattr(time, "time", lambda: now + 1001)
    assert client.get("/accounts/data/export/").status_code == 302
    client.post(WHERE, {"code": right})
    assert client.get("/accounts/data/export/").status_code == 302


def test_a_code_of_another_browser_or_of_signing_in_is_none(reader, client):
    other = Client()
    by_code(other, reader)
    used = code()
    send(other)
    for text in (used, code(), "", "\x00"):
        client.post(WHERE, {"code": text})
        assert client.get("/accounts/data/export/").status_code == 302


def test_letters_do_not_go_out_without_end(reader, client):
    answers = [send(client) for _ in range(6)]
    assert answers[-1].status_code == 429 and len(mail.outbox) <= 3


def test_who_has_a_password_is_asked_for_that(newspaper, production, client):
    by_code(client, a_reader())
    assert client.get("/accounts/data/export/").url.startswith("/accounts/reauthenticate/?")
    assert client.get(WHERE).url == "/accounts/reauthenticate/"


def test_who_came_from_elsewhere_alone_is_asked_as_well(newspaper, production, provider, client):
    by_openid(client)
    assert client.get("/accounts/data/delete/").url.startswith(WHERE)


def test_strangers_sign_in_first(newspaper, client):
    for address in (*GUARDED, WHERE):
        assert client.get(address).url.startswith("/accounts/login/"), address

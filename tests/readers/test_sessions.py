"""Each way in begins a session of its own, leads back to this site alone, and puts nothing into a letter's head."""

import itertools
import re
from datetime import timedelta
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.fakes.passkey import Device
from tests.newspaper import PASSWORD
from tests.readers.ways import (
    ORIGIN,
    a_reader,
    add_passkey,
    by_code,
    by_openid,
    by_passkey,
    by_password,
    by_signing_up,
    code,
)
from warta.readers.models import User
from warta.readers.services import forget_sessions

NUMBERS = itertools.count()
ELSEWHERE = (
    "//evil.example", "///evil.example", "////evil.example", "\\\\evil.example", "/\\evil.example", "\\/evil.example",
    "https://evil.example", "https:evil.example", "https:/evil.example", "http:///evil.example", "javascript:alert(1)",
    "/%0d%0aLocation:%20https://evil.example", "/\r\nLocation: https://evil.example", "\thttps://evil.example",
    " https://evil.example", "/\t/evil.example", "https://testserver@evil.example", "https://testserver.evil.example",
    "//testserver@evil.example/", "data:text/html,evil", "/%09/evil.example", "https://evil.example\\@testserver/",
    "//evil.example/%2f..", "\x00//evil.example", "evil.example",
)  # fmt: skip


@pytest.fixture
def device():
    return Device(ORIGIN)


@pytest.fixture
def passkey(newspaper, production, device):
    """A reader with a passkey."""
    reader, client = a_reader("kunci@readers.example"), Client()
    by_password(client, reader)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert add_passkey(client, device).status_code == 302
    return device


def ways(provider, passkey):
    """All ways in."""
    reader = a_reader()
    return {
        "password": lambda client, back: by_password(client, reader, back),
        "code": lambda client, back: by_code(client, reader, back),
        "sign-up": lambda client, back: by_signing_up(client, f"baru{next(NUMBERS)}@readers.example", back),
        "passkey": lambda client, back: by_passkey(client, passkey, back),
        "openid": lambda client, back: by_openid(client, back),
    }


def test_each_way_in_begins_a_new_session(newspaper, production, provider, passkey):
    for name, way in ways(provider, passkey).items():
        client = Client()
        session = client.session
        session["planted"] = "by somebody else"
        session.save()
        before = session.session_key
        assert way(client, "/daerah/").url == "/daerah/", name
        assert client.session.session_key != before and "_auth_user_id" in client.session, name
        stranger = Client()
        stranger.cookies["sessionid"] = before
        assert "_auth_user_id" not in stranger.session, name


def test_a_second_factor_begins_a_new_session_as_well(newspaper, production, client):
    reader = a_reader()
    secret = generate_totp_secret()
    TOTP.activate(reader, secret)
    by_password(client, reader)
    before = client.session.session_key
    now = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    assert client.post("/accounts/2fa/authenticate/", {"code": now}).status_code == 302
    assert client.session["_auth_user_id"] == str(reader.pk) and client.session.session_key != before


def lands_here(place):
    """Is it on this host, as browsers read addresses?"""
    read = re.sub(r"[\t\r\n]", "", place).lstrip("".join(map(chr, range(33)))).replace("\\", "/")
    parts = urlsplit(urljoin("http://testserver/accounts/", re.sub("^/{2,}", "//", read)))
    return (parts.scheme, parts.netloc) == ("http", "testserver") and not {"\r", "\n"} & set(place)


def is_here(answer):
    return lands_here(answer.headers.get("Location", "/"))


def test_each_way_in_leads_nowhere_else(newspaper, production, provider, passkey, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.MFA_RATE_LIMITS = False
    for name, way in ways(provider, passkey).items():
        for evil in ELSEWHERE:
            client = Client()
            answer = way(client, evil)
            if answer.status_code != 400:  # an address that is none
                assert is_here(answer) and "_auth_user_id" in client.session, (name, evil)
            assert is_here(Client().get("/accounts/login/", {"next": evil})), (name, evil)


def test_nothing_else_of_an_account_leads_elsewhere(newspaper, production, settings, client):
    settings.ACCOUNT_RATE_LIMITS = False
    reader, story = a_reader(), newspaper.story()
    addresses = [
        reverse("account_logout"), reverse("account_reauthenticate"), reverse("save", args=[story.pk]),
        reverse("follow", args=["topic", newspaper.topic.pk]), reverse("account_login"), reverse("account_signup"),
        reverse("reauthenticate-code"), reverse("account_reset_password"), reverse("plans"),
    ]  # fmt: skip
    for address in addresses:
        for evil in ELSEWHERE:
            by_password(client, reader)
            answer = client.post(address, {"next": evil, "password": PASSWORD, "on": "", "email": reader.email})
            assert is_here(answer), (address, evil)
            page = client.get(address, {"next": evil})
            linked = [unescape(place) for place in re.findall(r'href="([^"]*evil[^"]*)"', page.content.decode())]
            assert is_here(page) and all(map(lands_here, linked)), (address, evil, linked)


BROKEN = ("a@x.example\r\nBcc: b@evil.example", "a@x.example\nBcc: b@evil.example",
          "a@x.example%0d%0aBcc:b@evil.example",
          "a@x.example\x0bBcc: b@evil.example", "a@x.example\u2028Bcc: b@evil.example",
          '"a\r\nBcc: b@evil.example"@x.example',
          "a@x.example, b@evil.example", "a@x.example;b@evil.example", "<b@evil.example> a@x.example")  # fmt: skip


@pytest.mark.parametrize("email", BROKEN)
def test_no_field_reaches_a_letters_head(newspaper, production, client, email):
    reader = a_reader()
    for address, field, more in (
        ("/accounts/signup/", "email", {"password1": PASSWORD}), ("/accounts/login/code/", "email", {}),
        ("/accounts/password/reset/", "email", {}), ("/accounts/login/", "login", {"password": PASSWORD}),
    ):  # fmt: skip
        answer = client.post(address, {field: email, **more})
        assert answer.status_code == 200 and "_auth_user_id" not in client.session, address
    by_password(client, reader)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert client.post("/accounts/email/", {"email": email, "action_add": ""}).status_code == 200
    assert mail.outbox == [] and User.objects.count() == 1


def test_a_name_and_a_browser_reach_no_letters_head(newspaper, production, provider, client):
    provider.claims |= {"name": "Eve\r\nBcc: b@evil.example", "given_name": "Eve\r\nBcc: b@evil.example"}
    a_reader("ayu@mail.example")
    by_openid(client)
    mail.outbox.clear()
    client.post("/accounts/reauthenticate/", {"password": PASSWORD}, headers={"user-agent": "x\r\nBcc: b@evil.example"})
    client.post("/accounts/email/", {"email": "dua@mail.example", "action_add": ""},
                headers={"user-agent": "x\r\nBcc: b@evil.example"})  # fmt: skip
    client.post("/accounts/confirm-email/", {"code": code()})
    assert len(mail.outbox) >= 1
    for letter in mail.outbox:
        head = letter.message().as_bytes().partition(b"\n\n")[0]
        assert b"evil" not in head and letter.recipients() in (["dua@mail.example"], ["ayu@mail.example"])


def test_sessions_that_ran_out_are_forgotten(db):
    now = timezone.now()
    reader = User.objects.create_user("lama@readers.example")
    for key, days in (("a" * 32, -1), ("b" * 32, 1), ("c" * 32, -400)):
        Session.objects.create(session_key=key, session_data="", expire_date=now + timedelta(days=days))
        UserSession.objects.create(user=reader, session_key=key, ip="127.0.0.1")
    assert [forget_sessions(now), forget_sessions(now)] == [2, 0]
    assert [row.session_key[0] for row in UserSession.objects.all()] == ["b"] and Session.objects.count() == 1

"""A code hands a session to one device, once, within two minutes, and only with a yes on the first screen."""

import re
from datetime import timedelta
from html import unescape

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.utils import timezone

from tests.newspaper import PASSWORD
from tests.readers.ways import a_reader, by_password
from warta.readers import handover
from warta.readers.errors import HandoverEnded, TooOften, WorksHere
from warta.readers.models import Handover, User
from warta.readers.services import end_sessions, forget_sessions

NOW = timezone.now()
LATER = NOW + timedelta(minutes=2, seconds=1)


@pytest.fixture
def reader(db):
    return User.objects.create_user("layar@readers.example", PASSWORD)


def claimed(reader, now=NOW):
    code = handover.begin(user=reader, now=now)
    secret = handover.claim(code=code, device="Chrome on Android", address="10.0.0.1", now=now)
    return code, secret, handover.shown_by(code, reader).number


def say(code, reader, number, is_theirs=True, now=NOW):
    handover.answer(code=code, user=reader, number=number, is_theirs=is_theirs, now=now)


def test_a_confirmed_device_signs_in_once(reader):
    code, secret, number = claimed(reader)
    assert 10 <= number <= 99
    say(code, reader, number)
    assert handover.finish(secret=secret, now=NOW) == reader
    with pytest.raises(HandoverEnded):
        handover.finish(secret=secret, now=NOW)


def test_the_second_who_opens_a_code_gets_nothing(reader):
    code, _secret, _number = claimed(reader)
    with pytest.raises(HandoverEnded):
        handover.claim(code=code, device="", address="10.0.0.2", now=NOW)


def test_nothing_is_signed_in_without_a_yes(reader):
    _code, secret, _number = claimed(reader)
    with pytest.raises(HandoverEnded):
        handover.finish(secret=secret, now=NOW)


@pytest.mark.parametrize("wrong", [0, 100, -1])
def test_a_yes_to_another_number_is_none(reader, wrong):
    code, secret, number = claimed(reader)
    with pytest.raises(HandoverEnded):
        say(code, reader, wrong if wrong != number else 0)
    with pytest.raises(HandoverEnded):
        handover.finish(secret=secret, now=NOW)


def test_a_no_is_for_ever_until_it_is_done(reader):
    code, secret, number = claimed(reader)
    say(code, reader, number)
    say(code, reader, 0, is_theirs=False)  # on second thoughts
    with pytest.raises(HandoverEnded):
        handover.finish(secret=secret, now=NOW)
    with pytest.raises(HandoverEnded):
        say(code, reader, number)


def test_each_step_is_too_late_after_two_minutes(reader):
    code = handover.begin(user=reader, now=NOW)
    with pytest.raises(HandoverEnded):
        handover.claim(code=code, device="", address="10.0.0.1", now=LATER)
    code, _secret, number = claimed(reader)
    with pytest.raises(HandoverEnded):
        say(code, reader, number, now=LATER)
    code, secret, number = claimed(reader)
    say(code, reader, number)
    with pytest.raises(HandoverEnded):
        handover.finish(secret=secret, now=LATER)


def test_a_new_code_ends_those_before(reader):
    code, secret, number = claimed(reader)
    handover.begin(user=reader, now=NOW)
    with pytest.raises(HandoverEnded):
        say(code, reader, number)
    with pytest.raises(HandoverEnded):
        handover.finish(secret=secret, now=NOW)


def test_another_reader_confirms_nothing(reader):
    code, _secret, number = claimed(reader)
    other = User.objects.create_user("lain@readers.example")
    assert handover.shown_by(code, other) is None
    with pytest.raises(HandoverEnded):
        say(code, other, number)


def test_signing_out_everywhere_ends_it(reader):
    code, secret, number = claimed(reader)
    say(code, reader, number)
    end_sessions(user=reader)
    with pytest.raises(HandoverEnded):
        handover.finish(secret=secret, now=NOW)


@pytest.mark.parametrize("secret", ["", "x", "a" * 24])
def test_an_invented_secret_is_nobodys(reader, secret):
    handover.begin(user=reader, now=NOW)  # its claimant is empty
    with pytest.raises(HandoverEnded):
        handover.finish(secret=secret, now=NOW)


def test_a_closed_account_is_not_signed_in(reader):
    code, secret, number = claimed(reader)
    say(code, reader, number)
    User.objects.filter(pk=reader.pk).update(is_active=False)
    with pytest.raises(HandoverEnded):
        handover.finish(secret=secret, now=NOW)


def test_codes_and_tries_are_limited(reader):
    for _time in range(handover.CODES_AN_HOUR):
        handover.begin(user=reader, now=NOW)
    with pytest.raises(TooOften):
        handover.begin(user=reader, now=NOW)
    for number in range(handover.CLAIMS_AN_HOUR):
        with pytest.raises(HandoverEnded):
            handover.claim(code=f"invented-{number}", device="", address="10.9.9.9", now=NOW)
    with pytest.raises(TooOften):
        handover.claim(code="invented", device="", address="10.9.9.9", now=NOW)


def test_the_database_holds_neither_code_nor_secret(reader):
    code, secret, _number = claimed(reader)
    row = Handover.objects.values().get()
    assert code not in str(row) and secret not in str(row)


def test_what_ended_is_forgotten(reader):
    handover.begin(user=reader, now=NOW - timedelta(hours=2))
    handover.begin(user=reader, now=NOW)
    assert [forget_sessions(NOW), forget_sessions(NOW)] == [1, 0]
    assert Handover.objects.get().at == NOW


# The pages


def code_in(text):
    return re.search(r"/accounts/h/([\w-]{20,})/", unescape(text))[1]


def the_code(screen):
    screen.post("/accounts/phone/", {"begin": ""})
    text = screen.get("/accounts/phone/").content.decode()
    assert "<svg" in text
    return screen.session["handover-code"]


def test_from_screen_to_phone(newspaper, db):
    reader, screen, phone, thief = a_reader("ayu@readers.example"), Client(), Client(), Client()
    by_password(screen, reader)
    code = the_code(screen)
    assert phone.get(f"/accounts/h/{code}/").status_code == 200
    assert screen.get("/accounts/phone/state/").json() == {"state": "waiting"}  # looking alone claims nothing
    phone.post(f"/accounts/h/{code}/", headers={"user-agent": "Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile"})
    stolen = thief.post(f"/accounts/h/{code}/").content.decode()
    assert "handover-number" not in stolen and SESSION_KEY not in thief.session
    number = str(Handover.objects.get().number)
    assert f">{number}<" in phone.get("/accounts/h/").content.decode()
    asked = screen.get("/accounts/phone/").content.decode()
    assert f">{number}<" in asked and "Chrome" in asked
    assert SESSION_KEY not in phone.session
    assert phone.post("/accounts/h/").url == "/accounts/h/" and SESSION_KEY not in phone.session
    before = phone.session.session_key
    screen.post("/accounts/phone/", {"yes": "", "number": number})
    assert phone.get("/accounts/h/state/").json() == {"state": "confirmed"}
    assert phone.post("/accounts/h/").url == "/epaper/"
    assert phone.session[SESSION_KEY] == str(reader.pk) and phone.session.session_key != before
    phone.get("/accounts/profile/")
    assert UserSession.objects.filter(user=reader).count() == 2  # it stands among the devices, to be signed out
    assert screen.get("/accounts/phone/state/").json() == {"state": "done"}


def test_nothing_in_the_code_tells_of_the_reader(newspaper, db):
    reader, screen = a_reader("ayu@readers.example"), Client()
    by_password(screen, reader)
    first, second = the_code(screen), the_code(screen)
    assert first != second and len(first) == len(second) == 24


def test_a_colleague_hands_nothing_over(newspaper, client):
    user = newspaper.colleague("reporter")
    with pytest.raises(WorksHere):
        handover.begin(user=user, now=NOW)
    client.force_login(user)
    assert client.post("/accounts/phone/", {"begin": ""}).status_code == 200
    assert not Handover.objects.exists()


def test_a_stranger_has_no_code(newspaper, client):
    assert "/accounts/login/" in client.get("/accounts/phone/").url
    assert client.post("/accounts/h/not-a-code-at-all/").status_code == 200
    assert client.get("/accounts/h/state/").json() == {"state": "none"}

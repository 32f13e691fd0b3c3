"""Passkeys, signed by a device of our own; the browser's part stands in tests/browser."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from tests.fakes.passkey import Device
from tests.newspaper import PASSWORD
from tests.readers.ways import ORIGIN, a_reader, add_passkey, by_code, by_passkey, by_password, options_on
from warta.desk.second_factor import SHOWN
from warta.stories.models import Publication

pytestmark = pytest.mark.usefixtures("production")


@pytest.fixture
def reader(newspaper):
    return a_reader()


def asked_again(client, user):
    by_password(client, user)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def with_passkey(user, device):
    client = Client()
    asked_again(client, user)
    add_passkey(client, device)
    return client


def is_in(client):
    return "_auth_user_id" in client.session


def test_adding_one_is_asked_for_told_by_letter_and_gives_recovery_codes(reader, client):
    by_password(client, reader)
    assert "/reauthenticate/" in client.get("/accounts/2fa/webauthn/add/").url
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    asked = options_on(client.get("/accounts/2fa/webauthn/add/"))["publicKey"]
    assert asked["rp"] == {"id": "testserver", "name": Publication.load().name}
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    answer = add_passkey(client, Device(ORIGIN), name="Ponsel")
    assert answer.url == "/accounts/2fa/recovery-codes/"
    assert mail.outbox[-1].to == [reader.email]
    page = client.get("/accounts/2fa/webauthn/").content.decode()
    assert "Ponsel" in page


def test_it_signs_in_back_to_the_story_and_is_no_way_in_once_removed(reader, client):
    device = Device(ORIGIN)
    other = with_passkey(reader, device)
    assert by_passkey(client, device, "/daerah/").url == "/daerah/" and is_in(client)
    key = Authenticator.objects.get(type="webauthn")
    other.post(f"/accounts/2fa/webauthn/keys/{key.pk}/remove/")
    assert not Authenticator.objects.exists()  # the recovery codes went with it
    late = Client()
    assert by_passkey(late, device, "/daerah/").url == "/accounts/login/?next=%2Fdaerah%2F" and not is_in(late)


def test_who_knows_the_password_is_asked_for_it(reader, client):
    device = Device(ORIGIN)
    with_passkey(reader, device)
    assert by_password(client, reader, "/daerah/").url == "/accounts/2fa/authenticate/" and not is_in(client)
    signed = device.sign(options_on(client.get("/accounts/2fa/authenticate/")))
    assert client.post("/accounts/2fa/authenticate/", {"credential": json.dumps(signed)}).url == "/daerah/"


def test_a_device_that_asked_for_no_finger_opens_nothing(reader, client):
    device = Device(ORIGIN)
    with_passkey(reader, device)
    device.verifies = False
    by_passkey(client, device)
    assert not is_in(client)
    lax = Device(ORIGIN, verifies=False)
    assert add_passkey(with_passkey(a_reader("dua@readers.example"), Device(ORIGIN)), lax).status_code == 200


def test_a_stolen_key_does_not_answer_at_another_door(reader, client):
    """What is asked of somebody else's second factor is no weaker than what a passkey alone is asked."""
    thief, theirs, stolen = a_reader("maling@readers.example"), Device(ORIGIN), Device(ORIGIN)
    with_passkey(thief, theirs)
    with_passkey(reader, stolen)
    stolen.verifies = False  # its PIN is not known
    by_password(client, thief)
    signed = stolen.sign(options_on(client.get("/accounts/2fa/authenticate/")))
    client.post("/accounts/2fa/webauthn/login/", {"credential": json.dumps(signed)})
    assert not is_in(client)


def test_another_site_opens_nothing_and_nothing_holds_twice(reader, client):
    device = Device(ORIGIN)
    with_passkey(reader, device)
    device.origin = "https://evil.example"
    by_passkey(client, device)
    assert not is_in(client)
    device.origin = ORIGIN
    asked = client.get("/accounts/2fa/webauthn/login/", headers={"accept": "application/json"}).json()
    signed = {"credential": json.dumps(device.sign(asked["request_options"]))}
    client.post("/accounts/2fa/webauthn/login/", signed)
    assert is_in(client)
    client.logout()
    client.post("/accounts/2fa/webauthn/login/", signed)
    assert not is_in(client)


@pytest.mark.parametrize("credential", ["", "{}", "[]", "null", "x", '{"response": {}}', '{"rawId": "a", "id": "a"}'])
def test_what_is_no_credential_is_refused_in_words(newspaper, client, credential):
    client.get("/accounts/2fa/webauthn/login/", headers={"accept": "application/json"})
    answer = client.post("/accounts/2fa/webauthn/login/", {"credential": credential}, follow=True)
    assert answer.status_code == 200 and not is_in(client)


def test_asking_without_end_is_stopped(newspaper, client):
    from django.contrib.sessions.models import Session

    answers = [Client().get("/accounts/2fa/webauthn/login/", headers={"accept": "application/json"}) for _ in range(40)]
    assert answers[0].status_code == 200 and answers[-1].status_code == 429
    assert Session.objects.count() <= 30


# The newsroom


def test_a_colleague_with_a_passkey_has_shown_a_second_factor(newspaper, client):
    """It is something they have, and their finger or PIN: two factors in one."""
    editor, device = newspaper.colleague("editor"), Device(ORIGIN)
    with_passkey(editor, device)
    by_passkey(client, device)
    assert client.session[SHOWN] == editor.pk and client.get("/admin/").status_code == 200


@pytest.mark.parametrize("way", [by_password, by_code])
def test_a_colleague_without_a_factor_sets_one_up_first(newspaper, client, way):
    way(client, newspaper.colleague("editor"))
    assert is_in(client) and client.get("/admin/").url == "/accounts/2fa/"


@pytest.mark.parametrize("way", [by_password, by_code])
def test_a_colleague_with_a_factor_is_not_signed_in_before_it_is_shown(newspaper, client, way):
    editor, device = newspaper.colleague("editor"), Device(ORIGIN)
    with_passkey(editor, device)
    assert way(client, editor).url == "/accounts/2fa/authenticate/" and not is_in(client)
    assert client.get("/admin/").status_code == 302
    signed = device.sign(options_on(client.get("/accounts/2fa/authenticate/")))
    client.post("/accounts/2fa/authenticate/", {"credential": json.dumps(signed)})
    assert client.get("/admin/").status_code == 200


def test_a_session_from_before_the_passkey_has_shown_nothing(newspaper, client):
    editor = newspaper.colleague("editor")
    by_password(client, editor)
    with_passkey(editor, Device(ORIGIN))
    assert client.get("/admin/").url.startswith("/accounts/2fa/reauthenticate/")


def test_a_passkey_that_is_removed_lets_nobody_stay(newspaper, client):
    editor = newspaper.colleague("editor")
    asked_again(client, editor)
    add_passkey(client, Device(ORIGIN))
    assert client.get("/admin/").status_code == 200
    Authenticator.objects.filter(type="webauthn").delete()
    Authenticator.objects.all().delete()
    assert client.get("/admin/").url == "/accounts/2fa/"

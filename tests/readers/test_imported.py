"""An imported reader gets in by a code sent to their address, and nobody else does by any way."""

import re
from importlib import import_module
from types import ModuleType, SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from allauth.account.views import signup_by_passkey
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import path, reverse

from warta.readers.adapter import SocialAdapter
from warta.readers.holdings import everything_of
from warta.readers.imported import Arrival, welcome
from warta.readers.models import Imported, User
from warta.readers.queries import owner_of
from warta.subscriptions.models import Institution
from warta.subscriptions.queries import institutions_of

PASSWORD = "kata-sandi-panjang-9"
EMAIL = "nilam@readers.example"


@pytest.fixture(autouse=True)
def production(settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True


@pytest.fixture
def imported(newspaper):
    arrival = Arrival(
        email=EMAIL, first_name="Nilam", note="Suka puisi", labels=("Setia",), stripe_customer="cus_1", source="a.csv"
    )
    (answer,) = welcome([arrival])
    assert not mail.outbox
    return answer.reader


def code(letter=-1):
    return re.search(r"^[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}$", mail.outbox[letter].body, re.M)[0]


def sign_in_by_code(client, email=EMAIL):
    client.post("/accounts/login/code/", {"email": email})
    return client.post("/accounts/login/code/confirm/", {"code": code()})


def who(client):
    return client.session.get("_auth_user_id")


def is_verified(email=EMAIL):
    return EmailAddress.objects.filter(email=email, verified=True).exists()


def test_a_code_lets_in_and_confirms_the_address(imported, client):
    sign_in_by_code(client)
    assert who(client) == str(imported.pk) and is_verified()
    assert mail.outbox[0].to == [EMAIL] and len(mail.outbox) == 1
    assert client.get("/accounts/profile/").status_code == 200


def test_a_wrong_code_lets_nobody_in(imported, client):
    client.post("/accounts/login/code/", {"email": EMAIL})
    client.post("/accounts/login/code/confirm/", {"code": "AAAA-AAAA"})
    assert who(client) is None and not is_verified()


@pytest.mark.parametrize("password", ["", "!", PASSWORD, None])
def test_no_password_lets_in(imported, client, password):
    client.post("/accounts/login/", {"login": EMAIL, "password": imported.password if password is None else password})
    assert who(client) is None


@pytest.fixture
def passkeys(settings):
    """Signing up by passkey, which the sample newspaper of the tests does not offer."""
    urls = ModuleType("with_passkeys")
    urls.urlpatterns = [
        path("accounts/signup/passkey/", signup_by_passkey),
        *import_module(settings.ROOT_URLCONF).urlpatterns,
    ]
    settings.ROOT_URLCONF = urls


def test_signing_up_with_the_address_changes_nothing_but_tells_its_owner(passkeys, imported, client):
    before = User.objects.filter(pk=imported.pk).values().get()
    for address in ("/accounts/signup/", "/accounts/signup/passkey/"):
        cache.clear()  # the owner is told once in a while
        assert Client().post(address, {"email": EMAIL, "password1": PASSWORD}).status_code == 302
    assert len(mail.outbox) == 2
    client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    assert who(client) is None and not is_verified()
    assert (
        User.objects.filter(pk=imported.pk).values().get() == before and User.objects.filter(email=EMAIL).count() == 1
    )
    assert not Authenticator.objects.exists()
    assert {tuple(letter.to) for letter in mail.outbox} == {(EMAIL,)}
    assert not any(re.search(r"^[A-Z0-9]{3,4}-[A-Z0-9]{3,4}$", letter.body, re.M) for letter in mail.outbox)


def test_a_new_password_goes_by_the_address_alone(imported, client):
    client.post("/accounts/password/reset/", {"email": EMAIL})
    assert [letter.to for letter in mail.outbox] == [[EMAIL]]
    assert re.search(r"/accounts/password/reset/key/\S+", mail.outbox[0].body)


def vouched(email, *, verified):
    address = SimpleNamespace(email=email, verified=verified)
    return SimpleNamespace(
        email_addresses=[address], account=SimpleNamespace(get_provider=lambda: SimpleNamespace(app=None))
    )


def test_another_provider_lets_in_only_if_it_vouches_for_the_address(imported, rf, monkeypatch):
    monkeypatch.setattr(SocialAdapter, "can_authenticate_by_email", lambda *_: True)
    adapter = SocialAdapter(rf.get("/"))
    assert adapter.authenticate_by_email(vouched(EMAIL, verified=True)) == (imported, EMAIL)
    assert adapter.authenticate_by_email(vouched(EMAIL, verified=False)) is None
    assert adapter.authenticate_by_email(vouched("lain@readers.example", verified=True)) is None


@pytest.fixture
def stranger(newspaper):
    """A reader who wrote down somebody else's address as a further one of theirs."""
    user = User.objects.create_user("orang@readers.example", PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    EmailAddress.objects.create(user=user, email=EMAIL, verified=False)
    return user


def test_a_further_address_that_nobody_confirmed_is_nobodys(stranger, imported, client, rf, monkeypatch):
    assert stranger.pk < imported.pk and owner_of(EMAIL) == imported and owner_of(stranger.email) == stranger
    client.post("/accounts/password/reset/", {"email": EMAIL})
    assert len(mail.outbox) == 1
    monkeypatch.setattr(SocialAdapter, "can_authenticate_by_email", lambda *_: True)
    assert SocialAdapter(rf.get("/")).authenticate_by_email(vouched(EMAIL, verified=True)) == (imported, EMAIL)
    sign_in_by_code(client)
    assert who(client) == str(imported.pk)
    assert (
        EmailAddress.objects.get(user=imported).verified
        and not EmailAddress.objects.get(user=stranger, email=EMAIL).verified
    )


def test_a_code_never_leads_into_the_account_of_who_wrote_the_address_down(stranger, client):
    client.post("/accounts/login/code/", {"email": EMAIL})
    assert not re.search(r"^[A-Z0-9]{3,4}-[A-Z0-9]{3,4}$", mail.outbox[0].body, re.M)
    assert owner_of(EMAIL) is None


def test_an_unconfirmed_address_opens_nothing_of_its_domain_until_the_code(imported, client):
    Institution.objects.create(name="Kampus", domains="readers.example", rights="premium")
    assert not institutions_of(imported.pk).exists()
    sign_in_by_code(client)
    assert institutions_of(imported.pk).exists()


def test_a_password_of_before_the_owner_came_is_void_with_their_first_code(newspaper, client):
    """Anybody can sign up with a stranger's address, and wait for a list of members to bring the stranger."""
    Client().post("/accounts/signup/", {"email": EMAIL, "password1": PASSWORD})
    (answer,) = welcome([Arrival(email=EMAIL, first_name="Nilam")])
    assert answer.outcome == "there"
    sign_in_by_code(client)
    assert who(client) == str(answer.reader.pk) and client.get("/accounts/profile/").status_code == 200
    other = Client()
    other.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    assert who(other) is None


def test_a_password_stays_where_its_owner_had_confirmed_the_address(newspaper, client):
    answer = client.post("/accounts/signup/", {"email": EMAIL, "password1": PASSWORD})
    client.post(answer.url, {"code": code()})
    client.logout()
    sign_in_by_code(client)
    client.logout()
    client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    assert who(client)


def test_the_service_desk_reads_what_came_along_and_finds_by_label(newspaper, imported, client):
    User.objects.create_user("lain@readers.example")
    client.force_login(newspaper.colleague("service"))
    page = client.get(reverse("service:reader", args=[imported.pk])).content.decode()
    for words in ("Suka puisi", "Setia", "cus_1", "a.csv"):
        assert words in page
    found = client.get(reverse("service:find"), {"q": "setia"}).context["found"]
    assert [user.pk for user in found] == [imported.pk]


def test_it_is_exported_but_for_the_newsrooms_note_and_goes_with_the_account(imported):
    (row,) = everything_of(imported.pk)["readers.Imported"]
    assert (row["labels"], row["stripe_customer"]) == ("Setia", "cus_1") and "note" not in row
    imported.delete()
    assert not Imported.objects.exists()

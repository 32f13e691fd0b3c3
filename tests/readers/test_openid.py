"""Signing in with an account elsewhere: a provider of our own, over HTTP."""

import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.core.cache import cache
from django.test import Client

from tests.fakes.openid_server import follow, going
from tests.newspaper import PASSWORD
from tests.readers.ways import a_reader, by_openid, by_password, code, sent_back
from warta.readers.models import User

pytestmark = pytest.mark.usefixtures("production")
ADDRESS = "ayu@mail.example"


@pytest.fixture
def client(newspaper, provider, client):
    return client


def signed_in(client):
    return client.session.get("_auth_user_id")


def come(client, address):
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


def test_a_new_reader_is_let_in_and_back_at_the_story(client, provider):
    client.get("/accounts/login/?next=/daerah/")
    answer = by_openid(client, "/daerah/")
    user = User.objects.get(email=ADDRESS)
    assert (answer.status_code, answer.url, signed_in(client)) == (302, "/daerah/", str(user.pk))
    assert EmailAddress.objects.get(user=user).verified and not user.has_usable_password()
    assert user.first_name == "Ayu" and not user.works_here
    paths = [path for _method, path, _told in provider.calls]
    assert paths.count("/authorize") == paths.count("/token") == 1


def test_the_second_time_it_is_the_same_account_whatever_the_address(client, provider):
    by_openid(client)
    provider.claims |= {"email": "lain@mail.example"}
    other = Client()
    by_openid(other)
    assert signed_in(other) == signed_in(client) and User.objects.count() == 1


def test_a_reader_with_the_same_confirmed_address_is_that_reader(client, provider):
    reader = a_reader(ADDRESS)
    assert by_openid(client, "/daerah/").url == "/daerah/" and signed_in(client) == str(reader.pk)
    reader.refresh_from_db()
    assert reader.check_password(PASSWORD) and SocialAccount.objects.get().user == reader
    assert [letter.to for letter in mail.outbox] == [[ADDRESS]]  # that an account elsewhere opens this one now


def test_who_signed_up_with_an_address_that_was_not_theirs_is_locked_out(client, provider):
    thief = a_reader(ADDRESS, verified=False)
    answer = by_openid(client, "/daerah/")
    thief.refresh_from_db()
    assert not thief.has_usable_password()
    assert client.post(answer.url, {"code": code()}).url == "/daerah/" and signed_in(client) == str(thief.pk)


@pytest.mark.parametrize("said", [False, "false", "False", "no", None, 0, ""])
def test_an_unconfirmed_address_opens_nobodys_account(client, provider, said):
    a_reader(ADDRESS)
    provider.claims["email_verified"] = said
    answer = by_openid(client, "/daerah/")
    assert answer.url.startswith("/accounts/confirm-email/") and signed_in(client) is None
    assert not SocialAccount.objects.exists() and [letter.to for letter in mail.outbox] == [[ADDRESS]]


def test_an_unconfirmed_address_of_nobody_is_confirmed_first(client, provider):
    provider.claims["email_verified"] = False
    answer = by_openid(client, "/daerah/")
    assert signed_in(client) is None
    assert client.post(answer.url, {"code": code()}).url == "/daerah/"
    assert signed_in(client) == str(User.objects.get(email=ADDRESS).pk)


def test_without_an_address_one_is_asked_for_and_confirmed(client, provider):
    del provider.claims["email"]
    answer = by_openid(client, "/daerah/")
    assert answer.url == "/accounts/3rdparty/signup/" and client.get(answer.url).status_code == 200
    answer = client.post(answer.url, {"email": "baru@mail.example"})
    assert signed_in(client) is None
    assert client.post(answer.url, {"code": code()}).url == "/daerah/"


@pytest.mark.parametrize("verified", [True, False])
def test_a_colleagues_account_is_never_reached_by_its_address(newspaper, client, provider, verified):
    editor = newspaper.colleague("editor")
    provider.claims |= {"email": editor.email, "email_verified": verified}
    answer = by_openid(client, "/admin/")
    assert answer.url.startswith("/accounts/confirm-email/") and signed_in(client) is None
    assert not SocialAccount.objects.exists() and User.objects.filter(email=editor.email).count() == 1
    EmailAddress.objects.all().delete()  # as of an account made by hand
    cache.clear()  # ten seconds later
    assert by_openid(Client()).url.startswith("/accounts/confirm-email/") and not SocialAccount.objects.exists()


def test_a_reader_who_becomes_a_colleague_comes_in_that_way_no_more(newspaper, client, provider):
    by_openid(client)
    User.objects.get(email=ADDRESS).groups.set(newspaper.colleague("editor").groups.all())
    other = Client()
    assert by_openid(other).url == "/accounts/login/" and signed_in(other) is None


def test_a_colleague_connects_no_account_elsewhere(newspaper, client, provider, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"
    by_password(client, newspaper.colleague("editor"))
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert by_openid(client, process="connect").url == "/accounts/login/" and not SocialAccount.objects.exists()


def test_a_reader_connects_one_and_takes_it_off_again(client, provider):
    reader = a_reader()
    by_password(client, reader)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    by_openid(client, process="connect")
    linked = SocialAccount.objects.get()
    assert linked.user == reader and b"Kartu" in client.get("/accounts/3rdparty/").content
    client.post("/accounts/3rdparty/", {"account": linked.pk})
    assert not SocialAccount.objects.exists()


def test_a_second_factor_is_asked_for_all_the_same(client, provider):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    reader = a_reader(ADDRESS)
    TOTP.activate(reader, generate_totp_secret())
    assert by_openid(client).url == "/accounts/2fa/authenticate/" and signed_in(client) is None


# What is forged or comes twice


def test_what_came_back_once_is_worth_nothing_again(client, provider):
    back = sent_back(client)
    assert come(client, back).status_code == 302
    client.logout()
    assert come(client, back).status_code == 401 and signed_in(client) is None
    assert come(Client(), back).status_code == 401


@pytest.mark.parametrize("state", ["", "x" * 16, None])
def test_a_state_that_was_not_given_here_is_refused(client, provider, state):
    address, told = sent_back(client).split("?")[0], parse_qs(urlsplit(sent_back(client)).query)
    query = f"code={told['code'][0]}" + ("" if state is None else f"&state={state}")
    assert come(client, f"{address}?{query}").status_code == 401 and signed_in(client) is None


def test_a_state_does_not_hold_for_ever(client, provider, monkeypatch):
    back = sent_back(client)
    later = time.time() + 601
    monkeypatch.setattr(time, "time", lambda: later)
    assert come(client, back).status_code == 401 and signed_in(client) is None


def test_a_code_of_another_browser_opens_nothing(client, provider):
    """Who pushes their own code upon somebody, with a state of that somebody: PKCE binds the code to the browser."""
    thiefs = parse_qs(urlsplit(sent_back(Client())).query)["code"][0]
    theirs = urlsplit(sent_back(client))
    state = parse_qs(theirs.query)["state"][0]
    answer = client.get(f"{theirs.path}?code={thiefs}&state={state}")
    assert answer.status_code == 401 and signed_in(client) is None and not User.objects.exists()


@pytest.mark.parametrize("told", [{"aud": "another"}, {"iss": "https://evil.example"}, {"exp": 1}])
def test_a_token_for_others_or_of_others_is_refused(client, provider, told):
    provider.token = told
    assert by_openid(client).status_code == 401 and signed_in(client) is None


def test_a_token_that_comes_twice_is_refused(client, provider):
    provider.token = {"jti": "always-the-same"}
    assert by_openid(client).status_code == 302
    assert by_openid(Client()).status_code == 401


# The provider fails


@pytest.mark.parametrize("place", ["openid-configuration", "/token", "/userinfo"])
@pytest.mark.parametrize("way", ["500", "lost"])
def test_a_provider_that_fails_is_named_and_the_story_is_kept(client, provider, place, way):
    provider.failures = [(place, way)]
    start = client.post("/accounts/oidc/openid/login/", query_params={"process": "login", "next": "/daerah/"})
    address = going(start.content.decode())
    answer = come(client, follow(address)) if address else start
    page = answer.content.decode()
    assert answer.status_code == 401 and "Kartu" in page and signed_in(client) is None
    if address:
        assert 'href="/accounts/login/?next=/daerah/"' in page


def test_a_provider_that_answers_nonsense_is_named_too(client, provider):
    provider.claims = {"email": ADDRESS, "email_verified": True}
    assert by_openid(client).status_code == 401 and not User.objects.exists()


def test_who_turns_back_reads_so(client, provider):
    address = urlsplit(sent_back(client))
    state = parse_qs(address.query)["state"][0]
    answer = client.get(f"{address.path}?error=access_denied&state={state}", follow=True)
    assert answer.redirect_chain[-1][0] == "/accounts/3rdparty/login/cancelled/" and answer.status_code == 200


def test_names_that_break_a_line_are_straightened(client, provider):
    provider.claims |= {"name": "Eve\r\nBcc: x@evil.example", "given_name": "Eve\r\nBcc: x@evil.example"}
    by_openid(client)
    assert "\n" not in User.objects.get(email=ADDRESS).display_name


def test_the_fake_signs_what_its_keys_read(provider):
    """The fake is no fake of itself: whoever reads its keys reads its tokens."""
    from tests.fakes.openid_server import CLIENT, KEY

    signed = jwt.encode({"aud": CLIENT}, KEY, algorithm="RS256", headers={"kid": "1"})
    key = jwt.PyJWKClient(f"{provider.url}/jwks").get_signing_key_from_jwt(signed)
    assert jwt.decode(signed, key.key, algorithms=["RS256"], audience=CLIENT)["aud"] == CLIENT

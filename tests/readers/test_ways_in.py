"""Ways in besides the password, in a newspaper that is no demo: code, limits, what answers tell."""

import re

import pytest
from django.core import mail
from django.core.cache import caches
from django.test import Client

from tests.readers.ways import a_reader, code
from warta.config import ConfigError, load
from warta.readers.ways import cache, providers

PASSWORD = "kata-sandi-panjang-9"


pytestmark = pytest.mark.usefixtures("production")


@pytest.fixture
def reader(newspaper):
    return a_reader(password=PASSWORD)


def test_a_code_signs_in_back_to_the_story_with_a_new_session(reader, client):
    client.get("/accounts/login/")
    client.post("/accounts/login/code/", {"email": reader.email, "next": "/daerah/"})
    before = client.session.session_key
    answer = client.post("/accounts/login/code/confirm/", {"code": code(), "next": "/daerah/"})
    assert answer.url == "/daerah/"
    assert client.session["_auth_user_id"] == str(reader.pk) and client.session.session_key != before


def test_signing_up_confirms_by_code_and_comes_back_to_the_story(newspaper, client):
    answer = client.post(
        "/accounts/signup/", {"email": "baru@readers.example", "password1": PASSWORD, "next": "/daerah/"}
    )
    assert "_auth_user_id" not in client.session
    assert client.post(answer.url, {"code": code()}).url == "/daerah/"
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize("email", ["a@x.example\nBcc: b@evil.example", "a@x.example\r\n", "a\n@x.example"])
def test_an_address_that_breaks_a_line_is_refused(newspaper, client, email):
    answer = client.post("/accounts/signup/", {"email": email, "password1": PASSWORD})
    assert answer.status_code == 200 and answer.context["form"].errors["email"] and not mail.outbox


def test_the_cache_is_one_for_all_processes(settings):
    from django.core.cache import InvalidCacheBackendError  # noqa: F401 - the module must be there

    from warta.readers.shared import SharedFile

    other = SharedFile(settings.CACHES["default"]["LOCATION"], {})
    assert caches["default"].add("k", 1, 60) and not other.add("k", 2, 60) and other.get("k") == 1
    other.set("k", 3, -1)
    assert caches["default"].get("k") is None and other.add("k", 4, 60)
    assert other.delete("k") and not other.delete("k")


def test_providers_are_offered_whole_or_not_at_all(tmp_path, newspaper, client):
    assert providers(load(tmp_path, {})) == {}
    with pytest.raises(ConfigError, match="google_secret"):
        providers(load(tmp_path, {"WARTA_GOOGLE_CLIENT": "x"}))
    assert "google" in providers(load(tmp_path, {"WARTA_GOOGLE_CLIENT": "x", "WARTA_GOOGLE_SECRET": "y"}))
    assert b"/accounts/google" not in client.get("/accounts/login/").content


def test_valkey_is_redis_to_us(tmp_path):
    assert cache("valkey://h:1/0", tmp_path)["LOCATION"] == "redis://h:1/0"
    with pytest.raises(ConfigError):
        cache("memcached://h", tmp_path)


def test_a_letter_sets_a_new_password_once(reader, client):
    client.post("/accounts/password/reset/", {"email": reader.email})
    letter = mail.outbox[-1]
    address = re.search(r"^https?://[^/]+(/accounts/password/reset/key/\S+)$", letter.body, re.M)[1]
    page = client.get(address, follow=True)
    form = page.redirect_chain[-1][0]
    client.post(form, {"password1": "a-quite-new-password", "password2": "a-quite-new-password"})
    for password, lets_in in (("a-quite-new-password", True), (PASSWORD, False)):
        browser = Client()
        answer = browser.post("/accounts/login/", {"login": reader.email, "password": password})
        assert (answer.status_code == 302) is lets_in
    again = Client().get(address, follow=True)
    assert "password1" not in again.text  # the letter is worth nothing any more


def test_apple_and_openid_are_offered_whole_or_not_at_all(tmp_path):
    apple = {"WARTA_APPLE_CLIENT": "a", "WARTA_APPLE_TEAM": "t", "WARTA_APPLE_KEY": "k"}
    with pytest.raises(ConfigError, match="apple_private_key"):
        providers(load(tmp_path, apple))
    app = providers(load(tmp_path, {**apple, "WARTA_APPLE_PRIVATE_KEY": "p"}))["apple"]["APPS"][0]
    assert (app["client_id"], app["secret"], app["key"], app["settings"]) == ("a", "k", "t", {"certificate_key": "p"})
    openid = {"WARTA_OPENID_NAME": "Kampus", "WARTA_OPENID_URL": "https://id.example", "WARTA_OPENID_CLIENT": "c"}
    with pytest.raises(ConfigError, match="openid_secret"):
        providers(load(tmp_path, openid))
    found = providers(load(tmp_path, {**openid, "WARTA_OPENID_SECRET": "s"}))["openid_connect"]
    assert found["OAUTH_PKCE_ENABLED"] and found["APPS"][0]["name"] == "Kampus"

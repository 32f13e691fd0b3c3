"""Ways in besides the password, in a newspaper that is no demo: code, limits, what answers tell."""

import re

import pytest
from django.core import mail
from django.core.cache import caches

from warta.config import ConfigError, load
from warta.readers.models import User
from warta.readers.ways import cache, providers

PASSWORD = "kata-sandi-panjang-9"


@pytest.fixture(autouse=True)
def production(settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True


@pytest.fixture
def reader(newspaper):
    user = User.objects.create_user("pembaca@readers.example", PASSWORD)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


def code():
    return re.search(r"^[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}$", mail.outbox[-1].body, re.M)[0]


def test_a_code_signs_in_back_to_the_story_with_a_new_session(reader, client):
    client.get("/accounts/login/")
    client.post("/accounts/login/code/", {"email": reader.email, "next": "/daerah/"})
    before = client.session.session_key
    answer = client.post("/accounts/login/code/confirm/", {"code": code(), "next": "/daerah/"})
    assert answer.url == "/daerah/"
    assert client.session["_auth_user_id"] == str(reader.pk) and client.session.session_key != before


def test_a_code_lets_no_colleague_past_the_second_factor(newspaper, client, settings):
    values = {**settings.WARTA.values, "mode": "production"}
    settings.WARTA = type(settings.WARTA)(settings.WARTA.data, values)
    editor = newspaper.colleague("editor")
    client.post("/accounts/login/code/", {"email": editor.email})
    client.post("/accounts/login/code/confirm/", {"code": code()})
    assert client.session["_auth_user_id"] == str(editor.pk)
    assert client.get("/admin/").url == "/accounts/2fa/totp/activate/"


def test_signing_up_confirms_by_code_and_comes_back_to_the_story(newspaper, client):
    answer = client.post(
        "/accounts/signup/", {"email": "baru@readers.example", "password1": PASSWORD, "next": "/daerah/"}
    )
    assert "_auth_user_id" not in client.session
    assert client.post(answer.url, {"code": code()}).url == "/daerah/"
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize(("address", "field", "more"), [
    ("/accounts/signup/", "email", {"password1": PASSWORD}),
    ("/accounts/login/code/", "email", {}),
    ("/accounts/password/reset/", "email", {}),
])  # fmt: skip
def test_no_answer_tells_whether_an_address_is_known(reader, client, address, field, more):
    from django.test import Client

    seen = []
    for email in (reader.email, "tidakada@readers.example"):
        browser = Client()
        answer = browser.post(address, {field: email, **more})
        page = browser.get(answer.url).content.decode().replace(email, "X")
        page = re.sub(r'csrfmiddlewaretoken" value="\w+"', "", page)
        seen.append((answer.status_code, answer.url, page))
        assert mail.outbox[-1].to == [email]
    assert seen[0] == seen[1] and len(mail.outbox) == 2


def test_ten_thousand_attempts_are_stopped_with_a_word(newspaper, client):
    answers = [client.post("/accounts/signup/", {"email": f"a{n}@x.example", "password1": PASSWORD}) for n in range(25)]
    assert answers[-1].status_code == 429 and answers[-1].templates[0].name == "429.html"
    assert User.objects.filter(email__endswith="@x.example").count() <= 20


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


@pytest.mark.parametrize("process", ["login", "connect"])
def test_another_account_never_reaches_or_links_to_a_colleagues(newspaper, rf, process):
    """The adapter alone; a provider over HTTP is still to be written."""
    from types import SimpleNamespace

    from allauth.core.exceptions import ImmediateHttpResponse
    from django.contrib.messages.storage.base import BaseStorage

    from warta.readers.adapter import SocialAdapter

    editor, request = newspaper.colleague("editor"), rf.get("/")
    request.user, request._messages = editor, BaseStorage(request)
    login = SimpleNamespace(state={"process": process}, user=editor, is_existing=process == "login")
    with pytest.raises(ImmediateHttpResponse):
        SocialAdapter(request).pre_social_login(request, login)

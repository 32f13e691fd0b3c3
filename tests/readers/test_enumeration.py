"""No answer tells whether an address has an account: not its words, not its letters, not how dear it was to make."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import caches
from django.test import Client

from tests.newspaper import PASSWORD
from tests.readers.ways import a_reader, by_openid, by_password

WHOSE = ("nobody", "reader", "unconfirmed", "without a password", "colleague", "closed")
TOKEN = re.compile(r'csrfmiddlewaretoken" value="\w+"')


class Counting(MD5PasswordHasher):
    """Passwords are dear to compare: how many were tells how long an answer took."""

    made = 0

    def encode(self, password, salt):
        Counting.made += 1
        return super().encode(password, salt)


@pytest.fixture
def addresses(newspaper, settings):
    a_reader("reader@x.example")
    a_reader("unconfirmed@x.example", verified=False)
    a_reader("without@x.example", password=None)
    a_reader("closed@x.example", is_active=False)
    return {"nobody": "nobody@x.example", "reader": "reader@x.example", "unconfirmed": "unconfirmed@x.example",
            "without a password": "without@x.example", "colleague": newspaper.colleague("editor").email,
            "closed": "closed@x.example"}  # fmt: skip


def seen(answer, browser, email):
    """What a browser sees of an answer and of the page after it, and what it costs: without what differs anyway."""
    page = browser.get(answer.url) if answer.status_code == 302 else answer
    text = TOKEN.sub("", page.content.decode()).replace(email, "X")
    headers = {name: value for name, value in answer.headers.items() if name not in ("Content-Length", "Expires")}
    return answer.status_code, headers, page.status_code, text, sorted(answer.cookies)


def compare(addresses, ask, whose=WHOSE):
    """Ask the same for each; all see the same, and as many letters go out and passwords are compared."""
    found = {}
    for who in whose:
        caches["default"].clear()
        mail.outbox.clear()
        Counting.made = 0
        browser = Client()
        answer = ask(browser, addresses[who])
        assert {letter.to[0] for letter in mail.outbox} <= {addresses[who]}
        found[who] = *seen(answer, browser, addresses[who]), Counting.made, len(mail.outbox)
    for who in whose[1:]:
        assert found[who] == found[whose[0]], who
    return found[whose[0]]


def signing_up(browser, email):
    return browser.post("/accounts/signup/", {"email": email, "password1": PASSWORD, "next": "/daerah/"})


@pytest.fixture
def counting(settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]


def test_signing_in_by_password(production, counting, addresses):
    def ask(browser, email):
        return browser.post("/accounts/login/", {"login": email, "password": "salah-semua"})

    status, *_rest, made, letters = compare(addresses, ask)
    assert (status, made, letters) == (200, 1, 0)


@pytest.mark.parametrize("address", ["/accounts/login/code/", "/accounts/password/reset/"])
def test_asking_for_a_code_or_a_new_password(production, counting, addresses, address):
    status, *_rest, letters = compare(addresses, lambda browser, email: browser.post(address, {"email": email}))
    assert (status, letters) == (302, 1)


def test_signing_up(production, counting, addresses):
    status, *_rest, made, letters = compare(addresses, signing_up)
    assert (status, made, letters) == (302, 1, 1)


def test_signing_up_by_passkey(production, counting, addresses, settings):
    """It has an address outside the demo alone."""
    from allauth.account.views import signup_by_passkey
    from django.urls import include, path

    from warta import urls

    settings.MFA_PASSKEY_SIGNUP_ENABLED = True
    extra = [path("accounts/signup/passkey/", signup_by_passkey, name="account_signup_by_passkey")]
    settings.ROOT_URLCONF = type("Urls", (), {"urlpatterns": [*extra, path("", include(urls))]})

    def ask(browser, email):
        return browser.post("/accounts/signup/passkey/", {"email": email})

    status, *_rest, letters = compare(addresses, ask)
    assert (status, letters) == (302, 1)


def test_asking_for_the_code_of_a_sign_up_again(production, addresses, monkeypatch):
    def ask(browser, email):
        answer = signing_up(browser, email)
        caches["default"].clear()  # ten seconds later
        mail.outbox.clear()
        return browser.post(answer.url, {"action": "resend"})

    status, *_rest, letters = compare(addresses, ask)
    assert (status, letters) == (302, 1)


@pytest.mark.parametrize("tries", [1, 3])
def test_typing_a_wrong_code(production, counting, addresses, tries):
    for begin, field in (("/accounts/signup/", {"password1": PASSWORD}), ("/accounts/login/code/", {})):

        def ask(browser, email, begin=begin, field=field):
            page = browser.post(begin, {"email": email, **field}).url
            for _ in range(tries):
                answer = browser.post(page, {"code": "AAAA-AAAA"})
            return answer

        compare(addresses, ask)


def test_taking_an_address_into_an_account(production, counting, addresses):
    me = a_reader("saya@readers.example")

    def ask(browser, email):
        by_password(browser, me)
        browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
        mail.outbox.clear()
        Counting.made = 0
        return browser.post("/accounts/email/", {"email": email, "action_add": ""})

    status, *_rest, letters = compare(addresses, ask)
    assert (status, letters) == (302, 1)


def test_coming_from_a_provider_that_has_not_confirmed_the_address(production, counting, provider, addresses):
    def ask(browser, email):
        provider.claims = {"sub": email, "email": email, "email_verified": False}
        return by_openid(browser)

    status, *_rest, letters = compare(addresses, ask)
    assert (status, letters) == (302, 1)


@pytest.mark.parametrize("address", ["/accounts/login/code/", "/accounts/password/reset/"])
def test_in_the_sample_it_is_the_same_but_for_signing_up(counting, addresses, address):
    """It lets readers in before their address is confirmed: there an address that is taken has to be refused."""
    compare(addresses, lambda browser, email: browser.post(address, {"email": email}))
    compare(addresses, lambda browser, email: browser.post("/accounts/login/", {"login": email, "password": "salah"}))
    assert signing_up(Client(), addresses["reader"]).status_code == 200
    assert signing_up(Client(), addresses["nobody"]).status_code == 302

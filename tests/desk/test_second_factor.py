"""The newsroom's second factor, outside the demo: by the forms that a colleague fills in."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.db import transaction
from django.test import Client

from tests.newspaper import PASSWORD
from warta.desk.middleware import may_enter

PATHS = ("/admin/", "/admin/login/", "/admin/stories/", "/admin/images/chooser/", "/admin/documents/chooser/",
         "/admin/api/main/pages/", "/admin/account/", "/admin/users/", "/admin/jsi18n/", "/admin//")  # fmt: skip
ACTIVATE = "/accounts/2fa/totp/activate/"
SET_UP = "/accounts/2fa/"  # an app or a passkey


@pytest.fixture
def editor(newspaper, settings):
    """An editor of a newspaper that is no demo."""
    values = {**settings.WARTA.values, "mode": "production"}
    settings.WARTA = type(settings.WARTA)(settings.WARTA.data, values)
    return newspaper.colleague("editor")


@pytest.fixture(autouse=True)
def each_code_once_more(monkeypatch):
    """A code is good for one use in 30 seconds; here each step stands for a later one."""
    monkeypatch.setattr(totp.TOTP, "_mark_code_used", lambda self, code: True)


def signed_in(editor, password=PASSWORD):
    client = Client()
    client.post("/accounts/login/", {"login": editor.email, "password": password})
    return client


def code_of(secret):
    return f"{totp.hotp_value(secret, int(time.time()) // 30):06d}"


@pytest.fixture
def activate(monkeypatch):
    """Sets the factor up as the page asks; gives the secret in the colleague's telephone.

    What waits for the commit is done at once, within the request, as it is where no test holds a transaction open.
    """

    def set_up(client):
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        secret = client.get(ACTIVATE).context["form"].secret
        with monkeypatch.context() as patch:
            patch.setattr(transaction, "on_commit", lambda act, **kwargs: act())
            assert client.post(ACTIVATE, {"code": code_of(secret)}).status_code == 302
        return secret

    return set_up


def show(client, code, where="authenticate"):
    return client.post(f"/accounts/2fa/{where}/", {"code": code})


def is_inside(client):
    return client.get("/admin/").status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_without_one_every_path_leads_to_setting_it_up(editor, path):
    client = signed_in(editor)
    for answer in (client.get(path), client.post(path)):
        assert (answer.status_code, answer.url) == (302, SET_UP)


def test_drafts_are_not_shown_without_one(newspaper, editor):
    client, draft = signed_in(editor), newspaper.draft(owner=editor)
    for page in (f"/admin/pages/{draft.pk}/edit/", f"/admin/pages/{draft.pk}/view_draft/"):
        assert client.get(page).url == SET_UP


def test_it_is_set_up_and_lets_in(editor, activate):
    client = signed_in(editor)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.get(ACTIVATE)
    assert client.post(ACTIVATE, {"code": "000000"}).status_code == 200
    assert not is_inside(client)
    activate(client)
    assert is_inside(client)


def test_a_session_older_than_the_factor_must_show_it(editor, activate):
    older, own = signed_in(editor), signed_in(editor)
    secret = activate(own)
    assert is_inside(own)
    answer = older.get("/admin/stories/")
    assert (answer.status_code, answer.url) == (302, "/accounts/2fa/reauthenticate/?next=%2Fadmin%2F")
    show(older, "000000", "reauthenticate")
    assert not is_inside(older)
    show(older, code_of(secret), "reauthenticate")
    assert is_inside(older)


def test_signing_in_again_takes_password_and_code(editor, activate):
    secret = activate(signed_in(editor))
    client = signed_in(editor)
    assert not is_inside(client)
    show(client, "000000")
    assert not is_inside(client)
    show(client, code_of(secret))
    assert is_inside(client)


def test_a_recovery_code_lets_in_once(editor, activate):
    activate(signed_in(editor))
    codes = Authenticator.objects.get(user=editor, type="recovery_codes").wrap().get_unused_codes()
    client, again = signed_in(editor), signed_in(editor)
    show(client, codes[0])
    assert is_inside(client)
    show(again, codes[0])
    assert not is_inside(again)


def test_a_new_password_alone_does_not_let_in(editor, activate, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    secret = activate(signed_in(editor))
    client, new = Client(), "Kata-sandi-baru-7781"
    client.post("/accounts/password/reset/", {"email": editor.email})
    link = next(line for line in mail.outbox[-1].body.split() if "/password/reset/key/" in line)
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert not is_inside(client)
    client = signed_in(editor, new)
    assert not is_inside(client)
    show(client, code_of(secret))
    assert is_inside(client)


def test_no_newsroom_pass_to_documents_without_it(editor, activate):
    client = signed_in(editor)
    request = client.get("/accounts/email/").wsgi_request
    assert not may_enter(request)
    activate(client)
    assert may_enter(client.get("/accounts/email/").wsgi_request)

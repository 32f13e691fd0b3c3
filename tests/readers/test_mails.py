"""Letters about accounts: each in both languages, as text and HTML, in our words."""

import re
from pathlib import Path

import allauth
import pytest
from allauth.account.adapter import get_adapter
from allauth.core.context import request_context
from django.core import mail
from django.utils import timezone, translation

from warta.readers.mails import CHANGES
from warta.readers.models import User
from warta.stories.models import Publication

pytestmark = pytest.mark.django_db
ALLAUTH = Path(allauth.__file__).parent / "templates"
UNUSED = {"password_reset_code", "password_reset", "base"}  # of settings that are not ours
KINDS = sorted(
    {str(path.relative_to(ALLAUTH)).removesuffix("_message.txt") for path in ALLAUTH.rglob("email/*_message.txt")}
    | {"account/email/own_code"}
)
KINDS = [kind for kind in KINDS if kind.rpartition("/")[2] not in UNUSED]
CODED = ("login_code", "email_confirmation", "email_confirmation_signup", "own_code")
LEADING = {"password_reset_key": "/reset/", "unknown_account": "/signup/", "account_already_exists": "/reset/"}


def written(kind, rf, language):
    request = rf.get("/", HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0")
    user = User.objects.create_user("rahayu@readers.example", first_name="Rahayu <b>", language=language)
    name = kind.rpartition("/")[2]
    told = {"user": user, "email": user.email, "from_email": "a@readers.example", "to_email": user.email,
            "deleted_email": "a@readers.example", "request": request, "timestamp": timezone.now(), "ip": "192.0.2.7",
            "provider": "Google"}  # fmt: skip
    if name in CHANGES:
        told["user_agent"] = request.META["HTTP_USER_AGENT"]
    if name in CODED:
        told["code"] = "ABC-DEF"
    if name in LEADING:
        told["signup_url" if name == "unknown_account" else "password_reset_url"] = f"http://testserver{LEADING[name]}"
    with translation.override(language), request_context(request):
        get_adapter(request).send_mail(kind, user.email, told)
    return mail.outbox[-1], name


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_letter_is_ours(kind, language, rf, settings):
    paper = Publication.load()
    paper.name = "Suluh & Kawan"
    paper.save()
    letter, name = written(kind, rf, language)
    (html, kind_of_html), text = letter.alternatives[0], letter.body
    assert kind_of_html == "text/html" and letter.subject.startswith("Suluh & Kawan: ")
    assert "Suluh &amp; Kawan" in html and f'lang="{language}"' in html
    for words in (text, html):
        assert not re.search(r"None|testserver!|Hello from|Thank you for using|\{\{|%\(", words)
        assert ("ABC-DEF" in words) == (name in CODED)
        assert (LEADING.get(name, "/nowhere/") in words) == (name in LEADING)
    assert text.endswith(f"-- \nSuluh & Kawan\n{settings.WARTA.origin}/\n") or text.endswith(
        f"{settings.WARTA.origin}/"
    )
    assert letter.extra_headers["Content-Language"] == language


def test_a_change_names_the_browser_in_words(rf):
    letter, _name = written("account/email/password_changed", rf, "en")
    assert letter.subject.endswith(": Your password was changed")
    assert "with Firefox on Linux, from the address 192.0.2.7" in letter.body


def test_every_change_has_our_words():
    theirs = [ALLAUTH / f"{kind}_message.txt" for kind in KINDS if not kind.endswith("own_code")]
    notes = {path.name.removesuffix("_message.txt") for path in theirs if "base_notification" in path.read_text()}
    assert notes == set(CHANGES)


def test_indonesian_letters_are_indonesian(rf):
    letter, _name = written("account/email/account_already_exists", rf, "id")
    assert "Anda sudah punya akun" in letter.subject and "Buat kata sandi baru" in letter.alternatives[0][0]
    assert "berhenti berlangganan" in letter.alternatives[0][0]


def test_whoever_has_no_account_is_not_told_of_theirs(rf):
    letter, _name = written("account/email/unknown_account", rf, "en")
    html = letter.alternatives[0][0]
    assert "Somebody gave" in html and "your account at" not in html

"""Letters about accounts, in the layout of all our letters: allauth says when, `templates/account/email` what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from warta.readers.devices import device_name
from warta.stories.models import Publication

STRANGERS = ("unknown_account", "email_confirmation_signup")  # letters to who has no account here, or not yet
# What allauth calls the address that a letter leads to, and its button.
LEADS = {
    "password_reset_url": _("Set a new password"),
    "signup_url": _("Create an account"),
    "activate_url": _("Confirm the address"),
}


@dataclass(frozen=True, slots=True)
class Text:
    """A letter. after: paragraphs below the code or the button."""

    subject: str
    paragraphs: tuple[str, ...]
    button: tuple[str, str] = ("", "")
    code: str = ""
    after: tuple[str, ...] = ()


def parts(prefix: str, subject: str, body: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """A letter as text and as HTML.

    body  paragraphs with an empty line between; the code, or the address that the letter leads to, is one of them
    """
    rows = [" ".join(row.split()) for row in body.strip().split("\n\n") if row.strip()]
    code, name = str(context.get("code") or ""), next((name for name in LEADS if context.get(name)), "")
    lead = str(context.get(name, ""))
    place = next((number for number, row in enumerate(rows) if row in (code, lead)), len(rows))
    is_lead = place < len(rows) and rows[place] == lead
    text = Text(
        subject, tuple(rows[:place]), (str(LEADS[name]), lead) if is_lead else ("", ""),
        code if place < len(rows) and not is_lead else "", tuple(rows[place + 1 :]),
    )  # fmt: skip
    drawn = {
        "text": text, "paper": Publication.load(), "origin": settings.WARTA.origin, "language": get_language() or "",
        "address": lead, "is_account": not prefix.endswith(STRANGERS),
    }  # fmt: skip
    return render_to_string("readers/letter.txt", drawn), render_to_string("readers/letter.html", drawn)


def told(prefix: str, context: dict[str, Any]) -> dict[str, Any]:
    """What a letter's templates are given: of a change, what it was and the browser that made it, in our words."""
    found = dict(context)
    if "user_agent" in found:
        found["device"] = device_name(found["user_agent"])
    subject, sentence = CHANGES.get(prefix.rpartition("/")[2], ("", ""))
    if sentence:
        found |= {"subject": str(subject), "sentence": str(sentence) % found}
    return found


# What allauth tells of a change in an account: subject, and a sentence.
CHANGES = {
    "email_changed": (_("Your e-mail address was changed"), _("It is %(to_email)s now, and was %(from_email)s.")),
    "email_confirm": (_("Your e-mail address is confirmed"), _("You have shown that this address is yours.")),
    "email_deleted": (_("An e-mail address was removed"), _("%(deleted_email)s belongs to your account no more.")),
    "password_changed": (_("Your password was changed"), _("It has a new password.")),
    "password_set": (_("A password was set"), _("It can be signed in to with a password now.")),
    "account_connected": (_("Another way to sign in"), _("It can be signed in to through %(provider)s now.")),
    "account_disconnected": (_("A way to sign in was removed"), _("%(provider)s does not lead to it any more.")),
    "webauthn_added": (_("A passkey was added"), _("It can be signed in to with one more passkey now.")),
    "webauthn_removed": (_("A passkey was removed"), _("One of its passkeys works no more.")),
    "totp_activated": (_("A second factor was set up"), _("Signing in asks for a code of an app from now on.")),
    "totp_deactivated": (_("A second factor was removed"), _("Signing in asks for the app’s code no more.")),
    "recovery_codes_generated": (_("New recovery codes"), _("The codes that you had before work no more.")),
}  # fmt: skip

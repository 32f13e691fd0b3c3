"""Input about an account, made clean."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import RequestLoginCodeForm as BaseRequestLoginCodeForm
from allauth.account.forms import ResetPasswordForm as BaseResetPasswordForm
from allauth.account.forms import SignupForm as BaseSignupForm
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from warta.readers.countries import countries
from warta.readers.models import User
from warta.readers.queries import owner_of
from warta.readers.rules import breaks_lines


def refuse_breaks(value: Any) -> None:
    """Nothing in it may begin a new line of a letter's head. raises ValidationError"""
    if breaks_lines(value):
        raise forms.ValidationError(_("This may not hold line breaks or control characters."))


def one_line(value: str) -> str:
    """`value`, if nothing in it could begin a new line of a letter's head. raises ValidationError"""
    refuse_breaks(value)
    return value


class SignupForm(BaseSignupForm):
    """An address, and nothing that breaks a line."""

    def clean_email(self) -> Any:
        """Refuse what would be another header; Django's own check strips first."""
        one_line(self.data.get("email", ""))
        return super().clean_email()

    def try_save(self, request: HttpRequest) -> Any:
        """Make the account. Where there is one, as much is computed, so that the answer comes no sooner."""
        if self.account_already_exists and self.cleaned_data.get("password1"):
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


def _passkey_name(*, required: bool) -> forms.CharField:
    return forms.CharField(label=_("Name"), required=required, max_length=60, validators=[refuse_breaks])


class PasskeyForm(webauthn.AddWebAuthnForm):
    """A passkey. allauth would ask as well whether it may stand alone: here all may."""

    name = _passkey_name(required=False)
    passwordless = None


class PasskeySignupForm(webauthn.SignupWebAuthnForm):
    """The passkey of a new reader."""

    name = _passkey_name(required=False)


class PasskeyNameForm(webauthn.EditWebAuthnForm):
    """What a passkey is called."""

    name = _passkey_name(required=True)


class RequestLoginCodeForm(BaseRequestLoginCodeForm):
    """A code for the owner of an address, never for who merely wrote it down as a further one of theirs."""

    def clean_email(self) -> Any:
        """The address; whom the code lets in is `owner_of` it."""
        email = super().clean_email()
        self._user = owner_of(email)
        return email


class ResetPasswordForm(BaseResetPasswordForm):
    """A new password for the owner of an address, and for nobody else."""

    def clean_email(self) -> Any:
        """The address; whose password is set anew is `owner_of` it."""
        email = super().clean_email()
        owner = owner_of(email)
        self.users = [owner] if owner else []
        return email


class ProfileForm(forms.ModelForm):
    """What a reader says of themselves. home: the country of the newspaper, which stands first."""

    country = forms.ChoiceField(label=_("Country"), required=False)
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", "—"), *settings.LANGUAGES]
    )  # fmt: skip

    class Meta:
        model = User
        fields = ("first_name", "last_name", "country", "language")

    def __init__(self, *args: Any, home: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = self.instance.country
        listed = countries(home)
        unlisted = [(mine, mine)] if mine and mine not in dict(listed) else []
        self.fields["country"].choices = [("", "—"), *unlisted, *listed]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """No control characters in names, stripped or not."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("first_name", "last_name"):
            try:
                one_line(self.data.get(name, ""))
            except forms.ValidationError as error:
                self.add_error(name, error)
        return found

"""What allauth says of passkeys and authenticator apps here."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from warta.stories.models import Publication


class FactorAdapter(DefaultMFAAdapter):
    """Devices show the newspaper's name, not its host's."""

    def get_totp_issuer(self) -> str:
        """Whose code it is, as the app shows it."""
        return str(Publication.load().name)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Whose passkey it is, as the device shows it. It belongs to the host."""
        return {**super().get_public_key_credential_rp_entity(), "name": str(Publication.load().name)}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """What a passkey is called, as long as its reader calls it nothing."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("My passkey") if number == 1 else _("My passkey %(number)d") % {"number": number}

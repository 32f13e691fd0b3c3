"""The pages of a reader's account, in the order of its menu. A room adds its page by one line."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

CONNECTED = (("socialaccount_connections", _("Connected accounts")),) if settings.SOCIALACCOUNT_PROVIDERS else ()

NAV = (
    ("profile", _("Profile")),
    ("subscription", _("Subscription")),
    ("account_email", _("E-mail address")),
    ("account_change_password", _("Password")),
    ("mfa_list_webauthn", _("Passkeys")),
    ("mfa_index", _("Second factor")),
    *CONNECTED,
    ("devices", _("Devices")),
    ("handover", _("On your phone")),
    ("newsletters", _("Newsletters")),
    ("following", _("Following")),
    ("saved", _("Saved stories")),
    ("history", _("Reading history")),
    ("gifts", _("Gift links")),
    ("my-data", _("My data")),
)

"""The pages of a reader's account, in the order of its menu. A room adds its page by one line."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

NAV = (
    ("profile", _("Profile")),
    ("subscription", _("Subscription")),
    ("account_email", _("E-mail address")),
    ("account_change_password", _("Password")),
    ("mfa_index", _("Second factor")),
    ("devices", _("Devices")),
    ("newsletters", _("Newsletters")),
    ("following", _("Following")),
    ("saved", _("Saved stories")),
    ("history", _("Reading history")),
    ("gifts", _("Gift links")),
    ("my-data", _("My data")),
)

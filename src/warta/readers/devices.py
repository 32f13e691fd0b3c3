"""What a reader calls the device that a session belongs to."""

from __future__ import annotations

from django.utils.translation import gettext as _
from ua_parser import parse


def device_name(user_agent: str) -> str:
    """Browser and system, as in *Chrome on Windows*; as far as the browser's own words tell."""
    told = parse(user_agent)
    browser = told.user_agent.family if told.user_agent else ""
    system = told.os.family if told.os else ""
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown device")

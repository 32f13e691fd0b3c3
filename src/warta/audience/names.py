"""The words of the interface for what is counted."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from warta.access import Reason

SOURCES = {
    "search": _("Search engines"),
    "social": _("Social media"),
    "direct": _("Directly"),
    "newsletter": _("Newsletters"),
    "site": _("Other sites"),
}
PLACES = {
    "related": _("Related stories"),
    "more": _("More of the section"),
    "latest": _("Latest"),
    "hot-topics": _("Hot topics"),
    "picks": _("Picks"),
    "photos": _("Photos"),
    "most-read": _("Most read"),
    "front": _("Front page"),
    "epaper": _("E-paper"),
    "list": _("Lists"),
}
# As the walls' own headlines, in few words.
WALLS = {
    Reason.SIGN_IN.value: _("Sign in to read on"),
    Reason.METER_SPENT.value: _("The month’s free stories are read"),
    Reason.SUBSCRIBE.value: _("For subscribers"),
    Reason.PLAN_LACKS.value: _("The plan does not open it"),
}


def source(key: str) -> str:
    """Where somebody came from."""
    kind, _colon, place = key.partition(":")
    if kind == "block":
        return gettext("On our pages: %(place)s") % {"place": PLACES.get(place, place)}
    return str(SOURCES.get(key, key))


def wall_name(reason: str) -> str:
    """What a wall is called."""
    return str(WALLS.get(reason, reason))


def lasting(seconds: int) -> str:
    """A time that something took, as in 2:05."""
    return f"{seconds // 60}:{seconds % 60:02}"

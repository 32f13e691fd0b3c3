"""What a reader should know of their account: said by `/me`, in the newspaper's own language."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from warta.site.account.who import who
from warta.subscriptions.rules.rights import ends_soon


def notices(request: HttpRequest, now: datetime) -> list[str]:
    """The notices for whoever the request's session belongs to. Two queries."""
    found = who(request, now)
    end = ends_soon(found.events, now) if found else None
    if end is None:
        return []
    with translation.override(settings.LANGUAGE_CODE):
        day = formats.date_format(timezone.localtime(end), "j F Y, H:i")
        return [_("Your complimentary subscription ends on %(day)s.") % {"day": day}]

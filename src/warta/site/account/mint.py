"""Minting tokens: the reader that a session belongs to, as a signed value that the edge can check by itself."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from warta.access import Policy, Reader
from warta.access.token import LIFETIME_S, Keys, Token, read_meter, write_token
from warta.readers.meters import merged_meter
from warta.stories.policy import current_policy

READER_COOKIE, METER_COOKIE = "warta_reader", "warta_meter"


def mint(request: HttpRequest) -> str | None:
    """The token of the request's session; None if nobody is signed in.

    What was read anonymously in the same browser (its meter cookie) is counted as read by the reader.
    """
    user: Any = request.user
    if not user.is_authenticated:
        return None
    keys = Keys.of(settings.SECRET_KEY)
    now = timezone.now()
    month = whole_policy().month_of(now)
    anonymous = read_meter(request.COOKIES.get(METER_COOKIE, ""), keys).of(month)
    reader = Reader(id=user.pk, name=user.display_name, is_staff=user.works_here)
    meter = merged_meter(user.pk, anonymous, month)
    return write_token(Token(reader, user.generation, int(time.time()) + LIFETIME_S, meter), keys)


def whole_policy() -> Policy:
    """The reading policy with all that decides besides."""
    return current_policy()

"""Minting tokens: the reader that a session belongs to, as a signed value that the edge can check by itself."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from warta.access import NO_RIGHTS, STRANGER, Policy, Reader, Right
from warta.access.token import LIFETIME_S, Keys, Token, read_meter, write_token
from warta.readers.meters import count_reads
from warta.site.account.who import who
from warta.stories.policy import current_policy
from warta.subscriptions.queries import networks, revoked_gifts
from warta.subscriptions.rules.rights import Standing, ends_soon

READER_COOKIE, METER_COOKIE = "warta_reader", "warta_meter"


def mint(request: HttpRequest) -> str | None:
    """The token of the request's session; None if nobody is signed in. Two queries, one more for a meter that is new.

    What was read anonymously in the same browser (its meter cookie) is counted as read by the reader.
    """
    now = timezone.now()
    found = who(request, now)
    if found is None:
        return None
    keys = Keys.of(settings.SECRET_KEY)
    month = found.meter.month
    anonymous = read_meter(request.COOKIES.get(METER_COOKIE, ""), keys).of(month)
    meter = found.meter.merge(anonymous)
    if meter != found.meter:
        count_reads([(found.user.pk, story) for story in meter.stories], month)
    token = Token(
        found.reader(now), found.user.generation, _expires(found.held(now), now), meter,
        notices=ends_soon(found.events, now) is not None, history=found.user.keeps_history,
    )  # fmt: skip
    return write_token(token, keys)


def reader_here(request: HttpRequest, now: datetime) -> Reader:
    """Who asks the newsroom itself, with all rights: of the session's ledger, and of the place they ask from.

    Two queries for who is signed in, one for the place.
    """
    found = who(request, now)
    reader = found.reader(now) if found else STRANGER
    return replace(reader, rights=reader.rights | rights_here(request, now))


def rights_here(request: HttpRequest, now: datetime) -> frozenset[Right]:
    """The rights of whoever asks from the request's address (an institution's network). One query."""
    places = networks()
    policy = Policy(zone=timezone.get_default_timezone(), networks=places)
    return policy.rights_at(request.META.get("REMOTE_ADDR", ""), now) if places else NO_RIGHTS


def whole_policy() -> Policy:
    """The reading policy with all that decides besides: institutions' networks, revoked gifts. Five queries."""
    return replace(current_policy(), networks=networks(), revoked_gifts=revoked_gifts(timezone.now()))


def _expires(held: Standing, now: datetime) -> int:
    end = int(time.time()) + LIFETIME_S
    return min(end, int(held.until.timestamp())) if held.until is not None else end

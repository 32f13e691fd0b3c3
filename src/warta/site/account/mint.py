"""Minting tokens: the reader that a session belongs to, as a signed value that the edge can check by itself."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Group, Permission
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from warta.access import Meter, Policy, Reader
from warta.access.token import LIFETIME_S, Keys, Token, read_meter, write_token
from warta.readers.meters import count_reads
from warta.readers.models import MeterRead, User
from warta.stories.policy import current_policy
from warta.subscriptions.models import LedgerEvent
from warta.subscriptions.rules import Granted, Standing, rights_in, standing

READER_COOKIE, METER_COOKIE = "warta_reader", "warta_meter"
TEXT = CharField(max_length=255)
COLUMNS = 7


def mint(request: HttpRequest) -> str | None:
    """The token of the request's session; None if nobody is signed in. Two queries, one more for a meter that is new.

    What was read anonymously in the same browser (its meter cookie) is counted as read by the reader.
    """
    session = _session(request)
    if session is None:
        return None
    now = timezone.now()
    month = whole_month(now)
    found = _who(int(session[SESSION_KEY]), month)
    if found is None or not _is_theirs(session, found.user):
        return None
    keys = Keys.of(settings.SECRET_KEY)
    anonymous = read_meter(request.COOKIES.get(METER_COOKIE, ""), keys).of(month)
    meter = found.meter.merge(anonymous)
    if meter != found.meter:
        count_reads({found.user.pk: meter}, month)
    held = standing(found.events, now)
    reader = Reader(found.user.pk, found.user.display_name, held.rights, is_staff=found.works_here)
    return write_token(Token(reader, found.user.generation, _expires(held, now), meter), keys)


def whole_policy() -> Policy:
    """The reading policy with all that decides besides."""
    return current_policy()


def whole_month(now: datetime) -> int:
    """The month in which `now` is read, as meters number months; it needs no query."""
    return Policy(zone=ZoneInfo(settings.TIME_ZONE)).month_of(now)


def _session(request: HttpRequest) -> dict[str, Any] | None:
    """What stands in the session of the request, if somebody is signed in. One query."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if request.session.accessed and SESSION_KEY in request.session:  # signed in by this very request
        return dict(request.session.items())
    session = SessionStore(key).load() if key else {}
    return session if SESSION_KEY in session else None


def _is_theirs(session: dict[str, Any], user: User) -> bool:
    """Has the password not changed since? A session of before has ended."""
    return user.is_active and constant_time_compare(session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())


def _expires(held: Standing, now: datetime) -> int:
    end = int(time.time()) + LIFETIME_S
    return min(end, int(held.until.timestamp())) if held.until is not None else end


@dataclass
class _Who:
    """What the database knows of an account."""

    user: User
    works_here: bool
    meter: Meter
    events: list[Granted] = field(default_factory=list)


def _who(pk: int, month: int) -> _Who | None:
    """The account, whether it works here, its ledger and its meter: rows of one query, so that minting stays cheap."""
    entering = Permission.objects.filter(codename="access_admin", content_type__app_label="wagtailadmin")
    allowed = Exists(Group.objects.filter(user=OuterRef("pk"), permissions__in=entering))
    users = _rows(
        User.objects.filter(pk=pk), "account", _text("email"), _text("first_name"), _text("last_name"),
        _text("password"), _text("generation"), _flag(Q(is_active=True)), _flag(Q(is_superuser=True) | Q(allowed)),
    )  # fmt: skip
    ledger = LedgerEvent.objects.filter(reader=pk)
    events = _rows(ledger, "event", *map(_text, ("id", "rights", "until", "revokes_id")))
    read = _rows(MeterRead.objects.filter(reader=pk, month=month), "read", _text("id"), _text("story"))
    found: dict[str, list[list[Any]]] = {"account": [], "event": [], "read": []}
    for what, *values in users.union(events, read, all=True):
        found[what].append(values)
    if not found["account"]:
        return None
    email, first, last, password, generation, active, works = found["account"][0]
    user = User(
        pk=pk, email=email, first_name=first, last_name=last, password=password, generation=int(generation),
        is_active=bool(active),
    )  # fmt: skip
    stories = [int(story) for _pk, story in sorted((int(row[0]), row[1]) for row in found["read"])]
    return _Who(user, bool(works), Meter(month, tuple(stories)), [_event(row) for row in found["event"]])


def _event(row: list[Any]) -> Granted:
    pk, rights, until, revokes = row[:4]
    end = datetime.fromisoformat(until) if until else None
    if end is not None and end.tzinfo is None:
        end = end.replace(tzinfo=UTC)
    return Granted(int(pk), rights_in(rights or ""), end, int(revokes) if revokes else 0)


def _rows(found: QuerySet[Any], what: str, *values: Any) -> QuerySet[Any]:
    """Rows of one shape, all text, so that they can be read together."""
    shaped = [*values, *[Value("", TEXT)] * (COLUMNS - len(values))]
    named = {f"v{place}": value for place, value in enumerate(shaped)}
    return found.order_by().annotate(what=Value(what, TEXT), **named).values_list("what", *named)


def _text(name: str) -> Cast:
    return Cast(F(name), TEXT)


def _flag(holds: Q) -> Case:
    return Case(When(holds, then=Value("1")), default=Value(""), output_field=TEXT)

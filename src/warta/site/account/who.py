"""Who a session belongs to: the account, its ledger, its institutions and its meter, read as one."""

from __future__ import annotations

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
from django.utils.crypto import constant_time_compare

from warta.access import Meter, Policy, Reader
from warta.readers.models import MeterRead, User
from warta.subscriptions.models import LedgerEvent
from warta.subscriptions.queries import institutions_of
from warta.subscriptions.rules.rights import Granted, Standing, rights_in, standing

TEXT = CharField(max_length=255)
COLUMNS = 8


@dataclass
class Who:
    """What the database knows of an account.

    events   its ledger
    members  what it may as a member of institutions
    """

    user: User
    works_here: bool
    meter: Meter
    events: list[Granted] = field(default_factory=list)
    members: list[Granted] = field(default_factory=list)

    def held(self, now: datetime) -> Standing:
        """The rights it has now, from wherever."""
        return standing([*self.events, *self.members], now)

    def reader(self, now: datetime) -> Reader:
        """The account as the decision takes it."""
        user = self.user
        return Reader(user.pk, user.display_name, self.held(now).rights, is_staff=self.works_here)


def who(request: HttpRequest, now: datetime) -> Who | None:
    """Whose the request's session is; None if nobody is signed in. Two queries."""
    session = _session(request)
    if session is None:
        return None
    found = _who(int(session[SESSION_KEY]), whole_month(now))
    return found if found is not None and _is_theirs(session, found.user) else None


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


def _who(pk: int, month: int) -> Who | None:
    """The account, whether it works here, its ledger, its institutions, its meter: rows of one query, so that minting
    stays cheap."""
    entering = Permission.objects.filter(codename="access_admin", content_type__app_label="wagtailadmin")
    allowed = Exists(Group.objects.filter(user=OuterRef("pk"), permissions__in=entering))
    users = _rows(
        User.objects.filter(pk=pk), "account", _text("email"), _text("first_name"), _text("last_name"),
        _text("password"), _text("generation"), _flag(Q(is_active=True)), _flag(Q(is_superuser=True) | Q(allowed)),
        _flag(Q(keeps_history=True)),
    )  # fmt: skip
    ledger = LedgerEvent.objects.filter(reader=pk)
    events = _rows(ledger, "event", *map(_text, ("id", "rights", "until", "revokes_id", "subscription")))
    read = _rows(MeterRead.objects.filter(reader=pk, month=month), "read", _text("id"), _text("story"))
    members = _rows(institutions_of(pk), "member", _text("id"), *map(_text, ("rights", "until")))
    found: dict[str, list[list[Any]]] = {"account": [], "event": [], "member": [], "read": []}
    for what, *values in users.union(events, members, read, all=True):
        found[what].append(values)
    if not found["account"]:
        return None
    email, first, last, password, generation, active, works, keeps = found["account"][0]
    user = User(
        pk=pk, email=email, first_name=first, last_name=last, password=password, generation=int(generation),
        is_active=bool(active), keeps_history=bool(keeps),
    )  # fmt: skip
    stories = [int(story) for _pk, story in sorted((int(row[0]), row[1]) for row in found["read"])]
    events_found = [_event(*row[:5]) for row in found["event"]]
    members_found = [_event("0", row[1], row[2], "", "") for row in found["member"]]
    return Who(user, bool(works), Meter(month, tuple(stories)), events_found, members_found)


def _event(
    pk: str, rights: str | None, until: str | None, revokes: str | None, subscription: str | None
) -> Granted:  # fmt: skip
    end = datetime.fromisoformat(until) if until else None
    if end is not None and end.tzinfo is None:
        end = end.replace(tzinfo=UTC)
    return Granted(int(pk), rights_in(rights or ""), end, int(revokes or 0), int(subscription or 0))


def _rows(found: QuerySet[Any], what: str, *values: Any) -> QuerySet[Any]:
    """Rows of one shape, all text, so that they can be read together."""
    shaped = [*values, *[Value("", TEXT)] * (COLUMNS - len(values))]
    named = {f"v{place}": value for place, value in enumerate(shaped)}
    return found.order_by().annotate(what=Value(what, TEXT), **named).values_list("what", *named)


def _text(name: str) -> Cast:
    return Cast(F(name), TEXT)


def _flag(holds: Q) -> Case:
    return Case(When(holds, then=Value("1")), default=Value(""), output_field=TEXT)

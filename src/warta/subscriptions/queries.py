"""Reading the ledger, gifts and institutions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat, Lower, StrIndex, Substr

from warta.access import Network
from warta.readers.models import User
from warta.subscriptions.models import COMPLIMENTARY, Gift, Institution, LedgerEvent
from warta.subscriptions.rules.rights import Granted, Standing, rights_in, standing

FOUND_MAX = 50  # readers shown of those found
EVENTS_MAX = 500  # of one reader's ledger shown
GIFTS_MAX = 200  # of one reader shown
TEXT = TextField()
LINE = Value("\n", TEXT)


def standing_of(reader: int, now: datetime) -> Standing:
    """What a reader may now, by the ledger and as a member of institutions. Two queries."""
    events = [event.granted for event in LedgerEvent.objects.filter(reader=reader)]
    members = [Granted(0, rights_in(rights), until) for rights, until in members_of(reader)]
    return standing([*events, *members], now)


def members_of(reader: int) -> QuerySet[Institution, tuple[str, datetime | None]]:
    """Rights and end of the institutions at whose domains a reader has a confirmed address."""
    return institutions_of(reader).values_list("rights", "until")


def institutions_of(reader: int) -> QuerySet[Institution]:
    """The institutions at whose domains a reader has a confirmed address; each domain is a line of its own."""
    domain = Substr(Lower("email"), StrIndex(F("email"), Value("@")) + 1)
    lines = Concat(LINE, OuterRef("domains"), LINE, output_field=TEXT)
    listed = StrIndex(lines, Concat(LINE, domain, LINE, output_field=TEXT))
    confirmed = EmailAddress.objects.filter(user=reader, verified=True).annotate(listed=listed)
    return Institution.objects.exclude(domains="").filter(Exists(confirmed.filter(listed__gt=0)))


def readers_at(domains: Iterable[str]) -> list[int]:
    """Readers with a confirmed address at one of the domains. One query, which looks at every address."""
    at = Q()
    for domain in domains:
        at |= Q(email__iendswith=f"@{domain}")
    found = EmailAddress.objects.filter(at, verified=True).values_list("user", flat=True)
    return sorted(set(found)) if at else []


def networks() -> tuple[Network, ...]:
    """The networks of all institutions, as the policy has them. One query."""
    return tuple(place for institution in Institution.objects.exclude(networks="") for place in institution.places)


def revoked_gifts(now: datetime) -> frozenset[int]:
    """Gifts that are revoked and would else still open their story. One query."""
    found = Gift.objects.filter(revoked_at__isnull=False, expires__gt=now)
    return frozenset(found.values_list("pk", flat=True))


def living_gift(reader: int, story: int, now: datetime) -> Gift | None:
    """The reader's link to a story, if one works. One query."""
    return Gift.objects.filter(reader=reader, story=story, revoked_at=None, expires__gt=now).first()


def gifts_of(reader: int) -> list[Gift]:
    """A reader's gifts, newest first, at most 200. One query."""
    return list(Gift.objects.filter(reader=reader)[:GIFTS_MAX])


def find_readers(text: str) -> list[User]:
    """Accounts whose address, name or label contains `text`, the whole address first; one more than are shown.

    Two queries: the first by an index, the second looks at every account until it has found enough.
    """
    accounts = User.objects.annotate(
        lower=Lower("email"), name=Concat("first_name", Value(" "), "last_name")
    )  # fmt: skip
    exact = list(accounts.filter(lower=text.lower())[:1])
    like = accounts.filter(Q(email__icontains=text) | Q(name__icontains=text) | Q(imported__labels__icontains=text))
    others = like.exclude(pk__in=[user.pk for user in exact]).order_by("pk")[: FOUND_MAX + 1 - len(exact)]
    return [*exact, *others]


@dataclass(frozen=True, slots=True)
class Told:
    """An event as the service desk reads it.

    state  of what was given for nothing: living, ended, revoked; empty for any other event
    """

    event: LedgerEvent
    state: str


@dataclass(frozen=True, slots=True)
class Story:
    """A reader's ledger, newest first, and what they may now."""

    events: list[Told]
    now: Standing


def story_of(reader: int, now: datetime) -> Story:
    """A reader's ledger; the newest 500 events are told, all of them count. One query."""
    events = list(LedgerEvent.objects.filter(reader=reader).select_related("revokes").order_by("-pk"))
    revoked = {event.revokes_id for event in events if event.revokes_id}
    told = [Told(event, _state(event, revoked, now)) for event in events[:EVENTS_MAX]]
    return Story(told, standing([event.granted for event in events], now))


def _state(event: LedgerEvent, revoked: set[int], now: datetime) -> str:
    if event.revokes_id or event.kind != COMPLIMENTARY:
        return ""
    if event.pk in revoked:
        return "revoked"
    return "ended" if event.until is not None and event.until <= now else "living"

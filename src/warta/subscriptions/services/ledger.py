"""The one road into a subscription's ledger: fact in, event written, rights, projection and letters following."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from warta.access import Right
from warta.readers.services import void_tokens
from warta.subscriptions.faults import point
from warta.subscriptions.models import SEAT, LedgerEvent, Order, Seat, Subscription
from warta.subscriptions.rules import machine
from warta.subscriptions.rules.machine import Fact, State
from warta.subscriptions.rules.rights import rights_text
from warta.subscriptions.rules.terms import Terms
from warta.subscriptions.services import letters
from warta.subscriptions.services.voiding import void_readers_now_and_soon


def standing_of(subscription: int, now: datetime | None = None) -> machine.Subscription:
    """A subscription as its ledger says; with `now`, after what time alone has brought about by then.

    One query. raises ValueError without events
    """
    events = LedgerEvent.objects.filter(subscription=subscription).exclude(kind=SEAT).order_by("pk")
    standing = machine.fold(event.fact for event in events)
    return machine.by(standing, now) if now else standing


def standing_before(event: LedgerEvent) -> machine.Subscription:
    """How a subscription stood just before an event of it. One query."""
    events = LedgerEvent.objects.filter(subscription=event.subscription, pk__lt=event.pk).exclude(kind=SEAT)
    return machine.by(machine.fold(one.fact for one in events.order_by("pk")), event.at)


@transaction.atomic
def begin(*, order: Order, source: str) -> Subscription:
    """Write down that somebody ordered a subscription."""
    terms = order.agreed
    subscription = Subscription.objects.create(
        reader=order.reader, provider=order.provider, state=State.PENDING, plan=terms.plan, amount=terms.price.amount,
        currency=terms.price.currency, months=terms.months, terms=terms.as_json(),
        story=order.details.get("story"), wall=order.details.get("wall", ""), offer=order.details.get("offer", ""),
    )  # fmt: skip
    _write(subscription, None, machine.ordered(terms, timezone.now()), source=source)
    return subscription


@transaction.atomic
def record(
    *, subscription: int, fact: Fact, by: Any = None, why: str = "", source: str = ""
) -> machine.Subscription:  # fmt: skip
    """Write one more fact of a subscription, with all that follows from it. Returns how it stands now.

    What time alone has brought about by the moment of the fact is written before it, and what it has since is written
    after a fact that is told late: nothing depends on whether the worker came first.

    by      who did it; None: the clock, or a provider
    source  what it came from, as in order:ABCD1234
    raises  ImpossibleMove; Subscription.DoesNotExist
    """
    row = Subscription.objects.select_for_update().get(pk=subscription)
    standing = _write(row, _caught_up(row, fact.at), fact, by=by, why=why, source=source)
    standing = _ticked(row, standing, timezone.now())
    point("record: before commit")
    return standing


@transaction.atomic
def catch_up(*, subscription: int, now: datetime) -> machine.Subscription:
    """Write down what time alone has brought about. Returns how it stands; it is locked until the transaction ends."""
    row = Subscription.objects.select_for_update().get(pk=subscription)
    standing = _caught_up(row, now)
    if row.due_at != machine.due(standing):  # a row that its ledger does not bear out
        row.due_at = machine.due(standing)
        row.save(update_fields=["due_at"])
    return standing


def _caught_up(row: Subscription, now: datetime) -> machine.Subscription:
    return _ticked(row, standing_of(row.pk), now)


def _ticked(row: Subscription, standing: machine.Subscription, now: datetime) -> machine.Subscription:
    while (fact := machine.tick(standing, now)) is not None:
        standing = _write(row, standing, fact, source="clock")
    return standing


def _write(
    row: Subscription, before: machine.Subscription | None, fact: Fact, *, by: Any = None, why: str = "", source: str
) -> machine.Subscription:  # fmt: skip
    now = machine.after(before, fact)
    rights, until = machine.opens(now)
    event = LedgerEvent(
        kind=fact.kind, reader=row.reader, subscription=row.pk, rights=rights_text(rights), until=until, at=fact.at,
        terms=fact.terms.as_json() if fact.terms else None, ends=fact.ends, bought=fact.bought, source=source[:200],
        amount=None if fact.money is None else fact.money.amount,
        currency="" if fact.money is None else fact.money.currency,
        by=by.pk if by else None, by_name=by.display_name if by is not None and by.pk != row.reader else "",
        why=why.strip(),
    )  # fmt: skip
    event.save()
    if row.provider_ref and before is not None and machine.wish(before) not in ("pending", machine.wish(now)):
        row.untold = True
    _project(row, now, fact.at)
    if before is not None:
        _void(row, rights, until)
        letters.follow(row=row, before=before, after=now, fact=fact, event=event.pk)
    return now


def _project(row: Subscription, now: machine.Subscription, at: datetime) -> None:
    row.state, row.ends, row.due_at = now.state, now.ends, machine.due(now)
    if row.reminded_of != now.ends:
        row.reminded_of = None
    _agree(row, now.terms)
    if row.began_at is None and now.state in machine.LIVING:
        row.began_at = at
    row.over_at = at if now.state in machine.OVER else None
    row.save()


def _agree(row: Subscription, terms: Terms) -> None:
    row.plan, row.terms, row.months = terms.plan, terms.as_json(), terms.months
    row.amount, row.currency = terms.due.amount, terms.due.currency


def _void(row: Subscription, rights: frozenset[Right], until: datetime | None) -> None:
    """Each member of a group has what the group has; the tokens of all are void. Four queries, whatever their number.

    All in one go: the lock under which changes are numbered is taken last, or two groups would wait for each other.
    """
    seats = Seat.objects.filter(subscription=row, reader__isnull=False).values_list("reader", flat=True)
    members = [reader for reader in seats if reader is not None]
    if members:
        LedgerEvent.objects.bulk_create([_seat_event(row, reader, rights, until) for reader in members])
        void_readers_now_and_soon([row.reader, *members])
    else:
        void_tokens(row.reader)


def _seat_event(row: Subscription, reader: Any, rights: frozenset[Right], until: datetime | None) -> LedgerEvent:
    return LedgerEvent(
        kind=SEAT, reader=reader, subscription=row.pk, rights=rights_text(rights), until=until, at=timezone.now()
    )


@transaction.atomic
def record_seat(*, subscription: int, reader: int, taken: bool, by: Any = None, why: str = "") -> None:
    """Write that a reader has a seat of a group from now on, or has none any more."""
    row = Subscription.objects.select_for_update().get(pk=subscription)
    rights, until = machine.opens(standing_of(row.pk)) if taken else (frozenset[Right](), None)
    event = _seat_event(row, reader, rights, until)
    event.by, event.why = by.pk if by else None, why.strip()
    event.save()
    void_tokens(reader)

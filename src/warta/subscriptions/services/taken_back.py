"""Gifts whose money went back: nobody keeps what nobody paid for, and who redeemed one has it again if the money comes
again. A subscription that a bank closed opens when nothing in it is disputed any more."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from warta.subscriptions.models import LedgerEvent, Order, Payment, Subscription, Voucher
from warta.subscriptions.rules import gifts, machine
from warta.subscriptions.rules.machine import Fact, Kind
from warta.subscriptions.rules.money import Money
from warta.subscriptions.services import ledger, vouchers


@transaction.atomic
def follow_money(*, order: Order, now: datetime, by: Any = None, why: str = "") -> None:
    """As many vouchers of a gift are void as payments of it went back whole, or are kept by a bank.

    Those that nobody has redeemed go first; those that somebody has come back first.
    """
    rows = list(vouchers.of_order(order).select_for_update())
    gone = _payments(order, "refunded", "charged_back").count()
    more = gone - sum(row.void for row in rows)
    if more > 0:
        holding = sorted((row for row in rows if not row.void), key=lambda row: (row.redeemed_at is not None, -row.pk))
        for row in holding[:more]:
            _set_void(row, void=True)
            _take(row, order, now, by, why)
    else:
        void = sorted((row for row in rows if row.void), key=lambda row: (row.redeemed_at is None, -row.pk))
        for row in void[:-more]:
            _set_void(row, void=False)
            _give_again(row, now)


def redeemed(order: Order) -> list[Voucher]:
    """The vouchers of a gift that hold and that somebody has redeemed. One query."""
    return list(vouchers.of_order(order).filter(redeemed_at__isnull=False, void=False))


def _payments(order: Order, *states: str) -> QuerySet[Payment]:
    """Payments of a gift that bought it, and are in one of these states now."""
    return Payment.objects.filter(order=order, state__in=states, invoices__kind="invoice")


def _set_void(row: Voucher, *, void: bool) -> None:
    row.void = void
    row.save(update_fields=["void"])


def _take(row: Voucher, order: Order, now: datetime, by: Any, why: str) -> None:
    """What is left of the period that a voucher was redeemed for, if that is not taken already."""
    event = _last_event(row)
    if event is None or event.subscription is None or row.redeemed_at is None or event.kind != Kind.PAID:
        return
    by_bank = _payments(order, "charged_back").exists()
    standing = ledger.standing_of(event.subscription, now)
    fact = gifts.take_back(standing, row.redeemed_at, now, by_bank=by_bank)
    if fact is not None:
        ledger.record(subscription=event.subscription, fact=fact, by=by, why=why, source=vouchers.source_of(row))


def _give_again(row: Voucher, now: datetime) -> None:
    """What was taken: to the subscription that was closed for it, else as if the voucher were redeemed for that."""
    event = _last_event(row)
    if event is None or event.subscription is None or row.redeemed_at is None or event.kind == Kind.PAID:
        return
    rest = gifts.left(ledger.standing_before(event), row.redeemed_at, event.at)
    if not rest:
        return
    subscription = event.subscription
    if not _is_closed_by_gift_alone(subscription):
        subscription = vouchers.longer_or_new(row, event.reader, now).pk
    standing = ledger.standing_of(subscription, now)
    ends = machine.next_begin(standing, now) + rest
    fact = Fact(Kind.PAID, now, standing.next_terms, ends, Money(0, row.plan.currency), row.redeemed_at)
    ledger.record(subscription=subscription, fact=fact, source=vouchers.source_of(row))


def _is_closed_by_gift_alone(subscription: int) -> bool:
    return _is_closed_by_gift(subscription) and not _is_disputed(subscription)


def may_reopen(subscription: int) -> bool:
    """Is a subscription closed by a bank, and nothing that was paid for it disputed any more?

    One that a gift alone kept open has nothing of its own to come back to.
    """
    is_closed = ledger.standing_of(subscription).state is machine.State.CHARGED_BACK
    return is_closed and not _is_disputed(subscription) and not _is_closed_by_gift(subscription)


def _is_disputed(subscription: int) -> bool:
    return Payment.objects.filter(subscription=subscription, state="charged_back").exists()


def _is_closed_by_gift(subscription: int) -> bool:
    """Was the last thing that closed it the chargeback of a gift?"""
    events = LedgerEvent.objects.filter(subscription=subscription)
    paid = events.filter(kind=Kind.PAID).order_by("-pk").values_list("pk", flat=True).first() or 0
    return events.filter(pk__gt=paid, kind=Kind.CHARGED_BACK, source__startswith="voucher:").exists()


def take_what_is_void(*, subscription: Subscription, now: datetime) -> None:
    """A subscription that is open again leaves out the gifts whose money went back while it was closed."""
    mine = Voucher.objects.filter(redeemed_by=subscription.reader, redeemed_at__isnull=False, void=True)
    for row in mine.order_by("pk"):
        event = _last_event(row)
        order = Order.objects.filter(voucher=row).first() or Order.objects.filter(reference=row.batch).first()
        if event is not None and event.subscription == subscription.pk and order is not None:
            _take(row, order, now, None, "")


def _last_event(row: Voucher) -> LedgerEvent | None:
    if row.redeemed_by is None:
        return None
    mine = LedgerEvent.objects.filter(reader=row.redeemed_by, source=vouchers.source_of(row))
    return mine.exclude(kind=Kind.ORDERED).order_by("-pk").first()

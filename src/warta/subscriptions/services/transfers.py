"""Transfers: what a bank's list says came in is confirmed, or one order by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from warta.subscriptions.errors import ReasonMissing
from warta.subscriptions.models import Order, Payment
from warta.subscriptions.providers.base import Paid
from warta.subscriptions.rules.money import Money
from warta.subscriptions.rules.statement import Found, Match, Transfer, Waiting, match
from warta.subscriptions.services.orders import Settled, settle

LOOK_BACK = timedelta(days=120)  # orders that a list may still speak of


def matched(*, transfers: Iterable[Transfer], now: datetime) -> list[Found]:
    """Which orders the transfers pay; those that were confirmed from a list before are known. Two queries."""
    rows = list(transfers)
    orders = Order.objects.filter(provider="bank", made_at__gte=now - LOOK_BACK).values_list(
        "pk", "reference", "amount", "state"
    )
    known = set(Payment.objects.filter(provider="bank").values_list("provider_id", flat=True))
    # An order that has expired is paid by who names it; its amount may be another's by now.
    waiting = [Waiting(pk, reference, amount if state != "expired" else 0, state != "paid")
               for pk, reference, amount, state in orders]  # fmt: skip
    new = match((row for row in rows if row.key not in known), waiting)
    return [*new, *(Found(row, Match.KNOWN) for row in rows if row.key in known)]


def confirm_transfer(*, order: int, transfer: Transfer, now: datetime, by: Any) -> Settled:
    """Take in a transfer of the bank's list for an order; the same line once. raises Order.DoesNotExist"""
    row = Order.objects.get(pk=order)
    paid = Paid(transfer.key, Money(transfer.amount, row.currency), now)
    return settle(order=order, paid=paid, source=f"statement:{transfer.key[:12]}", by=by, why=transfer.text)


def confirm_by_hand(
    *, order: int, amount: Money, now: datetime, by: Any, why: str, known: int = 0
) -> Settled:  # fmt: skip
    """A colleague saw the money come in. Pressed twice it counts once, be it too little or not.

    known   how many payments of the order they knew of
    raises  ReasonMissing, Order.DoesNotExist
    """
    if not why.strip():
        raise ReasonMissing("Say where you saw the money.")
    row = Order.objects.get(pk=order)
    paid = Paid(f"desk-{row.reference}-{known}", amount, now)
    return settle(order=order, paid=paid, source=f"desk:{row.reference}", by=by, why=why)

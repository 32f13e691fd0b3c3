"""Vouchers: made in batches or by a gift, redeemed once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from warta.subscriptions.errors import NoVoucher
from warta.subscriptions.models import Order, Plan, Subscription, Voucher
from warta.subscriptions.rules import machine
from warta.subscriptions.rules.codes import clean_code, new_code
from warta.subscriptions.rules.money import Money
from warta.subscriptions.rules.terms import Renewal
from warta.subscriptions.services import ledger
from warta.subscriptions.services.turns import IN_TURN

GIFT_DAYS = 730
BATCH_MAX = 10_000


@transaction.atomic
def make_batch(*, plan: Plan, number: int, periods: int, batch: str, expires: datetime | None) -> list[Voucher]:
    """Make vouchers to hand out. raises ValueError for more than 10,000 or none"""
    if not 1 <= number <= BATCH_MAX:
        raise ValueError(f"From 1 to {BATCH_MAX} at a time.")
    rows = [Voucher(code=new_code(), plan=plan, periods=periods, batch=batch, expires=expires) for _ in range(number)]
    return Voucher.objects.bulk_create(rows, batch_size=500)


def make_gift(*, order: Order) -> Voucher:
    """The voucher that a paid gift is; another, called by the order's reference, if it was paid once more."""
    plan = Plan.objects.get(code=order.agreed.plan)
    expires = timezone.now() + timedelta(days=GIFT_DAYS)
    once_more = Voucher.objects.filter(order=order).exists()
    whose = {"batch": order.reference} if once_more else {"order": order}
    return Voucher.objects.create(code=new_code(), plan=plan, expires=expires, **whose)


def of_order(order: Order) -> QuerySet[Voucher]:
    """The vouchers that a gift is, one a payment of it."""
    return Voucher.objects.filter(Q(order=order) | Q(batch=order.reference)).order_by("pk")


def redeem(*, code: str, reader: Any, now: datetime) -> Subscription:
    """Take a voucher: a subscription begins, or the one of the same plan is longer. raises NoVoucher

    One UPDATE decides who has it, so a thousand at once leave one.
    """
    _redeemable(code, now)
    with IN_TURN:
        found = _redeemable(code, now)
        return _redeem(found, code, reader, now)


@transaction.atomic
def _redeem(found: Voucher, code: str, reader: Any, now: datetime) -> Subscription:
    free = Voucher.objects.filter(pk=found.pk, redeemed_at=None, void=False)
    if not free.update(redeemed_at=now, redeemed_by=reader.pk):
        _redeemable(code, now)
        raise NoVoucher("spent")
    row = longer_or_new(found, reader.pk, now)
    standing = ledger.standing_of(row.pk, now)
    ends = machine.period_end(standing, found.plan.months * found.periods, now, _zone())
    fact = machine.Fact(machine.Kind.PAID, now, standing.next_terms, ends, Money(0, found.plan.currency))
    ledger.record(subscription=row.pk, fact=fact, by=reader, source=source_of(found))
    return row


def _redeemable(code: str, now: datetime) -> Voucher:
    """The voucher of a code, if it can be redeemed. One query. raises NoVoucher"""
    found = Voucher.objects.select_related("plan").filter(code=clean_code(code)).first()
    if found is None or found.void:
        raise NoVoucher("unknown")
    if found.redeemed_at is not None:
        raise NoVoucher("spent")
    if found.expires and found.expires <= now:
        raise NoVoucher("late")
    return found


def longer_or_new(voucher: Voucher, reader: int, now: datetime) -> Subscription:
    """The reader's living subscription of the plan, if its provider does not charge by itself; else a new one."""
    mine = Subscription.objects.filter(reader=reader, plan=voucher.plan.code, state__in=machine.LIVING)
    for row in mine:
        standing = ledger.catch_up(subscription=row.pk, now=now)
        lives = standing.state in machine.LIVING and standing.next_terms.plan == voucher.plan.code
        if lives and standing.next_terms.renewal is not Renewal.ITSELF:
            return row
    order = Order(
        reader=reader, provider="voucher", terms=voucher.plan.terms(Renewal.NONE).as_json(), expires_at=now,
        details={"offer": voucher.batch[:40]},
    )  # fmt: skip
    return ledger.begin(order=order, source=source_of(voucher))


def source_of(voucher: Voucher) -> str:
    """How the ledger names a voucher."""
    return f"voucher:{voucher.pk}"


def _zone() -> Any:
    return timezone.get_default_timezone()


@transaction.atomic
def void_batch(*, batch: str) -> int:
    """Make void what is not redeemed of a batch; returns how many."""
    if not batch:
        return 0
    return Voucher.objects.filter(batch=batch, redeemed_at=None, void=False).update(void=True)

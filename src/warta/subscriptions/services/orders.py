"""Orders: opened at a price that we say, settled by money that came in, let go when nobody pays."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from warta.subscriptions.errors import HasOne, NotForSale
from warta.subscriptions.faults import point
from warta.subscriptions.models import Offer, Order, Payment, Plan, Subscription
from warta.subscriptions.providers.base import Paid, Provider
from warta.subscriptions.rules import codes, machine
from warta.subscriptions.rules.money import DIGITS, Money
from warta.subscriptions.rules.prices import with_discount
from warta.subscriptions.rules.terms import Renewal, Terms
from warta.subscriptions.services import invoices, ledger, letters, vouchers
from warta.subscriptions.services.offers import hold, offer_for
from warta.subscriptions.services.turns import IN_TURN

ODD_MAX = {0: 999, 2: 99}  # added to a transfer's amount to tell it from others, by the currency's digits
TRIES = 40
OPEN_HOURS = 24  # an order that is paid on the provider's page


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of money that came in. new: it was not known before; granted: it paid for what was ordered."""

    payment: Payment
    new: bool
    granted: bool


def open_order(
    *, reader: Any, plan: Plan, provider: Provider, now: datetime, offer: str = "", back: str = "",
    story: int | None = None, wall: str = "", gift: dict[str, str] | None = None,
) -> Order:  # fmt: skip
    """Write down what a reader wants to buy, and at what price; the order that is open already, if it is the same.

    gift    {email, name, message} of whoever is to have it
    raises  NotForSale, HasOne, NoOffer
    """
    terms = plan.terms(provider.renewal)
    if not plan.on_sale or not provider.is_ready or not provider.takes(terms):
        raise NotForSale("This plan cannot be bought so.")
    details: dict[str, Any] = {"story": story, "wall": wall, "offer": ""}
    if gift is not None:
        return _new_order(reader.pk, "gift", terms, terms.due, provider, now, details=details, back=back, gift=gift)
    if not offer:
        return _open_start(reader.pk, plan, terms, None, provider, now, details, back)
    offer_for(code=offer, plan=plan, reader=reader.pk, now=now)
    with IN_TURN:
        taken = offer_for(code=offer, plan=plan, reader=reader.pk, now=now)
        return _open_start(reader.pk, plan, terms, taken, provider, now, details, back)


@transaction.atomic
def _open_start(
    reader: int, plan: Plan, terms: Terms, taken: Offer | None, provider: Provider, now: datetime,
    details: dict[str, Any], back: str,
) -> Order:  # fmt: skip
    if (living := living_of(reader)) is not None:
        raise HasOne(living.pk)
    if taken is not None:
        terms = with_discount(terms, taken.discount)
        details["offer"] = taken.code
    if (same := _same_order(reader, terms, provider, now)) is not None:
        return same
    for other in Order.objects.filter(reader=reader, purpose="start", state="open"):
        let_go(order=other, state="cancelled")
    trial = trial_days(plan, provider, reader) if taken is None else 0
    if trial:
        details["trial_days"] = trial
    due = Money(0, plan.currency) if trial else terms.due
    order = _new_order(reader, "start", terms, due, provider, now, details=details, back=back)
    if taken is not None:
        hold(offer=taken, order=order)
    order.subscription = ledger.begin(order=order, source=f"order:{order.reference}")
    order.save(update_fields=["subscription"])
    return order


@transaction.atomic
def start_trial(*, reader: Any, plan: Plan, provider: Provider, now: datetime, details: dict[str, Any]) -> Subscription:
    """Begin a trial that nobody is charged for at its end; once a reader. raises NotForSale, HasOne"""
    if not may_try(reader.pk, plan) or not plan.on_sale or provider.renewal is not Renewal.REMINDER:
        raise NotForSale("This reader cannot try this plan.")
    if (living := living_of(reader.pk)) is not None:
        raise HasOne(living.pk)
    terms = plan.terms(provider.renewal)
    order = Order(reader=reader.pk, provider=provider.code, terms=terms.as_json(), expires_at=now, details=details)
    row = ledger.begin(order=order, source="trial")
    fact = machine.trial(ledger.standing_of(row.pk), plan.trial_days, now)
    ledger.record(subscription=row.pk, fact=fact, by=reader, source="trial")
    return row


def may_try(reader: int, plan: Plan) -> bool:
    """May a reader try a plan? Who ever had a subscription, or a trial, may not. One query."""
    return bool(plan.trial_days) and not Subscription.objects.filter(reader=reader, began_at__isnull=False).exists()


@transaction.atomic
def open_renewal(*, subscription: Subscription, provider: Provider, now: datetime) -> Order:
    """The order of the next period; the one that is open already, if its price still holds."""
    standing = ledger.standing_of(subscription.pk, now)
    terms = standing.next_terms
    found = Order.objects.filter(
        subscription=subscription, purpose="renew", state="open", provider=provider.code, expires_at__gt=now
    ).first()
    if found is not None and found.terms == terms.as_json():
        return found
    if found is not None:
        let_go(order=found, state="cancelled")
    return _new_order(subscription.reader, "renew", terms, terms.due, provider, now, subscription=subscription)


@transaction.atomic
def open_upgrade(*, subscription: Subscription, plan: Plan, provider: Provider, now: datetime) -> Order:
    """The order of another plan at once: the difference. raises ImpossibleMove, MixedCurrencies"""
    standing = ledger.standing_of(subscription.pk, now)
    terms = plan.terms(standing.terms.renewal)
    _fact, charge = machine.change_now(standing, terms, now, zone())
    for other in Order.objects.filter(subscription=subscription, purpose="upgrade", state="open"):
        let_go(order=other, state="cancelled")
    details = {"ends_before": _end(standing), "terms_before": standing.terms.as_json(),
               "paid_before": _paid_for(standing, now)}  # fmt: skip
    return _new_order(
        subscription.reader, "upgrade", terms, charge, provider, now, subscription=subscription, details=details
    )


def _end(standing: machine.Subscription) -> str:
    """The end of the period under way, as an order keeps it."""
    return standing.ends.isoformat() if standing.ends else ""


def _paid_for(standing: machine.Subscription, now: datetime) -> list[list[Any]]:
    """What was paid for each period that is left, as an order keeps it: a difference was counted from that."""
    paid = [(one.ends, one.paid) for one in standing.periods if one.ends > now and one.paid is not None]
    return [[ends.isoformat(), money.amount] for ends, money in paid]


def settle(
    *, order: int, paid: Paid, source: str = "", by: Any = None, why: str = "", ends: datetime | None = None,
    provider_ref: str = "",
) -> Settled:  # fmt: skip
    """Take in money for an order: once, however often it is told, and whatever became of the order meanwhile.

    Too little is kept and grants nothing: the order stays open, and the service desk sees it. So is the difference of a
    plan changed at once, if another period is under way meanwhile, or none; and what comes for an order once more, if
    the next period costs more by then. raises Order.DoesNotExist

    ends, provider_ref  the end of the period, and what the provider calls the subscription, where it renews it itself
    """
    with transaction.atomic():
        settled = _settle(order, paid, source, by, why, ends, provider_ref)
        point("settle: before commit")
    point("settle: after commit")
    return settled


def _settle(
    order: int, paid: Paid, source: str, by: Any, why: str, ends: datetime | None, provider_ref: str
) -> Settled:  # fmt: skip
    row = Order.objects.select_for_update().get(pk=order)
    known = Payment.objects.filter(provider=row.provider, provider_id=paid.provider_id).first()
    if known is not None:
        return Settled(known, new=False, granted=row.state == "paid")
    enough = paid.money.currency == row.currency and paid.money.amount >= row.amount and _holds(row, paid)
    payment = Payment.objects.create(
        order=row, subscription=row.subscription, reader=row.reader, provider=row.provider,
        provider_id=paid.provider_id, amount=paid.money.amount, currency=paid.money.currency, at=paid.at,
    )  # fmt: skip
    if not enough:
        return Settled(payment, new=True, granted=False)
    if provider_ref and row.subscription_id is not None:
        Subscription.objects.filter(pk=row.subscription_id, provider=row.provider).update(provider_ref=provider_ref)
    _grant(row, payment, source or f"order:{row.reference}", by, why, ends)
    if row.state != "paid":
        row.state, row.paid_at = "paid", paid.at
        row.save(update_fields=["state", "paid_at", "subscription"])
    return Settled(payment, new=True, granted=True)


def _holds(order: Order, paid: Paid) -> bool:
    """Does the price still stand for what was ordered?

    A difference was counted for one period and plan alone. An order that was paid before buys another period at its
    price.
    """
    if order.subscription_id is None:
        return True
    # What is told late finds a difference's period over, whether the worker has written so or not.
    moment = max(paid.at, timezone.now()) if order.purpose == "upgrade" else paid.at
    standing = ledger.standing_of(order.subscription_id, moment)
    if order.purpose != "upgrade":
        return order.state != "paid" or paid.money.amount >= standing.next_terms.due.amount
    before = order.details  # another change may have come between, to the same plan too
    is_same = _end(standing) == before["ends_before"] and standing.terms.plan == before["terms_before"]["plan"]
    left = [row for row in before["paid_before"] if datetime.fromisoformat(row[0]) > moment]
    is_same = is_same and left == _paid_for(standing, moment)
    return order.state != "paid" and is_same and machine.can_change(standing, moment)


def settle_free(*, order: Order) -> Settled:
    """An order that costs nothing, by an offer or an upgrade's credit, is settled at once; there is no invoice."""
    if order.amount:
        raise ValueError("This order is to be paid.")
    money = Money(0, order.currency)
    return settle(order=order.pk, paid=Paid(f"free-{order.reference}", money, timezone.now()))


def renewed(
    *, subscription: int, paid: Paid, starts: datetime | None, ends: datetime, order_ref: str = "", source: str = ""
) -> Settled:  # fmt: skip
    """Take in the money of a period that the provider charged by itself, once.

    starts, ends  the period, as the provider's calendar has it
    order_ref  what the provider calls it, by which the reader's own order of that period is known, if they made one
    """
    with transaction.atomic():
        row = Subscription.objects.select_for_update().get(pk=subscription)
        known = Order.objects.filter(provider=row.provider, provider_ref=order_ref, subscription=row)
        mine = known.exclude(provider_ref="").exclude(purpose="start").first()
        if mine is not None:
            settled = _settle(mine.pk, paid, source, None, "", ends, "")
        else:
            settled = _renew(row, paid, starts, ends, source)
        point("renewed: before commit")
    point("renewed: after commit")
    return settled


def _renew(row: Subscription, paid: Paid, starts: datetime | None, ends: datetime, source: str) -> Settled:
    payment, is_new = Payment.objects.get_or_create(
        provider=row.provider, provider_id=paid.provider_id,
        defaults={"subscription": row, "reader": row.reader, "amount": paid.money.amount,
                  "currency": paid.money.currency, "at": paid.at},
    )  # fmt: skip
    if is_new:
        standing = ledger.standing_of(row.pk, payment.at)
        source = source or f"{row.provider}:{row.provider_ref}"
        _pay(row.pk, standing, payment, source, starts=starts, ends=ends)
    return Settled(payment, new=is_new, granted=True)


def _pay(
    subscription: int, standing: machine.Subscription, payment: Payment, source: str, by: Any = None, why: str = "",
    starts: datetime | None = None, ends: datetime | None = None,
) -> None:  # fmt: skip
    """A period begins, or follows. The provider's calendar may lag behind: what was paid otherwise comes on top."""
    standing = machine.as_of(standing, payment.at)
    if ends is not None and standing.state in machine.LIVING and standing.ends is not None:
        ends = max(ends + max(timedelta(), standing.ends - (starts or standing.ends)), standing.ends)
    payment.period_starts = machine.next_begin(standing, payment.at)
    payment.save(update_fields=["period_starts"])
    fact = machine.pay(standing, payment.money, payment.at, zone(), ends)
    _invoice(payment, payment.period_starts, fact.ends)
    ledger.record(subscription=subscription, fact=fact, by=by, why=why, source=source)


def _invoice(payment: Payment, starts: datetime | None = None, ends: datetime | None = None) -> None:
    """The invoice of money, before what follows from it is written: the letter about that brings it along."""
    if payment.amount:
        invoices.issue(payment=payment, starts=starts, ends=ends)


def _grant(order: Order, payment: Payment, source: str, by: Any, why: str, ends: datetime | None) -> None:
    """What was ordered begins. A second payment of one order pays for another period: what is paid is granted."""
    is_first = order.state != "paid"
    if order.purpose == "gift":
        _invoice(payment)  # a gift's time begins when it is redeemed
        letters.gift_is_ready(order=order, voucher=vouchers.make_gift(order=order))
        return
    assert order.subscription_id is not None
    standing = ledger.standing_of(order.subscription_id, payment.at)
    if order.purpose == "upgrade":
        fact, _charge = machine.change_now(standing, order.agreed, payment.at, zone())
        fact = replace(fact, money=payment.money)
    elif standing.ends is None and not payment.amount and (days := order.details.get("trial_days")):
        fact = machine.trial(standing, days, payment.at)
        fact = replace(fact, ends=ends or fact.ends)
    else:
        standing = replace(standing, booked=order.agreed) if is_first and order.purpose == "start" else standing
        _pay(order.subscription_id, standing, payment, source, by, why, ends=ends)
        return
    _invoice(payment, payment.at, standing.ends if order.purpose == "upgrade" else fact.ends)
    ledger.record(subscription=order.subscription_id, fact=fact, by=by, why=why, source=source)


@transaction.atomic
def let_go(*, order: Order, state: str = "expired", by: Any = None, why: str = "") -> bool:
    """An order that is not paid ends; an offer that it held is free again, a subscription that waited for it is over.

    Returns whether it was open. The worker closes the provider's page of it; money that comes all the same is taken in.
    """
    row = Order.objects.select_for_update().get(pk=order.pk)
    if row.state != "open":
        return False
    row.state, row.untold = state, bool(row.provider_ref)
    row.save(update_fields=["state", "untold"])
    if hasattr(row, "offer_use"):
        row.offer_use.delete()
    waits = row.subscription is not None and row.subscription.state == machine.State.PENDING
    if waits and row.subscription_id is not None:
        fact = machine.Fact(machine.Kind.EXPIRED, timezone.now())
        ledger.record(subscription=row.subscription_id, fact=fact, by=by, why=why, source=f"order:{row.reference}")
    return True


def living_of(reader: int) -> Subscription | None:
    """The subscription that a reader has, if one lives. One query."""
    return Subscription.objects.filter(reader=reader, state__in=machine.LIVING).order_by("-pk").first()


def trial_days(plan: Plan, provider: Provider, reader: int) -> int:
    """The days that a reader may try a plan: once, without an offer, and where the provider charges by itself after.

    One query.
    """
    if not plan.trial_days or provider.renewal is not Renewal.ITSELF:
        return 0
    return 0 if Subscription.objects.filter(reader=reader, began_at__isnull=False).exists() else plan.trial_days


def zone() -> ZoneInfo:
    """The newspaper's zone, in which periods are counted."""
    return ZoneInfo(settings.TIME_ZONE)


def _same_order(reader: int, terms: Terms, provider: Provider, now: datetime) -> Order | None:
    """A reader who presses twice has one order."""
    found = Order.objects.filter(
        reader=reader, purpose="start", state="open", provider=provider.code, expires_at__gt=now
    ).first()
    return found if found is not None and found.terms == terms.as_json() else None


def _new_order(
    reader: int, purpose: str, terms: Terms, due: Money, provider: Provider, now: datetime, *,
    subscription: Subscription | None = None, details: dict[str, Any] | None = None, back: str = "",
    gift: dict[str, str] | None = None,
) -> Order:  # fmt: skip
    told = gift or {}
    for _attempt in range(TRIES):
        order = Order(
            reference=codes.reference(), reader=reader, purpose=purpose,
            subscription=subscription, terms=terms.as_json(), amount=due.amount + _odd(provider, due),
            currency=due.currency, provider=provider.code, details=details or {}, made_at=now,
            expires_at=now + open_for(provider), back=back, gift_email=told.get("email", ""),
            gift_name=told.get("name", ""), gift_message=told.get("message", ""),
        )  # fmt: skip
        try:
            with transaction.atomic():
                order.save()
        except IntegrityError:  # the reference, or the amount of a transfer, is taken
            continue
        return order
    raise NotForSale("Too many transfers of this amount are awaited; pay another way, or try tomorrow.")


def _odd(provider: Provider, due: Money) -> int:
    """Units that tell a transfer from others of the same price."""
    return secrets.randbelow(ODD_MAX[DIGITS.get(due.currency, 2)]) + 1 if provider.code == "bank" and due else 0


def open_for(provider: Provider) -> timedelta:
    """How long an order waits for its money."""
    return getattr(provider, "open_for", timedelta(hours=OPEN_HOURS))

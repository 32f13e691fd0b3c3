"""What readers and the service desk do to a subscription that lives. Each is one fact in its ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from warta.subscriptions.faults import point
from warta.subscriptions.models import Order, Payment, Plan, Subscription
from warta.subscriptions.providers.registry import by_code
from warta.subscriptions.rules import machine
from warta.subscriptions.rules.machine import Fact, Kind
from warta.subscriptions.rules.money import Money
from warta.subscriptions.rules.terms import Renewal, Terms
from warta.subscriptions.services import invoices, ledger, letters, taken_back

PRICES_AT_ONCE = 200  # subscriptions of one transaction


def cancel(*, subscription: Subscription, now: datetime, by: Any = None, why: str = "", source: str = "") -> None:
    """It ends with what is paid for. The provider is told first: who cancelled is never charged again.

    raises ImpossibleMove, ProviderError (nothing is cancelled then)
    """
    machine.after(ledger.standing_of(subscription.pk, now), Fact(Kind.CANCELLED, now))
    point("cancel: before the call")
    by_code(subscription.provider).end(subscription, at_once=False)
    point("cancel: after the call")
    ledger.record(subscription=subscription.pk, fact=Fact(Kind.CANCELLED, now), by=by, why=why, source=source)


def keep(*, subscription: Subscription, now: datetime, by: Any = None, why: str = "") -> None:
    """Take a cancellation back before it takes effect. raises ImpossibleMove

    Where the provider charged by itself it does so no more: from now on the reader is reminded.
    """
    with transaction.atomic():
        standing = ledger.record(subscription=subscription.pk, fact=Fact(Kind.KEPT, now), by=by, why=why)
        _remind_from_now_on(subscription, standing, now, by, why)


def _remind_from_now_on(
    subscription: Subscription, standing: machine.Subscription, now: datetime, by: Any, why: str
) -> None:  # fmt: skip
    if standing.terms.renewal is Renewal.ITSELF:
        terms = replace(standing.terms, renewal=Renewal.REMINDER)
        ledger.record(subscription=subscription.pk, fact=Fact(Kind.PRICE_CHANGED, now, terms), by=by, why=why)


def pause(*, subscription: Subscription, now: datetime, by: Any = None, why: str = "") -> None:
    """What is left of the period waits until it is resumed. raises ImpossibleMove

    Where the provider charged by itself it does so no more: from now on the reader is reminded.
    """
    with transaction.atomic():
        standing = ledger.record(subscription=subscription.pk, fact=Fact(Kind.PAUSED, now), by=by, why=why)
        _remind_from_now_on(subscription, standing, now, by, why)


def resume(*, subscription: Subscription, now: datetime, by: Any = None, why: str = "") -> None:
    """It goes on with what was left. raises ImpossibleMove"""
    ledger.record(subscription=subscription.pk, fact=Fact(Kind.RESUMED, now), by=by, why=why)


def book_change(*, subscription: Subscription, plan: Plan, now: datetime, by: Any = None, why: str = "") -> None:
    """Another plan from the next period on; its own plan takes a booked change back. raises ImpossibleMove"""
    standing = ledger.standing_of(subscription.pk, now)
    same = plan.code == standing.last_terms.plan
    terms = standing.last_terms if same else plan.terms(standing.last_terms.renewal)
    ledger.record(subscription=subscription.pk, fact=Fact(Kind.CHANGE_BOOKED, now, terms), by=by, why=why)


def at_another_price(plan: Plan) -> QuerySet[Subscription]:
    """Living subscriptions of a plan, in its currency, that pay another price than it has today."""
    rows = Subscription.objects.filter(plan=plan.code, currency=plan.currency, state__in=machine.LIVING)
    return rows.exclude(terms__price=plan.price)


def change_prices(*, plan: Plan, now: datetime, by: Any, why: str) -> int:
    """The plan's price of today for all who have it, from their next period on; returns for how many it is new.

    Whoever has a lower price for ever by an offer has it no longer. Run again, it goes on where it was stopped.
    """
    done = 0
    while True:
        with transaction.atomic():
            # All are locked first: the lock under which changes are numbered is taken last, or others wait in a ring.
            batch = list(at_another_price(plan).select_for_update().order_by("pk")[:PRICES_AT_ONCE])
            for row in batch:
                terms = replace(ledger.standing_of(row.pk).terms, price=plan.money)
                ledger.record(subscription=row.pk, fact=Fact(Kind.PRICE_CHANGED, now, terms), by=by, why=why)
        done += len(batch)
        if not batch:
            return done


def refund(
    *, payment: Payment, amount: Money, now: datetime, by: Any, why: str, by_hand: bool = False
) -> None:  # fmt: skip
    """Give money back: the provider is asked with a key that gives it back once; then it is written down.

    by_hand  it was given back by another way, so the provider is not asked
    raises   ProviderError; ValueError for more than was kept, or nothing
    """
    if not 0 < amount.amount <= payment.kept.amount or amount.currency != payment.currency:
        raise ValueError("From the smallest unit to what was kept of the payment.")
    key = f"refund-{payment.pk}-{payment.back}-{amount.amount}"
    if not by_hand:
        point("refund: before the call")
        by_code(payment.provider).refund(payment, amount, key=key)
        point("refund: after the call")
    gone_back(payment=payment.pk, back=Money(payment.back + amount.amount, payment.currency), now=now, by=by, why=why)


@transaction.atomic
def gone_back(
    *, payment: int, back: Money, now: datetime, by: Any = None, why: str = "", source: str = ""
) -> bool:  # fmt: skip
    """Write down how much of a payment has gone back in all; returns whether that was news.

    All of it takes back what it bought: the period, and those behind it come the earlier; the change to a dearer plan;
    a gift, redeemed or not. A payment that bought nothing, or a period that is over, takes nothing back.
    """
    row = Payment.objects.select_for_update(of=("self",)).select_related("order").get(pk=payment)
    news = min(back.amount, row.amount) - row.back
    if news <= 0:
        return False
    row.back += news
    row.state = "refunded" if row.back == row.amount else "part_refunded"
    row.save(update_fields=["back", "state"])
    note = invoices.credit(payment=row, amount=Money(news, row.currency))
    if note is None:
        return True  # too little came in, or too late
    if row.order is not None and row.order.purpose == "gift":
        taken_back.follow_money(order=row.order, now=now, by=by, why=why)
        letters.gift_money_went(payment=row, note=note)
    if row.subscription_id is not None:
        for fact in _refund_facts(row, Money(news, row.currency), now):
            ledger.record(subscription=row.subscription_id, fact=fact, by=by, why=why, source=source)
    return True


def _refund_facts(payment: Payment, money: Money, now: datetime) -> list[Fact]:
    assert payment.subscription_id is not None
    only_money = Fact(Kind.PART_REFUNDED, now, money=money)
    if payment.state != "refunded":
        return [only_money]
    standing = ledger.standing_of(payment.subscription_id, now)
    if payment.order is not None and payment.order.purpose == "upgrade":
        back = _change_back(payment.order, payment, standing, now)
        return [only_money] if back is None else [only_money, back]
    return [machine.give_back(standing, payment.at, now, money)]


def _change_back(order: Order, payment: Payment, standing: machine.Subscription, now: datetime) -> Fact | None:
    """To the plan before a change at once, as long as nothing has followed it; what it had paid for may be over."""
    before, ends = Terms.of_json(order.details["terms_before"]), datetime.fromisoformat(order.details["ends_before"])
    others = Payment.objects.filter(subscription=order.subscription, order__purpose="upgrade", pk__gt=payment.pk)
    others = others.filter(Q(amount=0) | Q(invoices__kind="invoice")).exclude(state="refunded")
    if standing.terms.plan != order.agreed.plan or others.exists():
        return None
    return machine.change_back(standing, payment.at, before, ends, now)


@transaction.atomic
def charged_back(*, payment: int, won: bool, now: datetime, source: str) -> bool:
    """The reader's bank took a payment back, or (won) gave it to us again. A second word of it changes nothing.

    Returns whether it was news.
    """
    row = Payment.objects.select_for_update().get(pk=payment)
    if won is (row.state != "charged_back"):
        return False
    kept = "paid" if not row.back else "part_refunded" if row.kept else "refunded"
    row.state = kept if won else "charged_back"
    row.save(update_fields=["state"])
    if not row.invoices.exists():
        return True
    if row.order is not None and row.order.purpose == "gift":
        taken_back.follow_money(order=row.order, now=now)
        if not won:
            letters.gift_money_went(payment=row, note=None)
    if row.subscription_id is None:
        return True
    if not won:
        ledger.record(subscription=row.subscription_id, fact=Fact(Kind.CHARGED_BACK, now, money=row.money),
                      source=source)  # fmt: skip
    elif taken_back.may_reopen(row.subscription_id):
        _reopen(row, now, source)
    return True


def _reopen(payment: Payment, now: datetime, source: str) -> None:
    """It stands where it would without the chargeback. Nobody charges it by itself any more: its reader is reminded."""
    assert payment.subscription is not None
    fact = Fact(Kind.CHARGEBACK_WON, now, money=payment.money)
    ledger.record(subscription=payment.subscription.pk, fact=fact, source=source)
    taken_back.take_what_is_void(subscription=payment.subscription, now=now)
    standing = ledger.catch_up(subscription=payment.subscription.pk, now=now)
    if standing.state in machine.LIVING:
        _remind_from_now_on(payment.subscription, standing, now, None, "")


@transaction.atomic
def payment_failed(*, subscription: int, now: datetime, source: str) -> bool:
    """A charge that the provider made by itself failed; returns whether that was news. It is tried again there."""
    if ledger.catch_up(subscription=subscription, now=now).state not in (machine.State.ACTIVE, machine.State.TRIALING):
        return False
    ledger.record(subscription=subscription, fact=Fact(Kind.PAYMENT_FAILED, now), source=source)
    return True


@transaction.atomic
def charged_no_more(*, subscription: int, now: datetime, source: str, at_once: bool) -> bool:
    """The provider charges no more, from the period's end on or at once; returns whether that was news.

    What is paid for is left to the reader. Whoever is reminded is not meant: there it was we who ended it.
    """
    standing = ledger.catch_up(subscription=subscription, now=now)
    if standing.next_terms.renewal is not Renewal.ITSELF or standing.state not in machine.MOVES[Kind.CANCELLED][0]:
        return False
    is_due = standing.state is machine.State.PAST_DUE and standing.ends is not None and standing.ends <= now
    fact = Fact(Kind.EXPIRED if at_once and is_due else Kind.CANCELLED, now)
    ledger.record(subscription=subscription, fact=fact, source=source)
    return True

"""Comparing our books with each provider's, every night: what notices did not tell is taken in, and told the newsroom.

Asked are: what a provider lists for the last days, our orders of those days, orders that are open, and subscriptions
that the provider renews and whose period has ended. Each order is asked for once and acted on by the road of notices
(`notices.learn`); what was news had been missed, and is a difference that is set right. What stays different is told.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from warta.subscriptions.errors import ReasonMissing
from warta.subscriptions.faults import point
from warta.subscriptions.models import TAKEN_IN, Difference, Notice, Order, Payment, Subscription
from warta.subscriptions.providers.base import Provider, ProviderError, What, Word
from warta.subscriptions.providers.registry import all_providers
from warta.subscriptions.rules import machine
from warta.subscriptions.rules.machine import ImpossibleMove
from warta.subscriptions.rules.money import Money
from warta.subscriptions.services import notices, orders

logger = logging.getLogger("warta.payments")
BACK = timedelta(days=4)
NIGHT = time(3, 30)  # in the newspaper's zone
CHUNK = 500
_last_night: list[datetime] = []  # of this process: a worker that starts anew compares once more, which does no harm


@dataclass
class Report:
    """What a comparison found. failed: providers that could not be asked, and why."""

    asked: int = 0
    differences: list[Difference] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    @property
    def open(self) -> list[Difference]:
        """Those that somebody has to look at."""
        return [found for found in self.differences if not found.settled]


def reconcile_nightly(now: datetime | None = None) -> int:
    """Compare once a night, and when the worker starts; returns 0: there is never more to do at once."""
    moment = now or timezone.now()
    local = moment.astimezone(orders.zone())
    due = datetime.combine(local.date(), NIGHT, tzinfo=orders.zone())
    due = due if local >= due else due - timedelta(days=1)
    if _last_night and _last_night[0] >= due:
        return 0
    _last_night[:] = [moment]
    reconcile(now=moment)
    return 0


def reconcile(*, now: datetime, since: datetime | None = None) -> Report:
    """Compare with every provider that is set up. Run again, it finds what is left."""
    report = Report()
    for provider in all_providers().values():
        if not provider.is_ready or provider.code in ("bank", "voucher"):
            continue
        try:
            _compare(provider, since or now - BACK, now, report)
        except ProviderError as error:
            report.failed.append(f"{provider.code}: {error}")
            logger.warning("a comparison failed: provider=%s why=%s", provider.code, error)
    logger.info("compared: orders=%s differences=%s open=%s", report.asked, len(report.differences), len(report.open))
    return report


def _compare(provider: Provider, since: datetime, now: datetime, report: Report) -> None:
    asked: set[int] = set()
    for word in provider.known(since):
        try:
            order = notices.order_for(provider, word)
        except notices.Unplaced:
            subject = word.reference or word.order_ref or word.provider_ref
            if word.what is not What.GIVEN_UP:
                report.differences.append(_note(provider, "unknown_here", subject, now, theirs=word.what.value))
            continue
        if order.pk not in asked:
            asked.add(order.pk)
            _compare_order(provider, order, now, report)
    for order in _ours(provider, since, now):
        if order.pk not in asked:
            asked.add(order.pk)
            _compare_order(provider, order, now, report)
    report.asked += len(asked)


def _ours(provider: Provider, since: datetime, now: datetime) -> Iterator[Order]:
    """Orders of these days, open ones, and those of subscriptions whose renewal should have come, or not."""
    late = Subscription.objects.filter(provider=provider.code, ends__lte=now, ends__gte=since - timedelta(days=60))
    chosen = Q(made_at__gte=since) | Q(state="open") | Q(payments__at__gte=since)
    chosen |= Q(subscription__in=late.exclude(provider_ref=""), purpose="start")
    pks = Order.objects.filter(chosen, provider=provider.code).order_by("pk").values_list("pk", flat=True).distinct()
    for pk in list(pks):
        yield Order.objects.get(pk=pk)


def _compare_order(provider: Provider, order: Order, now: datetime, report: Report) -> None:
    """Ask for one order, take in what is news, and tell what stays different."""
    point("reconcile: before an order")
    try:
        words = provider.truth(order)
    except ProviderError as error:
        report.failed.append(f"{provider.code} {order.reference}: {error}")
        return
    for word in words:
        try:
            is_news = notices.act(provider, order, word, source="comparison", now=now)
        except ImpossibleMove as error:
            report.differences.append(_note(provider, "state", order.reference, now, order, theirs=str(error)))
            continue
        if is_news and word.what in MISSED:
            payment = _payment_of(provider, word)
            found = _note(provider, MISSED[word.what], _subject(word), now, order, payment, theirs=_theirs(word),
                          settled=TAKEN_IN)  # fmt: skip
            report.differences.append(found)
        point("reconcile: after a word")
    report.differences += _left(provider, order, words, now)


MISSED = {What.PAID: "unknown_here", What.RENEWED: "unknown_here", What.REFUNDED: "refund", What.DISPUTED: "dispute",
          What.DISPUTE_WON: "dispute", What.FAILED: "state", What.ENDED: "state", What.ENDING: "state"}  # fmt: skip


def _left(provider: Provider, order: Order, words: Iterable[Word], now: datetime) -> Iterator[Difference]:
    """What is different still."""
    rows = list(words)
    theirs = {word.paid.provider_id: word.paid.money for word in rows if word.paid is not None}
    back = {word.payment_id: word.back for word in rows if word.back is not None}
    ours = Payment.objects.filter(provider=provider.code)
    mine = ours.filter(order=order)
    if order.subscription_id is not None and order.purpose == "start":
        mine = mine | ours.filter(subscription=order.subscription_id, order=None)
    for payment in mine:
        told = theirs.get(payment.provider_id)
        if told is None:
            if not payment.provider_id.startswith("free-"):
                yield _note(
                    provider, "unknown_there", payment.provider_id, now, order, payment, ours=words_of(payment.money)
                )
            continue
        if told != payment.money:
            yield _note(provider, "amount", payment.provider_id, now, order, payment, theirs=words_of(told),
                        ours=words_of(payment.money))  # fmt: skip
        gone = back.get(payment.provider_id, Money(0, payment.currency))
        if gone.amount != payment.back:
            yield _note(provider, "refund", payment.provider_id, now, order, payment, theirs=words_of(gone),
                        ours=words_of(Money(payment.back, payment.currency)))  # fmt: skip
        if payment.order_id == order.pk and payment.amount < order.amount and order.state != "paid":
            yield _note(provider, "amount", order.reference, now, order, payment, theirs=words_of(told),
                        ours=words_of(order.money))  # fmt: skip


def _note(
    provider: Provider, what: str, subject: str, now: datetime, order: Order | None = None,
    payment: Payment | None = None, *, theirs: str = "", ours: str = "", settled: str = "",
) -> Difference:  # fmt: skip
    """Write a difference down; one that was seen before is the same row, and stays settled if a colleague said so."""
    row, is_new = Difference.objects.get_or_create(
        provider=provider.code, what=what, subject=subject[:150], theirs=theirs[:200], ours=ours[:200],
        defaults={"seen_at": now, "found_at": now, "settled": settled, "order": order, "payment": payment},
    )  # fmt: skip
    if not is_new:
        row.seen_at = now
        if not row.settled_by:
            row.settled = settled
        row.save(update_fields=["seen_at", "settled"])
    return row


def settle(*, difference: Difference, by: Any, why: str) -> None:
    """A colleague has looked at a difference: it is no longer asked about, as often as it is found again.

    raises ReasonMissing
    """
    if not why.strip():
        raise ReasonMissing
    difference.settled, difference.settled_by = why.strip(), by.display_name
    difference.save(update_fields=["settled", "settled_by"])


def words_of(money: Money) -> str:
    """An amount for the newsroom, in minor units."""
    return f"{money.currency} {money.amount}"


def _theirs(word: Word) -> str:
    money = word.paid.money if word.paid else word.back
    return f"{word.what.value} {words_of(money)}" if money else word.what.value


def _subject(word: Word) -> str:
    return word.paid.provider_id if word.paid else word.payment_id or word.provider_ref or word.reference


def _payment_of(provider: Provider, word: Word) -> Payment | None:
    number = word.paid.provider_id if word.paid else word.payment_id
    return Payment.objects.filter(provider=provider.code, provider_id=number).first() if number else None


def waiting_notices() -> list[Notice]:
    """Notices that could not be acted on, oldest first, at most 500. One query."""
    return list(Notice.objects.filter(handled_at=None).exclude(trouble="").order_by("pk")[:CHUNK])


def living_without_provider() -> list[Subscription]:
    """Subscriptions that a provider should renew and none does, at most 500. One query."""
    rows = Subscription.objects.filter(state__in=machine.LIVING, provider_ref="", terms__renewal="itself")
    return list(rows.order_by("pk")[:CHUNK])

"""Notices: checked, stored, and then acted on by the worker, once however often and in whatever order they come.

A notice only says that something happened, and to whom. What happened is asked of the provider (`truth`), and every
word of that is acted on; each is taken in once, so acting again changes nothing.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from warta.subscriptions.faults import point
from warta.subscriptions.models import Notice, Order, Payment, Subscription
from warta.subscriptions.providers.base import NoticeRead, Provider, ProviderError, What, Word
from warta.subscriptions.providers.registry import by_code
from warta.subscriptions.rules.machine import ImpossibleMove
from warta.subscriptions.services import changes, orders

logger = logging.getLogger("warta.payments")
AT_ONCE = 20
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=6)
TRIES_MAX = 40  # some nine days; then somebody has to look
WORDS_KEPT = 20  # of one notice


def receive(*, provider: Provider, body: bytes, headers: Mapping[str, str], now: datetime | None = None) -> Notice:
    """Check a notice and store it; one that came before is the same row. raises ForgedNotice, ProviderError"""
    return _store(provider, provider.read_notice(body, headers), now or timezone.now())


def _store(provider: Provider, read: NoticeRead, now: datetime) -> Notice:
    with transaction.atomic():
        row, _is_new = Notice.objects.get_or_create(
            provider=provider.code, notice_id=read.id[:200],
            defaults={"kind": read.kind[:80], "body": as_text(read.words), "received_at": now, "next_try_at": now},
        )  # fmt: skip
        point("notice: before commit")
    point("notice: after commit")
    return row


def handle_notices(now: datetime | None = None) -> int:
    """Act on at most 20 notices that wait; returns how many were acted on."""
    moment = now or timezone.now()
    due = Notice.objects.filter(handled_at=None, next_try_at__lte=moment).order_by("next_try_at", "pk")
    return sum(handle(row, moment) for row in list(due[:AT_ONCE]))


def handle(notice: Notice, now: datetime) -> bool:
    """Act on one; returns whether that is done. What goes wrong is written down, and tried again later."""
    try:
        outcome = _act_on_all(by_code(notice.provider), words_in(notice.body), f"notice:{notice.pk}", now)
    except (Unplaced, ProviderError, ImpossibleMove, KeyError) as error:
        _try_again(notice, str(error) or type(error).__name__, now)
        return False
    point("handle: before it is done")
    Notice.objects.filter(pk=notice.pk).update(handled_at=now, outcome=outcome[:200], trouble="", next_try_at=None)
    point("handle: after it is done")
    return True


class Unplaced(Exception):
    """A notice about no order of ours, as far as is known yet."""


def _act_on_all(provider: Provider, words: Sequence[Word], source: str, now: datetime) -> str:
    """Ask the truth of each order that is named. raises Unplaced, ProviderError"""
    if not words:
        return "nothing to do"
    done = [text for word in words for text in learn(order_for(provider, word), source=source, now=now)]
    return ", ".join(dict.fromkeys(done)) or "known already"


def order_for(provider: Provider, word: Word) -> Order:
    """The order that a word is about. raises Unplaced, ProviderError"""
    payment = (
        Payment.objects.filter(provider=provider.code, provider_id=word.payment_id).exclude(provider_id="").first()
    )
    subscription = Subscription.objects.filter(provider=provider.code, provider_ref=word.provider_ref)
    row = payment.subscription if payment else subscription.exclude(provider_ref="").first()
    mine = Order.objects.filter(provider=provider.code)
    found = mine.filter(reference=word.reference).first() if word.reference else None
    if found is None and payment is not None and payment.order is not None:
        found = payment.order
    if found is None and row is not None:
        found = mine.filter(subscription=row, purpose="start").first()
    if found is None and (reference := provider.order_of(word)):
        found = mine.filter(reference=reference).first()
    if found is None:
        raise Unplaced("No order of ours fits it.")
    if word.order_ref and not found.provider_ref and word.reference:
        with transaction.atomic():
            Order.objects.filter(pk=found.pk, provider_ref="").update(provider_ref=word.order_ref)
        found.provider_ref = word.order_ref
    return found


def learn(order: Order, *, source: str = "", now: datetime | None = None) -> list[str]:
    """Ask the provider about an order and take in what it says; returns what was news. raises ProviderError

    For notices, for reconciliation, and for a reader who comes back before the notice does. Where an order that has
    ended is begun there again, it is closed once more.
    """
    provider = by_code(order.provider)
    point("learn: before the call")
    words = provider.truth(order)
    point("learn: after the call")
    done = []
    for word in words:
        if act(provider, order, word, source=source, now=now or timezone.now()):
            done.append(word.what.value)
        point("learn: after a word")
    if not words and order.provider_ref:
        Order.objects.filter(pk=order.pk, state__in=("cancelled", "expired")).update(untold=True)
    return done


def act(provider: Provider, order: Order, word: Word, *, source: str, now: datetime) -> bool:
    """Take in one word of the truth; returns whether it was news. raises ImpossibleMove"""
    source = source or f"{provider.code}:{word.order_ref or word.provider_ref}"
    if word.what is What.PAID and word.paid is not None:
        settled = orders.settle(
            order=order.pk, paid=word.paid, source=source, ends=word.ends, provider_ref=word.provider_ref
        )  # fmt: skip
        return settled.new
    if word.what is What.GIVEN_UP:
        return order.provider_ref in ("", word.order_ref or order.provider_ref) and orders.let_go(order=order)
    if word.what in (What.REFUNDED, What.DISPUTED, What.DISPUTE_WON):
        return _money_went(provider, word, source, now)
    row = Subscription.objects.filter(provider=provider.code, provider_ref=word.provider_ref).first()
    if row is None or not word.provider_ref:
        return False
    if word.what is What.RENEWED and word.paid is not None and word.ends is not None:
        paid = orders.renewed(
            subscription=row.pk, paid=word.paid, starts=word.starts, ends=word.ends, order_ref=word.order_ref,
            source=source,
        )  # fmt: skip
        return paid.new
    if word.what is What.FAILED:
        return changes.payment_failed(subscription=row.pk, now=now, source=source)
    return changes.charged_no_more(subscription=row.pk, now=now, source=source, at_once=word.what is What.ENDED)


def _money_went(provider: Provider, word: Word, source: str, now: datetime) -> bool:
    payment = Payment.objects.filter(provider=provider.code, provider_id=word.payment_id).first()
    if payment is None:
        return False
    if word.what is What.REFUNDED:
        return word.back is not None and changes.gone_back(payment=payment.pk, back=word.back, now=now, source=source)
    return changes.charged_back(payment=payment.pk, won=word.what is What.DISPUTE_WON, now=now, source=source)


def _try_again(notice: Notice, why: str, now: datetime) -> None:
    tries = notice.tries + 1
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(tries, 20))
    again = now + wait if tries < TRIES_MAX else None
    Notice.objects.filter(pk=notice.pk).update(tries=tries, next_try_at=again, trouble=why[:300])
    logger.warning("a notice waits: provider=%s notice=%s tries=%s why=%s", notice.provider, notice.pk, tries, why)


def as_text(words: Sequence[Word]) -> str:
    """Whom words are about, as a notice's row keeps them: numbers alone."""
    rows = [
        {"what": word.what.value, "at": word.at.isoformat(), "reference": word.reference, "order_ref": word.order_ref,
         "provider_ref": word.provider_ref, "payment_id": word.payment_id}
        for word in words[:WORDS_KEPT]
    ]  # fmt: skip
    return json.dumps([{name: value for name, value in row.items() if value} for row in rows])


def words_in(text: str) -> list[Word]:
    """Words as `as_text` wrote them."""
    rows: list[dict[str, Any]] = json.loads(text)
    return [
        Word(What(row["what"]), datetime.fromisoformat(row["at"]), row.get("reference", ""), row.get("order_ref", ""),
             row.get("provider_ref", ""), row.get("payment_id", ""))
        for row in rows
    ]  # fmt: skip

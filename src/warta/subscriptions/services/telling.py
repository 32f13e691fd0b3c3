"""Telling a provider that charges by itself what it should charge from now on, and which orders nobody is to pay any
more, until it has heard it.

Whatever changes that (`rules.machine.wish`, `orders.let_go`) marks the row in the same transaction, so no change is
lost; the provider is called afterwards, outside any transaction, and being told again changes nothing there.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from warta.subscriptions.faults import point
from warta.subscriptions.models import LedgerEvent, Order, Subscription
from warta.subscriptions.providers.base import ProviderError
from warta.subscriptions.providers.registry import by_code
from warta.subscriptions.rules import machine
from warta.subscriptions.services import ledger

logger = logging.getLogger("warta.payments")
AT_ONCE = 20
AGAIN = timedelta(minutes=1)  # after a provider could not be told
_rest_until: dict[str, datetime] = {}  # by provider's code


def tell_providers(now: datetime | None = None) -> int:
    """Tell of at most 20 subscriptions and 20 orders; returns how many. A provider that is away rests for a minute."""
    moment = now or timezone.now()
    return _tell_all(Subscription, tell, moment) + _tell_all(Order, close, moment)


def _tell_all(model: type[Any], how: Callable[[Any], None], now: datetime) -> int:
    resting = [code for code, until in _rest_until.items() if until > now]
    told = 0
    for row in list(model.objects.filter(untold=True).exclude(provider__in=resting).order_by("pk")[:AT_ONCE]):
        try:
            how(row)
            told += 1
        except ProviderError as error:
            _rest_until[row.provider] = now + AGAIN
            logger.warning("telling failed, and is tried again: provider=%s what=%s number=%s why=%s",
                           row.provider, model.__name__.lower(), row.pk, error)  # fmt: skip
            break
    return told


def close(row: Order) -> None:
    """Have the provider's page of an order closed, unless it was paid meanwhile. raises ProviderError"""
    if row.state != "paid":
        point("close: before the call")
        by_code(row.provider).close(row)
        point("close: after the call")
    Order.objects.filter(pk=row.pk).update(untold=False)


def tell(row: Subscription) -> None:
    """Tell of one. If it changed again meanwhile it stays marked. raises ProviderError"""
    last = _last_event(row.pk)
    standing = ledger.standing_of(row.pk)
    wish = machine.wish(standing)
    provider = by_code(row.provider)
    point("tell: before the call")
    if isinstance(wish, str):
        if wish != "pending":
            provider.end(row, at_once=wish == "stop")
    elif standing.ends is not None:
        provider.agree(row, wish, ends=standing.ends, key=f"agree-{row.pk}-{last}")
    point("tell: after the call")
    if _last_event(row.pk) == last:
        Subscription.objects.filter(pk=row.pk).update(untold=False)


def _last_event(subscription: int) -> int:
    found = LedgerEvent.objects.filter(subscription=subscription).order_by("-pk").values_list("pk", flat=True).first()
    return found or 0

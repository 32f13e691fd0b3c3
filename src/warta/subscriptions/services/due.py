"""What time alone brings about: periods that end, orders that nobody paid, reminders. The worker asks each second."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from warta.subscriptions.models import Order, Subscription
from warta.subscriptions.services import ledger, letters
from warta.subscriptions.services.orders import let_go

AT_ONCE = 50
REMIND_BEFORE = timedelta(days=7)


def subscriptions_due(now: datetime | None = None) -> int:
    """Move what is due, at most 50 of each; returns how many. Each is a transaction of its own."""
    moment = now or timezone.now()
    return _move_subscriptions(moment) + _let_orders_go(moment) + letters.remind(moment, REMIND_BEFORE, AT_ONCE)


def _move_subscriptions(now: datetime) -> int:
    due = list(Subscription.objects.filter(due_at__lte=now).order_by("due_at").values_list("pk", flat=True)[:AT_ONCE])
    for pk in due:
        ledger.catch_up(subscription=pk, now=now)
    return len(due)


def _let_orders_go(now: datetime) -> int:
    late = Order.objects.filter(state="open", expires_at__lte=now).order_by("expires_at")[:AT_ONCE]
    return sum(let_go(order=order) for order in late)

"""What time alone brings about: periods that end, orders that nobody paid, reminders. The worker asks each second."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from warta.subscriptions.models import Order, Subscription
from warta.subscriptions.rules import machine
from warta.subscriptions.services import ledger, letters
from warta.subscriptions.services.orders import let_go

AT_ONCE = 50
REMIND_BEFORE = timedelta(days=7)


def subscriptions_due(now: datetime | None = None) -> int:
    """Move what is due, at most 50 of each; returns how many moved. Each is a transaction of its own."""
    moment = now or timezone.now()
    return _move_subscriptions(moment) + _let_orders_go(moment) + letters.remind(moment, REMIND_BEFORE, AT_ONCE)


def _move_subscriptions(now: datetime) -> int:
    due = Subscription.objects.filter(due_at__lte=now).order_by("due_at").values_list("pk", flat=True)[:AT_ONCE]
    moved = 0
    for pk in list(due):
        with transaction.atomic():
            row = Subscription.objects.select_for_update().get(pk=pk)
            fact = machine.tick(ledger.standing_of(row.pk), now)
            if fact is not None:
                ledger.record(subscription=pk, fact=fact, source="clock")
                moved += 1
            elif row.due_at is not None and row.due_at <= now:  # a row that its ledger does not bear out
                row.due_at = machine.due(ledger.standing_of(row.pk))
                row.save(update_fields=["due_at"])
    return moved


def _let_orders_go(now: datetime) -> int:
    late = Order.objects.filter(state="open", expires_at__lte=now).order_by("expires_at")[:AT_ONCE]
    return sum(let_go(order=order) for order in late)

"""Letters about subscriptions: which fact is told to whom, written in the same transaction, sent by the worker."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from warta.subscriptions.models import Order, Subscription, Voucher
from warta.subscriptions.rules import machine
from warta.subscriptions.rules.machine import Fact


def follow(
    *, row: Subscription, before: machine.Subscription, after: machine.Subscription, fact: Fact, event: int
) -> None:  # fmt: skip
    """Write what a fact gives rise to."""


def gift_is_ready(*, order: Order, voucher: Voucher) -> None:
    """Write to whoever is given a subscription, and to who gave it."""


def remind(now: datetime, before: timedelta, most: int) -> int:
    """Remind readers whose period ends within `before` and who pay by themselves; returns how many."""
    return 0


def context(**told: Any) -> dict[str, Any]:
    """What every letter may say."""
    return told

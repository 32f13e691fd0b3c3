"""Reading the ledger."""

from __future__ import annotations

from datetime import datetime

from warta.subscriptions.models import LedgerEvent
from warta.subscriptions.rules import Standing, standing


def standing_of(reader: int, now: datetime) -> Standing:
    """What a reader may now. One query."""
    return standing([event.granted for event in LedgerEvent.objects.filter(reader=reader)], now)

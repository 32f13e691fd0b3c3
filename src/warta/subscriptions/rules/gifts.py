"""What of a gift that was redeemed is taken back, when the money that paid for it goes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from warta.subscriptions.rules.facts import Fact, Kind
from warta.subscriptions.rules.machine import Subscription, give_back
from warta.subscriptions.rules.money import Money
from warta.subscriptions.rules.periods import Period


def take_back(sub: Subscription, bought: datetime, now: datetime, *, by_bank: bool) -> Fact | None:
    """The period of a gift that was redeemed at `bought` ends; None if there is nothing to take.

    Periods behind it come the earlier; without any the subscription is over, or (by_bank) closed as by a chargeback.
    A period for which its reader has paid since, by a change of plan, is theirs.
    """
    gone = _gift(sub, bought)
    if gone is None:
        return None
    fact = give_back(sub, bought, now, Money(0, gone.terms.price.currency))
    if fact.kind is Kind.PART_REFUNDED and fact.bought is None:
        return None
    return replace(fact, kind=Kind.CHARGED_BACK) if by_bank and fact.kind is Kind.REFUNDED else fact


def left(sub: Subscription, bought: datetime, now: datetime) -> timedelta:
    """How much of a gift's period is left."""
    gone = _gift(sub, bought)
    return max(timedelta(), gone.ends - max(gone.begins, sub.paused or now)) if gone else timedelta()


def _gift(sub: Subscription, bought: datetime) -> Period | None:
    return next((one for one in sub.periods if one.bought == bought and one.paid is not None and not one.paid), None)

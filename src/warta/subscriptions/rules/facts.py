"""The words of a subscription: its states, what can happen to it, and what may follow on what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from warta.subscriptions.rules.money import Money
from warta.subscriptions.rules.terms import Terms


class State(StrEnum):
    """Where a subscription stands."""

    PENDING = "pending"
    TRIALING = "trialing"
    ACTIVE = "active"
    PAST_DUE = "past_due"
    CANCELLED = "cancelled"
    PAUSED = "paused"
    EXPIRED = "expired"
    REFUNDED = "refunded"
    CHARGED_BACK = "charged_back"


class Kind(StrEnum):
    """What happened."""

    ORDERED = "ordered"
    TRIAL_STARTED = "trial_started"
    PAID = "paid"
    PAYMENT_FAILED = "payment_failed"
    FELL_DUE = "fell_due"
    CANCELLED = "cancelled"
    KEPT = "kept"
    PAUSED = "paused"
    RESUMED = "resumed"
    CHANGED = "changed"
    CHANGE_BOOKED = "change_booked"
    PRICE_CHANGED = "price_changed"
    EXPIRED = "expired"
    REFUNDED = "refunded"
    PART_REFUNDED = "part_refunded"
    CHARGED_BACK = "charged_back"
    CHARGEBACK_WON = "chargeback_won"


S, K = State, Kind
LIVING = frozenset({S.TRIALING, S.ACTIVE, S.PAST_DUE, S.CANCELLED, S.PAUSED})
OVER = frozenset({S.EXPIRED, S.REFUNDED, S.CHARGED_BACK})
STAYS = None
# Which fact may follow in which states, and where it leads.
MOVES: dict[Kind, tuple[frozenset[State], State | None]] = {
    K.TRIAL_STARTED: (frozenset({S.PENDING, S.EXPIRED}), S.TRIALING),  # given up, too: it may be told late
    K.PAID: (frozenset(State), S.ACTIVE),  # nothing paid is ever not granted; see _paid for who stays where they are
    K.PAYMENT_FAILED: (frozenset({S.ACTIVE, S.TRIALING, S.PAST_DUE}), S.PAST_DUE),
    K.FELL_DUE: (frozenset({S.ACTIVE, S.TRIALING}), S.PAST_DUE),
    K.CANCELLED: (frozenset({S.TRIALING, S.ACTIVE, S.PAST_DUE, S.PAUSED}), S.CANCELLED),
    K.KEPT: (frozenset({S.CANCELLED}), STAYS),  # to a trial or a paid period
    K.PAUSED: (frozenset({S.ACTIVE}), S.PAUSED),
    K.RESUMED: (frozenset({S.PAUSED}), S.ACTIVE),
    K.CHANGED: (frozenset({S.ACTIVE, S.PAST_DUE, S.CANCELLED}), STAYS),  # at once: see can_change
    K.CHANGE_BOOKED: (frozenset({S.ACTIVE, S.TRIALING, S.PAST_DUE}), STAYS),
    K.PRICE_CHANGED: (LIVING, STAYS),
    K.EXPIRED: (frozenset({S.PENDING, S.TRIALING, S.ACTIVE, S.PAST_DUE, S.CANCELLED}), S.EXPIRED),
    K.REFUNDED: (LIVING | OVER, S.REFUNDED),
    K.PART_REFUNDED: (LIVING | OVER, STAYS),
    K.CHARGED_BACK: (LIVING | OVER, S.CHARGED_BACK),
    K.CHARGEBACK_WON: (frozenset({S.CHARGED_BACK}), STAYS),  # back to where it was
}


class ImpossibleMove(ValueError):
    """A fact that cannot follow in this state."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened.

    at     when (aware)
    terms  what holds from now on, where the fact changes it; of a booked change: what holds from the next period
    ends   the end of what is paid for or tried, where the fact sets it
    money  what came in, or went back
    bought  when the period was bought that was given back whole, where others stay, or of which the rest came again
    """

    kind: Kind
    at: datetime
    terms: Terms | None = None
    ends: datetime | None = None
    money: Money | None = None
    bought: datetime | None = None

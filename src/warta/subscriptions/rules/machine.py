"""The states of a subscription, and the facts that move it. Facts in, states out; commands make facts.

    pending ──► trialing ──► active ◄──► past due ──► expired
                   │           │ ▲           │
                   ├──► cancelled (until the end of what is paid for) ──► expired
                   │           │ └── paused
                   └── refunded, charged back (a payment brings either back)

A fact is what the ledger keeps: it says what came in and never what is allowed. `MOVES` says which fact may follow in
which state; `after` is the only road from one state to the next. What a subscription opens is `opens`, nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from warta.access import NO_RIGHTS, Right
from warta.subscriptions.rules.money import Money
from warta.subscriptions.rules.prices import upgrade
from warta.subscriptions.rules.terms import Renewal, Terms, months_after


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
    K.TRIAL_STARTED: (frozenset({S.PENDING}), S.TRIALING),
    K.PAID: (frozenset(State), S.ACTIVE),  # nothing paid is ever not granted; see _paid for who stays where they are
    K.PAYMENT_FAILED: (frozenset({S.ACTIVE, S.TRIALING, S.PAST_DUE}), S.PAST_DUE),
    K.FELL_DUE: (frozenset({S.ACTIVE, S.TRIALING}), S.PAST_DUE),
    K.CANCELLED: (frozenset({S.TRIALING, S.ACTIVE, S.PAST_DUE, S.PAUSED}), S.CANCELLED),
    K.KEPT: (frozenset({S.CANCELLED}), S.ACTIVE),
    K.PAUSED: (frozenset({S.ACTIVE}), S.PAUSED),
    K.RESUMED: (frozenset({S.PAUSED}), S.ACTIVE),
    K.CHANGED: (frozenset({S.ACTIVE, S.TRIALING}), STAYS),
    K.CHANGE_BOOKED: (frozenset({S.ACTIVE, S.TRIALING, S.PAST_DUE}), STAYS),
    K.PRICE_CHANGED: (LIVING, STAYS),
    K.EXPIRED: (frozenset({S.PENDING, S.TRIALING, S.ACTIVE, S.PAST_DUE, S.CANCELLED}), S.EXPIRED),
    K.REFUNDED: (LIVING | OVER, S.REFUNDED),
    K.PART_REFUNDED: (LIVING | OVER, STAYS),
    K.CHARGED_BACK: (LIVING | OVER, S.CHARGED_BACK),
    K.CHARGEBACK_WON: (frozenset({S.CHARGED_BACK}), S.ACTIVE),
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
    """

    kind: Kind
    at: datetime
    terms: Terms | None = None
    ends: datetime | None = None
    money: Money | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription after all its facts so far.

    starts, ends  the period that is paid for or tried
    paid          what was paid for it
    rest          what is left of the period while it is paused
    booked        the terms from the next period on, if a change is booked
    day           the day of the month on which it began; 0 before
    """

    state: State
    terms: Terms
    starts: datetime | None = None
    ends: datetime | None = None
    paid: Money | None = None
    rest: timedelta = timedelta()
    booked: Terms | None = None
    day: int = 0

    @property
    def next_terms(self) -> Terms:
        """What the next period is agreed at."""
        return self.booked or self.terms

    @property
    def renews(self) -> bool:
        """Does a period follow if nobody does anything against it?"""
        waits = self.state in (S.TRIALING, S.ACTIVE, S.PAST_DUE)
        return waits and self.terms.renewal is not Renewal.NONE


def opens(sub: Subscription) -> tuple[frozenset[Right], datetime | None]:
    """The rights it gives, and until when. Grace is counted in beforehand: a renewal that is late closes nothing."""
    if sub.state not in (S.TRIALING, S.ACTIVE, S.PAST_DUE, S.CANCELLED) or sub.ends is None:
        return NO_RIGHTS, None
    return sub.terms.rights, _closes(sub)


def _closes(sub: Subscription) -> datetime:
    assert sub.ends is not None
    return sub.ends + sub.terms.grace if _has_grace(sub) else sub.ends


def _has_grace(sub: Subscription) -> bool:
    """A trial that nobody is charged for at its end has none: it would be a longer trial."""
    if sub.state is S.TRIALING:
        return sub.terms.renewal is Renewal.ITSELF
    return sub.renews


def wish(sub: Subscription) -> Terms | str:
    """What a provider that charges by itself should do from now on: charge these terms, charge no more, or `pending`.

    An introductory price is not in it: the provider counts its periods by itself.
    """
    if sub.state is S.PENDING:
        return "pending"
    if sub.state in OVER or sub.state is S.PAUSED:
        return "stop"
    if sub.state is S.CANCELLED or sub.next_terms.renewal is not Renewal.ITSELF:
        return "no more"
    return replace(sub.next_terms, intro=None, intro_left=0)


def due(sub: Subscription) -> datetime | None:
    """When time alone next moves it; None: never."""
    if sub.ends is None or sub.state not in (S.TRIALING, S.ACTIVE, S.PAST_DUE, S.CANCELLED):
        return None
    return _closes(sub) if sub.state is S.PAST_DUE else sub.ends


def tick(sub: Subscription, now: datetime) -> Fact | None:
    """What time alone has brought about, if anything."""
    moment = due(sub)
    if moment is None or moment > now:
        return None
    goes_on = sub.renews and sub.state is not S.PAST_DUE and _has_grace(sub) and bool(sub.terms.grace_days)
    return Fact(K.FELL_DUE if goes_on else K.EXPIRED, moment)


def ordered(terms: Terms, now: datetime) -> Fact:
    """Somebody wants it."""
    return Fact(K.ORDERED, now, terms)


def trial(sub: Subscription, days: int, now: datetime) -> Fact:
    """A trial of some days begins."""
    return Fact(K.TRIAL_STARTED, now, ends=now + timedelta(days=days))


def pay(sub: Subscription, money: Money, now: datetime, zone: ZoneInfo, ends: datetime | None = None) -> Fact:
    """A period was paid for. It follows the one under way, or the one that fell due; else it begins now.

    ends  the end that the provider names, where it keeps the calendar
    """
    terms = sub.next_terms
    begins = next_begin(sub, now)
    end = ends or months_after(begins, terms.months, zone, sub.day or begins.astimezone(zone).day)
    return Fact(K.PAID, now, terms.after_period(), end, money)


def next_begin(sub: Subscription, now: datetime) -> datetime:
    """When a period that is paid for at `now` begins."""
    if sub.ends is None or sub.state in OVER or sub.state is S.PENDING:
        return now
    if sub.state is S.PAUSED:
        return now + sub.rest
    return sub.ends if sub.state is S.PAST_DUE else max(now, sub.ends)


def change_now(sub: Subscription, terms: Terms, now: datetime, zone: ZoneInfo) -> tuple[Fact, Money]:
    """Another plan at once, and the difference that is to be paid for it.

    raises  ImpossibleMove, also for a plan that is worth less than what is left: it can only follow, or money is
            lost; MixedCurrencies
    """
    if sub.starts is None or sub.ends is None or sub.state not in MOVES[K.CHANGED][0]:
        raise ImpossibleMove(f"Nothing under way can be changed ({sub.state}).")
    paid = sub.paid or Money(0, terms.price.currency)
    found = upgrade(now, paid=paid, starts=sub.starts, ends=sub.ends, old=sub.terms, new=terms)
    if found.charge.amount < 0:
        raise ImpossibleMove("What is left of the period is worth more than this plan.")
    ends = months_after(now, terms.months, zone) if found.begins_anew else sub.ends
    return Fact(K.CHANGED, now, terms, ends, found.charge), found.charge


def after(sub: Subscription | None, fact: Fact) -> Subscription:
    """The subscription after one more fact. raises ImpossibleMove"""
    if fact.kind is K.ORDERED:
        if sub is not None or fact.terms is None:
            raise ImpossibleMove("An order begins a subscription, and names its terms.")
        return Subscription(S.PENDING, fact.terms)
    if sub is None:
        raise ImpossibleMove(f"Nothing was ordered before {fact.kind}.")
    states, leads = MOVES[fact.kind]
    if sub.state not in states:
        raise ImpossibleMove(f"{fact.kind} cannot follow while a subscription is {sub.state}.")
    special = SPECIAL.get(fact.kind)
    moved = special(sub, fact) if special else sub
    return moved if leads is STAYS or fact.kind is K.PAID else replace(moved, state=leads)


def fold(facts: Iterable[Fact]) -> Subscription:
    """The subscription after all its facts, in their order. raises ImpossibleMove; ValueError without any"""
    sub: Subscription | None = None
    for fact in facts:
        sub = after(sub, fact)
    if sub is None:
        raise ValueError("Without a fact there is no subscription.")
    return sub


def _trial_started(sub: Subscription, fact: Fact) -> Subscription:
    return replace(sub, starts=fact.at, ends=fact.ends, paid=None)


def _paid(sub: Subscription, fact: Fact) -> Subscription:
    """Who cancelled stays cancelled with the longer end, and who paused has more left: neither asked for another."""
    assert fact.ends is not None
    begins = next_begin(sub, fact.at)
    terms = fact.terms or sub.next_terms
    if sub.state is S.PAUSED:
        return replace(sub, terms=terms, booked=None, paid=fact.money, rest=fact.ends - fact.at)
    state = S.CANCELLED if sub.state is S.CANCELLED and fact.at < (sub.ends or fact.at) else S.ACTIVE
    starts = begins if begins <= fact.at or sub.starts is None else sub.starts
    return replace(
        sub, state=state, terms=terms, booked=None, starts=starts, ends=fact.ends, paid=fact.money,
        day=sub.day or begins.day,
    )  # fmt: skip


def _cancelled(sub: Subscription, fact: Fact) -> Subscription:
    ends = fact.at + sub.rest if sub.state is S.PAUSED else sub.ends
    return replace(sub, ends=ends, rest=timedelta(), booked=None)


def _paused(sub: Subscription, fact: Fact) -> Subscription:
    assert sub.ends is not None
    return replace(sub, rest=max(timedelta(), sub.ends - fact.at))


def _resumed(sub: Subscription, fact: Fact) -> Subscription:
    return replace(sub, ends=fact.at + sub.rest, rest=timedelta())


def _changed(sub: Subscription, fact: Fact) -> Subscription:
    assert fact.terms is not None
    anew = fact.ends is not None and fact.ends != sub.ends
    return replace(
        sub, terms=fact.terms, booked=None, ends=fact.ends or sub.ends, starts=fact.at if anew else sub.starts,
        paid=fact.terms.price, day=fact.at.day if anew else sub.day,
    )  # fmt: skip


def _change_booked(sub: Subscription, fact: Fact) -> Subscription:
    """Terms as they are under way take a booked change back."""
    return replace(sub, booked=None if fact.terms == sub.terms else fact.terms)


def _price_changed(sub: Subscription, fact: Fact) -> Subscription:
    assert fact.terms is not None
    return replace(sub, terms=fact.terms)


def _part_refunded(sub: Subscription, fact: Fact) -> Subscription:
    """A period that was paid for ahead and has not begun may be given back whole: the one under way goes on."""
    return replace(sub, ends=fact.ends or sub.ends)


SPECIAL = {
    K.TRIAL_STARTED: _trial_started,
    K.PAID: _paid,
    K.CANCELLED: _cancelled,
    K.PAUSED: _paused,
    K.RESUMED: _resumed,
    K.CHANGED: _changed,
    K.CHANGE_BOOKED: _change_booked,
    K.PRICE_CHANGED: _price_changed,
    K.PART_REFUNDED: _part_refunded,
}

"""The states of a subscription, and the facts that move it. Facts in, states out; commands make facts.

    pending ──► trialing ──► active ◄──► past due ──► expired
                   │           │ ▲           │
                   ├──► cancelled (until the end of what is paid for) ──► expired
                   │           │ └── paused
                   └── refunded, charged back (a payment brings either back)

A fact is what the ledger keeps: it says what came in and never what is allowed. `facts.MOVES` says which may follow in
which state; `after` is the only road from one state to the next. What a subscription opens is `opens`, nothing else.

Time moves a subscription too (`tick`). Before anything is done to it at a moment, what time alone has brought about by
then is done (`by`), so nothing depends on when somebody looked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from warta.access import NO_RIGHTS, Right
from warta.subscriptions.rules.facts import LIVING, MOVES, OVER, STAYS, Fact, ImpossibleMove, Kind, State
from warta.subscriptions.rules.money import Money
from warta.subscriptions.rules.periods import Period, at_terms, upgrade, without, worth
from warta.subscriptions.rules.terms import Renewal, Terms, months_after

S, K = State, Kind


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription after all its facts so far.

    terms    of the period under way
    ends     the end of what is paid for or tried; while it is paused, as if it were not
    periods  what is paid for or tried, one after the other: those that are over may have been left out
    booked   the terms from the next period on, if a change is booked
    paused   since when, while it is paused
    anchor   the moment from which months are counted, so that the 31st comes back after a shorter month
    was, over  the state before it ended or was charged back, and when that was
    """

    state: State
    terms: Terms
    ends: datetime | None = None
    periods: tuple[Period, ...] = ()
    booked: Terms | None = None
    paused: datetime | None = None
    anchor: datetime | None = None
    was: State | None = None
    over: datetime | None = None

    @property
    def last_terms(self) -> Terms:
        """What the last period that is paid for was agreed at."""
        return self.periods[-1].terms if self.periods else self.terms

    @property
    def next_terms(self) -> Terms:
        """What the next period is agreed at."""
        return self.booked or self.last_terms

    @property
    def renews(self) -> bool:
        """Does a period follow if nobody does anything against it?"""
        waits = self.state in (S.TRIALING, S.ACTIVE, S.PAST_DUE)
        return waits and self.last_terms.renewal is not Renewal.NONE

    @property
    def turn(self) -> Period | None:
        """The first period to come that opens something else than the one under way: of a change that was booked."""
        now = self.terms.plan, self.terms.rights
        return next((one for one in self.periods if (one.terms.plan, one.terms.rights) != now), None)


def opens(sub: Subscription) -> tuple[frozenset[Right], datetime | None]:
    """The rights it gives, and until when. Grace is counted in beforehand: a renewal that is late closes nothing."""
    if sub.state not in (S.TRIALING, S.ACTIVE, S.PAST_DUE, S.CANCELLED) or sub.ends is None:
        return NO_RIGHTS, None
    return sub.terms.rights, sub.turn.begins + sub.terms.grace if sub.turn else _closes(sub)


def _closes(sub: Subscription) -> datetime:
    assert sub.ends is not None
    return sub.ends + sub.last_terms.grace if _has_grace(sub) else sub.ends


def _has_grace(sub: Subscription) -> bool:
    """A trial that nobody is charged for at its end has none: it would be a longer trial."""
    if sub.state is S.TRIALING:
        return sub.last_terms.renewal is Renewal.ITSELF
    return sub.renews


def wish(sub: Subscription) -> Terms | str:
    """What a provider that charges by itself should do from now on: charge these terms, charge no more, or `pending`.

    An introductory price is not in it: the provider counts its periods by itself.
    """
    if sub.state is S.PENDING:
        return "pending"
    if sub.state not in LIVING or sub.state is S.PAUSED:
        return "stop"
    if sub.state is S.CANCELLED or sub.next_terms.renewal is not Renewal.ITSELF:
        return "no more"
    return replace(sub.next_terms, intro=None, intro_left=0)


def due(sub: Subscription) -> datetime | None:
    """When time alone next moves it; None: never."""
    if sub.ends is None or sub.state not in (S.TRIALING, S.ACTIVE, S.PAST_DUE, S.CANCELLED):
        return None
    if sub.turn is not None:
        return sub.turn.begins
    return _closes(sub) if sub.state is S.PAST_DUE else sub.ends


def tick(sub: Subscription, now: datetime) -> Fact | None:
    """What time alone has brought about, if anything."""
    moment = due(sub)
    if moment is None or moment > now:
        return None
    if sub.turn is not None:
        return Fact(K.CHANGED, moment, sub.turn.terms, sub.ends)
    goes_on = sub.renews and sub.state is not S.PAST_DUE and _has_grace(sub) and bool(sub.last_terms.grace_days)
    return Fact(K.FELL_DUE if goes_on else K.EXPIRED, moment)


def by(sub: Subscription, now: datetime) -> Subscription:
    """The subscription with what time alone has brought about by `now`."""
    while (fact := tick(sub, now)) is not None:
        sub = after(sub, fact)
    return sub


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
    return Fact(K.PAID, now, terms.after_period(), ends or period_end(sub, terms.months, now, zone), money)


def period_end(sub: Subscription, months: int, now: datetime, zone: ZoneInfo) -> datetime:
    """When so many months that are paid for at `now` end."""
    begins = next_begin(sub, now)
    anchor = _anchor(sub, begins)
    return months_after(begins, months, zone, anchor.astimezone(zone).day)


def next_begin(sub: Subscription, now: datetime) -> datetime:
    """When a period that is paid for at `now` begins."""
    was = as_of(sub, now)
    if was.ends is None or was.state in OVER or was.state is S.PENDING:
        return now
    return was.ends if was.state in (S.PAST_DUE, S.PAUSED) else max(now, was.ends)


def as_of(sub: Subscription, at: datetime) -> Subscription:
    """As it stood before it ended, for what happened before that and is told only now."""
    if sub.state is S.EXPIRED and sub.was is not None and sub.over is not None and at < sub.over:
        return replace(sub, state=sub.was)
    return sub


def _anchor(sub: Subscription, begins: datetime) -> datetime:
    """A period that follows another counts its months from where that one did."""
    return sub.anchor if sub.anchor is not None and begins == sub.ends else begins


def can_change(sub: Subscription, now: datetime) -> bool:
    """Can it have another plan at once? A period is under way that was paid for."""
    return sub.state is S.ACTIVE and any(one.ends > now and one.paid is not None for one in sub.periods)


def change_now(sub: Subscription, terms: Terms, now: datetime, zone: ZoneInfo) -> tuple[Fact, Money]:
    """Another plan at once, and the difference that is to be paid for it.

    raises  ImpossibleMove, also for a plan that is worth less than what is left: it can only follow, or money is
            lost; MixedCurrencies
    """
    if not can_change(sub, now):
        raise ImpossibleMove(f"Nothing under way can be changed ({sub.state}).")
    found = upgrade(sub.periods, terms, now)
    if found.charge.amount < 0:
        raise ImpossibleMove("What is left of the period is worth more than this plan.")
    ends = months_after(now, terms.months, zone) if found.begins_anew else sub.ends
    return Fact(K.CHANGED, now, terms, ends, found.charge), found.charge


def change_back(sub: Subscription, bought: datetime, before: Terms, ends: datetime, now: datetime) -> Fact | None:
    """To the terms and the end before a change at once whose difference went back; None if something followed it."""
    has_followed = sub.turn is not None or any(one.bought > bought for one in sub.periods)
    if sub.ends is None or has_followed or not can_change(sub, now):
        return None
    return Fact(K.CHANGED, now, before, sub.ends if before.months == sub.terms.months else max(ends, now))


def give_back(sub: Subscription, bought: datetime, now: datetime, money: Money) -> Fact:
    """The money of the period that was bought at a moment has gone back, all of it.

    Periods behind it come the earlier; without any the subscription is over. A time that is past stays as it was.
    """
    moment = sub.paused or now
    gone = next((one for one in sub.periods if one.bought == bought and one.paid is not None), None)
    if gone is None or sub.ends is None or sub.state in OVER or (gone.ends <= moment and gone is not sub.periods[-1]):
        return Fact(K.PART_REFUNDED, now, money=money)
    ends = sub.ends - max(timedelta(), gone.ends - max(gone.begins, moment))
    if gone.ends > moment and ends > moment:
        return Fact(K.PART_REFUNDED, now, ends=ends, money=money, bought=bought)
    return Fact(K.REFUNDED, now, money=money)


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
    assert fact.ends is not None
    return replace(sub, ends=fact.ends, periods=(Period(fact.at, fact.ends, sub.terms, None, fact.at),))


def _paid(sub: Subscription, fact: Fact) -> Subscription:
    """Who cancelled stays cancelled with the longer end, and who paused has more left: neither asked for another.

    A period to come that opens something else is waited for (`turn`).
    """
    assert fact.ends is not None
    was, begins = as_of(sub, fact.at), next_begin(sub, fact.at)
    terms = fact.terms or sub.next_terms
    period = Period(begins, fact.ends, terms, fact.money or Money(0, terms.price.currency), fact.bought or fact.at)
    follows = begins == was.ends and was.state not in OVER and was.state is not S.PENDING
    is_ahead = follows and begins > (was.paused or fact.at) and terms.plan != was.last_terms.plan
    stays = was.state is S.PAUSED or (was.state is S.CANCELLED and follows)
    waits = is_ahead or (follows and was.turn is not None)
    return replace(
        was, state=was.state if stays else S.ACTIVE, terms=was.terms if waits else terms, booked=None,
        periods=(*was.periods, period) if follows else (period,), ends=fact.ends,
        anchor=None if fact.bought else _anchor(was, begins),
    )  # fmt: skip


def _shifted(sub: Subscription, now: datetime) -> Subscription:
    """Going on after a pause: what was left begins now."""
    assert sub.ends is not None
    since = sub.paused or now
    periods = tuple(one.moved(now - since) for one in sub.periods if one.ends > since)
    return replace(sub, ends=sub.ends + (now - since), periods=periods, paused=None, anchor=None)


def _cancelled(sub: Subscription, fact: Fact) -> Subscription:
    return replace(_shifted(sub, fact.at) if sub.paused else sub, booked=None)


def _kept(sub: Subscription, fact: Fact) -> Subscription:
    """A trial is a trial again."""
    return replace(sub, state=S.TRIALING if all(one.paid is None for one in sub.periods) else S.ACTIVE)


def _paused(sub: Subscription, fact: Fact) -> Subscription:
    return replace(sub, paused=fact.at)


def _resumed(sub: Subscription, fact: Fact) -> Subscription:
    return _shifted(sub, fact.at)


def _changed(sub: Subscription, fact: Fact) -> Subscription:
    """A change that was booked and paid before its time came, one at once, or that one taken back."""
    assert fact.terms is not None
    if fact.money is None and sub.turn is not None:
        left = tuple(one for one in sub.periods if one.ends > fact.at)
        return replace(sub, terms=fact.terms, periods=left)
    if fact.ends is None or fact.ends == sub.ends:
        return replace(sub, terms=fact.terms, booked=None, periods=at_terms(sub.periods, fact.terms, fact.at))
    paid = fact.terms.price if fact.money is not None else worth(fact.terms, fact.ends - fact.at)
    period = Period(fact.at, fact.ends, fact.terms, paid, fact.at)
    return replace(sub, terms=fact.terms, booked=None, periods=(period,), ends=fact.ends, anchor=fact.at)


def _change_booked(sub: Subscription, fact: Fact) -> Subscription:
    """Terms as they are under way take a booked change back."""
    return replace(sub, booked=None if fact.terms == sub.last_terms else fact.terms)


def _price_changed(sub: Subscription, fact: Fact) -> Subscription:
    """How it is renewed holds for what is booked or paid ahead too."""
    assert fact.terms is not None
    renewal = fact.terms.renewal
    periods = sub.periods
    if periods:
        last = periods[-1]
        same = last.terms.plan == sub.terms.plan
        terms = fact.terms if same else replace(last.terms, renewal=renewal)
        periods = (*periods[:-1], replace(last, terms=terms))
    booked = replace(sub.booked, renewal=renewal) if sub.booked else None
    return replace(sub, terms=fact.terms, periods=periods, booked=booked)


def _part_refunded(sub: Subscription, fact: Fact) -> Subscription:
    """Where the fact names a period by when it was bought, that one was given back whole."""
    gone = next((one for one in sub.periods if fact.bought is not None and one.bought == fact.bought), None)
    if gone is None:
        return sub
    now = sub.paused or fact.at
    periods = tuple(one for one in without(sub.periods, gone, now) if one.ends > now)
    anchor = sub.anchor if gone is sub.periods[-1] else None
    terms = periods[0].terms if periods else sub.terms
    return replace(sub, ends=fact.ends, periods=periods, terms=terms, anchor=anchor)


def _expired(sub: Subscription, fact: Fact) -> Subscription:
    return replace(sub, was=sub.state, over=fact.at)


def _charged_back(sub: Subscription, fact: Fact) -> Subscription:
    return sub if sub.state is S.CHARGED_BACK else replace(sub, was=sub.state, over=fact.at)


def _chargeback_won(sub: Subscription, fact: Fact) -> Subscription:
    return replace(sub, state=sub.was or S.ACTIVE)


SPECIAL = {
    K.TRIAL_STARTED: _trial_started,
    K.PAID: _paid,
    K.CANCELLED: _cancelled,
    K.KEPT: _kept,
    K.PAUSED: _paused,
    K.RESUMED: _resumed,
    K.CHANGED: _changed,
    K.CHANGE_BOOKED: _change_booked,
    K.PRICE_CHANGED: _price_changed,
    K.PART_REFUNDED: _part_refunded,
    K.EXPIRED: _expired,
    K.CHARGED_BACK: _charged_back,
    K.CHARGEBACK_WON: _chargeback_won,
}

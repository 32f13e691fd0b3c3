"""The periods of a subscription, one after the other: what changing their plan costs, what giving one back leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from warta.subscriptions.rules.money import Money
from warta.subscriptions.rules.terms import Terms

MONTH = timedelta(days=30.436875)  # on average


@dataclass(frozen=True, slots=True)
class Period:
    """A time that is paid for or tried.

    terms   what it opens
    paid    what was paid for it; None: a trial
    bought  when it was: a payment finds its period by this moment
    """

    begins: datetime
    ends: datetime
    terms: Terms
    paid: Money | None
    bought: datetime

    def moved(self, by: timedelta) -> Period:
        """The same, earlier or later."""
        return replace(self, begins=self.begins + by, ends=self.ends + by)

    def rest(self, money: Money, now: datetime) -> Money:
        """As much of the money for the whole of it as is left at `now`: to the second, then to the nearest unit."""
        whole = max(1, int((self.ends - self.begins).total_seconds()))
        left = min(whole, max(0, int((self.ends - now).total_seconds())))
        return money.share(left, whole)

    def price(self, terms: Terms) -> Money:
        """What as long a time costs at other terms; several periods may have come as one, by a voucher."""
        number = max(1, round((self.ends - self.begins) / (MONTH * terms.months)))
        return Money(terms.price.amount * number, terms.price.currency)


@dataclass(frozen=True, slots=True)
class Change:
    """What another plan at once comes to.

    charge  the difference; below nothing if what is left is worth more
    begins_anew  a period starts at once; else those under way and paid ahead go on
    """

    charge: Money
    begins_anew: bool


def upgrade(periods: Sequence[Period], new: Terms, now: datetime) -> Change:
    """The difference between what was paid for the rest of these periods and the new price.

    Periods of one length: their rest at the new price, less what of the old is left. Of different lengths: a new period
    begins, and what is left of the old counts towards it. A trial counts for nothing. raises MixedCurrencies
    """
    left = [period for period in periods if period.ends > now and period.paid is not None]
    credit = cost = Money(0, new.price.currency)
    for period in left:
        assert period.paid is not None
        credit += period.rest(period.paid, now)
        cost += period.rest(period.price(new), now)
    anew = any(period.terms.months != new.months for period in left)
    return Change((new.price if anew else cost) - credit, begins_anew=anew)


def at_terms(periods: Sequence[Period], terms: Terms, now: datetime) -> tuple[Period, ...]:
    """What is left of the periods, once the difference to these terms is paid."""
    return tuple(
        replace(period, terms=terms, paid=None if period.paid is None else period.price(terms))
        for period in periods
        if period.ends > now
    )


def worth(terms: Terms, time: timedelta) -> Money:
    """What a part of a period is worth at its price."""
    whole = (MONTH * terms.months).total_seconds()
    return terms.price.share(min(int(whole), int(time.total_seconds())), int(whole))


def without(periods: Sequence[Period], gone: Period, now: datetime) -> tuple[Period, ...]:
    """The periods when one was given back at `now`: those behind it come the earlier."""
    cut = max(gone.begins, now) - gone.ends
    return tuple(
        period.moved(cut) if period.begins >= gone.ends else period for period in periods if period is not gone
    )

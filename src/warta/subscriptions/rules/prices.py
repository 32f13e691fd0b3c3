"""What something costs: offers, and the difference when a plan is changed at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from warta.subscriptions.rules.money import Money, divide
from warta.subscriptions.rules.terms import Terms


@dataclass(frozen=True, slots=True)
class Discount:
    """What an offer takes off the first periods: a percentage (1 to 100) or an amount, one of them 0.

    periods  for how many periods; 0: for all
    """

    percent: int = 0
    amount: int = 0
    periods: int = 1

    def of(self, price: Money) -> Money:
        """The price with the discount; never below nothing."""
        off = divide(price.amount * self.percent, 100) if self.percent else self.amount
        return Money(max(0, price.amount - off), price.currency)


def with_discount(terms: Terms, discount: Discount) -> Terms:
    """The terms with an offer taken: an introductory price, or for ever a lower one."""
    lower = discount.of(terms.price)
    if not discount.periods:
        return replace(terms, price=lower)
    return replace(terms, intro=lower, intro_left=discount.periods)


@dataclass(frozen=True, slots=True)
class Change:
    """What another plan at once comes to.

    charge  the difference; below nothing if what is left of the period is worth more
    begins_anew  the period starts at once; else the one under way goes on
    """

    charge: Money
    begins_anew: bool


def upgrade(
    now: datetime, *, paid: Money, starts: datetime, ends: datetime, old: Terms, new: Terms
) -> Change:  # fmt: skip
    """The difference between two plans at `now` of a period from `starts` to `ends`, for which `paid` was paid.

    Periods of one length: the rest of the period at the new price, less what of the old is left. Of different lengths:
    a new period begins, and what is left of the old counts towards it. Exact to the second, then to the nearest unit.
    raises MixedCurrencies
    """
    whole = max(1, int((ends - starts).total_seconds()))
    left = min(whole, max(0, int((ends - now).total_seconds())))
    credit = paid.share(left, whole)
    same = old.months == new.months
    price = new.price.share(left, whole) if same else new.price
    charge = price - credit
    return Change(charge, begins_anew=not same)

"""What something costs with an offer."""

from __future__ import annotations

from dataclasses import dataclass, replace

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

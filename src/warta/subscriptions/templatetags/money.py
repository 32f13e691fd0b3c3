"""Money in templates."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from warta.subscriptions.models import Plan
from warta.subscriptions.rules.money import Money, in_words, percent_in_words

register = template.Library()


@register.filter
def price(money: Money | None) -> str:
    """An amount as it is written in the page's language: Rp29.000."""
    return in_words(money, (get_language() or "").partition("-")[0]) if money is not None else ""


@register.filter
def percent(basis_points: int) -> str:
    """A rate as it is written in the page's language: 11,5%."""
    return percent_in_words(basis_points, (get_language() or "").partition("-")[0])


@register.simple_tag
def lowest_price(right: str = "") -> str:
    """The lowest price of a month of the plans on sale, in words, in the currency of the first of them; empty without
    one. `right`: of those that grant it. One query."""
    plans = Plan.objects.filter(on_sale=True, months=1, seats=1, price__gt=0)
    found = [plan.money for plan in plans if not right or right in plan.rights.split()]
    same = [money for money in found if money.currency == found[0].currency]
    return price(min(same, key=lambda money: money.amount)) if same else ""

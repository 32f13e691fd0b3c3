"""A plan that is sold, a reader who buys."""

import pytest
from django.utils import timezone

from warta.readers.models import User
from warta.subscriptions.models import Plan, PlanText, Seller
from warta.subscriptions.providers.base import Paid
from warta.subscriptions.providers.registry import by_code
from warta.subscriptions.rules.money import Money
from warta.subscriptions.services import orders


@pytest.fixture
def reader():
    return User.objects.create_user("reader@readers.example", "password-of-tests")


@pytest.fixture
def seller():
    seller = Seller.load()
    seller.legal_name, seller.bank_name, seller.bank_account, seller.bank_holder = "PT Uji", "Bank Uji", "123", "PT Uji"
    seller.save()
    return seller


@pytest.fixture
def plan(seller):
    plan = Plan(code="monthly", rights="ad_free premium", price=29_000, months=1, grace_days=3)
    plan.texts.add(PlanText(language="id", name="Bulanan"))
    plan.texts.add(PlanText(language="en", name="Monthly"))
    plan.save()
    return plan


@pytest.fixture
def bought(plan):
    """Make a reader a subscriber: `bought(reader, plan=…)` pays an order and returns the payment."""

    def buy(reader, plan=plan, number="t1", **more):
        order = orders.open_order(reader=reader, plan=plan, provider=by_code("bank"), now=timezone.now(), **more)
        paid = Paid(f"{order.reference}-{number}", Money(order.amount, order.currency), timezone.now())
        return orders.settle(order=order.pk, paid=paid).payment

    return buy

"""What is supplied over a time: its first and last day stand on the invoice and on its credit note."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation

from warta.readers.models import User
from warta.subscriptions.models import Invoice, Plan, Seller, Subscription
from warta.subscriptions.paper import _told
from warta.subscriptions.providers.base import Paid
from warta.subscriptions.providers.registry import by_code
from warta.subscriptions.services import invoices, orders

pytestmark = pytest.mark.django_db
# 23:30 on 31 January in Jakarta: the day is the newspaper's, not the server's.
LATE = datetime(2026, 1, 31, 16, 30, tzinfo=UTC)


@pytest.fixture
def reader(db):
    Seller.objects.update_or_create(pk=1, defaults={"country": "ID", "bank_account": "123"})
    return User.objects.create_user("bulan@readers.example")


def plan(code, price, months=1):
    return Plan.objects.create(code=code, rights="premium", price=price, months=months)


def pay(order, at, number):
    orders.settle(order=order.pk, paid=Paid(f"p{number}", order.money, at))
    return Invoice.objects.latest("pk")


def days(invoice):
    return [(line.get("from"), line.get("to")) for line in invoice.lines]


def test_a_period_and_the_one_that_follows(reader):
    order = orders.open_order(reader=reader, plan=plan("one", 29_000), provider=by_code("bank"), now=LATE)
    first = pay(order, LATE, 1)
    assert days(first) == [("2026-01-31", "2026-02-28")]
    again = orders.open_renewal(subscription=Subscription.objects.get(), provider=by_code("bank"), now=LATE)
    second = pay(again, LATE + timedelta(days=20), 2)
    assert days(second) == [("2026-02-28", "2026-03-31")]
    credit = invoices.credit(payment=second.payment, amount=order.money)
    assert days(credit) == days(second)
    with translation.override("id"):
        assert "31 Januari 2026 sampai 28 Februari 2026" in str(_told(first)["lines"])


def test_a_difference_is_for_what_is_left_of_the_period(reader):
    small, large = plan("small", 29_000), plan("large", 59_000)
    now = timezone.now()
    begun = now - timedelta(days=10)
    first = pay(orders.open_order(reader=reader, plan=small, provider=by_code("bank"), now=begun), begun, 1)
    order = orders.open_upgrade(subscription=Subscription.objects.get(), plan=large, provider=by_code("bank"), now=now)
    ((_began, ends),) = days(first)
    assert days(pay(order, now, 2)) == [(timezone.localdate(now).isoformat(), ends)]


def test_a_gifts_time_begins_when_it_is_redeemed(reader):
    order = orders.open_order(reader=reader, plan=plan("gift", 29_000), provider=by_code("bank"), now=LATE,
                              gift={"email": "f@readers.example", "name": "", "message": ""})  # fmt: skip
    assert days(pay(order, LATE, 1)) == [(None, None)]

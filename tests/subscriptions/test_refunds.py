"""What goes with money that goes back: no more than it bought."""

from datetime import timedelta

import pytest
from django.utils import timezone

from warta.subscriptions.errors import NoVoucher
from warta.subscriptions.models import Invoice, Payment, Plan, Subscription, Voucher
from warta.subscriptions.providers.base import Paid
from warta.subscriptions.providers.registry import by_code
from warta.subscriptions.queries import standing_of
from warta.subscriptions.rules.money import Money
from warta.subscriptions.services import changes, orders
from warta.subscriptions.services.vouchers import redeem

pytestmark = pytest.mark.django_db
BANK = by_code("bank")


@pytest.fixture
def dearer(plan):
    return Plan.objects.create(code="more", rights="ad_free premium epaper", price=59_000, grace_days=3)


def paid(order, number, at=None, amount=None):
    money = Money(order.amount if amount is None else amount, order.currency)
    return orders.settle(order=order.pk, paid=Paid(number, money, at or timezone.now())).payment


def refund(payment, amount=None, now=None):
    payment = Payment.objects.get(pk=payment.pk)
    money = Money(amount or payment.amount, payment.currency)
    changes.refund(payment=payment, amount=money, now=now or timezone.now(), by=None, why="Salah bayar")


def test_the_difference_given_back_leaves_the_plan_before(reader, plan, dearer, bought):
    bought(reader)
    row = Subscription.objects.get()
    difference = paid(orders.open_upgrade(subscription=row, plan=dearer, provider=BANK, now=timezone.now()), "t2")
    assert Subscription.objects.get().plan == "more"
    refund(difference, 1)
    assert Subscription.objects.get().plan == "more"
    refund(difference, difference.amount - 1)
    again = Subscription.objects.get()
    assert (again.plan, again.state, again.ends, again.agreed) == ("monthly", "active", row.ends, row.agreed)
    assert Invoice.objects.filter(kind="credit").count() == 2


def test_the_difference_of_a_plan_that_was_left_gives_back_money_alone(reader, plan, dearer, bought):
    bought(reader)
    row = Subscription.objects.get()
    difference = paid(orders.open_upgrade(subscription=row, plan=dearer, provider=BANK, now=timezone.now()), "t2")
    changes.cancel(subscription=row, now=timezone.now())
    refund(difference)
    again = Subscription.objects.get()
    assert (again.plan, again.state, again.ends) == ("more", "cancelled", row.ends)


def test_too_little_given_back_ends_nothing(reader, plan, bought):
    bought(reader)
    row = Subscription.objects.get()
    short = paid(orders.open_renewal(subscription=row, provider=BANK, now=timezone.now()), "t2", amount=5)
    refund(short)
    assert Payment.objects.get(pk=short.pk).state == "refunded"
    assert (Subscription.objects.get().state, Subscription.objects.get().ends) == ("active", row.ends)


def test_a_period_that_is_over_takes_nothing_from_the_one_under_way(reader, plan, bought):
    first = bought(reader)
    row = Subscription.objects.get()
    paid(orders.open_renewal(subscription=row, provider=BANK, now=timezone.now()), "t2")
    ends = Subscription.objects.get().ends
    refund(first, now=row.ends + timedelta(days=1))
    assert (Subscription.objects.get().state, Subscription.objects.get().ends) == ("active", ends)


def test_a_period_ahead_is_taken_off(reader, plan, bought):
    bought(reader)
    row = Subscription.objects.get()
    refund(paid(orders.open_renewal(subscription=row, provider=BANK, now=timezone.now()), "t2"))
    assert (Subscription.objects.get().state, Subscription.objects.get().ends) == ("active", row.ends)


def test_a_gift_given_back_can_be_redeemed_no_more(reader, plan, bought):
    payment = bought(reader, gift={"email": "", "name": "", "message": ""})
    refund(payment)
    with pytest.raises(NoVoucher):
        redeem(code=Voucher.objects.get().code, reader=reader, now=timezone.now())
    assert standing_of(reader.pk, timezone.now()).rights == frozenset()

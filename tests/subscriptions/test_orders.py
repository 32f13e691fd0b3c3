"""From an order to rights: prices that hold, money that comes twice, too little or too late."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from warta.access import Right
from warta.readers.models import User
from warta.subscriptions.errors import HasOne, NoOffer, NotForSale
from warta.subscriptions.models import (
    Invoice,
    LedgerEvent,
    Letter,
    Offer,
    Order,
    Payment,
    Plan,
    Subscription,
    Voucher,
)
from warta.subscriptions.providers.base import Paid
from warta.subscriptions.providers.registry import by_code
from warta.subscriptions.queries import standing_of
from warta.subscriptions.rules.money import Money
from warta.subscriptions.services import changes, due, ledger, orders, vouchers
from warta.subscriptions.services.offers import offer_for

pytestmark = pytest.mark.django_db
ALL = frozenset({Right.AD_FREE, Right.PREMIUM})


def opened(reader, plan, **more):
    return orders.open_order(reader=reader, plan=plan, provider=by_code("bank"), now=timezone.now(), **more)


def paid(order, number="t1", amount=None, at=None):
    money = Money(order.amount if amount is None else amount, order.currency)
    return orders.settle(order=order.pk, paid=Paid(number, money, at or timezone.now()))


def test_what_is_paid_is_granted_and_nothing_before(reader, plan):
    order = opened(reader, plan)
    assert standing_of(reader.pk, timezone.now()).rights == frozenset()
    assert paid(order).granted
    assert standing_of(reader.pk, timezone.now()).rights == ALL
    assert Subscription.objects.get().state == "active" and Order.objects.get().state == "paid"


def test_money_told_twice_counts_once(reader, plan):
    order = opened(reader, plan)
    first, again = paid(order), paid(order)
    assert (first.new, again.new) == (True, False)
    assert Payment.objects.count() == Invoice.objects.count() == 1
    assert LedgerEvent.objects.filter(kind="paid").count() == 1


def test_too_little_grants_nothing_and_is_kept(reader, plan):
    order = opened(reader, plan)
    settled = paid(order, amount=order.amount - 1)
    assert not settled.granted and Payment.objects.count() == 1
    assert standing_of(reader.pk, timezone.now()).rights == frozenset()
    assert Order.objects.get().state == "open" and not Invoice.objects.exists()


def test_money_that_comes_after_the_order_expired_is_granted(reader, plan):
    order = opened(reader, plan)
    assert due.subscriptions_due(order.expires_at + timedelta(seconds=1)) == 1
    assert Subscription.objects.get().state == "expired"
    assert paid(order).granted
    assert standing_of(reader.pk, timezone.now()).rights == ALL


def test_amounts_of_transfers_differ(reader, plan):
    others = [User.objects.create_user(f"r{number}@readers.example") for number in range(20)]
    amounts = [opened(other, plan).amount for other in others]
    assert len(set(amounts)) == 20 and all(29_000 < amount <= 29_999 for amount in amounts)


def test_pressing_twice_makes_one_order(reader, plan):
    assert opened(reader, plan).pk == opened(reader, plan).pk
    assert Subscription.objects.count() == 1


def test_a_living_subscription_is_not_bought_again(reader, plan):
    paid(opened(reader, plan))
    with pytest.raises(HasOne):
        opened(reader, plan)


def test_what_is_not_on_sale_is_not_sold(reader, plan):
    plan.on_sale = False
    with pytest.raises(NotForSale):
        opened(reader, plan)


def test_an_offer_lowers_the_first_periods(reader, plan):
    Offer.objects.create(code="READ-3", percent=50, periods=2)
    order = opened(reader, plan, offer="read-3")
    assert 14_500 < order.amount <= 15_499
    paid(order)
    terms = Subscription.objects.get().agreed
    assert (terms.due.amount, terms.intro_left) == (14_500, 1)


def test_the_last_use_of_an_offer_goes_to_one_reader_and_is_free_again(reader, plan):
    Offer.objects.create(code="ONE", percent=50, uses_max=1)
    other = User.objects.create_user("other@readers.example")
    order = opened(reader, plan, offer="ONE")
    with pytest.raises(NoOffer) as refusal:
        opened(other, plan, offer="ONE")
    assert refusal.value.reason == "spent"
    orders.let_go(order=order)
    assert opened(other, plan, offer="ONE").state == "open"


def test_a_life_from_payment_to_the_end_of_grace(reader, plan):
    paid(opened(reader, plan))
    row = Subscription.objects.get()
    late = row.ends + timedelta(days=1)
    assert due.subscriptions_due(late) == 1
    assert Subscription.objects.get().state == "past_due"
    assert standing_of(reader.pk, late).rights == ALL
    after_grace = row.ends + timedelta(days=3)
    assert due.subscriptions_due(after_grace) == 1
    assert Subscription.objects.get().state == "expired"
    assert standing_of(reader.pk, after_grace).rights == frozenset()


def test_cancelled_it_ends_with_what_is_paid_for(reader, plan):
    paid(opened(reader, plan))
    row = Subscription.objects.get()
    changes.cancel(subscription=row, now=timezone.now(), by=reader)
    assert standing_of(reader.pk, row.ends - timedelta(seconds=1)).rights == ALL
    assert standing_of(reader.pk, row.ends).rights == frozenset()
    due.subscriptions_due(row.ends)
    assert Subscription.objects.get().state == "expired"


def test_a_renewal_paid_early_follows_the_period_under_way(reader, plan):
    paid(opened(reader, plan))
    row = Subscription.objects.get()
    order = orders.open_renewal(subscription=row, provider=by_code("bank"), now=timezone.now())
    paid(order, "t2")
    again = Subscription.objects.get()
    assert (again.ends - row.ends).days in (28, 29, 30, 31)


def test_all_money_back_ends_it_with_a_credit_note(reader, plan):
    payment = paid(opened(reader, plan)).payment
    changes.refund(payment=payment, amount=payment.money, now=timezone.now(), by=reader, why="Wrong plan")
    assert standing_of(reader.pk, timezone.now()).rights == frozenset()
    assert Subscription.objects.get().state == "refunded"
    assert sorted(Invoice.objects.values_list("kind", "serial", "total")) == [
        ("credit", 2, -payment.amount), ("invoice", 1, payment.amount),
    ]  # fmt: skip


def test_the_row_is_what_its_ledger_says(reader, plan):
    paid(opened(reader, plan))
    row = Subscription.objects.get()
    changes.pause(subscription=row, now=timezone.now(), by=reader)
    changes.resume(subscription=row, now=timezone.now(), by=reader)
    row.refresh_from_db()
    standing = ledger.standing_of(row.pk)
    assert (row.state, row.ends, row.agreed) == (standing.state, standing.ends, standing.terms)


def upgraded(reader, plan):
    """An order of the difference to a dearer plan, for a reader who has the plan."""
    paid(opened(reader, plan))
    more = Plan.objects.create(code="more", rights="ad_free premium epaper", price=59_000, grace_days=3)
    row = Subscription.objects.get()
    return row, orders.open_upgrade(subscription=row, plan=more, provider=by_code("bank"), now=timezone.now())


def test_the_difference_of_one_period_does_not_buy_another(reader, plan):
    row, order = upgraded(reader, plan)
    renewal = orders.open_renewal(subscription=row, provider=by_code("bank"), now=timezone.now())
    paid(renewal, "t2")
    assert not paid(order, "t3").granted
    assert Subscription.objects.get().plan == "monthly" and Payment.objects.count() == 3


def test_the_difference_does_not_buy_a_period_of_what_was_cancelled(reader, plan):
    row, order = upgraded(reader, plan)
    changes.cancel(subscription=row, now=timezone.now(), by=reader)
    assert not paid(order, "t2").granted
    again = Subscription.objects.get()
    assert (again.plan, again.ends) == ("monthly", row.ends)


def test_the_difference_to_one_plan_is_not_taken_for_that_to_another(reader, plan):
    row, dearer = upgraded(reader, plan)
    between = Plan.objects.create(code="between", rights="ad_free premium", price=45_000, grace_days=3)
    order = orders.open_upgrade(subscription=row, plan=between, provider=by_code("bank"), now=timezone.now())
    assert paid(dearer, "t2").granted, "it was ordered before, and its money comes all the same"
    settled = paid(order, "t3")
    assert (settled.granted, settled.payment.amount) == (False, order.amount)
    assert Subscription.objects.get().plan == "more"


def test_the_difference_counted_for_a_free_period_buys_none_that_was_paid_meanwhile(reader, plan):
    """Both orders are of the year that a voucher gave; the first makes it worth its price."""
    year = Plan.objects.create(code="year", rights="ad_free premium epaper", price=290_000, months=12, grace_days=3)
    (voucher,) = vouchers.make_batch(plan=year, number=1, periods=1, batch="b", expires=None)
    row = vouchers.redeem(code=voucher.code, reader=reader, now=timezone.now())
    order = partial(orders.open_upgrade, subscription=row, provider=by_code("bank"), now=timezone.now())
    same, other = order(plan=year), order(plan=plan)
    assert paid(same, "t2").granted
    settled = paid(other, "t3")
    assert (settled.granted, settled.payment.amount) == (False, other.amount)
    assert Subscription.objects.get().plan == "year"


def test_a_plan_paid_ahead_and_told_when_its_time_has_come_is_open_at_once(reader, plan, monkeypatch):
    then = timezone.now() - timedelta(days=60)
    more = Plan.objects.create(code="more", rights="ad_free premium epaper", price=590_000, months=12, grace_days=3)
    (voucher,) = vouchers.make_batch(plan=plan, number=1, periods=1, batch="b", expires=None)
    with monkeypatch.context() as clock:
        clock.setattr(timezone, "now", lambda: then)
        row = vouchers.redeem(code=voucher.code, reader=reader, now=then)
        changes.book_change(subscription=row, plan=more, now=then)
        order = orders.open_renewal(subscription=row, provider=by_code("bank"), now=then)
    assert ledger.catch_up(subscription=row.pk, now=timezone.now()).state == "expired"
    paid(order, "t2", at=then + timedelta(days=1))
    assert standing_of(reader.pk, timezone.now()).rights == frozenset(Right)
    assert Subscription.objects.get().plan == "more"


def test_an_offer_that_a_reader_used_is_told_so_before_they_order(reader, plan):
    offer = Offer.objects.create(code="READ-3", percent=50)
    order = opened(reader, plan, offer="READ-3")
    paid(order)
    with pytest.raises(NoOffer) as refusal:
        offer_for(code=offer.code, plan=plan, reader=reader.pk, now=timezone.now())
    assert refusal.value.reason == "taken"


def test_a_lower_price_buys_no_more_periods_than_were_promised(reader, plan):
    Offer.objects.create(code="READ-1", percent=50, periods=1)
    order = opened(reader, plan, offer="READ-1")
    paid(order)
    row = Subscription.objects.get()
    assert not paid(order, "t2").granted
    assert Subscription.objects.get().ends == row.ends and Payment.objects.count() == 2


def test_a_gift_that_is_paid_twice_is_two(reader, plan):
    order = opened(reader, plan, gift={"email": "friend@readers.example", "name": "F", "message": ""})
    assert paid(order).granted and paid(order, "t2").granted
    assert Voucher.objects.count() == 2 and Letter.objects.filter(kind="gift").count() == 2


@pytest.mark.parametrize(
    ("audience", "never", "once"), [("new", True, False), ("lapsed", False, True), ("all", True, True)]
)
def test_an_offer_is_for_whom_it_says(reader, plan, bought, audience, never, once):
    """Of those who never subscribed, and of those who did once: a win-back offer."""
    Offer.objects.create(code="BACK-50", percent=50, periods=1, audience=audience)
    former = User.objects.create_user("former@readers.example")
    payment = bought(former)
    changes.refund(payment=payment, amount=payment.money, now=timezone.now(), by=None, why="Salah beli")
    for who, may in ((reader, never), (former, once)):
        order = partial(orders.open_order, reader=who, plan=plan, provider=by_code("bank"), now=timezone.now())
        if may:
            assert order(offer="BACK-50").agreed.due == Money(14_500, "IDR")
        else:
            with pytest.raises(NoOffer) as refusal:
                order(offer="BACK-50")
            assert refusal.value.reason == "audience"


@pytest.mark.parametrize(("early", "late", "reason"), [(1, 2, "early"), (-2, -1, "late")])
def test_an_offer_holds_from_and_until_its_moments(reader, plan, early, late, reason):
    now = timezone.now()
    Offer.objects.create(code="MAY", percent=50, valid_from=now + timedelta(days=early),
                         valid_until=now + timedelta(days=late))  # fmt: skip
    with pytest.raises(NoOffer) as refusal:
        orders.open_order(reader=reader, plan=plan, provider=by_code("bank"), now=now, offer="MAY")
    assert refusal.value.reason == reason


def test_an_offer_of_an_amount_takes_off_so_much_and_never_more_than_the_price(reader, plan):
    Offer.objects.create(code="LESS", amount=5_000, periods=0)
    Offer.objects.create(code="MUCH", amount=50_000)
    order = orders.open_order(reader=reader, plan=plan, provider=by_code("bank"), now=timezone.now(), offer="LESS")
    assert (order.agreed.due, order.agreed.price) == (Money(24_000, "IDR"), Money(24_000, "IDR"))
    other = User.objects.create_user("other@readers.example")
    free = orders.open_order(reader=other, plan=plan, provider=by_code("bank"), now=timezone.now(), offer="MUCH")
    assert free.agreed.due == Money(0, "IDR")

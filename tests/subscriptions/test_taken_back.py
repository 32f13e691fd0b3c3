"""Gifts that were redeemed, and whose money went back: by the desk, by the giver's bank, and again."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from warta.readers.models import User
from warta.subscriptions.models import LedgerEvent, Letter, Payment, Plan, Subscription, Voucher
from warta.subscriptions.providers.base import Paid
from warta.subscriptions.providers.registry import by_code
from warta.subscriptions.queries import standing_of
from warta.subscriptions.rules.money import Money
from warta.subscriptions.services import changes, ledger, orders
from warta.subscriptions.services.vouchers import redeem

pytestmark = pytest.mark.django_db
GIFT = {"email": "friend@readers.example", "name": "F", "message": ""}
DAY = timedelta(days=1)


@pytest.fixture
def friend():
    return User.objects.create_user("friend@readers.example", "password-of-tests")


@pytest.fixture
def given(reader, friend, bought):
    """The payment of a gift that the friend has redeemed."""
    payment = bought(reader, gift=GIFT)
    redeem(code=Voucher.objects.get().code, reader=friend, now=timezone.now())
    return payment


def refund(payment, amount=None, now=None, by=None):
    payment = Payment.objects.get(pk=payment.pk)
    money = Money(amount or payment.kept.amount, payment.currency)
    changes.refund(payment=payment, amount=money, now=now or timezone.now(), by=by, why="Salah beli")


def bank(payment, *, won, now=None):
    return changes.charged_back(payment=payment.pk, won=won, now=now or timezone.now(), source="notice:1")


def renew(row, number="own", now=None):
    order = orders.open_renewal(subscription=row, provider=by_code("bank"), now=now or timezone.now())
    paid = Paid(number, Money(order.amount, order.currency), now or timezone.now())
    return orders.settle(order=order.pk, paid=paid).payment


def rights(reader, now=None):
    return standing_of(reader.pk, now or timezone.now()).rights


def written_to(user):
    return list(Letter.objects.filter(to=user.email).order_by("pk").values_list("kind", flat=True))


def test_given_back_by_the_desk_it_ends_for_who_redeemed_it(reader, friend, given):
    refund(given, 1000)
    assert rights(friend) == {"ad_free", "premium"}
    refund(given, by=reader)
    assert (rights(friend), Subscription.objects.get().state) == (frozenset(), "refunded")
    event = LedgerEvent.objects.filter(reader=friend.pk).latest("pk")
    assert (event.kind, event.amount, event.by, event.why) == ("refunded", 0, reader.pk, "Salah beli")
    assert written_to(friend)[-1] == "gift_gone"
    assert written_to(reader)[-2:] == ["gift_refunded", "gift_refunded"]
    assert Letter.objects.latest("pk").invoice.kind == "credit"


def test_charged_back_it_is_closed_and_open_again_when_won(reader, friend, given):
    row = Subscription.objects.get()
    at = timezone.now() + 10 * DAY
    assert bank(given, won=False, now=at) and not bank(given, won=False, now=at)
    assert (rights(friend), Subscription.objects.get().state) == (frozenset(), "charged_back")
    assert (written_to(friend)[-1], written_to(reader)[-1]) == ("gift_gone", "gift_charged_back")
    later = at + 60 * DAY
    assert bank(given, won=True, now=later)
    again = Subscription.objects.get()
    assert (again.state, again.ends - later) == ("active", row.ends - at)  # the time that was left
    assert rights(friend, later) == {"ad_free", "premium"}
    assert written_to(friend)[-1] == "gift_again"
    assert not bank(given, won=True, now=later)


def test_what_its_reader_paid_for_goes_on_without_it(friend, given):
    """A month of their own follows the gift: it comes the earlier, and the gift comes again behind it."""
    row = Subscription.objects.get()
    mine = renew(row)
    with_both = Subscription.objects.get().ends
    now = timezone.now()
    bank(given, won=False, now=now)
    alone = Subscription.objects.get()
    assert (alone.state, with_both - alone.ends, rights(friend)) == ("active", row.ends - now, {"ad_free", "premium"})
    bank(given, won=True, now=now)
    assert (Subscription.objects.get().ends, mine.state) == (with_both, "paid")
    bank(given, won=False, now=now)
    assert Subscription.objects.get().ends == alone.ends


def test_closed_by_another_payment_it_comes_back_without_the_gift(friend, given):
    row, now = Subscription.objects.get(), timezone.now()
    mine = renew(row)
    bank(mine, won=False, now=now)
    refund(given, now=now)
    assert Subscription.objects.get().state == "charged_back"
    bank(mine, won=True, now=now)
    again = Subscription.objects.get()
    assert (again.state, abs(again.ends - now - 30 * DAY) < 2 * DAY) == ("active", True)


def test_the_gift_closes_what_a_dispute_of_a_time_past_does_not_open(friend, given, bought):
    """Two reasons to be closed: neither opens it while the other stands."""
    row, now = Subscription.objects.get(), timezone.now()
    mine = renew(row, now=now)
    late = Subscription.objects.get().ends - DAY  # the gift is over, and its reader's own month under way
    redeem(code=given_again(given).code, reader=friend, now=late)
    then = late + 2 * DAY  # the second gift alone is left
    for payment in Payment.objects.filter(order=given.order):
        bank(payment, won=False, now=then)
    bank(mine, won=False, now=then)
    assert Subscription.objects.get().state == "charged_back"
    bank(mine, won=True, now=then)
    assert Subscription.objects.get().state == "charged_back"
    for payment in Payment.objects.filter(order=given.order):
        bank(payment, won=True, now=then)
    assert rights(friend, then) == {"ad_free", "premium"}


def given_again(payment):
    """The same gift, paid once more."""
    paid = Paid("twice", Money(payment.amount, payment.currency), timezone.now())
    orders.settle(order=payment.order_id, paid=paid)
    return Voucher.objects.latest("pk")


def test_paid_twice_and_refunded_once_the_one_that_waits_goes(reader, friend, given):
    given_again(given)
    refund(given)
    assert list(Voucher.objects.order_by("pk").values_list("void", flat=True)) == [False, True]
    assert rights(friend) == {"ad_free", "premium"}
    bank(given, won=False)  # the same money: nothing more goes
    assert rights(friend) == {"ad_free", "premium"}
    bank(given, won=True)
    assert (Payment.objects.get(pk=given.pk).state, rights(friend)) == ("refunded", {"ad_free", "premium"})


def test_a_gift_that_its_reader_has_paid_for_since_is_theirs(friend, given):
    dearer = Plan.objects.create(code="more", rights="ad_free premium epaper", price=59_000, grace_days=3)
    row, now = Subscription.objects.get(), timezone.now()
    order = orders.open_upgrade(subscription=row, plan=dearer, provider=by_code("bank"), now=now)
    orders.settle(order=order.pk, paid=Paid("t9", Money(order.amount, order.currency), now))
    refund(given)
    assert (Subscription.objects.get().state, rights(friend)) == ("active", {"ad_free", "premium", "epaper"})


def test_a_gift_that_is_over_takes_nothing_from_what_follows(friend, given):
    row = Subscription.objects.get()
    renew(row)
    ends, events = Subscription.objects.get().ends, LedgerEvent.objects.count()
    refund(given, now=row.ends + DAY)
    assert (Subscription.objects.get().ends, Subscription.objects.get().state) == (ends, "active")
    assert not LedgerEvent.objects.filter(kind="refunded").exists() and LedgerEvent.objects.count() <= events + 1


def test_the_row_is_what_the_ledger_says(friend, given):
    renew(Subscription.objects.get())
    for won in (False, True):
        bank(given, won=won)
        row = Subscription.objects.get()
        standing = ledger.standing_of(row.pk)
        assert (row.state, row.ends) == (standing.state, standing.ends)


def test_an_own_payment_that_is_won_is_told(reader, bought):
    mine = bought(reader)
    bank(mine, won=False)
    bank(mine, won=True)
    assert written_to(reader)[-2:] == ["charged_back", "reopened"]


def test_the_desk_is_told_before_that_it_was_redeemed(newspaper, client, friend, reader, given):
    client.force_login(newspaper.colleague("service"))
    page = client.get(reverse("service:refund", args=[reader.pk, given.pk]))
    assert f'href="{reverse("service:reader", args=[friend.pk])}"' in page.text
    client.post(page.request["PATH_INFO"], {"amount": given.amount, "why": "Salah beli"})
    assert rights(friend) == frozenset()
    assert friend.email not in client.get(page.request["PATH_INFO"]).text

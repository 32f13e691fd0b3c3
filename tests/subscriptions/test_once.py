"""Codes for one: however many readers take them at once, one has it."""

import threading

import pytest
from django.db import connections
from django.utils import timezone

from warta.readers.models import User
from warta.subscriptions.errors import NoOffer, NoVoucher
from warta.subscriptions.models import Offer, OfferUse, Plan, Seller, Subscription, Voucher
from warta.subscriptions.providers.registry import by_code
from warta.subscriptions.services import orders, vouchers

READERS, THREADS = 1000, 8


@pytest.fixture
def many(transactional_db):
    Seller.objects.create(bank_account="1")
    plan = Plan.objects.create(code="monthly", rights="premium", price=29_000, months=1)
    User.objects.bulk_create([User(email=f"r{number}@readers.example") for number in range(READERS)])
    return plan, list(User.objects.order_by("pk"))


def all_at_once(work, readers):
    """Each reader once, in threads that begin together; returns what came of it."""
    done, start = [], threading.Barrier(THREADS)

    def some(mine):
        start.wait()
        for reader in mine:
            try:
                work(reader)
                done.append(True)
            except (NoVoucher, NoOffer) as refusal:
                done.append(refusal.reason)
        connections.close_all()

    threads = [threading.Thread(target=some, args=(readers[number::THREADS],)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done


def test_a_voucher_is_redeemed_by_one(many):
    plan, readers = many
    Voucher.objects.create(code="ABCDEFGHJKLM", plan=plan)
    done = all_at_once(
        lambda reader: vouchers.redeem(code="ABCDEFGHJKLM", reader=reader, now=timezone.now()), readers
    )  # fmt: skip
    assert (done.count(True), done.count("spent")) == (1, READERS - 1)
    assert Subscription.objects.count() == 1


def test_an_offer_for_one_is_held_by_one(many):
    plan, readers = many
    Offer.objects.create(code="ONE", percent=50, uses_max=1)
    done = all_at_once(
        lambda reader: orders.open_order(
            reader=reader, plan=plan, provider=by_code("bank"), now=timezone.now(), offer="ONE"
        ), readers,
    )  # fmt: skip
    assert (done.count(True), done.count("spent")) == (1, READERS - 1)
    assert OfferUse.objects.count() == 1

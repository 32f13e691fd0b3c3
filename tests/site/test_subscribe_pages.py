"""A reader's way through the pages: plans, price, order, subscription; nobody sees another's."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from warta.readers.models import User
from warta.subscriptions.models import Invoice, Offer, Order, Plan, PlanText, Seller, Subscription, Voucher
from warta.subscriptions.providers.base import Paid
from warta.subscriptions.rules.money import Money
from warta.subscriptions.services import orders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


@pytest.fixture
def reader(client):
    user = User.objects.create_user("reader@readers.example", "password-of-tests")
    client.force_login(user)
    return user


@pytest.fixture
def plan():
    seller = Seller.load()
    seller.bank_account = "123"
    seller.save()
    plan = Plan(code="monthly", rights="ad_free premium", price=29_000, trial_days=7)
    plan.texts.add(PlanText(language="id", name="Bulanan"))
    plan.save()
    return plan


def pay(order):
    paid = Paid(f"t-{order.pk}", Money(order.amount, order.currency), timezone.now())
    return orders.settle(order=order.pk, paid=paid)


def test_strangers_see_the_plans_and_sign_in_to_buy(client, plan):
    assert "Rp29.000" in client.get("/accounts/subscribe/").text
    answer = client.get("/accounts/subscribe/monthly/?next=/politik/x-1/")
    assert answer.status_code == 302 and answer["Location"].startswith("/accounts/login/?next=/accounts/subscribe/")


def test_the_price_comes_from_the_plan_and_not_from_the_browser(client, reader, plan):
    form = {"provider": "bank", "amount": "1", "price": "1", "terms": "{}", "currency": "XXX"}
    client.post("/accounts/subscribe/monthly/", form)
    order = Order.objects.get()
    assert 29_000 < order.amount < 30_000 and order.currency == "IDR"


def test_from_order_to_subscription_and_back_to_the_story(client, reader, plan):
    answer = client.post("/accounts/subscribe/monthly/?next=/politik/x-41/&wall=subscribe", {"provider": "bank"})
    order = Order.objects.get()
    assert answer["Location"] == f"/accounts/orders/{order.reference}/"
    assert "123" in client.get(answer["Location"]).text
    pay(order)
    assert 'href="/politik/x-41/"' in client.get(answer["Location"]).text
    row = Subscription.objects.get()
    assert (row.story, row.wall) == (41, "subscribe")
    assert "Bulanan" in client.get("/accounts/subscription/").text


def test_two_clicks_cancel(client, reader, plan):
    client.post("/accounts/subscribe/monthly/", {"provider": "bank"})
    pay(Order.objects.get())
    assert client.get("/accounts/subscription/cancel/").status_code == 200
    assert Subscription.objects.get().state == "active"
    client.post("/accounts/subscription/cancel/", {"why": ""})
    assert Subscription.objects.get().state == "cancelled"
    client.post("/accounts/subscription/keep/")
    assert Subscription.objects.get().state == "active"


def test_a_trial_is_had_once(client, reader, plan):
    client.post("/accounts/subscribe/monthly/", {"trial": "1"})
    assert Subscription.objects.get().state == "trialing"
    Subscription.objects.update(state="expired")
    client.post("/accounts/subscribe/monthly/", {"trial": "1"})
    assert Subscription.objects.count() == 1


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)"]
)
def test_the_way_back_stays_on_the_site(client, reader, plan, back):
    answer = client.post("/accounts/subscribe/monthly/", {"provider": "bank", "next": back})
    assert answer.status_code in (302, 400)
    assert not Order.objects.exclude(back="/").exists()


def test_nobody_sees_what_is_anothers(client, reader, plan):
    client.post("/accounts/subscribe/monthly/", {"provider": "bank"})
    order = Order.objects.get()
    pay(order)
    client.force_login(User.objects.create_user("other@readers.example"))
    for address in (f"/accounts/orders/{order.reference}/", f"/accounts/invoices/{Invoice.objects.get().number}/"):
        assert client.get(address).status_code == 404
    assert client.post(f"/accounts/orders/{order.reference}/cancel/").status_code == 404
    assert client.post("/accounts/subscription/cancel/").status_code == 404
    assert client.get("/accounts/group/").status_code == 404


def test_an_offer_is_shown_and_a_wrong_code_says_why(client, reader, plan):
    Offer.objects.create(code="HALF", percent=50)
    assert "Rp14.500" in client.get("/accounts/subscribe/monthly/?offer=half").text
    client.post("/accounts/subscribe/monthly/?offer=NOPE", {"provider": "bank", "offer": "NOPE"})
    assert not Order.objects.exists()


def test_codes_are_not_guessed(client, reader, plan):
    voucher = Voucher.objects.create(code="ABCDEFGHJKLM", plan=plan)
    for number in range(25):
        client.post("/accounts/voucher/", {"code": f"WRNG-{number:04}"})
    client.post("/accounts/voucher/", {"code": "ABCD-EFGH-JKLM"})
    voucher.refresh_from_db()
    assert voucher.redeemed_at is None
    cache.clear()
    client.post("/accounts/voucher/", {"code": "abcd efgh jklm"})
    voucher.refresh_from_db()
    assert voucher.redeemed_by == reader.pk


def test_an_offer_of_all_of_it_needs_no_payment(client, reader, plan):
    Offer.objects.create(code="FREE", percent=100)
    client.post("/accounts/subscribe/monthly/?offer=FREE", {"provider": "bank", "offer": "FREE"})
    assert Subscription.objects.get().state == "active" and not Invoice.objects.exists()


def test_an_upgrade_is_paid_before_it_is_had(client, reader, plan):
    client.post("/accounts/subscribe/monthly/", {"provider": "bank"})
    pay(Order.objects.get())
    Plan.objects.create(code="more", rights="ad_free premium epaper", price=59_000)
    assert client.get("/accounts/subscription/change/").status_code == 200
    client.post("/accounts/subscription/change/", {"plan": "more", "when": "now"})
    order = Order.objects.get(purpose="upgrade")
    assert Subscription.objects.get().plan == "monthly" and 29_000 < order.amount < 31_000
    pay(order)
    assert Subscription.objects.get().plan == "more"
    client.post("/accounts/subscription/change/", {"plan": "monthly", "when": "later"})
    assert Subscription.objects.get().plan == "more"


def test_its_forms_are_guarded(reader, plan):
    from django.test import Client

    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(reader)
    for address in ("/accounts/subscribe/monthly/", "/accounts/voucher/", "/accounts/subscription/cancel/",
                    "/accounts/subscription/pay/", "/accounts/group/invite/"):  # fmt: skip
        assert guarded.post(address, {"provider": "bank"}).status_code == 403
    assert not Order.objects.exists()

"""Stripe, against a stand-in for its server; the live service is never asked."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.fakes.stripe_server import KEY, SECRET, sign
from tests.subscriptions.providers.contract import Contract
from warta.subscriptions.models import Invoice, Offer, Order, Payment, Plan, Subscription
from warta.subscriptions.providers.base import ForgedNotice
from warta.subscriptions.providers.registry import by_code
from warta.subscriptions.providers.stripe_words import from_stripe, to_stripe
from warta.subscriptions.rules.money import Money
from warta.subscriptions.services import changes, orders, paying, telling

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [(Money(50_000, "IDR"), 5_000_000), (Money(500, "JPY"), 500), (Money(9_000, "KRW"), 9_000),
     (Money(99_000, "VND"), 99_000), (Money(490, "USD"), 490), (Money(490, "KWD"), 4_900)],
)  # fmt: skip
def test_amounts_are_counted_as_stripe_counts_them(ours, theirs):
    assert to_stripe(ours) == theirs
    assert from_stripe(theirs, ours.currency.lower()) == ours


class TestStripe(Contract):
    code = "stripe"
    begins_at, asks_at, closes_at = "checkout/sessions", "/v1/", "/expire"
    secrets = (KEY, SECRET)

    @pytest.fixture
    def fake(self, stripe):
        return stripe

    def pay(self, fake, order):
        fake.pay(Order.objects.get(pk=order.pk).provider_ref)

    def can_be_paid(self, fake, order):
        return fake.rows[Order.objects.get(pk=order.pk).provider_ref]["status"] == "open"

    def pay_number(self, order):
        return Order.objects.get(pk=order.pk).provider_ref

    def give_back(self, fake, payment, amount):
        fake.give_back(payment.provider_id, amount * 100)

    def running(self, fake, reader, plan, **more):
        self.pay(fake, self.begun(reader, plan, **more))
        self.deliver(fake)
        return Subscription.objects.get()

    def test_old_notices_are_refused(self, fake):
        body = json.dumps({"id": "evt_1", "type": "invoice.paid", "created": 1, "data": {"object": {}}}).encode()
        for headers in (sign(body, at=timezone.now().timestamp() - 400), sign(body, "whsec_other"), {}):
            with pytest.raises(ForgedNotice):
                by_code("stripe").read_notice(body, headers)

    def test_a_period_follows_a_period_and_one_told_early_waits_for_none(self, fake, reader, plan):
        row = self.running(fake, reader, plan)
        fake.invoice(row.provider_ref, 2_900_000)
        fake.invoice(row.provider_ref, 2_900_000)
        self.deliver(fake, fake.notices[::-1])
        again = Subscription.objects.get()
        assert (Payment.objects.count(), Invoice.objects.count()) == (3, 3)
        assert (again.ends - row.ends).days == 60 and again.state == "active"
        assert {invoice.lines[0]["plan"] for invoice in Invoice.objects.all()} == {plan.code}

    def test_a_failed_charge_and_its_payment_by_the_reader(self, fake, reader, plan):
        row = self.running(fake, reader, plan)
        open_one = fake.invoice(row.provider_ref, 0, status="open")
        self.deliver(fake)
        row.refresh_from_db()
        assert row.state == "past_due"
        order = orders.open_renewal(subscription=row, provider=by_code("stripe"), now=timezone.now())
        assert paying.begin(order=order, return_url="http://testserver/").url.endswith("/invoice")
        assert Order.objects.get(pk=order.pk).provider_ref == open_one["id"]

    def test_cancelled_it_is_charged_no_more(self, fake, reader, plan):
        row = self.running(fake, reader, plan)
        changes.cancel(subscription=row, now=timezone.now(), by=reader)
        assert fake.rows[row.provider_ref]["cancel_at_period_end"]
        self.deliver(fake)
        assert Subscription.objects.get().state == "cancelled"

    def test_ended_there_what_is_paid_for_is_left(self, fake, reader, plan):
        row = self.running(fake, reader, plan)
        fake.rows[row.provider_ref] |= {"status": "canceled"}
        fake.tell("customer.subscription.deleted", fake.rows[row.provider_ref])
        self.deliver(fake)
        assert Subscription.objects.get().state == "cancelled"
        assert Subscription.objects.get().ends == row.ends

    def test_money_back_ends_the_charging(self, fake, reader, plan):
        row = self.running(fake, reader, plan)
        payment = Payment.objects.get()
        changes.refund(payment=payment, amount=payment.money, now=timezone.now(), by=reader, why="All")
        assert Subscription.objects.get().untold
        assert telling.tell_providers() == 1
        assert fake.rows[row.provider_ref]["status"] == "canceled" and not Subscription.objects.get().untold

    def test_a_new_price_is_told_once_and_one_that_was_lost_again(self, fake, reader, plan):
        row = self.running(fake, reader, plan)
        plan.price = 39_000
        plan.save()
        changes.change_prices(plan=plan, now=timezone.now(), by=reader, why="Dearer")
        fake.failures += [("/subscriptions/", "500")] * 3
        assert telling.tell_providers() == 0
        fake.failures.clear()
        assert telling.tell_providers(timezone.now() + timedelta(minutes=2)) == 1
        assert fake.rows[row.provider_ref]["items"]["data"][0]["price"]["unit_amount"] == 3_900_000

    @pytest.mark.parametrize(("end", "state"), [("lost", "charged_back"), ("won", "active")])
    def test_a_dispute(self, fake, reader, plan, end, state):
        self.running(fake, reader, plan)
        intent = Payment.objects.get().provider_id
        fake.dispute(intent)
        self.deliver(fake)
        assert Subscription.objects.get().state == "charged_back"
        fake.dispute(intent, end)
        self.deliver(fake)
        assert Subscription.objects.get().state == state

    def test_a_trial_and_the_first_charge(self, fake, reader, plan):
        plan.trial_days = 14
        plan.save()
        row = self.running(fake, reader, plan)
        assert row.state == "trialing" and (row.ends - timezone.now()).days in (13, 14)
        assert (Payment.objects.get().amount, Invoice.objects.count()) == (0, 0)
        fake.invoice(row.provider_ref, 2_900_000)
        self.deliver(fake)
        assert Subscription.objects.get().state == "active" and Invoice.objects.count() == 1

    def test_an_offer_is_a_coupon_for_as_many_months(self, fake, reader, plan):
        Offer.objects.create(code="READ-3", percent=50, periods=3)
        row = self.running(fake, reader, plan, offer="READ-3")
        coupon = fake.of("coupon")[0]
        assert (coupon["amount_off"], coupon["duration"], coupon["duration_in_months"]) == ("1450000", "repeating", "3")
        assert Payment.objects.get().amount == 14_500 and row.agreed.intro_left == 2

    def test_a_gift_is_paid_once(self, fake, reader, plan):
        gift = {"email": "friend@readers.example", "name": "F", "message": ""}
        order = self.begun(reader, plan, gift=gift)
        self.pay(fake, order)
        self.deliver(fake)
        assert Order.objects.get(pk=order.pk).voucher.plan == plan and not Subscription.objects.exists()

    def test_the_difference_of_a_change_is_paid_and_the_next_price_told(self, fake, reader, plan):
        row = self.running(fake, reader, plan)
        dearer = Plan.objects.create(code="all", rights="ad_free premium epaper", price=59_000, months=1)
        order = orders.open_upgrade(subscription=row, plan=dearer, provider=by_code("stripe"), now=timezone.now())
        paying.begin(order=order, return_url="http://testserver/")
        self.pay(fake, order)
        self.deliver(fake)
        telling.tell_providers(timezone.now() + timedelta(minutes=5))
        assert Subscription.objects.get().plan == "all"
        assert fake.rows[row.provider_ref]["items"]["data"][0]["price"]["unit_amount"] == 5_900_000

    def test_an_expired_session_lets_the_order_go(self, fake, reader, plan):
        order = self.begun(reader, plan)
        session = fake.rows[Order.objects.get().provider_ref]
        session["status"] = "expired"
        fake.tell("checkout.session.expired", session)
        self.deliver(fake)
        order.refresh_from_db()
        assert order.state == "expired"

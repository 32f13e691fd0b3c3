"""Midtrans, against a stand-in for its server; the live service is never asked."""

import pytest
from django.utils import timezone

from tests.fakes.midtrans_server import KEY
from tests.subscriptions.providers.contract import Contract
from warta.subscriptions.models import Order, Payment, Subscription
from warta.subscriptions.providers.midtrans import read_amount, signature, written
from warta.subscriptions.providers.registry import by_code
from warta.subscriptions.rules.money import Money
from warta.subscriptions.rules.terms import Renewal
from warta.subscriptions.services import orders, paying, telling

pytestmark = pytest.mark.django_db
# printf '%s' 'ABCDEFGH2320029000.00SB-Mid-server-abc' | sha512sum
VECTOR = (
    "84b2663ca3ebc49a70502a3685599ea388f8b602be72ca8d7cd8e74b49f54d5a"
    "b0dc020df959683c13ab635149ebe7f0c9903634558b57d258ae971ad0620314"
)


def test_the_signature_is_the_sum_of_four_texts():
    assert signature("ABCDEFGH23", "200", "29000.00", "SB-Mid-server-abc") == VECTOR


def test_amounts_are_written_as_midtrans_writes_them():
    assert written(Money(29_000, "IDR")) == "29000.00"
    assert read_amount("29000.00") == Money(29_000, "IDR")


def test_rupiah_alone(plan):
    assert by_code("midtrans").takes(plan.terms(Renewal.REMINDER))
    plan.currency = "USD"
    assert not by_code("midtrans").takes(plan.terms(Renewal.REMINDER))


class TestMidtrans(Contract):
    code = "midtrans"
    begins_at, asks_at, closes_at = "/snap/", "/v2/", "/expire"
    secrets = (KEY,)

    @pytest.fixture
    def fake(self, midtrans):
        return midtrans

    def pay(self, fake, order):
        fake.pay(Order.objects.get(pk=order.pk).provider_ref)

    def chosen(self, fake, order):
        fake.choose(order.reference)

    def can_be_paid(self, fake, order):
        return fake.rows[order.reference]["transaction_status"] == "pending"

    def pay_number(self, order):
        return order.reference

    def give_back(self, fake, payment, amount):
        fake.give_back(payment.order.provider_ref, amount)

    @pytest.mark.parametrize(
        ("status", "more", "state"),
        [("pending", {}, "open"), ("capture", {"fraud_status": "challenge"}, "open"),
         ("capture", {"fraud_status": "accept"}, "paid"), ("settlement", {}, "paid"), ("deny", {}, "open"),
         ("cancel", {}, "expired"), ("expire", {}, "expired"), ("failure", {}, "expired")],
    )  # fmt: skip
    def test_each_status(self, fake, reader, plan, status, more, state):
        order = self.begun(reader, plan)
        fake.set(order.reference, status, **more)
        self.deliver(fake)
        order.refresh_from_db()
        assert order.state == state
        assert Payment.objects.exists() == (state == "paid")

    def test_a_status_that_was_altered_on_its_way_is_not_believed(self, fake, reader, plan):
        order = self.begun(reader, plan)
        fake.set(order.reference, "deny", status_code="200")
        body, headers = fake.notices[0]
        self.deliver(fake, [(body.replace(b'"deny"', b'"settlement"'), headers)])
        assert not Payment.objects.exists()

    def test_a_way_chosen_after_the_order_ended_is_closed_as_well(self, fake, reader, plan):
        """The page cannot be closed before: Midtrans has nothing that it could expire."""
        order = self.begun(reader, plan)
        orders.let_go(order=order, state="cancelled")
        assert telling.tell_providers() == 1 and telling.tell_providers() == 0
        fake.choose(order.reference)
        self.deliver(fake)
        assert telling.tell_providers() == 1
        assert not self.can_be_paid(fake, order)
        self.deliver(fake)
        assert telling.tell_providers() + telling.tell_providers() <= 1  # it comes to an end

    def test_a_chargeback(self, fake, reader, plan):
        order = self.begun(reader, plan)
        self.pay(fake, order)
        self.deliver(fake)
        fake.set(order.reference, "chargeback")
        self.deliver(fake)
        assert Subscription.objects.get().state == "charged_back"

    def test_a_renewal_is_a_transaction_of_its_own(self, fake, reader, plan):
        self.pay(fake, self.begun(reader, plan))
        self.deliver(fake)
        row = Subscription.objects.get()
        order = orders.open_renewal(subscription=row, provider=by_code("midtrans"), now=timezone.now())
        paying.begin(order=order, return_url="http://testserver/")
        self.pay(fake, order)
        self.deliver(fake)
        assert (Subscription.objects.get().ends - row.ends).days in (28, 29, 30, 31)

    def test_a_lost_answer_makes_a_second_attempt(self, fake, reader, plan):
        order = orders.open_order(reader=reader, plan=plan, provider=by_code("midtrans"), now=timezone.now())
        fake.failures.append(("/snap/", "lost"))
        with pytest.raises(Exception, match="could not be reached"):
            paying.begin(order=order, return_url="http://testserver/")
        assert paying.begin(order=order, return_url="http://testserver/").ref == f"{order.reference}-2"
        fake.pay(f"{order.reference}-2")
        self.deliver(fake)
        assert Order.objects.get().state == "paid"
        fake.pay(order.reference)
        fake.rows[order.reference]["settlement_time"] = "2099-01-01 10:00:00"
        fake.rows[f"{order.reference}-2"]["settlement_time"] = "2098-01-01 10:00:00"
        words = by_code("midtrans").truth(Order.objects.get())
        assert [word.order_ref for word in words] == [f"{order.reference}-2", order.reference]

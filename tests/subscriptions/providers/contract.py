"""What every provider that takes money by itself must do; each test class of a provider inherits it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from warta.subscriptions.faults import point  # noqa: F401 - tests set its module's hook
from warta.subscriptions.models import Difference, Invoice, Notice, Order, Payment, Subscription
from warta.subscriptions.providers.base import ForgedNotice, ProviderError
from warta.subscriptions.providers.registry import by_code
from warta.subscriptions.rules.money import Money
from warta.subscriptions.services import changes, due, notices, orders, paying, reconcile, telling


class Contract:
    """A provider's class names its `code`, a fixture `fake`, and `pay(fake, order)`, which pays on its page; `chosen`
    brings it there as far as it can be closed, `can_be_paid` says whether it can be paid still."""

    code = ""

    @property
    def provider(self):
        return by_code(self.code)

    def begun(self, reader, plan, **more):
        order = orders.open_order(reader=reader, plan=plan, provider=self.provider, now=timezone.now(), **more)
        paying.begin(order=order, return_url="http://testserver/back")
        return order

    @pytest.fixture(autouse=True)
    def awake(self):
        telling._rest_until.clear()  # a provider that failed in another test rests no more

    def chosen(self, fake, order):
        """The reader is on the page."""

    def deliver(self, fake, order=None):
        """All that it has to tell, and the worker after it."""
        for body, headers in order or fake.notices:
            notices.receive(provider=self.provider, body=body, headers=headers)
        notices.handle_notices(timezone.now() + timedelta(days=1))

    def counts(self):
        return Payment.objects.count(), Invoice.objects.count(), Subscription.objects.filter(state="active").count()

    def test_not_set_up_it_is_not_offered(self):
        assert not self.provider.is_ready

    def test_not_set_up_it_has_no_address_for_notices(self, client):
        assert client.post(f"/pay/{self.code}/notice/", b"{}", content_type="application/json").status_code == 404
        assert not Notice.objects.exists()

    def test_a_payment_is_granted_once_however_often_it_is_told(self, fake, reader, plan):
        order = self.begun(reader, plan)
        assert self.counts() == (0, 0, 0)
        self.pay(fake, order)
        self.deliver(fake)
        self.deliver(fake, [*fake.notices, *reversed(fake.notices)])
        assert self.counts() == (1, 1, 1)
        assert Payment.objects.get().money == Money(29_000, "IDR")
        assert not Notice.objects.filter(handled_at=None).exists()

    def test_pressing_twice_begins_once(self, fake, reader, plan):
        first = self.begun(reader, plan)
        second = self.begun(reader, plan)
        assert (first.pk, first.provider_ref) == (second.pk, Order.objects.get().provider_ref)

    @pytest.mark.parametrize("way", ["500", "lost"])
    def test_a_beginning_that_fails_can_be_begun_again(self, fake, reader, plan, way):
        order = orders.open_order(reader=reader, plan=plan, provider=self.provider, now=timezone.now())
        fake.failures += [(self.begins_at, way)] * 3
        with pytest.raises(ProviderError):
            for _ in range(4):
                paying.begin(order=order, return_url="http://testserver/back")
        fake.failures.clear()
        order.refresh_from_db()
        paying.begin(order=order, return_url="http://testserver/back")
        self.pay(fake, order)
        self.deliver(fake)
        assert self.counts() == (1, 1, 1)

    def test_a_forged_notice_is_refused_and_nothing_is_kept(self, fake, reader, plan, client):
        self.pay(fake, self.begun(reader, plan))
        body, headers = fake.notices[0]
        for wrong in (body.replace(b"2", b"3", 1), body[:-9], b"", b"[]", b"\xff\xfe", b'{"order_id": 1}'):
            with pytest.raises(ForgedNotice):
                self.provider.read_notice(wrong, headers)
        assert not Notice.objects.exists()

    def test_notices_come_by_the_public_address(self, fake, reader, plan, client):
        self.pay(fake, self.begun(reader, plan))
        address = f"/pay/{self.code}/notice/"
        for body, headers in fake.notices * 2:
            assert client.post(address, body, content_type="application/json", headers=headers).status_code == 200
        assert client.post(address, b"{}", content_type="application/json").status_code == 400
        assert client.post(address, b"x" * 300_000, content_type="application/json").status_code == 413
        assert client.get(address).status_code == 405
        assert client.post("/pay/nobody/notice/", b"{}", content_type="application/json").status_code == 404
        assert Notice.objects.count() == len(fake.notices)

    def test_no_key_card_or_address_is_kept_or_logged(self, fake, reader, plan, caplog):
        caplog.set_level("DEBUG", logger="warta")
        fake.failures.append((self.begins_at, "500"))
        order = orders.open_order(reader=reader, plan=plan, provider=self.provider, now=timezone.now())
        for _ in range(2):
            try:
                paying.begin(order=order, return_url="http://testserver/back")
            except ProviderError as error:
                caplog.messages.append(str(error))
        self.pay(fake, order)
        self.deliver(fake)
        kept = " ".join(Notice.objects.values_list("body", flat=True)) + caplog.text
        for secret in (*self.secrets, "4242", "481111", "Rahasia", reader.email):
            assert secret not in kept
        assert self.pay_number(order) in kept

    def test_a_refund_from_here_and_one_from_there(self, fake, reader, plan):
        self.pay(fake, self.begun(reader, plan))
        self.deliver(fake)
        payment = Payment.objects.get()
        changes.refund(payment=payment, amount=Money(9_000, "IDR"), now=timezone.now(), by=reader, why="Part")
        self.deliver(fake)
        payment.refresh_from_db()
        assert (payment.back, payment.state) == (9_000, "part_refunded")
        self.give_back(fake, payment, 20_000)
        self.deliver(fake)
        payment.refresh_from_db()
        assert (payment.back, payment.state) == (29_000, "refunded")
        assert Subscription.objects.get().state == "refunded"
        assert Invoice.objects.filter(kind="credit").count() == 2

    def test_a_comparison_takes_in_what_no_notice_told(self, fake, reader, plan):
        self.pay(fake, self.begun(reader, plan))
        report = reconcile.reconcile(now=timezone.now())
        assert [(found.what, found.settled) for found in report.differences] == [("unknown_here", "taken in")]
        assert self.counts() == (1, 1, 1)
        again = reconcile.reconcile(now=timezone.now())
        assert (again.differences, again.failed, again.asked) == ([], [], 1)

    def test_a_comparison_tells_of_a_payment_that_they_do_not_know(self, fake, reader, plan):
        order = self.begun(reader, plan)
        Payment.objects.create(order=order, subscription=order.subscription, reader=reader.pk, provider=self.code,
                               provider_id="ghost", amount=1, currency="IDR")  # fmt: skip
        reconcile.reconcile(now=timezone.now())
        reconcile.reconcile(now=timezone.now())
        assert [(found.what, found.subject) for found in Difference.objects.all()] == [("unknown_there", "ghost")]

    def test_a_provider_that_is_away_is_asked_again(self, fake, reader, plan):
        self.pay(fake, self.begun(reader, plan))
        fake.failures += [(self.asks_at, "500")] * 3
        body, headers = fake.notices[0]
        row = notices.receive(provider=self.provider, body=body, headers=headers)
        assert not notices.handle(row, timezone.now())
        row.refresh_from_db()
        assert row.tries == 1 and row.trouble and row.next_try_at > timezone.now()
        fake.failures.clear()
        self.deliver(fake)
        assert self.counts() == (1, 1, 1)

    def test_an_order_that_is_cancelled_can_be_paid_there_no_more(self, fake, reader, plan):
        order = self.begun(reader, plan)
        self.chosen(fake, order)
        fake.failures += [(self.closes_at, "500")] * 3
        assert orders.let_go(order=order, state="cancelled")  # whatever the provider does
        now = timezone.now()
        assert telling.tell_providers(now) == 0 and Order.objects.get().untold
        fake.failures.clear()
        assert telling.tell_providers(now + timedelta(minutes=2)) == 1
        assert not self.can_be_paid(fake, order) and not Order.objects.get().untold
        self.deliver(fake)
        assert (Order.objects.get().state, self.counts()) == ("cancelled", (0, 0, 0))

    def test_an_order_that_expires_is_closed_there(self, fake, reader, plan):
        order = self.begun(reader, plan)
        self.chosen(fake, order)
        due.subscriptions_due(order.expires_at)
        telling.tell_providers()
        assert (self.can_be_paid(fake, order), Order.objects.get().state) == (False, "expired")

    def test_paid_before_it_could_be_closed_it_is_taken_in(self, fake, reader, plan):
        order = self.begun(reader, plan)
        orders.let_go(order=order, state="cancelled")
        self.pay(fake, order)
        assert telling.tell_providers() == 1
        self.deliver(fake)
        assert (Order.objects.get().state, self.counts()) == ("paid", (1, 1, 1))

"""The newsroom's pages of what differs from a provider's books, of a refund made by hand, of a new price for all."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from warta.subscriptions.models import Difference, Invoice, LedgerEvent, Notice, Payment, Plan, Subscription
from warta.subscriptions.providers.base import Paid
from warta.subscriptions.providers.registry import by_code
from warta.subscriptions.rules.money import Money
from warta.subscriptions.services import orders, reconcile

pytestmark = pytest.mark.django_db
LIST = "/admin/orders/comparison/"


@pytest.fixture
def service(client, newspaper):
    user = newspaper.colleague("service")
    client.force_login(user)
    return user


@pytest.fixture
def payment(reader, plan):
    order = orders.open_order(reader=reader, plan=plan, provider=by_code("bank"), now=timezone.now())
    return orders.settle(order=order.pk, paid=Paid("t1", order.money, timezone.now()), source="test").payment


def found(subject="TX-1", **fields):
    return reconcile._note(by_code("midtrans"), "unknown_there", subject, timezone.now(), ours="IDR 29000", **fields)


def test_a_colleague_sees_and_settles_a_difference(client, service, payment):
    row = found(payment=payment)
    other = found("TX-2")
    shown = client.get(LIST).content.decode()
    assert reverse("service:reader", args=[payment.reader]) in shown and "TX-2" in shown
    address = reverse("orders:settle", args=[row.pk])
    assert client.post(address, {"why": " "}).status_code == 200
    assert client.post(address, {"why": "Midtrans menghapusnya"}).url == LIST
    row.refresh_from_db()
    assert (row.settled, row.settled_by) == ("Midtrans menghapusnya", service.display_name)
    assert list(client.get(LIST).context["open"]) == [other]
    assert b"(1 " in client.get("/admin/orders/").content


def test_what_a_colleague_settled_stays_settled_when_it_is_found_again(service):
    row = found()
    reconcile.settle(difference=row, by=service, why="Dilihat")
    again = found()
    assert (again.pk, again.settled, Difference.objects.count()) == (row.pk, "Dilihat", 1)


def test_what_set_itself_right_and_differs_again_is_asked_about(service):
    provider = by_code("midtrans")
    reconcile._note(provider, "refund", "TX-1", timezone.now(), theirs="IDR 1", settled="taken in")
    reconcile._note(provider, "refund", "TX-1", timezone.now(), theirs="IDR 1")
    assert Difference.objects.get().settled == ""


def test_notices_and_renewals_in_trouble_are_shown(client, service, payment):
    Notice.objects.create(provider="stripe", notice_id="evt_1", kind="invoice.paid", trouble="No such order.")
    row = Subscription.objects.get()
    row.terms = {**row.terms, "renewal": "itself"}
    row.save()
    shown = client.get(LIST).content.decode()
    assert "No such order." in shown and reverse("service:reader", args=[row.reader]) in shown


def test_it_is_only_for_who_serves_readers(client, newspaper, reader):
    row = found()
    for person in (newspaper.colleague("editor"), reader):
        client.force_login(person)
        for address in (LIST, reverse("orders:settle", args=[row.pk])):
            assert client.get(address).status_code in (302, 403)
            assert client.post(address, {"why": "Salah"}).status_code in (302, 403, 405)
    row.refresh_from_db()
    assert row.settled == ""


def test_a_refund_by_another_way_asks_no_provider(client, service, payment):
    payment.provider = "midtrans"  # which is not set up here: asked, it would refuse
    payment.save()
    address = reverse("service:refund", args=[payment.reader, payment.pk])
    client.post(address, {"amount": payment.amount, "why": "Rekening virtual"})
    assert Payment.objects.get().back == 0
    client.post(address, {"amount": payment.amount, "why": "Ditransfer balik", "by_hand": "on"})
    assert (Payment.objects.get().back, Subscription.objects.get().state) == (payment.amount, "refunded")
    assert Invoice.objects.filter(credits__isnull=False).count() == 1


def test_a_bank_transfer_is_always_given_back_by_hand(client, service, payment):
    address = reverse("service:refund", args=[payment.reader, payment.pk])
    form = client.get(address).context["form"]
    assert "by_hand" not in form.fields
    refused = client.post(address, {"amount": payment.amount + 1, "why": "Terlalu banyak"})
    assert refused.context["form"].errors["amount"] and Payment.objects.get().back == 0


class TestNewPrice:
    @pytest.fixture
    def dearer(self, payment, plan):
        Plan.objects.filter(pk=plan.pk).update(price=35_000)
        plan.refresh_from_db()
        return plan

    def address(self, plan):
        return reverse(plan.snippet_viewset.get_url_name("prices"), args=[plan.pk])

    def test_it_is_given_to_all_with_a_reason(self, client, admin_user, dearer):
        client.force_login(admin_user)
        assert self.address(dearer) in client.get("/admin/snippets/subscriptions/plan/").content.decode()
        assert client.get(self.address(dearer)).context["rows"] == [(Money(29_000, "IDR"), 1)]
        client.post(self.address(dearer), {"why": ""})
        assert Subscription.objects.get().agreed.price.amount == 29_000
        client.post(self.address(dearer), {"why": "Harga kertas"})
        call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
        assert Subscription.objects.get().agreed.price.amount == 35_000
        event = LedgerEvent.objects.get(kind="price_changed")
        assert (event.why, event.by_name) == ("Harga kertas", admin_user.display_name)
        assert client.get(self.address(dearer)).context["rows"] == []
        assert self.address(dearer) not in client.get("/admin/snippets/subscriptions/plan/").content.decode()

    def test_it_is_not_for_the_service_desk(self, client, service, dearer):
        assert client.get(self.address(dearer)).status_code in (302, 403)
        assert client.post(self.address(dearer), {"why": "Salah"}).status_code in (302, 403)
        assert Subscription.objects.get().agreed.price.amount == 29_000

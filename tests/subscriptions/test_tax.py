"""The tax in a price: at any rate, in any currency, and in credit notes of parts."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from warta.readers.models import User
from warta.subscriptions.models import Invoice, Payment, Plan, Seller, TaxRate
from warta.subscriptions.paper import _told
from warta.subscriptions.providers.base import Paid
from warta.subscriptions.providers.registry import by_code
from warta.subscriptions.rules.money import Money, tax_in
from warta.subscriptions.services import changes, invoices, orders

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("currency", "price", "points", "tax", "net"), [
    ("IDR", 29_000, 0, 0, 29_000),
    ("IDR", 29_000, 1100, 2_874, 26_126),  # 2873.87
    ("IDR", 29_000, 1150, 2_991, 26_009),  # 2991.03
    ("USD", 490, 0, 0, 490),
    ("USD", 490, 1100, 49, 441),  # 48.56
    ("USD", 999, 1150, 103, 896),  # 103.04
    ("EUR", 490, 1150, 51, 439),  # 50.54
    ("EUR", 1, 1100, 0, 1),
    ("EUR", 1190, 1900, 190, 1000),
])  # fmt: skip
def test_an_invoice_holds_the_tax_of_its_rate_to_the_unit(reader, currency, price, points, tax, net):
    invoice = invoiced(reader, currency, price, points)
    assert (invoice.total, invoice.tax, invoice.total - invoice.tax) == (price, tax, net)
    assert (invoice.tax_name, invoice.tax_basis_points, invoice.currency) == ("PPN", points, currency)


def invoiced(reader, currency, price, points):
    Seller.objects.update_or_create(pk=1, defaults={"country": "ID", "bank_account": "123"})
    TaxRate.objects.update_or_create(country="ID", valid_from=timezone.localdate(),
                                     defaults={"name": "PPN", "basis_points": points})  # fmt: skip
    plan, _new = Plan.objects.update_or_create(code="taxed", defaults={"rights": "premium", "price": price,
                                                                       "currency": currency})  # fmt: skip
    order = orders.open_order(reader=reader, plan=plan, provider=by_code("stripe"), now=timezone.now(),
                              gift={"email": "f@readers.example", "name": "", "message": ""})  # fmt: skip
    settled = orders.settle(order=order.pk, paid=Paid(order.reference, Money(price, currency), timezone.now()))
    return Invoice.objects.get(payment=settled.payment, kind="invoice")


@pytest.fixture(autouse=True)
def card(settings, monkeypatch):
    """A way to pay that adds no odd units and takes every currency."""
    monkeypatch.setattr(type(by_code("stripe")), "is_ready", True)
    monkeypatch.setattr(type(by_code("stripe")), "refund", lambda *_args, **_more: None)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(price=st.integers(1, 10**7), currency=st.sampled_from(["IDR", "USD", "EUR"]),
       points=st.sampled_from([0, 1, 700, 1100, 1150, 1900, 2100, 10_000]), shares=st.lists(st.integers(1, 10**7),
                                                                                            max_size=5))  # fmt: skip
def test_parts_given_back_come_to_the_invoice(price, currency, points, shares):
    """Each note holds the tax of its own money but for a unit, and all of them that of the invoice."""
    reader = User.objects.create_user(f"r{User.objects.count()}@readers.example")
    invoice = invoiced(reader, currency, price, points)
    left, parts = price, []
    for share in shares:
        if left > 1:
            parts.append(min(share, left - 1))
            left -= parts[-1]
    for part in [*parts, left]:
        changes.refund(payment=Payment.objects.get(pk=invoice.payment_id), amount=Money(part, currency),
                       now=timezone.now(), by=None, why="Uji")  # fmt: skip
    notes = list(invoice.credits.order_by("serial"))
    assert [-note.total for note in notes] == [*parts, left]
    assert (sum(note.total for note in notes), sum(note.tax for note in notes)) == (-invoice.total, -invoice.tax)
    for note in notes:
        exact = Fraction(-note.total * points, 10_000 + points)
        assert abs(-note.tax - exact) <= 1 and 0 <= -note.tax <= -note.total
    User.objects.filter(pk=reader.pk).update(is_active=False)


@given(amount=st.integers(0, 10**12), points=st.integers(0, 10_000))
def test_the_tax_in_a_price_is_the_nearest_unit(amount, points):
    tax = tax_in(Money(amount, "IDR"), points).amount
    assert abs(tax - Fraction(amount * points, 10_000 + points)) <= Fraction(1, 2)
    assert tax_in(Money(-amount, "IDR"), points).amount == -tax


def test_a_rate_holds_from_its_day_and_a_note_keeps_its_invoices(reader):
    today = timezone.localdate()
    invoice = invoiced(reader, "IDR", 111_000, 1100)
    TaxRate.objects.create(country="ID", name="PPN", basis_points=1200, valid_from=today + timedelta(days=1))
    assert invoices.rate_of("ID", today).basis_points == 1100
    assert invoices.rate_of("ID", today + timedelta(days=1)).basis_points == 1200
    TaxRate.objects.filter(valid_from=today).update(basis_points=1200)
    changes.refund(payment=invoice.payment, amount=Money(111_000, "IDR"), now=timezone.now(), by=None, why="Uji")
    note = invoice.credits.get()
    assert (note.tax, note.tax_basis_points, invoice.tax) == (-11_000, 1100, 11_000)


@pytest.mark.parametrize(("points", "words"), [(0, "PPN 0%"), (1100, "PPN 11%"), (1150, "PPN 11,5%"),
                                               (1105, "PPN 11,05%")])  # fmt: skip
def test_a_rate_is_written_as_people_write_it(reader, points, words):
    invoice = invoiced(reader, "IDR", 29_000, points)
    assert invoice.language == "id" and _told(invoice)["tax-words"] == words


def test_rates_and_the_seller_name_countries(client, admin_user):
    TaxRate.objects.create(country="DE", name="MwSt", basis_points=1950)
    client.force_login(admin_user)
    listed = client.get("/admin/snippets/subscriptions/taxrate/").text
    assert "Jerman" in listed and "19,5%" in listed
    for address in (
        "/admin/snippets/subscriptions/taxrate/add/",
        f"/admin/settings/subscriptions/seller/{Seller.load().pk}/",
    ):
        page = client.get(address, follow=True).text
        assert '<option value="DE"' in page and ">Jerman</option>" in page


def test_numbers_begin_anew_each_year_and_miss_none(reader, bought, monkeypatch):
    """The year is the newspaper's: in Jakarta it began while it was still December in UTC."""
    for day, number in (("2026-12-31T16:59:59", "t1"), ("2026-12-31T17:00:01", "t2"), ("2027-06-01T00:00:00", "t3")):
        moment = datetime.fromisoformat(day).replace(tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        bought(reader, gift={"email": "f@readers.example", "name": "", "message": ""}, number=number)
    numbers = list(Invoice.objects.order_by("pk").values_list("number", flat=True))
    assert numbers == ["INV-2026-000001", "INV-2027-000001", "INV-2027-000002"]

"""Invoices and credit notes: numbered without a gap, and never changed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from warta.readers.models import User
from warta.subscriptions.models import Invoice, InvoiceSeries, Payment, Seller, TaxRate
from warta.subscriptions.rules.money import Money, tax_in


@transaction.atomic
def issue(*, payment: Payment, starts: datetime | None = None, ends: datetime | None = None) -> Invoice:
    """The invoice of a payment; the one that it has already.

    starts, ends  what was bought, its first moment and the first after it, where they are known: its days stand on the
                  invoice, as tax law asks of what is supplied over a time (in the European Union, article 226 (7) of
                  directive 2006/112/EC)
    """
    found = Invoice.objects.filter(payment=payment, kind="invoice").first()
    return found or _write(payment, payment.money, "invoice", None, _days(starts, ends))


def _days(starts: datetime | None, ends: datetime | None) -> dict[str, str]:
    """The first and the last day of a period in the newspaper's zone, as a line of an invoice keeps them."""
    if starts is None or ends is None or ends <= starts:
        return {}
    first, last = timezone.localtime(starts).date(), timezone.localtime(ends - timedelta(microseconds=1)).date()
    return {"from": first.isoformat(), "to": last.isoformat()}


@transaction.atomic
def credit(*, payment: Payment, amount: Money) -> Invoice | None:
    """A credit note for money that went back; none where nothing was invoiced."""
    invoice = Invoice.objects.filter(payment=payment, kind="invoice").first()
    if invoice is None:
        return None
    days = {name: invoice.lines[0][name] for name in ("from", "to") if name in invoice.lines[0]}
    return _write(payment, Money(-amount.amount, amount.currency), "credit", invoice, days)


def _tax(total: Money, points: int, corrects: Invoice | None) -> int:
    """The tax of a paper. Of credit notes it is that of all that went back so far, less what was noted before: however
    an invoice is given back in parts, their taxes come to its own."""
    if corrects is None:
        return tax_in(total, points).amount
    before = corrects.credits.aggregate(total=Sum("total", default=0), tax=Sum("tax", default=0))
    return tax_in(Money(before["total"], total.currency) + total, points).amount - int(before["tax"])


def _write(
    payment: Payment, total: Money, kind: str, corrects: Invoice | None, days: dict[str, str]
) -> Invoice:  # fmt: skip
    seller = Seller.load()
    user = User.objects.filter(pk=payment.reader).first()
    country = corrects.buyer["country"] if corrects else (getattr(user, "country", "") or seller.country)
    rate = rate_of(country, timezone.localdate())
    points = corrects.tax_basis_points if corrects else (rate.basis_points if rate else 0)
    name = corrects.tax_name if corrects else (rate.name if rate else "")
    year = timezone.localdate().year
    serial = _next_number(year)
    return Invoice.objects.create(
        year=year, serial=serial, number=_written(seller.invoice_prefix, year, serial), kind=kind, payment=payment,
        corrects=corrects, reader=payment.reader, lines=[{"plan": _plan(payment), "amount": total.amount, **days}],
        buyer=corrects.buyer if corrects else _buyer(user, country),
        seller={"name": seller.legal_name, "address": seller.address, "tax_number": seller.tax_number,
                "email": seller.email},
        total=total.amount, tax=_tax(total, points, corrects), tax_name=name, tax_basis_points=points,
        currency=total.currency, language=getattr(user, "language", "") or settings.LANGUAGE_CODE,
    )  # fmt: skip


def rate_of(country: str, day: date) -> TaxRate | None:
    """The tax rate of a country on a day. One query."""
    return TaxRate.objects.filter(country=country, valid_from__lte=day).order_by("-valid_from").first()


def _next_number(year: int) -> int:
    """The next number of the year. The row is locked until the invoice is written, so none is lost or taken twice."""
    InvoiceSeries.objects.get_or_create(year=year)
    series = InvoiceSeries.objects.select_for_update().get(year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def _written(prefix: str, year: int, serial: int) -> str:
    return "-".join(part for part in (prefix, str(year), f"{serial:06}") if part)


def _buyer(user: User | None, country: str) -> dict[str, Any]:
    return {"name": user.get_full_name() if user else "", "email": user.email if user else "", "country": country}


def _plan(payment: Payment) -> str:
    if payment.order:
        return str(payment.order.terms["plan"])
    return payment.subscription.plan if payment.subscription else ""

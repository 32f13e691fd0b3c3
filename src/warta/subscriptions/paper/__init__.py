"""Invoices as PDF: drawn from what stands in the database, the same bytes each time."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typst
from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from warta.readers.countries import country_name
from warta.stories.models import Publication
from warta.subscriptions.models import Invoice, Plan
from warta.subscriptions.rules.money import Money, in_words, percent_in_words

SHEET = Path(__file__).parent / "invoice.typ"


def invoice_pdf(invoice: Invoice) -> bytes:
    """The invoice as a tagged PDF (PDF/UA-1), in the language it was written in. Some 100 ms; two queries."""
    with translation.override(invoice.language):
        told = _told(invoice)
    return bytes(typst.compile(
        SHEET, format="pdf", sys_inputs={"data": json.dumps(told)}, ignore_system_fonts=True,
        font_paths=[SHEET.parent / "fonts"],
        pdf_standards=["ua-1"], timestamp=int(invoice.issued_at.timestamp()),
    ))  # fmt: skip


def _told(invoice: Invoice) -> dict[str, Any]:
    """Words and figures ready to print."""
    language = invoice.language
    issued = invoice.issued_at.astimezone(ZoneInfo(settings.TIME_ZONE))
    is_credit = invoice.kind == "credit"

    def money(amount: int) -> str:
        return in_words(Money(amount, invoice.currency), language).replace("-", "\N{MINUS SIGN}")

    percent = percent_in_words(invoice.tax_basis_points, language)
    return {
        "title": _("Credit note") if is_credit else _("Invoice and receipt"), "number": invoice.number,
        "language": language, "year": issued.year, "month": issued.month, "day": issued.day,
        "date": date_format(issued, "j F Y"), "paper": Publication.load().name, "seller": invoice.seller,
        "buyer": invoice.buyer | {"country": country_name(invoice.buyer["country"])},
        "corrects": invoice.corrects.number if invoice.corrects else "",
        "paid": _("paid back") if is_credit else _("paid"),
        "lines": [{"text": _line(line), "amount": money(line["amount"])} for line in invoice.lines],
        "net": money(invoice.total - invoice.tax), "tax": money(invoice.tax), "total": money(invoice.total),
        "tax-words": f"{invoice.tax_name} {percent}" if invoice.tax_name else "",
        "note": _("This document was made by a machine and is valid without a signature."),
        "footer": f"{invoice.seller['name']} · {invoice.number}",
        "words": {
            "to": _("For"), "number": _("Number"), "date": _("Date"), "corrects": _("Corrects"), "paid": _("State"),
            "what": _("What"), "amount": _("Amount"), "net": _("Without tax"), "total": _("Total"),
            "tax-number": _("Tax number"),
        },
    }  # fmt: skip


def _line(line: dict[str, Any]) -> str:
    plan = Plan.objects.filter(code=line["plan"]).prefetch_related("texts").first()
    words = _("Subscription: %(plan)s") % {"plan": plan.name if plan else line["plan"]}
    if "from" not in line:  # a gift, whose time begins when it is redeemed
        return words
    days = {name: date_format(date.fromisoformat(line[name]), "j F Y") for name in ("from", "to")}
    return words + ", " + _("%(from)s to %(to)s") % days

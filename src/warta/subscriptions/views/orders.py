"""Orders and transfers: who waits for confirmation, a bank's list read in, one order confirmed by hand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from warta.readers.models import User
from warta.subscriptions.errors import ReasonMissing
from warta.subscriptions.forms import reason_field
from warta.subscriptions.models import Difference, Notice, Order, Payment
from warta.subscriptions.names import plan_names
from warta.subscriptions.rules.money import AMOUNT_MAX, Money
from warta.subscriptions.rules.statement import Match, NotAStatement, Transfer, read_statement
from warta.subscriptions.services.orders import let_go
from warta.subscriptions.services.transfers import confirm_by_hand, confirm_transfer, matched
from warta.subscriptions.views.desk import ReasonForm
from warta.subscriptions.views.service import for_service

SHOWN = 200
STATEMENT_BYTES = 5 * 1024 * 1024
SALT = "warta.statement"
SIGNED_S = 3600
TAKEN = (Match.REFERENCE, Match.AMOUNT)


class StatementForm(forms.Form):
    """A bank's list."""

    file = forms.FileField(label=gettext_lazy("The bank's list (CSV)"))

    def clean_file(self) -> Any:
        """Of a size that a list has."""
        file = self.cleaned_data["file"]
        if file.size > STATEMENT_BYTES:
            raise forms.ValidationError(_("More than 5 MB: export a shorter time."))
        return file


class ConfirmForm(forms.Form):
    """What came in for one order."""

    amount = forms.IntegerField(label=gettext_lazy("Amount that came in"), min_value=1, max_value=AMOUNT_MAX)
    why = reason_field()
    known = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=AMOUNT_MAX)


@require_safe
@for_service
def orders(request: HttpRequest) -> HttpResponse:
    """Orders that wait, and the last ones that were paid; payments that bought nothing. Eight queries."""
    open_ones = Order.objects.filter(state="open").exclude(provider="voucher").order_by("expires_at")[:SHOWN]
    kept = Payment.objects.filter(order__isnull=False, state="paid", amount__gt=0, invoices=None)  # until given back
    short = kept.select_related("order")[:SHOWN]
    paid = Order.objects.filter(state="paid").order_by("-paid_at")[:20]
    people = User.objects.in_bulk({row.reader for row in [*open_ones, *paid]})
    troubles = Notice.objects.filter(handled_at=None).exclude(trouble="")[:SHOWN]
    context = {
        "open": [(row, people.get(row.reader)) for row in open_ones], "short": short, "form": StatementForm(),
        "paid": [(row, people.get(row.reader)) for row in paid], "troubles": troubles,
        "plans": plan_names(row.terms["plan"] for row in open_ones),
        "different": Difference.objects.filter(settled="").count(),
    }  # fmt: skip
    return TemplateResponse(request, "subscriptions/orders.html", context)


@require_POST
@for_service
def statement(request: HttpRequest) -> HttpResponse:
    """Read a bank's list and show what it would confirm; nothing is confirmed yet."""
    form = StatementForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(str(text) for texts in form.errors.values() for text in texts))
        return redirect("orders:orders")
    try:
        transfers = read_statement(form.cleaned_data["file"].read(), _currency())
    except NotAStatement as error:
        messages.error(request, str(error))
        return redirect("orders:orders")
    found = matched(transfers=transfers, now=timezone.now())
    rows = Order.objects.in_bulk({one.order for one in found if one.order})
    payload = [[one.order, one.transfer.line, one.transfer.amount, one.transfer.text, one.transfer.key]
               for one in found if one.match in TAKEN]  # fmt: skip
    context = {
        "found": [(one, rows.get(one.order)) for one in found if one.match is not Match.NONE][:SHOWN * 5],
        "taken": len(payload), "others": sum(one.match is Match.NONE for one in found), "lines": len(transfers),
        "payload": signing.dumps(payload, salt=SALT, compress=True), "match": Match,
    }  # fmt: skip
    return TemplateResponse(request, "subscriptions/statement.html", context)


@require_POST
@for_service
def take_statement(request: HttpRequest) -> HttpResponse:
    """Confirm what was shown. Pressed twice, or read in again, nothing counts twice."""
    try:
        payload = signing.loads(request.POST.get("payload", ""), salt=SALT, max_age=SIGNED_S)
    except signing.BadSignature:
        messages.error(request, _("Read the list in again: this page is older than an hour."))
        return redirect("orders:orders")
    granted = 0
    for order, line, amount, text, key in payload:
        transfer = Transfer(line, amount, text, key)
        settled = confirm_transfer(order=order, transfer=transfer, now=timezone.now(), by=request.user)
        granted += settled.new and settled.granted
    messages.success(
        request, ngettext("%(n)d transfer confirmed.", "%(n)d transfers confirmed.", granted) % {"n": granted}
    )  # fmt: skip
    return redirect("orders:orders")


@require_http_methods(["GET", "HEAD", "POST"])
@for_service
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm one order by hand."""
    order = get_object_or_404(Order, pk=pk, provider="bank")
    if order.state == "paid":
        messages.info(request, _("This order was confirmed before."))
        return redirect("orders:orders")
    known = Payment.objects.filter(order=order).count()
    form = ConfirmForm(request.POST or None, initial={"amount": order.amount, "known": known})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            settled = confirm_by_hand(
                order=order.pk, amount=Money(told["amount"], order.currency), now=timezone.now(), by=request.user,
                why=told["why"], known=told["known"],
            )  # fmt: skip
        except ReasonMissing:
            form.add_error("why", _("Say where you saw the money."))
        else:
            if settled.granted:
                messages.success(request, _("Confirmed. It holds at every page within a second."))
            else:
                messages.warning(request, _("That is less than the order. It is kept, and opens nothing."))
            return redirect("orders:orders")
    context = {"form": form, "order": order, "account": User.objects.filter(pk=order.reader).first()}
    return TemplateResponse(request, "subscriptions/confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_service
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel an order that nobody has paid, with a reason."""
    order = get_object_or_404(Order, pk=pk)
    account = get_object_or_404(User, pk=order.reader)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if let_go(order=order, state="cancelled", by=request.user, why=form.cleaned_data["why"]):
            messages.success(request, _("Cancelled. What comes in for it all the same is taken in."))
        else:
            messages.info(request, _("This order waits for nothing any more."))
        return redirect("orders:orders")
    context = {"form": form, "account": account, "name": _("Cancel the order %(reference)s") % {
        "reference": order.reference}, "back": reverse("orders:orders")}  # fmt: skip
    return TemplateResponse(request, "subscriptions/act.html", context)


def _currency() -> str:
    """The currency in which transfers are awaited: that of the newest order. One query."""
    newest = Order.objects.filter(provider="bank").order_by("-pk").values_list("currency", flat=True).first()
    return newest or "IDR"

"""What the service desk does to a reader's subscription: each with a reason, each an event of the ledger."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from warta.readers.models import User
from warta.readers.services import end_sessions
from warta.subscriptions.forms import reason_field
from warta.subscriptions.models import RESENT, SIGNED_OUT, Letter, Payment, Subscription
from warta.subscriptions.providers.base import ProviderError
from warta.subscriptions.rules.machine import ImpossibleMove
from warta.subscriptions.rules.money import AMOUNT_MAX, Money
from warta.subscriptions.services import changes, letters, taken_back
from warta.subscriptions.services.complimentary import note
from warta.subscriptions.views.service import for_service

VERBS = {
    "cancel": (changes.cancel, gettext_lazy("Cancel at the period’s end")),
    "keep": (changes.keep, gettext_lazy("Take the cancellation back")),
    "pause": (changes.pause, gettext_lazy("Pause")),
    "resume": (changes.resume, gettext_lazy("Resume")),
}


class ReasonForm(forms.Form):
    """Why."""

    why = reason_field()


class RefundForm(forms.Form):
    """How much goes back, and why."""

    amount = forms.IntegerField(label=gettext_lazy("Amount that goes back"), min_value=1, max_value=AMOUNT_MAX)
    by_hand = forms.BooleanField(
        label=gettext_lazy("It was given back by another way"), required=False,
        help_text=gettext_lazy("As by a transfer, where a provider cannot: it is not asked, the books are put right."),
    )  # fmt: skip
    why = reason_field()

    def __init__(self, *args: Any, payment: Payment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.payment = payment
        self.initial["amount"] = payment.kept.amount
        if payment.provider == "bank":  # always by hand
            del self.fields["by_hand"]

    def clean_amount(self) -> int:
        """At most what is left."""
        amount: int = self.cleaned_data["amount"]
        if amount > self.payment.kept.amount:
            raise forms.ValidationError(_("That is more than is left of this payment."))
        return amount


@require_http_methods(["GET", "HEAD", "POST"])
@for_service
def act(request: HttpRequest, pk: int, subscription: int, verb: str) -> HttpResponse:
    """Cancel, keep, pause or resume a subscription."""
    account = get_object_or_404(User, pk=pk)
    row = get_object_or_404(Subscription, pk=subscription, reader=pk)
    if verb not in VERBS:
        raise Http404
    do, name = VERBS[verb]
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            do(subscription=row, now=timezone.now(), by=request.user, why=form.cleaned_data["why"])
            messages.success(request, _("Done. It holds at every page within a second."))
        except ImpossibleMove:
            messages.error(request, _("The subscription is not in a state for that any more."))
        except ProviderError as error:
            messages.error(request, _("The payment provider refused; nothing was changed: %(why)s") % {"why": error})
        return redirect("service:reader", pk)
    return TemplateResponse(request, "subscriptions/act.html", {"form": form, "account": account, "name": name})


@require_http_methods(["GET", "HEAD", "POST"])
@for_service
def refund(request: HttpRequest, pk: int, payment: int) -> HttpResponse:
    """Give money back, all or a part."""
    account = get_object_or_404(User, pk=pk)
    row = get_object_or_404(Payment, pk=payment, reader=pk)
    form = RefundForm(request.POST or None, payment=row)
    if request.method == "POST" and form.is_valid():
        return _refund(request, row, form.cleaned_data)
    context = {"form": form, "account": account, "name": _("Refund"), "payment": row, "receivers": _receivers(row)}
    return TemplateResponse(request, "subscriptions/act.html", context)


def _receivers(row: Payment) -> list[tuple[User, Any]]:
    """Who has redeemed what this payment gave, and when."""
    if row.order is None or row.order.purpose != "gift":
        return []
    found = taken_back.redeemed(row.order)
    people = User.objects.in_bulk([voucher.redeemed_by for voucher in found])
    return [(people[one.redeemed_by], one.redeemed_at) for one in found if one.redeemed_by in people]


def _refund(request: HttpRequest, row: Payment, told: dict[str, Any]) -> HttpResponse:
    try:
        changes.refund(
            payment=row, amount=Money(told["amount"], row.currency), now=timezone.now(), by=request.user,
            why=told["why"], by_hand=told.get("by_hand", False),
        )  # fmt: skip
        messages.success(request, _("Refunded, and a credit note written."))
        if row.provider == "bank":
            messages.warning(request, _("The bank does nothing by itself: transfer the money back."))
    except ProviderError as error:
        messages.error(request, _("The payment provider refused; nothing was changed: %(why)s") % {"why": error})
    return redirect("service:reader", row.reader)


@require_http_methods(["GET", "HEAD", "POST"])
@for_service
def sign_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, and end all sessions of a reader: a lost phone, a shared password."""
    account = get_object_or_404(User, pk=pk)
    form = ReasonForm(request.POST or None)
    if account.works_here and not request.user.has_perm("readers.change_user"):
        messages.error(request, _("A colleague's sessions are ended by an administrator."))
        return redirect("service:reader", pk)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            end_sessions(user=account)
            note(reader=pk, kind=SIGNED_OUT, by=request.user, why=form.cleaned_data["why"])
        messages.success(request, _("Signed out everywhere."))
        return redirect("service:reader", pk)
    context = {"form": form, "account": account, "name": _("Sign out everywhere")}
    return TemplateResponse(request, "subscriptions/act.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_service
def resend(request: HttpRequest, pk: int, letter: int) -> HttpResponse:
    """Ask why, and send a letter once more."""
    account = get_object_or_404(User, pk=pk)
    row = get_object_or_404(Letter, pk=letter, reader=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            letters.send_again(letter=row)
            note(
                reader=pk,
                kind=RESENT,
                by=request.user,
                why=form.cleaned_data["why"],
                source=f"letter:{row.subject}"[:200],
            )
        messages.success(request, _("It is sent again."))
        return redirect("service:reader", pk)
    context = {"form": form, "account": account, "name": _("Send again"), "said": row.subject}
    return TemplateResponse(request, "subscriptions/act.html", context)

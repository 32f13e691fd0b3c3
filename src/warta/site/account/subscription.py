"""A reader's subscription: how it stands, what it cost, and everything that they may do with it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from warta.site.account.subscribe import to_payment
from warta.subscriptions.models import Invoice, Order, Plan, Seat, Subscription
from warta.subscriptions.providers.base import Instructions, ProviderError
from warta.subscriptions.providers.registry import by_code, on_offer
from warta.subscriptions.rules.machine import LIVING, ImpossibleMove, State, change_now
from warta.subscriptions.rules.money import MixedCurrencies
from warta.subscriptions.rules.terms import Renewal
from warta.subscriptions.services import changes, ledger, orders

INVOICES_MAX = 120


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """My subscription and invoices. Eight queries at most."""
    row = orders.living_of(_pk(request)) or Subscription.objects.filter(reader=_pk(request)).first()
    seats = Seat.objects.filter(reader=_pk(request)).select_related("subscription")
    context: dict[str, Any] = {
        "row": row, "seats": seats, "invoices": Invoice.objects.filter(reader=_pk(request))[:INVOICES_MAX],
        "open": Order.objects.filter(reader=_pk(request), state="open", expires_at__gt=timezone.now()),
    }  # fmt: skip
    if row is not None:
        standing = ledger.standing_of(row.pk)
        context |= {
            "standing": standing, "plan": Plan.objects.filter(code=row.plan).first(), "is_living": row.state in LIVING,
            "can_cancel": row.state in (State.TRIALING, State.ACTIVE, State.PAST_DUE, State.PAUSED),
            "can_renew": standing.renews and standing.terms.renewal is Renewal.REMINDER and bool(on_offer()),
            "can_change": row.state in (State.ACTIVE, State.TRIALING) and Plan.objects.filter(on_sale=True).count() > 1,
            "booked": Plan.objects.filter(code=standing.booked.plan).first() if standing.booked else None,
            "is_group": standing.terms.seats > 1,
        }  # fmt: skip
    return TemplateResponse(request, "account/subscription.html", context)


@require_safe
@login_required
def order(request: HttpRequest, reference: str) -> HttpResponse:
    """One of my orders: what to do to pay it, or thanks."""
    found = get_object_or_404(Order, reference=reference, reader=_pk(request))
    steps: Instructions | None = None
    if found.state == "open":
        try:
            start = by_code(found.provider).start(found, return_url="") if found.provider == "bank" else None
            steps = start if isinstance(start, Instructions) else None
        except ProviderError:
            steps = None
    context = {"order": found, "steps": steps, "plan": Plan.objects.filter(code=found.terms["plan"]).first(),
               "voucher": getattr(found, "voucher", None)}  # fmt: skip
    return TemplateResponse(request, "account/order.html", context)


@require_POST
@login_required
def let_go(request: HttpRequest, reference: str) -> HttpResponse:
    """Give up one of my orders that is not paid."""
    found = get_object_or_404(Order, reference=reference, reader=_pk(request))
    if orders.let_go(order=found, state="cancelled"):
        messages.success(request, _("The order is cancelled. Nothing is to be paid."))
    return redirect("subscription")


@require_POST
@login_required
def pay(request: HttpRequest) -> HttpResponse:
    """Pay the next period: an order, and on to where it is paid."""
    row = _living(request)
    codes = [one.code for one in on_offer() if one.renewal is Renewal.REMINDER]
    chosen = request.POST.get("provider", "")
    code = chosen if chosen in codes else row.provider if row.provider in codes else next(iter(codes), "")
    if not code:
        messages.error(request, _("There is no way to pay now. Write to us."))
        return redirect("subscription")
    provider = by_code(code)
    return to_payment(request, orders.open_renewal(subscription=row, provider=provider, now=timezone.now()), provider)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def cancel(request: HttpRequest) -> HttpResponse:
    """The first click asks, the second cancels. Nobody is called, nothing is hidden."""
    row = _living(request)
    if request.method == "POST":
        why = str(request.POST.get("why", ""))[:500]
        try:
            changes.cancel(subscription=row, now=timezone.now(), by=request.user, why=why)
        except ImpossibleMove:
            messages.info(request, _("It is cancelled already."))
        except ProviderError:
            messages.error(request, _("The payment provider does not answer, so nothing was changed. Try again."))
        else:
            messages.success(request, _("Cancelled. You are charged no more."))
        return redirect("subscription")
    return TemplateResponse(request, "account/cancel.html", {"row": row})


@require_POST
@login_required
def keep(request: HttpRequest) -> HttpResponse:
    """Take my cancellation back."""
    try:
        changes.keep(subscription=_living(request), now=timezone.now(), by=request.user)
        messages.success(request, _("Good to have you. Your subscription goes on."))
    except ImpossibleMove:
        messages.info(request, _("There was no cancellation to take back."))
    return redirect("subscription")


class ChangeForm(forms.Form):
    """Which plan, and when."""

    plan = forms.ModelChoiceField(Plan.objects.none(), to_field_name="code")
    when = forms.ChoiceField(choices=[("now", "now"), ("later", "later")])


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest) -> HttpResponse:
    """Another plan: at once for the difference, or from the next period on."""
    row, now = _living(request), timezone.now()
    others = Plan.objects.filter(on_sale=True, currency=row.currency).prefetch_related("texts")
    if request.method == "POST":
        form = ChangeForm(request.POST)
        form.fields["plan"].queryset = others  # type: ignore[attr-defined]
        if form.is_valid():
            return _change(request, row, form.cleaned_data["plan"], form.cleaned_data["when"])
    standing = ledger.standing_of(row.pk, now)
    rows = []
    for plan in others:
        if plan.code == row.plan and standing.booked is None:
            continue
        rows.append({"plan": plan, "is_mine": plan.code == row.plan, "now": _difference(row, standing, plan, now)})
    return TemplateResponse(request, "account/change.html", {"row": row, "rows": rows, "standing": standing})


def _difference(row: Subscription, standing: Any, plan: Plan, now: Any) -> Any:
    """What a plan costs at once; None where it cannot be had at once."""
    if plan.code == row.plan or standing.terms.renewal is Renewal.ITSELF:
        return None
    try:
        return change_now(standing, plan.terms(standing.terms.renewal), now, orders.zone())[1]
    except (ImpossibleMove, MixedCurrencies):
        return None


def _change(request: HttpRequest, row: Subscription, plan: Plan, when: str) -> HttpResponse:
    now = timezone.now()
    try:
        if when == "later":
            changes.book_change(subscription=row, plan=plan, now=now, by=request.user)
            messages.success(request, _("Booked. It holds from your next period on."))
            return redirect("subscription")
        provider = next((one for one in on_offer() if one.renewal is Renewal.REMINDER), None)
        if provider is None or row.agreed.renewal is Renewal.ITSELF or plan.code == row.plan:
            raise ImpossibleMove("Not at once.")
        found = orders.open_upgrade(subscription=row, plan=plan, provider=provider, now=now)
        return to_payment(request, found, provider)
    except (ImpossibleMove, MixedCurrencies):
        messages.error(request, _("This plan cannot be changed so now."))
        return redirect("subscription")


def _living(request: HttpRequest) -> Subscription:
    """My living subscription. raises Http404"""
    row = orders.living_of(_pk(request))
    return get_object_or_404(Subscription, pk=row.pk if row else 0, reader=_pk(request))


def _pk(request: HttpRequest) -> int:
    assert request.user.pk is not None
    return request.user.pk


urlpatterns = [
    path("subscription/", mine, name="subscription"),
    path("subscription/pay/", pay, name="subscription-pay"),
    path("subscription/cancel/", cancel, name="subscription-cancel"),
    path("subscription/keep/", keep, name="subscription-keep"),
    path("subscription/change/", change, name="subscription-change"),
    path("orders/<slug:reference>/", order, name="order"),
    path("orders/<slug:reference>/cancel/", let_go, name="order-cancel"),
]

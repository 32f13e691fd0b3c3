"""From the offer to the order: the plans, one plan with its price and ways to pay, a gift, a voucher."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from warta.access import Reason
from warta.distribution.structured import origin_of
from warta.readers.limits import is_too_many
from warta.site.account.back import back_of
from warta.stories.queries import ID_MAX
from warta.subscriptions.errors import HasOne, NoOffer, NotForSale, NoVoucher
from warta.subscriptions.models import Plan
from warta.subscriptions.providers.base import Provider, ProviderError, Redirect
from warta.subscriptions.providers.registry import on_offer
from warta.subscriptions.rules.prices import with_discount
from warta.subscriptions.rules.terms import Renewal, Terms
from warta.subscriptions.services import orders, vouchers
from warta.subscriptions.services.offers import CODE_MAX, offer_for
from warta.subscriptions.services.paying import begin

STORY = re.compile(r"-?(\d{1,18})/?$")
GUESSES = 20  # codes that one reader may try in an hour
HOUR_S = 3600
WHY_NOT = {
    "unknown": gettext_lazy("We do not know this code."),
    "early": gettext_lazy("This code does not hold yet."),
    "late": gettext_lazy("This code has expired."),
    "spent": gettext_lazy("This code has been used."),
    "taken": gettext_lazy("You have used this code before."),
    "plan": gettext_lazy("This code is for another plan."),
    "audience": gettext_lazy("This code is not for you."),
}


class BuyForm(forms.Form):
    """How a plan is paid, and for whom it is."""

    provider = forms.ChoiceField(widget=forms.RadioSelect, label=gettext_lazy("How do you want to pay?"))
    offer = forms.CharField(required=False, max_length=CODE_MAX, widget=forms.HiddenInput)
    gift_email = forms.EmailField(required=False, label=gettext_lazy("E-mail address of whoever it is for"))
    gift_name = forms.CharField(required=False, max_length=80, label=gettext_lazy("Their name"))
    gift_message = forms.CharField(
        required=False, max_length=500, label=gettext_lazy("A line from you"), widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, providers: list[Provider], is_gift: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider"].choices = [(one.code, PAYING[one.code]) for one in providers]  # type: ignore[attr-defined]
        if len(providers) == 1:
            self.initial.setdefault("provider", providers[0].code)
        self.fields["gift_email"].required = is_gift
        if not is_gift:
            for name in ("gift_email", "gift_name", "gift_message"):
                del self.fields[name]


PAYING = {
    "bank": gettext_lazy("Bank transfer"),
    "stripe": gettext_lazy("Card (Stripe)"),
    "midtrans": gettext_lazy("QRIS, virtual account or card (Midtrans)"),
}


class CodeForm(forms.Form):
    """A voucher's code, as it was printed or mailed."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=60, strip=True)


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """What can be subscribed to. Two queries and one for who has a subscription already."""
    mine = orders.living_of(request.user.pk) if request.user.pk else None
    found = Plan.objects.filter(on_sale=True).prefetch_related("texts")
    rows = [{"plan": plan, "tries": request.user.pk is None or orders.may_try(request.user.pk, plan)} for plan in found]
    context = {"rows": rows, "mine": mine, "way": _way(request), "next": back_of(request), "can_pay": bool(on_offer())}
    return TemplateResponse(request, "account/plans.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def buy(request: HttpRequest, code: str) -> HttpResponse:
    """One plan: what it costs this reader, how to pay; then the order. `?gift` buys it for somebody else."""
    plan = get_object_or_404(Plan, code=code, on_sale=True)
    is_gift, now = "gift" in request.GET, timezone.now()
    mine = None if is_gift else orders.living_of(request.user.pk or 0)
    if mine is not None:
        return redirect("subscription")
    offer_code = (request.POST.get("offer") or request.GET.get("offer", ""))[:CODE_MAX].strip()
    terms, why_not = _price(request, plan, offer_code, now, is_gift)
    form = BuyForm(
        request.POST or None, providers=on_offer(), is_gift=is_gift, initial={"offer": offer_code if terms else ""}
    )
    if request.method == "POST" and "trial" in request.POST and not is_gift:
        return _try(request, plan, now)
    if request.method == "POST" and form.is_valid() and (terms or not offer_code):
        return _order(request, plan, form.cleaned_data, is_gift, now)
    context = {
        "plan": plan, "terms": terms or plan.terms(Renewal.REMINDER), "form": form, "is_gift": is_gift,
        "offer": offer_code, "why_not": why_not, "next": back_of(request), "way": _way(request),
        "tries": not is_gift and not offer_code and orders.may_try(request.user.pk or 0, plan),
    }  # fmt: skip
    return TemplateResponse(request, "account/buy.html", context)


def _price(request: HttpRequest, plan: Plan, code: str, now: datetime, is_gift: bool) -> tuple[Terms | None, Any]:
    """The terms with the offer of a code taken; None with the reason if it does not hold."""
    terms = plan.terms(Renewal.REMINDER)
    if not code or is_gift:
        return terms, ""
    try:
        spend_guess(request)
        return with_discount(terms, offer_for(code=code, plan=plan, reader=_pk(request), now=now).discount), ""
    except NoOffer as refusal:
        return None, WHY_NOT[refusal.reason]
    except TooManyGuesses:
        return None, _("Too many codes were tried. Wait an hour.")


def _order(request: HttpRequest, plan: Plan, told: dict[str, Any], is_gift: bool, now: datetime) -> HttpResponse:
    """Open the order, and send the reader to where it is paid."""
    back, wall = back_of(request), _wall(request)
    provider = next(one for one in on_offer() if one.code == told["provider"])
    gift = {name: told[f"gift_{name}"] for name in ("email", "name", "message")} if is_gift else None
    try:
        order = orders.open_order(
            reader=request.user, plan=plan, provider=provider, now=now, offer=told["offer"], back=back,
            story=story_in(back), wall=wall, gift=gift,
        )  # fmt: skip
    except NoOffer as refusal:
        messages.error(request, WHY_NOT[refusal.reason])
        return redirect("plans")
    except (HasOne, NotForSale):
        messages.error(request, _("This cannot be bought so any more. Look at the plans again."))
        return redirect("plans")
    return to_payment(request, order, provider)


def to_payment(request: HttpRequest, order: Any, provider: Provider) -> HttpResponse:
    """Where an order is paid: the provider's page, or ours that says what to do. One that costs nothing is settled."""
    page = reverse("order", args=[order.reference])
    renews_itself = order.purpose == "start" and provider.renewal is Renewal.ITSELF
    if not order.amount and not renews_itself:  # who is charged later by a card names that card now
        orders.settle_free(order=order)
        return redirect(page)
    try:
        start = begin(order=order, return_url=origin_of(request) + page)
    except ProviderError:
        messages.error(request, _("Payment cannot be begun there now. Nothing was charged. Try again, or pay another "
                                  "way."))  # fmt: skip
        return redirect(page)
    return HttpResponseRedirect(start.url) if isinstance(start, Redirect) else redirect(page)


def _try(request: HttpRequest, plan: Plan, now: datetime) -> HttpResponse:
    provider = next((one for one in on_offer() if one.renewal is Renewal.REMINDER), None)
    back = back_of(request)
    try:
        if provider is None:
            raise NotForSale("No way to pay after the trial.")
        details = {"story": story_in(back), "wall": _wall(request), "offer": ""}
        orders.start_trial(reader=request.user, plan=plan, provider=provider, now=now, details=details)
    except (NotForSale, HasOne):
        messages.error(request, _("You have had a trial or a subscription before."))
        return redirect("plans")
    messages.success(request, _("Your trial has begun."))
    return redirect(back) if back != "/" else redirect("subscription")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def voucher(request: HttpRequest) -> HttpResponse:
    """Redeem a code."""
    form = CodeForm(request.POST or None, initial={"code": request.GET.get("code", "")[:60]})
    if request.method == "POST" and form.is_valid():
        try:
            spend_guess(request)
            vouchers.redeem(code=form.cleaned_data["code"], reader=request.user, now=timezone.now())
        except NoVoucher as refusal:
            form.add_error("code", str(WHY_NOT[refusal.reason]))
        except TooManyGuesses:
            form.add_error("code", _("Too many codes were tried. Wait an hour."))
        else:
            messages.success(request, _("The code is redeemed. Enjoy reading."))
            return redirect("subscription")
    return TemplateResponse(request, "account/voucher.html", {"form": form})


class TooManyGuesses(Exception):
    """One reader tried too many codes."""


def spend_guess(request: HttpRequest) -> None:
    """Count a code that a reader tries. raises TooManyGuesses"""
    if is_too_many(f"guesses:{_pk(request)}", GUESSES, HOUR_S):
        raise TooManyGuesses


def story_in(back: str) -> int | None:
    """The id of the story whose address this is."""
    found = STORY.search(back.partition("?")[0])
    return int(found[1]) if found and int(found[1]) <= ID_MAX else None


def _wall(request: HttpRequest) -> str:
    wall = request.POST.get("wall") or request.GET.get("wall", "")
    return wall if wall in {reason.value for reason in Reason} else ""


def _way(request: HttpRequest) -> str:
    """What every link of the way to an order carries: where from, and which wall."""
    return urlencode({"next": back_of(request), "wall": _wall(request)})


def _pk(request: HttpRequest) -> int:
    return request.user.pk or 0


urlpatterns = [
    path("subscribe/", plans, name="plans"),
    path("subscribe/<slug:code>/", buy, name="buy"),
    path("voucher/", voucher, name="voucher"),
]

"""The readers of a group subscription, seen by who pays for it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from warta.readers.limits import is_too_many
from warta.subscriptions.errors import NoSeat
from warta.subscriptions.models import Seat, Subscription
from warta.subscriptions.services import orders, seats

INVITES, HOUR_S = 60, 3600


class InviteForm(forms.Form):
    """Whom to invite."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"))


@require_safe
@login_required
def group(request: HttpRequest) -> HttpResponse:
    """Who has a seat, who was offered one, how many are free. Three queries."""
    row = _mine(request)
    context = {"row": row, "seats": row.seats.all(), "free": seats.free_seats(row), "form": InviteForm()}
    return TemplateResponse(request, "account/group.html", context)


@require_POST
@login_required
def invite(request: HttpRequest) -> HttpResponse:
    """Offer a seat."""
    row, form = _mine(request), InviteForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("That is no e-mail address."))
        return redirect("group")
    if is_too_many(f"invites:{request.user.pk}", INVITES, HOUR_S):  # each writes a letter to whoever is named
        messages.error(request, _("Those were many invitations. Go on in an hour."))
        return redirect("group")
    try:
        seats.invite(subscription=row, email=form.cleaned_data["email"], by=request.user)
        messages.success(request, _("Invited. The seat is theirs once they confirm that address."))
    except NoSeat:
        messages.error(request, _("No seat is free."))
    return redirect("group")


@require_POST
@login_required
def domains(request: HttpRequest) -> HttpResponse:
    """Open the group to whole domains."""
    wrong = seats.open_domains(subscription=_mine(request), text=request.POST.get("domains", "")[:2000])
    if wrong:
        messages.error(request, _("No domain of yours alone: %(lines)s") % {"lines": ", ".join(wrong)[:200]})
    else:
        messages.success(request, _("Saved."))
    return redirect("group")


@require_POST
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a seat away."""
    seat = get_object_or_404(Seat, pk=pk, subscription=_mine(request))
    seats.withdraw(seat=seat, by=request.user, now=timezone.now())
    messages.success(request, _("The seat is free."))
    return redirect("group")


def _mine(request: HttpRequest) -> Subscription:
    """My living group subscription. raises Http404"""
    row = orders.living_of(request.user.pk or 0)
    if row is None or row.agreed.seats < 2:
        raise Http404
    return row


urlpatterns = [
    path("group/", group, name="group"),
    path("group/invite/", invite, name="group-invite"),
    path("group/domains/", domains, name="group-domains"),
    path("group/<int:pk>/withdraw/", withdraw, name="group-withdraw"),
]

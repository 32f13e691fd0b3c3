"""The service desk: find a reader, read their ledger, grant and revoke a complimentary subscription."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from warta.readers.models import Imported, User
from warta.subscriptions.errors import NothingToRevoke
from warta.subscriptions.forms import FindForm, GrantForm, RevokeForm
from warta.subscriptions.models import COMPLIMENTARY, LedgerEvent, Letter, Payment, Subscription
from warta.subscriptions.names import plan_names
from warta.subscriptions.queries import FOUND_MAX, find_readers, story_of
from warta.subscriptions.services.complimentary import grant_complimentary, revoke

SERVE = "subscriptions.serve_readers"
SHOWN = 50
View = Callable[..., HttpResponse]


def for_service(view: View) -> View:
    """Only for who serves readers."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(SERVE):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@for_service
def find(request: HttpRequest) -> HttpResponse:
    """Readers by a part of their address, name or label."""
    form = FindForm(request.GET if "q" in request.GET else None)
    found = find_readers(form.cleaned_data["q"]) if form.is_valid() else []
    context = {"form": form, "found": found[:FOUND_MAX], "is_cut": len(found) > FOUND_MAX, "most": FOUND_MAX}
    return TemplateResponse(request, "subscriptions/find.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_service
def reader(request: HttpRequest, pk: int) -> HttpResponse:
    """A reader's ledger as a story, and the form of a grant."""
    account = get_object_or_404(User, pk=pk)
    form = GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        grant_complimentary(
            reader=account, rights=told["rights"], until=told["until"], by=request.user, why=told["why"]
        )  # fmt: skip
        messages.success(request, _("Granted. It holds at every page within a second."))
        return redirect("service:reader", account.pk)
    mine = Subscription.objects.filter(reader=account.pk)[:SHOWN]
    context = {"form": form, "account": account, "imported": Imported.objects.filter(user=account).first(),
               "story": story_of(account.pk, timezone.now()),
               "subscriptions": mine, "plans": plan_names(row.plan for row in mine),
               "payments": Payment.objects.filter(reader=account.pk)[:SHOWN],
               "letters": Letter.objects.filter(reader=account.pk)[:SHOWN]}  # fmt: skip
    return TemplateResponse(request, "subscriptions/reader.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_service
def revoke_grant(request: HttpRequest, pk: int, event: int) -> HttpResponse:
    """Ask why, and end a grant."""
    account = get_object_or_404(User, pk=pk)
    grant = get_object_or_404(LedgerEvent, pk=event, reader=pk, revokes=None, kind=COMPLIMENTARY)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            revoke(grant=grant, by=request.user, why=form.cleaned_data["why"])
            messages.success(request, _("Revoked. It holds at every page within a second."))
        except NothingToRevoke:
            messages.error(request, _("It was revoked before."))
        return redirect("service:reader", account.pk)
    context = {"form": form, "account": account, "grant": grant}
    return TemplateResponse(request, "subscriptions/revoke.html", context)

"""What the books and the payment providers say differently, and who looked at it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from warta.readers.models import User
from warta.subscriptions.models import Difference
from warta.subscriptions.names import plan_names
from warta.subscriptions.services import reconcile
from warta.subscriptions.views.desk import ReasonForm
from warta.subscriptions.views.service import for_service

SHOWN = 200
SETTLED_SHOWN = 50


@require_safe
@for_service
def books(request: HttpRequest) -> HttpResponse:
    """What waits for somebody, notices and renewals in trouble, and what was set right last. Seven queries."""
    rows = Difference.objects.select_related("order", "payment")
    renewals = reconcile.living_without_provider()
    context = {
        "open": rows.filter(settled="")[:SHOWN], "settled": rows.exclude(settled="")[:SETTLED_SHOWN],
        "notices": reconcile.waiting_notices()[:SHOWN], "renewals": renewals[:SHOWN],
        "plans": plan_names(row.plan for row in renewals[:SHOWN]),
        "people": User.objects.in_bulk({row.reader for row in renewals[:SHOWN]}),
    }  # fmt: skip
    return TemplateResponse(request, "subscriptions/books.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_service
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what became of a difference."""
    row = get_object_or_404(Difference.objects.select_related("order", "payment"), pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reconcile.settle(difference=row, by=request.user, why=form.cleaned_data["why"])
        messages.success(request, _("Noted. It is not asked about again."))
        return redirect("orders:books")
    return TemplateResponse(request, "subscriptions/settle.html", {"form": form, "row": row})

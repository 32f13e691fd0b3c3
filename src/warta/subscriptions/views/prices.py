"""A plan's new price for those who subscribed at another."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from warta.subscriptions.models import Plan
from warta.subscriptions.rules.money import Money
from warta.subscriptions.services.changes import at_another_price
from warta.subscriptions.tasks import change_prices
from warta.subscriptions.views.desk import ReasonForm

CHANGE = "subscriptions.change_plan"


@require_http_methods(["GET", "HEAD", "POST"])
def prices(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how many pay which price, and once it is said why, have the worker give all of them the plan's."""
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    plan = get_object_or_404(Plan, pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        change_prices.enqueue(plan.pk, request.user.pk, form.cleaned_data["why"])
        messages.success(request, _("The new price is told to each by a letter, and holds from their next period on."))
        return redirect(plan.snippet_viewset.get_url_name("list"))
    paid = at_another_price(plan).order_by("terms__price").values_list("terms__price").annotate(Count("pk"))
    rows = [(Money(price, plan.currency), number) for price, number in paid]
    return TemplateResponse(request, "subscriptions/prices.html", {"form": form, "plan": plan, "rows": rows})

"""A reader's invoices as PDF."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views.decorators.http import require_safe

from warta.subscriptions.models import Invoice
from warta.subscriptions.paper import invoice_pdf


@require_safe
@login_required
def invoice(request: HttpRequest, number: str) -> HttpResponse:
    """One of my invoices."""
    found = get_object_or_404(Invoice, number=number, reader=request.user.pk)
    answer = HttpResponse(invoice_pdf(found), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


urlpatterns = [path("invoices/<str:number>/", invoice, name="invoice")]

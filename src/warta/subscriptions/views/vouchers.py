"""Vouchers: batches made and handed out as CSV, single ones void."""

from __future__ import annotations

import csv
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin.widgets import AdminDateTimeInput

from warta.subscriptions.models import Plan, Voucher
from warta.subscriptions.rules.codes import shown_code
from warta.subscriptions.services.vouchers import BATCH_MAX, make_batch, void_batch
from warta.subscriptions.views.service import for_service


class BatchForm(forms.Form):
    """What to make."""

    batch = forms.CharField(label=gettext_lazy("Made for"), max_length=80, strip=True)
    plan = forms.ModelChoiceField(Plan.objects.all(), label=gettext_lazy("Plan"))
    periods = forms.IntegerField(label=gettext_lazy("Periods"), min_value=1, max_value=60, initial=1)
    number = forms.IntegerField(label=gettext_lazy("How many"), min_value=1, max_value=BATCH_MAX, initial=10)
    expires = forms.DateTimeField(label=gettext_lazy("Expires"), required=False, widget=AdminDateTimeInput)

    def clean_batch(self) -> str:
        """A name that no batch has: the codes of two would be one list."""
        name: str = self.cleaned_data["batch"]
        if Voucher.objects.filter(batch=name).exists():
            raise forms.ValidationError(_("There is a batch of this name."))
        return name

    def clean_expires(self) -> Any:
        """A moment to come."""
        expires = self.cleaned_data["expires"]
        if expires and expires <= timezone.now():
            raise forms.ValidationError(_("That moment is past."))
        return expires


@require_http_methods(["GET", "HEAD", "POST"])
@for_service
def vouchers(request: HttpRequest) -> HttpResponse:
    """The batches, how many of each were redeemed; and a new one, whose codes come as CSV at once and once more on
    demand."""
    form = BatchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        made = make_batch(plan=told["plan"], number=told["number"], periods=told["periods"], batch=told["batch"],
                          expires=told["expires"])  # fmt: skip
        messages.success(request, _("%(n)d codes made. Download them below.") % {"n": len(made)})
        return redirect("vouchers:vouchers")
    batches = (
        Voucher.objects.exclude(batch="").values("batch").annotate(
            made=Count("pk"), used=Count("pk", filter=Q(redeemed_at__isnull=False)),
            void_ones=Count("pk", filter=Q(void=True)), newest=Max("pk"),
        ).order_by("-newest")
    )  # fmt: skip
    return TemplateResponse(request, "subscriptions/vouchers.html", {"form": form, "batches": batches[:200]})


@require_POST
@for_service
def download(request: HttpRequest) -> HttpResponse:
    """A batch's codes that are not redeemed, as CSV. Asked for by POST: a list of codes is money."""
    batch = request.POST.get("batch", "")[:80]
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="vouchers.csv"'
    answer["Cache-Control"] = "private, no-store"
    writer = csv.writer(answer)
    writer.writerow(["code"])
    found = Voucher.objects.filter(batch=batch, redeemed_at=None, void=False).exclude(batch="")
    writer.writerows([shown_code(code)] for code in found.values_list("code", flat=True))
    return answer


@require_POST
@for_service
def make_void(request: HttpRequest) -> HttpResponse:
    """What was not redeemed of a batch opens nothing any more."""
    number = void_batch(batch=request.POST.get("batch", "")[:80])
    messages.success(request, _("%(n)d codes are void.") % {"n": number})
    return redirect("vouchers:vouchers")

"""Forms of the desk."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """A reason in words."""

    reason = forms.CharField(label=_("Reason"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}), strip=True)


class BulkReasonForm(ReasonForm):
    """A reason for several stories. Wagtail's bulk action asks about pages below; what it takes here has none."""

    include_descendants = forms.BooleanField(required=False, widget=forms.HiddenInput)

"""Forms of the desk."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

PREVIEW_DAYS_MAX = 60


class ReasonForm(forms.Form):
    """A reason in words."""

    reason = forms.CharField(label=_("Reason"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}), strip=True)


class BulkReasonForm(ReasonForm):
    """A reason for several stories. Wagtail's bulk action asks about pages below; what it takes here has none."""

    include_descendants = forms.BooleanField(required=False, widget=forms.HiddenInput)


class PreviewLinkForm(forms.Form):
    """For whom a preview is, and how long it works."""

    note = forms.CharField(
        label=_("For whom"), max_length=120, strip=True, help_text=_("A source, a lawyer … The page names them.")
    )
    days = forms.IntegerField(
        label=_("Days that it works"), min_value=1, max_value=PREVIEW_DAYS_MAX, initial=7,
        help_text=_("At most 60."),
    )  # fmt: skip

"""Input of the service desk, made clean."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateTimeInput

from warta.access import Right
from warta.subscriptions.models import RIGHT_NAMES, Offer
from warta.subscriptions.rules.rights import rights_text

REASON_MAX = 600
YEARS_MAX = 20  # of a grant with an end
FIND_MIN, FIND_MAX = 2, 254


def check_until(until: datetime | None) -> datetime | None:
    """An end of rights that somebody can mean. raises ValidationError for one that is past or far away"""
    if until is None:
        return None
    if until <= timezone.now():
        raise ValidationError(_("That moment is past."))
    if until > timezone.now() + timedelta(days=366 * YEARS_MAX):
        raise ValidationError(_("That is too far away. Leave it empty for no end."))
    return until


def reason_field() -> forms.CharField:
    """Why; the ledger keeps it for ever."""
    return forms.CharField(
        label=_("Reason"), max_length=REASON_MAX, strip=True, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The ledger keeps it for ever."),
    )  # fmt: skip


def rights_field() -> forms.TypedMultipleChoiceField:
    """At least one right."""
    return forms.TypedMultipleChoiceField(
        label=_("Rights"), choices=RIGHT_NAMES, coerce=Right, widget=forms.CheckboxSelectMultiple
    )


class FindForm(forms.Form):
    """A part of an e-mail address, of a name or of a label that an import brought."""

    q = forms.CharField(label=_("E-mail address, name or label"), min_length=FIND_MIN, max_length=FIND_MAX, strip=True)


class GrantForm(forms.Form):
    """A complimentary subscription."""

    rights = rights_field()
    until = forms.DateTimeField(
        label=_("Until"), required=False, widget=AdminDateTimeInput, help_text=_("Empty: until it is revoked.")
    )
    why = reason_field()

    def clean_until(self) -> Any:
        """A moment to come."""
        return check_until(self.cleaned_data["until"])


class RevokeForm(forms.Form):
    """Why a grant ends."""

    why = reason_field()


class InstitutionForm(WagtailAdminModelForm):
    """An institution; its rights are chosen one by one and kept as a line."""

    rights = rights_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["rights"] = str(self.initial.get("rights") or "").split()

    def clean_rights(self) -> str:
        """As the model keeps them."""
        return rights_text(self.cleaned_data["rights"])


class PlanForm(WagtailAdminModelForm):
    """A plan; its rights are chosen one by one and kept as a line."""

    rights = rights_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["rights"] = str(self.initial.get("rights") or "").split()
        if self.instance.pk:
            self.fields["code"].disabled = True  # the ledger names it

    def clean_rights(self) -> str:
        """As the model keeps them."""
        return rights_text(self.cleaned_data["rights"])


class OfferForm(WagtailAdminModelForm):
    """An offer; its code in capitals."""

    def clean_code(self) -> str:
        """Capitals, and taken once whatever its letters' case."""
        code: str = self.cleaned_data["code"].upper()
        if Offer.objects.filter(code__iexact=code).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("There is an offer of this code."))
        return code

"""What codes that rows keep are called for people: providers, plans, and where an event came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from warta.subscriptions.models import Plan

PROVIDERS = {
    "bank": gettext_lazy("Bank transfer"),
    "voucher": gettext_lazy("Voucher"),
    "stripe": "Stripe",
    "midtrans": "Midtrans",
}
SOURCES = {
    "order": gettext_lazy("order %(what)s"),
    "voucher": gettext_lazy("voucher %(what)s"),
    "notice": gettext_lazy("notice %(what)s of the provider"),
    "statement": gettext_lazy("the bank’s list, line %(what)s"),
    "desk": gettext_lazy("order %(what)s, confirmed by hand"),
    "letter": gettext_lazy("“%(what)s”"),
    "clock": gettext_lazy("its time had come"),
    "comparison": gettext_lazy("the comparison with the provider"),
    "trial": gettext_lazy("a trial"),
    "import": gettext_lazy("an import"),
}


@dataclass(frozen=True, slots=True)
class Named:
    """A code and what it is called. A page shows the name, a CSV file the code."""

    code: str
    name: str

    def __str__(self) -> str:
        return self.name


def provider_name(code: str) -> str:
    """What a way to be paid is called."""
    return str(PROVIDERS.get(code, code))


def plan_names(codes: Iterable[str]) -> dict[str, str]:
    """What plans are called in the page's language, by their codes. Two queries."""
    return {plan.code: plan.name for plan in Plan.objects.filter(code__in=set(codes)).prefetch_related("texts")}


def source_name(source: str) -> str:
    """Where an event of the ledger came from."""
    kind, _colon, what = source.partition(":")
    if kind in SOURCES:
        return str(SOURCES[kind]) % {"what": what}
    return f"{provider_name(kind)} {what}".strip()


def named(names: dict[str, str], code: Any) -> Named:
    """A code with its name among `names`, itself if it has none."""
    return Named(str(code), names.get(str(code), str(code)))

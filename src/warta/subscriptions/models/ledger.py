"""The ledger, append-only: what a reader may do is derived from it (`rules/rights.py`, `rules/machine.py`)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from warta.access import Right
from warta.subscriptions.rules.machine import Fact, Kind
from warta.subscriptions.rules.money import Money
from warta.subscriptions.rules.rights import Granted, rights_in
from warta.subscriptions.rules.terms import Terms

RIGHT_NAMES = [
    (Right.AD_FREE.value, _("without advertising")),
    (Right.PREMIUM.value, _("premium stories")),
    (Right.EPAPER.value, _("e-paper")),
]
COMPLIMENTARY = "complimentary"
SEAT = "seat"  # a member of a group subscription: given or taken a seat, or the group's own standing changed
SIGNED_OUT, RESENT = "signed_out", "resent"  # what the service desk did that changes no right
KIND_NAMES = [
    (COMPLIMENTARY, _("Complimentary")),
    (SEAT, _("Seat in a group")),
    (SIGNED_OUT, _("Signed out everywhere")),
    (RESENT, _("Letter sent again")),
    (Kind.ORDERED.value, _("Ordered")),
    (Kind.TRIAL_STARTED.value, _("Trial started")),
    (Kind.PAID.value, pgettext_lazy("event", "Paid")),
    (Kind.PAYMENT_FAILED.value, _("Payment failed")),
    (Kind.FELL_DUE.value, _("Fell due")),
    (Kind.CANCELLED.value, pgettext_lazy("event", "Cancelled")),
    (Kind.KEPT.value, _("Cancellation taken back")),
    (Kind.PAUSED.value, pgettext_lazy("event", "Paused")),
    (Kind.RESUMED.value, _("Resumed")),
    (Kind.CHANGED.value, _("Plan changed")),
    (Kind.CHANGE_BOOKED.value, _("Change of plan booked")),
    (Kind.PRICE_CHANGED.value, _("Price changed")),
    (Kind.EXPIRED.value, pgettext_lazy("event", "Expired")),
    (Kind.REFUNDED.value, pgettext_lazy("event", "Refunded")),
    (Kind.PART_REFUNDED.value, _("Refunded in part")),
    (Kind.CHARGED_BACK.value, pgettext_lazy("event", "Charged back")),
    (Kind.CHARGEBACK_WON.value, _("Chargeback won")),
]
APPEND_ONLY = "The ledger is append-only: write another event."


def names_of(rights: str) -> list[Any]:
    """The names of the rights in a text."""
    return [name for code, name in RIGHT_NAMES if code in rights.split()]


class AppendOnly(models.QuerySet["LedgerEvent"]):
    """Rows that are written once. A trigger of the database would hold it against SQL as well; Django has none."""

    def update(self, **kwargs: Any) -> int:
        """Refused. raises TypeError"""
        raise TypeError(APPEND_ONLY)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused. raises TypeError"""
        raise TypeError(APPEND_ONLY)

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        """Refused. raises TypeError"""
        raise TypeError(APPEND_ONLY)

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[Any]:
        """Add rows. raises TypeError where that would change rows"""
        if kwargs.get("update_conflicts"):
            raise TypeError(APPEND_ONLY)
        return super().bulk_create(*args, **kwargs)

    def _raw_delete(self, using: Any) -> int:
        raise TypeError(APPEND_ONLY)


class LedgerEvent(models.Model):
    """Something that happened to a reader's rights. Ids, no foreign keys: the ledger outlives whom it names.

    subscription  the one that it happened to; None for what was given for nothing
    rights, until  what is granted from now on, with blanks between. Of a subscription's events the last one counts, so
                   each says it anew
    revokes  the complimentary grant that this event ends
    terms    what holds from now on, where the event changes it (`rules.terms.Terms`)
    ends     the end of what is paid for or tried, where the event sets it
    bought   when the period was bought that was given back whole, while others stay, or that came again
    amount   what came in or went back, in minor units of `currency`
    source   what it came from: an order, a provider's notice, an import
    by       the account that did it; its name is kept as it was
    """

    kind = models.CharField(_("kind"), max_length=20, choices=KIND_NAMES)
    reader = models.BigIntegerField(_("reader"), db_index=True)
    subscription = models.BigIntegerField(_("subscription"), null=True, blank=True, db_index=True)
    rights = models.CharField(_("rights"), max_length=80, blank=True)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    revokes = models.OneToOneField(
        "self", verbose_name=_("revokes"), null=True, blank=True, on_delete=models.PROTECT, related_name="revoked_by"
    )
    terms = models.JSONField(_("terms"), null=True, blank=True)
    ends = models.DateTimeField(_("ends"), null=True, blank=True)
    bought = models.DateTimeField(_("bought"), null=True, blank=True)
    amount = models.BigIntegerField(_("amount"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    source = models.CharField(_("came from"), max_length=200, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    by = models.BigIntegerField(_("by"), null=True, blank=True)
    by_name = models.CharField(_("by"), max_length=150, blank=True)
    why = models.TextField(_("why"))

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = _("event of the ledger")
        verbose_name_plural = _("ledger")
        base_manager_name = "objects"
        ordering: ClassVar = ["pk"]
        permissions: ClassVar = [
            ("serve_readers", "Can grant and revoke readers' rights"),
            ("see_insight", "Can see what subscriptions bring"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reader} {self.rights}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it once. raises TypeError for a change of what is written"""
        if self.pk is not None and not self._state.adding:
            raise TypeError(APPEND_ONLY)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused. raises TypeError"""
        raise TypeError(APPEND_ONLY)

    @property
    def right_names(self) -> list[Any]:
        """What is granted, in words."""
        return names_of(self.rights)

    @property
    def granted(self) -> Granted:
        """The event as the rules take it."""
        return Granted(self.pk, rights_in(self.rights), self.until, self.revokes_id or 0, self.subscription or 0)

    @property
    def money(self) -> Money | None:
        """What came in or went back."""
        return None if self.amount is None else Money(self.amount, self.currency)

    @property
    def fact(self) -> Fact:
        """An event of a subscription as its machine takes it. raises ValueError for an event of another kind"""
        terms = Terms.of_json(self.terms) if self.terms else None
        return Fact(Kind(self.kind), self.at, terms, self.ends, self.money, self.bought)

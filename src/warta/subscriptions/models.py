"""The ledger: append-only. What a reader may do is derived from it (`rules.py`)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from warta.access import Right
from warta.subscriptions.rules import Granted, rights_in

RIGHT_NAMES = [
    (Right.AD_FREE.value, _("without advertising")),
    (Right.PREMIUM.value, _("premium stories")),
    (Right.EPAPER.value, _("e-paper")),
]


class LedgerEvent(models.Model):
    """Something that happened to a reader's rights. Ids, no foreign keys: the ledger outlives whom it names.

    rights   what is granted, with blanks between
    revokes  the grant that this event ends
    by       the account that did it; its name is kept as it was
    """

    KINDS: ClassVar = [("complimentary", _("Complimentary"))]

    kind = models.CharField(_("kind"), max_length=20, choices=KINDS)
    reader = models.BigIntegerField(_("reader"), db_index=True)
    rights = models.CharField(_("rights"), max_length=80, blank=True)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    revokes = models.OneToOneField(
        "self", verbose_name=_("revokes"), null=True, blank=True, on_delete=models.PROTECT, related_name="revoked_by"
    )
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    by = models.BigIntegerField(_("by"), null=True, blank=True)
    by_name = models.CharField(_("by"), max_length=150, blank=True)
    why = models.TextField(_("why"))

    class Meta:
        verbose_name = _("event of the ledger")
        verbose_name_plural = _("ledger")
        ordering: ClassVar = ["pk"]
        permissions: ClassVar = [("serve_readers", "Can grant and revoke readers' rights")]

    def __str__(self) -> str:
        return f"{self.kind} {self.reader} {self.rights}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it once. raises TypeError for a change of what is written"""
        if self.pk is not None and not self._state.adding:
            raise TypeError("The ledger is append-only: write another event.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused. raises TypeError"""
        raise TypeError("The ledger is append-only: write another event.")

    @property
    def granted(self) -> Granted:
        """The event as the rules take it."""
        return Granted(self.pk, rights_in(self.rights), self.until, self.revokes_id or 0)

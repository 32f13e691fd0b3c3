"""Gift links."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Gift(models.Model):
    """A story that a subscriber opened to whoever holds the link. Ids, no foreign keys, as in the ledger.

    opened  how often the link opened the story
    """

    reader = models.BigIntegerField()
    story = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    opened = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("gift link")
        verbose_name_plural = _("gift links")
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["reader", "-at"], name="gift_of_reader"),
            models.Index(fields=["expires"], condition=models.Q(revoked_at__isnull=False), name="gift_revoked"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.story}"

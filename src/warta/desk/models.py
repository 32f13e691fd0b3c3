"""Preview links: an unpublished version, shown to somebody outside the newsroom."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core import signing
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SIGNER = signing.Signer(salt="warta.preview")
TOKEN_MAX = 100  # characters; nothing of ours is longer


class PreviewLink(models.Model):
    """Who holds it sees the newest version of a story, whole, until it expires or is revoked.

    The link's secret is a signature over its number, made with the newspaper's key: the database holds none.

    note  for whom it is: a source, a lawyer
    """

    story = models.ForeignKey(
        "stories.Story", verbose_name=_("story"), on_delete=models.CASCADE, related_name="preview_links"
    )
    note = models.CharField(_("for whom"), max_length=120)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("made"), default=timezone.now)
    expires = models.DateTimeField(_("works until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.note

    @property
    def token(self) -> str:
        """The secret of its address."""
        return SIGNER.sign(str(self.pk))

    @property
    def is_living(self) -> bool:
        """Does it still show anything?"""
        return self.revoked_at is None and self.expires > timezone.now()

    @classmethod
    def of_token(cls, token: str) -> PreviewLink | None:
        """The living link of a secret; None for any other. One query, none for a forged one."""
        if len(token) > TOKEN_MAX:
            return None
        try:
            number = int(SIGNER.unsign(token))
        except (signing.BadSignature, ValueError):
            return None
        link = cls.objects.filter(pk=number).select_related("story").first()
        return link if link is not None and link.is_living else None

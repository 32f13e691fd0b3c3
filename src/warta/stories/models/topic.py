"""Topic: what a story is about."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin


class Topic(TranslatableMixin, models.Model):
    """What stories are about, in one language, with the other words readers use for it."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=80)
    aliases = models.TextField(_("aliases"), blank=True, help_text=_("Other words for the same thing, one a line."))
    description = models.CharField(_("description"), max_length=250, blank=True)

    panels: ClassVar = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("aliases"), FieldPanel("description")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["locale", "slug"], name="topic_slug_a_language")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The topic's own page."""
        return reverse("topic", kwargs={"language": self.locale.language_code, "slug": self.slug})

    @property
    def alias_list(self) -> list[str]:
        """The aliases, one an entry."""
        return [line.strip() for line in self.aliases.splitlines() if line.strip()]

"""Section: where in the paper a story stands."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin

from warta.access import Level

LEVELS = [
    (Level.FREE.value, _("Free")),
    (Level.METERED.value, _("Metered")),
    (Level.REGISTERED.value, _("Registered readers")),
    (Level.PREMIUM.value, _("Premium")),
]

# First parts of an address that are not a section (site/urls.py); a section may not take one.
RESERVED_SLUGS = frozenset(
    "accounts admin archive author documents download edge epaper feed healthz info latest live me media metrics "
    "newsroom photos preview search static topic".split()
) | {code for code, _name in settings.LANGUAGES}


class Section(TranslatableMixin, models.Model):
    """A section of the paper in one language; its translations share a `translation_key`."""

    name = models.CharField(_("name"), max_length=60)
    slug = models.SlugField(_("address"), max_length=60, help_text=_("The word in the section's address."))
    parent = models.ForeignKey(
        "self", verbose_name=_("parent section"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="children",
    )  # fmt: skip
    description = models.CharField(_("description"), max_length=250, blank=True)
    color = models.CharField(
        _("colour"), max_length=7, default="#5d574f",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("A colour as in #1d5c7a."))],
        help_text=_("A colour as in #1d5c7a; used for a thin rule only."),
    )  # fmt: skip
    default_level = models.CharField(_("default access"), max_length=12, choices=LEVELS, default=Level.FREE.value)
    position = models.PositiveSmallIntegerField(_("position"), default=100, help_text=_("Smaller numbers come first."))

    panels: ClassVar = [
        FieldPanel("name"), FieldPanel("slug"), FieldPanel("parent"), FieldPanel("description"),
        FieldPanel("color"), FieldPanel("default_level"), FieldPanel("position"),
    ]  # fmt: skip

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering: ClassVar = ["position", "name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["locale", "slug"], name="section_slug_a_language")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The section's own front."""
        return reverse("section", kwargs={"language": self.locale.language_code, "section": self.slug})

    def clean(self) -> None:
        """Refuse an address that means something else, and a section inside itself."""
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": _("This word is taken by the site itself; choose another.")})
        above = self.parent
        while above is not None:
            if above.pk == self.pk and self.pk is not None:
                raise ValidationError({"parent": _("A section cannot stand inside itself.")})
            above = above.parent

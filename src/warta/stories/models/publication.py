"""Publication: the newspaper's own names, brands, colours and channels."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Orderable

COLOR = [RegexValidator(r"^#[0-9a-fA-F]{6}$", _("A colour as in #b3261e."))]


@register_setting(icon="home")
class Publication(BaseGenericSetting, ClusterableModel):
    """What the newspaper is called and looks like. Outlet, subscription and e-paper may be three brands."""

    name = models.CharField(_("name"), max_length=80, default="Warta")
    outlet = models.CharField(_("name in the dateline"), max_length=80, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    publisher = models.CharField(_("publishing company"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail of the newsroom"), blank=True)
    logo = models.ForeignKey(
        "stories.Photo", verbose_name=_("logo"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    subscription_brand = models.CharField(_("subscription brand"), max_length=80, blank=True)
    epaper_name = models.CharField(_("e-paper's name"), max_length=80, blank=True)
    banner = models.ForeignKey(
        "stories.Photo", verbose_name=_("house banner"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+", help_text=_("The newspaper's own advertisement, where no other runs."),
    )  # fmt: skip
    paper_color = models.CharField(_("paper"), max_length=7, default="#fbf8f3", validators=COLOR)
    ink_color = models.CharField(_("ink"), max_length=7, default="#191714", validators=COLOR)
    accent_color = models.CharField(_("accent"), max_length=7, default="#b3261e", validators=COLOR)
    paper_color_dark = models.CharField(_("paper in the dark"), max_length=7, default="#151412", validators=COLOR)
    ink_color_dark = models.CharField(_("ink in the dark"), max_length=7, default="#ece7df", validators=COLOR)
    accent_color_dark = models.CharField(_("accent in the dark"), max_length=7, default="#ff8a75", validators=COLOR)

    panels: ClassVar = [
        MultiFieldPanel([FieldPanel(name) for name in ("name", "outlet", "city", "publisher", "email", "logo")],
                        heading=_("The newspaper")),
        InlinePanel("texts", heading=_("Texts, one a language"), label=_("Text")),
        MultiFieldPanel([FieldPanel(name) for name in ("subscription_brand", "epaper_name", "banner")],
                        heading=_("What is sold")),
        MultiFieldPanel([FieldPanel(name) for name in ("paper_color", "ink_color", "accent_color", "paper_color_dark",
                                                       "ink_color_dark", "accent_color_dark")], heading=_("Colours")),
        InlinePanel("channels", heading=_("Channels"), label=_("Channel")),
    ]  # fmt: skip

    class Meta:
        verbose_name = _("publication")

    def __str__(self) -> str:
        return self.name

    @property
    def dateline_name(self) -> str:
        """The name that opens a story's text."""
        return self.outlet or self.name


class PublicationText(models.Model):
    """What the newspaper says of itself in one language."""

    publication = ParentalKey(Publication, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    tagline = models.CharField(_("tagline"), max_length=120, blank=True)
    description = models.CharField(_("description"), max_length=250, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["publication", "language"], name="publication_text_a_language"),
        ]

    def __str__(self) -> str:
        return self.tagline


class Channel(Orderable):
    """Where else readers can follow the newspaper."""

    KINDS: ClassVar = [
        ("google_news", "Google News"), ("whatsapp", "WhatsApp"), ("telegram", "Telegram"), ("instagram", "Instagram"),
        ("facebook", "Facebook"), ("x", "X"), ("threads", "Threads"), ("youtube", "YouTube"), ("tiktok", "TikTok"),
        ("mastodon", "Mastodon"), ("bluesky", "Bluesky"), ("rss", "RSS"),
    ]  # fmt: skip

    publication = ParentalKey(Publication, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(_("kind"), max_length=20, choices=KINDS)
    url = models.URLField(_("address"))

    class Meta(Orderable.Meta):
        verbose_name = _("channel")
        verbose_name_plural = _("channels")

    def __str__(self) -> str:
        return self.get_kind_display()

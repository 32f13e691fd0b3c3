"""Person: who writes, and who is in the news."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel


class Person(ClusterableModel):
    """An author's profile, or somebody in the news."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    is_author = models.BooleanField(_("writes for us"), default=True)
    portrait = models.ForeignKey(
        "stories.Photo", verbose_name=_("portrait"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("newsroom account"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="person",
        help_text=_("Ties the byline to an account: nobody publishes their own story."),
    )  # fmt: skip
    public_email = models.EmailField(_("public e-mail address"), blank=True)
    link = models.URLField(_("link"), blank=True)

    panels: ClassVar = [
        FieldPanel("name"), FieldPanel("slug"), FieldPanel("is_author"), FieldPanel("portrait"), FieldPanel("user"),
        FieldPanel("public_email"), FieldPanel("link"), InlinePanel("texts", label=_("Texts, one a language")),
    ]  # fmt: skip

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self, language: str | None = None) -> str:
        """The person's page in `language`, else in the language of the moment."""
        return reverse("author", kwargs={"language": language or get_language() or "", "slug": self.slug})

    def text(self, language: str) -> PersonText | None:
        """Role and biography in `language`, else in any."""
        texts = list(self.texts.all())
        return next((text for text in texts if text.language == language), texts[0] if texts else None)


class PersonText(models.Model):
    """What is said of a person in one language."""

    person = ParentalKey(Person, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    role = models.CharField(_("role"), max_length=120, blank=True)
    biography = models.TextField(_("biography"), blank=True)

    panels: ClassVar = [FieldPanel("language"), FieldPanel("role"), FieldPanel("biography")]

    class Meta:
        verbose_name = _("text of a person")
        verbose_name_plural = _("texts of a person")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "language"], name="person_text_a_language"),
        ]

    def __str__(self) -> str:
        return self.role

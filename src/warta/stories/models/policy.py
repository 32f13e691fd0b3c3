"""The reading policy as editors change it; `stories.policy` turns it into the frozen value that decides."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from warta.access import QUOTA_MAX

DAYS_MAX = 36_500
A_QUOTA = [MaxValueValidator(QUOTA_MAX)]
DAYS = [MinValueValidator(1), MaxValueValidator(DAYS_MAX)]


@register_setting(icon="key")
class ReadingPolicy(BaseGenericSetting, ClusterableModel):
    """How much may be read without a subscription. Sections say which level their stories have."""

    free_anonymous = models.PositiveSmallIntegerField(
        _("free stories a month for strangers"), default=5, validators=A_QUOTA,
        help_text=_("Metered stories that anybody may read in a calendar month, at most 50."),
    )  # fmt: skip
    free_registered = models.PositiveSmallIntegerField(
        _("free stories a month for registered readers"), default=10, validators=A_QUOTA,
        help_text=_("Metered stories that a reader with an account may read in a calendar month, at most 50."),
    )  # fmt: skip
    premium_after_days = models.PositiveIntegerField(
        _("days until a story turns premium"), null=True, blank=True, validators=DAYS,
        help_text=_("Older stories need a subscription, unless they were made free one by one. Empty: never."),
    )  # fmt: skip
    free_after_days = models.PositiveIntegerField(
        _("days until a locked story turns free"), null=True, blank=True, validators=DAYS,
        help_text=_("Older stories are free. Where both numbers apply, the larger one counts. Empty: never."),
    )  # fmt: skip
    teaser_words = models.PositiveSmallIntegerField(
        _("words of a teaser"), default=70, validators=[MinValueValidator(0), MaxValueValidator(400)],
        help_text=_("Whole paragraphs are shown until so many words are reached."),
    )  # fmt: skip
    crawlers_read = models.BooleanField(
        _("search engines read locked stories"), default=False,
        help_text=_("Crawlers whose address proves that they are Google’s or Bing’s get the whole text."),
    )  # fmt: skip
    gifts_a_month = models.PositiveSmallIntegerField(
        _("gift links a month"), default=5, validators=[MaxValueValidator(100)],
        help_text=_("So many stories a month may a subscriber open for friends. 0: none."),
    )  # fmt: skip
    gift_days = models.PositiveSmallIntegerField(
        _("days that a gift link works"), default=14, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )

    panels: ClassVar = [
        MultiFieldPanel([FieldPanel("free_anonymous"), FieldPanel("free_registered"), FieldPanel("teaser_words"),
                         FieldPanel("crawlers_read")], heading=_("Without a subscription")),
        MultiFieldPanel([FieldPanel("premium_after_days"), FieldPanel("free_after_days")], heading=_("By age")),
        MultiFieldPanel([FieldPanel("gifts_a_month"), FieldPanel("gift_days")], heading=_("Gift links")),
        InlinePanel("windows", heading=_("Free windows"), label=_("Free window"),
                    help_text=_("Times in which a story, a section or the whole newspaper is open to everybody.")),
    ]  # fmt: skip

    class Meta:
        verbose_name = _("reading policy")

    def __str__(self) -> str:
        return str(_("Reading policy"))


class FreeWindow(models.Model):
    """A time in which a story, a section (with those below it) or the whole newspaper is open to everybody."""

    policy = ParentalKey(ReadingPolicy, on_delete=models.CASCADE, related_name="windows")
    start = models.DateTimeField(_("from"), default=timezone.now)
    end = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("Empty: until this window is deleted."))
    story = models.ForeignKey(
        "stories.Story", verbose_name=_("story"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    section = models.ForeignKey(
        "stories.Section", verbose_name=_("section"), null=True, blank=True, on_delete=models.CASCADE, related_name="+",
        help_text=_("Without a story and a section, the whole newspaper is open."),
    )  # fmt: skip
    why = models.CharField(_("why"), max_length=120, help_text=_("For the newsroom: an emergency, an election …"))

    panels: ClassVar = [FieldPanel(name) for name in ("why", "start", "end", "story", "section")]

    class Meta:
        verbose_name = _("free window")
        verbose_name_plural = _("free windows")
        ordering: ClassVar = ["start"]

    def __str__(self) -> str:
        return self.why

    def clean(self) -> None:
        """Refuse a window that ends before it begins, or that names two things."""
        super().clean()
        errors: dict[str, Any] = {}
        if self.end is not None and self.start is not None and self.end <= self.start:
            errors["end"] = _("It would end before it begins.")
        if self.story_id and self.section_id:
            errors["section"] = _("Name a story or a section, not both.")
        if errors:
            raise ValidationError(errors)

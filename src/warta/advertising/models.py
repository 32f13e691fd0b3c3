"""What is booked and shown: campaigns, creatives, ad servers' tags, and the lines of ads.txt."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from warta.advertising import rules
from warta.advertising.slots import SHAPES, SLOT_CHOICES, SLOTS, Shape, slots_in

APPROVE = "advertising.approve_creative"
GOAL_MAX = 1_000_000_000


class Campaign(models.Model):
    """What an advertiser booked, or the newspaper for itself.

    starts, ends  days of the site's zone, both among those it runs on
    sections      none: in all
    goal          impressions that are to be reached evenly by the end; empty: as many as there is room for
    cap           impressions for one reader on one day; empty: any number
    priority      10 is chosen before 1
    """

    KINDS: ClassVar = [("paid", _("paid advertising")), ("house", _("the newspaper's own"))]

    advertiser = models.CharField(_("advertiser"), max_length=80)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=5, choices=KINDS, default="paid")
    starts = models.DateField(_("first day"), default=timezone.localdate)
    ends = models.DateField(_("last day"), null=True, blank=True, help_text=_("Empty: until you pause it."))
    sections = models.ManyToManyField(
        "stories.Section", verbose_name=_("sections"), blank=True, help_text=_("None: everywhere.")
    )
    slots = models.CharField(_("slots"), max_length=200)
    goal = models.PositiveIntegerField(
        _("impressions"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(GOAL_MAX)],
        help_text=_("Reached evenly until the last day, and not exceeded. Empty: as many as there is room for."),
    )  # fmt: skip
    cap = models.PositiveSmallIntegerField(
        _("times a reader and day"), null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)], help_text=_("At most. Empty: any number."),
    )  # fmt: skip
    priority = models.PositiveSmallIntegerField(
        _("priority"), default=5, validators=[MinValueValidator(1), MaxValueValidator(10)],
        help_text=_("10 is chosen before 1. Give the newspaper's own the lowest."),
    )  # fmt: skip
    paused = models.BooleanField(_("paused"), default=False)

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering: ClassVar = ["-starts", "-pk"]

    def __str__(self) -> str:
        return f"{self.advertiser}: {self.name}"

    def clean(self) -> None:
        """Refuse a flight that ends before it begins, and a goal without an end."""
        super().clean()
        if self.ends and self.starts and self.ends < self.starts:
            raise ValidationError({"ends": _("It would end before it begins.")})
        if self.goal and not self.ends:
            raise ValidationError({"ends": _("A number of impressions needs a last day, so that it can be even.")})

    @property
    def slot_names(self) -> tuple[str, ...]:
        """The slots it may stand in."""
        return slots_in(self.slots)

    @property
    def flight(self) -> tuple[datetime, datetime | None]:
        """Its first moment, and the first after its last; None: no end."""
        return rules.flight(self.starts, self.ends, timezone.get_default_timezone())

    def is_flying(self, now: datetime) -> bool:
        """Does its flight hold this moment?"""
        begins, over = self.flight
        return begins <= now and (over is None or now < over)


class Decided(models.Model):
    """Something that runs only while it is approved as it stands.

    approved_of  the fingerprint of what was approved: another content, by whatever road it came, does not run
    """

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")

    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False)
    approved_of = models.CharField(max_length=64, blank=True, editable=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, blank=True, editable=False,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    at = models.DateTimeField(_("at"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def content(self) -> str:
        """The fingerprint of all that readers get of it."""
        raise NotImplementedError

    def save(self, *args: Any, **kwargs: Any) -> None:
        """An approved one that has become another is a draft again; a refused one that was changed, too."""
        was_decided = self.state in (self.State.APPROVED, self.State.REFUSED)
        if was_decided and self.approved_of != self.content():
            self.state, self.approved_of, self.reason = self.State.DRAFT, "", ""
            if (fields := kwargs.get("update_fields")) is not None:
                kwargs["update_fields"] = {*fields, "state", "approved_of", "reason"}
        super().save(*args, **kwargs)

    @property
    def may_run(self) -> bool:
        """Was it approved as it stands?"""
        return self.state == self.State.APPROVED and self.approved_of == self.content()


class Creative(Decided):
    """What is shown of a campaign, in one shape."""

    class Kind(models.TextChoices):
        """How it is made."""

        IMAGE = "image", _("Image")
        NATIVE = "native", _("Native: text, with a picture")
        HTML = "html", _("HTML, in a frame of its own")
        TAG = "tag", _("Ad server's tag, for who agreed")

    campaign = models.ForeignKey(
        Campaign, verbose_name=_("campaign"), on_delete=models.CASCADE, related_name="creatives"
    )
    name = models.CharField(_("name"), max_length=80, help_text=_("For the newsroom and the reports."))
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices, default=Kind.IMAGE)
    shape = models.CharField(_("shape"), max_length=10, choices=SHAPES, default=Shape.BANNER.value)
    link = models.CharField(
        _("link"), max_length=1000, blank=True,
        help_text=_("Beginning with https://; of the newspaper's own, also a page of it, as in /accounts/subscribe/."),
    )  # fmt: skip
    picture = models.ForeignKey(
        "stories.Photo", verbose_name=_("picture"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    alt = models.CharField(
        _("alternative text"),
        max_length=200,
        blank=True,
        help_text=_("What the picture says, for who does not see it."),
    )
    headline = models.CharField(_("headline"), max_length=70, blank=True)
    text = models.CharField(_("text"), max_length=140, blank=True)
    html = models.TextField(_("HTML or tag"), blank=True)

    class Meta:
        verbose_name = _("creative")
        verbose_name_plural = _("creatives")
        ordering: ClassVar = ["-pk"]
        permissions: ClassVar = [("approve_creative", "May approve advertising")]

    def __str__(self) -> str:
        return self.name

    def content(self) -> str:
        """All that is shown, and who is said to show it."""
        picture = self.picture.file.name if self.picture else ""
        advertiser = self.campaign.advertiser if self.kind == self.Kind.NATIVE else ""
        return rules.fingerprint(
            self.campaign_id, self.kind, self.shape, self.link, picture, self.alt, self.headline, self.text, self.html,
            advertiser,
        )  # fmt: skip

    @property
    def is_framed(self) -> bool:
        """Has it a document of its own?"""
        return self.kind in (self.Kind.HTML, self.Kind.TAG)

    @property
    def slot_names(self) -> tuple[str, ...]:
        """The campaign's slots of its shape."""
        return tuple(name for name in self.campaign.slot_names if SLOTS[name].shape == self.shape)


class SlotTag(Decided):
    """An external ad server's tag: it fills a slot that no campaign fills, for who agreed to third parties."""

    slot = models.CharField(_("slot"), max_length=20, choices=SLOT_CHOICES, unique=True)
    html = models.TextField(_("tag"), help_text=_("As the ad server gives it; it runs in a frame of its own."))

    class Meta:
        verbose_name = _("ad server's tag")
        verbose_name_plural = _("ad servers' tags")
        ordering: ClassVar = ["slot"]

    def __str__(self) -> str:
        return str(SLOTS[self.slot].label) if self.slot in SLOTS else self.slot

    def content(self) -> str:
        """The slot and the tag."""
        return rules.fingerprint(self.slot, self.html)


@register_setting(icon="doc-full")
class AdsTxt(BaseGenericSetting):
    """Who may sell the newspaper's advertising, as ads.txt tells buyers."""

    lines = models.TextField(
        _("lines"), blank=True, max_length=50_000,
        help_text=_("One a line: domain of the seller, your account there, DIRECT or RESELLER, and where it has one "
                    "the number of the seller's certification. # begins a comment."),
    )  # fmt: skip

    panels: ClassVar = [FieldPanel("lines")]

    class Meta:
        verbose_name = "ads.txt"

    def __str__(self) -> str:
        return "ads.txt"

    def clean(self) -> None:
        """Refuse a line that no buyer would understand."""
        super().clean()
        for number, line in enumerate(self.lines.splitlines(), start=1):
            if not rules.is_ads_txt(line):
                said = {"number": number, "line": line[:60]}
                raise ValidationError(
                    {"lines": gettext("Line %(number)s, “%(line)s”, is none of ads.txt: "
                                      "seller.example, account, DIRECT") % said}
                )  # fmt: skip

"""Editions, what stands in them, their pages, and how the newspaper wants them made."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from warta.access import Gate, Level, Right

ARRANGE = "epaper.change_edition"
LENGTHS = [
    ("auto", _("as it fits")), ("whole", _("in full")), ("short", _("shortened")), ("brief", _("a few lines")),
]  # fmt: skip
KINDS = [("story", _("story")), ("notice", _("notice")), ("advertisement", _("advertisement"))]


@register_setting(icon="doc-full")
class EpaperSettings(BaseGenericSetting):
    """When and how editions are made. The e-paper's name stands in the publication's settings."""

    is_made = models.BooleanField(_("make an edition every day"), default=True)
    made_at = models.TimeField(
        _("made at"), default=time(4), help_text=_("From then on readers find it, in the newspaper's own time zone.")
    )
    covers_from = models.TimeField(
        _("holds stories since"), default=time(4), help_text=_("Of the day before, in the same time zone.")
    )
    closed_after = models.PositiveSmallIntegerField(
        _("closed after hours"), default=12, validators=[MaxValueValidator(48)],
        help_text=_("Until then a correction makes it anew. 0: until you close it."),
    )  # fmt: skip
    languages = models.CharField(_("languages"), max_length=60, blank=True, help_text=_("Empty: the newspaper's own."))
    price = models.CharField(_("price in the masthead"), max_length=40, blank=True)
    first_number = models.PositiveIntegerField(_("number of the first edition"), default=1)
    pages_max = models.PositiveSmallIntegerField(
        _("pages at most"), default=16, validators=[MinValueValidator(1), MaxValueValidator(64)]
    )
    width_mm = models.PositiveSmallIntegerField(
        _("width of a page in mm"), default=280, validators=[MinValueValidator(200), MaxValueValidator(420)]
    )
    height_mm = models.PositiveSmallIntegerField(
        _("height of a page in mm"), default=400, validators=[MinValueValidator(280), MaxValueValidator(600)]
    )

    panels: ClassVar = [FieldPanel(name) for name in (
        "is_made", "made_at", "covers_from", "closed_after", "languages", "price", "first_number", "pages_max",
        "width_mm", "height_mm",
    )]  # fmt: skip

    class Meta:
        verbose_name = _("e-paper")


class Edition(models.Model):
    """The newspaper of one day in one language.

    build         names the folder of the files that readers get; empty: there is none yet
    fingerprint   of what that build was made of: the same is not made again
    draft         names the folder of pages that the desk alone sees, until it publishes them; empty: none
    chosen_at     stories published until then are in it; later ones are the next day's. Empty: nothing is chosen yet
    revision      counts what the desk changed: whoever looked at it before somebody else's change is told
    uploaded      the PDF came from a print system; composing leaves it alone
    incoming      names a PDF that was uploaded and waits to be looked at, in `folder`; empty: none
    failure       why the last attempt failed, in words for the desk; empty: it did not
    wanted_at     it should be made anew: a story changed, or the desk asked for it
    draft_wanted_at  the desk wants to see its pages, readers go on having those they have
    published_at  since when readers have it; empty: not yet
    closed_at     since when it is made anew no more
    reopened_at   when the desk opened it again: it is closed so many hours after
    """

    day = models.DateField(_("day"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    number = models.PositiveIntegerField(_("number"))
    build = models.CharField(_("build"), max_length=40, blank=True, editable=False)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    built_at = models.DateTimeField(_("made"), null=True, blank=True, editable=False)
    draft = models.CharField(max_length=40, blank=True, editable=False)
    chosen_at = models.DateTimeField(_("holds stories until"), null=True, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    uploaded = models.BooleanField(_("from a print system"), default=False, editable=False)
    incoming = models.CharField(max_length=40, blank=True, editable=False)
    failure = models.TextField(_("failure"), blank=True, editable=False)
    failed_at = models.DateTimeField(_("failed"), null=True, blank=True, editable=False)
    wanted_at = models.DateTimeField(_("to be made anew"), null=True, blank=True, editable=False)
    draft_wanted_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    reopened_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering: ClassVar = ["-day", "language"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "language"], name="edition_a_day_and_language"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} ({self.language})"

    @property
    def folder(self) -> Path:
        """Where all its builds lie."""
        return Path(settings.DATA) / "editions" / f"{self.day:%Y-%m-%d}-{self.language}"

    @property
    def files(self) -> Path:
        """The build that readers get: `edition.pdf`, `edition.epub`, `page-1.webp`, `page-1-small.webp` and so on."""
        return self.folder / self.build

    @property
    def gate(self) -> Gate:
        """All that decides who may read it. Its id is below zero, so that it is no story's; it does not age."""
        return Gate(
            story=-self.pk, level=Level.PREMIUM, right=Right.EPAPER, withdrawn=self.withdrawn_at is not None,
            published=self.published_at is not None and self.withdrawn_at is None and bool(self.build),
        )  # fmt: skip


class EditionItem(models.Model):
    """A story, notice or advertisement of an edition, and what the desk wishes of it.

    story       its id, no foreign key: what was printed stays known when the story is gone
    rank        best first, as it was chosen
    weight      0 to 100, as it was chosen (`values.Piece.weight`)
    is_chosen   the desk put it in, or moved it: choosing anew leaves it in
    is_locked   page and place stay as they are when the edition is made anew
    printed_on  pages of the build that readers get on which it stands, as `1 5`; empty: it is not in it
    is_gone     it was withdrawn after it was printed: text and search are without it, the PDF still holds it
    """

    edition = models.ForeignKey(Edition, verbose_name=_("edition"), on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(_("kind"), max_length=13, choices=KINDS, default="story")
    story = models.BigIntegerField(_("story"), null=True, blank=True)
    headline = models.CharField(_("headline"), max_length=255, blank=True)
    text = models.TextField(_("text"), blank=True, max_length=2000)
    link = models.URLField(_("address"), blank=True)
    picture = models.ForeignKey(
        "stories.Photo", verbose_name=_("picture"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    size = models.PositiveSmallIntegerField(_("columns wide"), default=0, validators=[MaxValueValidator(5)])
    rank = models.PositiveIntegerField(default=0)
    weight = models.PositiveSmallIntegerField(default=50)
    page = models.PositiveSmallIntegerField(_("page"), default=0, validators=[MaxValueValidator(64)])
    place = models.PositiveSmallIntegerField(_("place"), default=0)
    length = models.CharField(_("length"), max_length=5, choices=LENGTHS, default="auto")
    is_lead = models.BooleanField(_("leads its page"), default=False)
    is_chosen = models.BooleanField(_("chosen by the desk"), default=False)
    is_dropped = models.BooleanField(_("left out"), default=False)
    is_locked = models.BooleanField(_("stays where it is"), default=False)
    printed_on = models.CharField(_("printed on pages"), max_length=200, blank=True, editable=False)
    is_shortened = models.BooleanField(_("was shortened"), default=False, editable=False)
    is_gone = models.BooleanField(_("withdrawn since"), default=False, editable=False)

    class Meta:
        verbose_name = _("piece of an edition")
        verbose_name_plural = _("pieces of an edition")
        ordering: ClassVar = ["rank", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["edition", "story"], condition=models.Q(story__isnull=False), name="edition_holds_a_story_once"
            ),
        ]

    def __str__(self) -> str:
        return self.headline or self.key

    @property
    def key(self) -> str:
        """Its name among the pieces (`values.Piece.key`)."""
        return f"story:{self.story}" if self.kind == "story" else f"{self.kind}:{self.pk}"


class EditionPage(models.Model):
    """A page of the build that readers get.

    width, height  of its picture in pixels
    places         what stands where: `values.Place` as plain lists, in the order of reading
    text           of an uploaded page, taken out of its PDF; composed pages have their stories' own
    """

    edition = models.ForeignKey(Edition, verbose_name=_("edition"), on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=120, blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    places = models.JSONField(default=list)
    text = models.TextField(blank=True)

    class Meta:
        verbose_name = _("page of an edition")
        verbose_name_plural = _("pages of an edition")
        ordering: ClassVar = ["edition", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "number"], name="edition_has_a_page_once"),
        ]

    def __str__(self) -> str:
        return f"{self.edition}, {self.number}"

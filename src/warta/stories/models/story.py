"""Story: the thing everything else is for."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, Revision
from wagtail.search import index

from warta.access import Gate, Level
from warta.stories.models.body import BODY_BLOCKS, SourceChainBlock
from warta.stories.models.person import Person
from warta.stories.models.preview import PublicPageMixin
from warta.stories.models.section import LEVELS, Section
from warta.stories.panels import STORY_PANELS, StoryForm
from warta.stories.permissions import StoryIndexPermissions, StoryPermissions
from warta.stories.publishing import carry_submission, clear_own_story, noticing
from warta.stories.rules import address_words

STORY_KINDS = [
    ("news", _("News")),
    ("analysis", _("Analysis")),
    ("opinion", _("Opinion")),
    ("photo_story", _("Photo story")),
    ("live", _("Live story")),
]


class StoryIndex(PublicPageMixin, Page):
    """Where the stories of one year and language hang in Wagtail's tree. Readers never see it."""

    parent_page_types: ClassVar = ["stories.FrontPage"]
    subpage_types: ClassVar = ["stories.Story"]
    max_count_per_parent = 200
    preview_modes: ClassVar[list[Any]] = []
    preview_renderer = ""

    class Meta:
        verbose_name = _("year of stories")
        verbose_name_plural = _("years of stories")

    def public_path(self) -> str:
        """The archive of the year."""
        return reverse("archive", kwargs={"language": self.locale.language_code})

    def permissions_for_user(self, user: Any) -> StoryIndexPermissions:
        """Creating and publishing in one go is publishing one's own story."""
        return StoryIndexPermissions(user, self)


class Story(PublicPageMixin, Page):
    """A story. `title` is its headline; language and translations are Wagtail's locale and translation key.

    Four fields are kept by the newsroom's services, not by revisions: `published_at`, `updated_at`, `withdrawn_at` and
    `withdrawn_reason` stay what they are when an older version is published again.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=STORY_KINDS, default="news")
    kicker = models.CharField(_("kicker"), max_length=80, blank=True)
    standfirst = models.TextField(_("standfirst"), blank=True, max_length=600)
    section = models.ForeignKey(
        "stories.Section", verbose_name=_("section"), on_delete=models.PROTECT, related_name="stories"
    )
    topics = ParentalManyToManyField("stories.Topic", verbose_name=_("topics"), blank=True, related_name="stories")
    people = ParentalManyToManyField(
        "stories.Person", verbose_name=_("people in the news"), blank=True, related_name="mentioned_in"
    )
    editor = models.ForeignKey(
        "stories.Person", verbose_name=_("editor"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="edited",
    )  # fmt: skip
    dateline_city = models.CharField(_("dateline city"), max_length=80, blank=True)
    lead_photo = models.ForeignKey(
        "stories.Photo", verbose_name=_("lead photo"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="leads",
    )  # fmt: skip
    lead_caption = models.TextField(_("caption of its own"), blank=True)
    lead_alt = models.CharField(_("alt text of its own"), max_length=250, blank=True)
    body = StreamField(BODY_BLOCKS, verbose_name=_("text"), blank=True)
    sources = StreamField([("chain", SourceChainBlock())], verbose_name=_("sources"), blank=True)
    level = models.CharField(
        _("access level"), max_length=12, choices=LEVELS, blank=True, help_text=_("Empty: the section's default.")
    )
    embargo_until = models.DateTimeField(
        _("embargo until"), null=True, blank=True, help_text=_("Nothing of the story is public before.")
    )
    replies_to = models.ForeignKey(
        "self", verbose_name=_("is a right of reply to"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="replies",
    )  # fmt: skip
    minor_change = models.BooleanField(
        _("minor change"), default=False, help_text=_("A slip of the pen: the story does not count as updated.")
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("updated"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawn_reason = models.TextField(_("reason of the withdrawal"), blank=True, editable=False)
    origin = models.CharField(
        _("origin"), max_length=255, null=True, blank=True, unique=True, editable=False,
        help_text=_("Where an import took it from."),
    )  # fmt: skip

    KEPT: ClassVar = ("published_at", "updated_at", "withdrawn_at", "withdrawn_reason", "origin")

    base_form_class = StoryForm
    edit_handler = STORY_PANELS
    parent_page_types: ClassVar = ["stories.StoryIndex"]
    subpage_types: ClassVar[list[str]] = []
    preview_renderer = "story"
    exclude_fields_in_copy: ClassVar = [*KEPT]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("standfirst"), index.SearchField("body")]
    search_auto_update = False  # `receivers` does it, but not for a save that changes nothing to find

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        indexes: ClassVar = [
            # The embargo stands in them so that a list needs no look at the rows: they are long, with all of the text.
            models.Index(fields=["-published_at", "embargo_until"], name="story_published"),
            models.Index(fields=["section", "-published_at", "embargo_until"], name="story_section_published"),
            models.Index(fields=["kind", "-published_at", "embargo_until"], name="story_kind_published"),
            models.Index(
                fields=["kind", "-published_at", "embargo_until"],
                name="story_with_photo",
                condition=Q(lead_photo__isnull=False),
            ),
            models.Index(fields=["embargo_until"], name="story_embargo", condition=Q(embargo_until__isnull=False)),
            models.Index(fields=["-updated_at"], name="story_updated", condition=Q(updated_at__isnull=False)),
        ]

    @property
    def headline(self) -> str:
        """The field's own word for the title."""
        return self.title

    @property
    def language(self) -> str:
        """The language it is written in."""
        return str(self.locale.language_code)

    # What `gate` is made of, for queries that need no more of a story.
    GATE_FIELDS = ("level", "live", "withdrawn_at", "embargo_until", "published_at", "section")

    @property
    def gate(self) -> Gate:
        """All that decides who may read it."""
        return Gate(
            story=self.pk,
            level=Level(self.level) if self.level else None,
            published=self.live,
            withdrawn=not self.live and self.withdrawn_at is not None,
            public_from=self.embargo_until,
            published_at=self.published_at,
            section=self.section_id or 0,
        )

    def public_path(self) -> str:
        """Its address: section, words of the headline, id. The id alone decides; the rest may change."""
        return reverse(
            "story",
            kwargs={
                "language": self.language,
                "section": self.section.slug,
                "words": address_words(self.title),
                "pk": self.pk,
            },
        )

    def permissions_for_user(self, user: Any) -> StoryPermissions:
        """Wagtail's permissions, with four eyes."""
        return StoryPermissions(user, self)

    def with_content_json(self, content: dict[str, Any]) -> Story:
        """A version of the story; what the newsroom's services keep is not the version's. Up to three queries more."""
        version: Story = super().with_content_json(self._mended(content))
        for name in self.KEPT:
            setattr(version, name, getattr(self, name))
        if version.embargo_until and not self.live:  # an embargo is a schedule that no road can overtake
            version.go_live_at = max(version.go_live_at or version.embargo_until, version.embargo_until)
        return version

    def _mended(self, content: dict[str, Any]) -> dict[str, Any]:
        """A version's `content` without what was deleted since it was saved.

        The database protects what the public version names; a section or an author that only a draft or an older
        version names may be deleted, and such a version would not load. It takes the section that the story has.
        """
        mended = dict(content)
        if not Section.objects.filter(pk=content["section"]).exists():
            mended["section"] = Section.objects.filter(stories=self.pk).values_list("pk", flat=True).first()
        if content.get("bylines"):
            people = Person.objects.in_bulk({byline["person"] for byline in content["bylines"]})
            mended["bylines"] = [byline for byline in content["bylines"] if byline["person"] in people]
        return mended

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Check all, once it has a place name in the tree."""
        self.name_place()
        super().full_clean(*args, **kwargs)

    def name_place(self) -> None:
        """Give a story without a place name in the tree one that no other has; readers never see it."""
        if not getattr(self, "slug", ""):
            self.slug = f"{address_words(self.title)}-{uuid.uuid4().hex[:8]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a change that readers may notice goes into the change log in the same transaction."""
        with noticing(self, kwargs.get("update_fields")):
            super().save(*args, **kwargs)

    def is_site_root(self) -> bool:
        """Never; Wagtail asks the database at each save."""
        return False

    def update_aliases(self, **kwargs: Any) -> None:
        """Nothing is there twice: a story has no aliases to look for."""

    def save_revision(self, user: Any = None, **kwargs: Any) -> Revision:
        """Save a version; one by who may approve the story takes the place of the one submitted."""
        revision: Revision = super().save_revision(user=user, **kwargs)
        carry_submission(self, revision, user)
        return revision

    def publish(
        self, revision: Revision, user: Any = None, *args: Any, override_reason: str | None = None, **kwargs: Any
    ) -> None:  # fmt: skip
        """Publish a version, or schedule it if its time is to come.

        override_reason  an administrator's reason to publish their own story all the same; it is logged
        raises           OwnStory, ReasonMissing, Wagtail's PublishPagePermissionError
        """
        with transaction.atomic():
            if user is not None and clear_own_story(revision.as_object(), user, override_reason):
                kwargs["skip_permission_checks"] = True
            super().publish(revision, user, *args, **kwargs)


class StoryAuthor(Orderable):
    """Who wrote a story, in the order of the byline."""

    story = ParentalKey(Story, on_delete=models.CASCADE, related_name="bylines")
    person = models.ForeignKey(
        "stories.Person", verbose_name=_("author"), on_delete=models.PROTECT, related_name="written"
    )

    class Meta(Orderable.Meta):
        verbose_name = _("author")
        verbose_name_plural = _("authors")

    def __str__(self) -> str:
        return self.person.name


class Correction(Orderable):
    """A correction or a right of reply: dated, in words, never silent."""

    KINDS: ClassVar = [("correction", _("Correction")), ("right_of_reply", _("Right of reply"))]

    story = ParentalKey(Story, on_delete=models.CASCADE, related_name="corrections")
    kind = models.CharField(_("kind"), max_length=16, choices=KINDS, default="correction")
    at = models.DateTimeField(_("date"), default=timezone.now)
    text = models.TextField(_("text"))
    by = models.CharField(_("who replies"), max_length=120, blank=True)
    reply = models.ForeignKey(
        Story, verbose_name=_("story with the reply"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip

    class Meta(Orderable.Meta):
        verbose_name = _("correction")
        verbose_name_plural = _("corrections and rights of reply")

    def __str__(self) -> str:
        return self.text[:80]

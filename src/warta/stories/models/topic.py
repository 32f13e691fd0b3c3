"""Topic: what a story is about."""

from __future__ import annotations

from typing import Any, ClassVar

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


class TopicStory(models.Model):
    """A published story in the list of a topic, by its date: so that lists of topics are read from one index.

    It says again what the story and its topics say. `list_topics` keeps it, in the transaction of the change itself
    (`publishing.noticing`); an embargo is not known here.
    """

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+", db_index=False)
    story = models.ForeignKey("stories.Story", on_delete=models.CASCADE, related_name="+")
    published_at = models.DateTimeField()

    wagtail_reference_index_ignore = True  # the story itself names its topics

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["topic", "-published_at", "-story"], name="topic_story_list"),
            models.Index(fields=["-published_at", "topic", "story"], name="topic_story_recent"),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id}: {self.story_id}"


def list_topics(story: Any) -> None:
    """List a story under its topics if it is public, else nowhere. Two or three queries."""
    TopicStory.objects.filter(story=story.pk).delete()
    if story.live and story.published_at:
        topics = type(story).topics.through.objects.filter(story=story.pk).values_list("topic", flat=True)
        rows = [TopicStory(topic_id=pk, story_id=story.pk, published_at=story.published_at) for pk in topics]
        TopicStory.objects.bulk_create(rows)

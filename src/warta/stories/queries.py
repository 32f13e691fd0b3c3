"""Reading stories: lists of ids, and the cards that lists are joined from. Every read is bounded."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Locale, Page, ReferenceIndex

from warta.access import Level
from warta.stories.models import Person, Photo, PhotoRendition, Section, Story, StoryAuthor, Topic, TopicStory
from warta.stories.policy import current_policy
from warta.stories.renditions import JPEG_SPECS
from warta.stories.shown import ShownPhoto, shown_photo

ID_MAX = 2**63 - 1  # what a database keeps
PAGE_LINK = re.compile(r"<a\b(?=[^>]*\blinktype=\"page\")[^>]*\bid=\"(\d+)\"")  # in rich text as Wagtail keeps it
LIST_LIMIT = 200  # ids of one list, at most
FEW = 5000  # links that are quicker followed than looked for among the newest stories


@dataclass(frozen=True, slots=True)
class Card:
    """A story in a list: nothing of its text but the headline and the standfirst."""

    id: int
    url: str
    language: str
    kind: str
    kicker: str
    headline: str
    standfirst: str
    section: Section
    level: Level
    authors: tuple[Person, ...]
    photo: ShownPhoto | None
    published_at: datetime
    updated_at: datetime | None

    @property
    def is_premium(self) -> bool:
        """Does it carry the small mark?"""
        return self.level is Level.PREMIUM


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is asked of a public story before it gets a place on a front page.

    voice  the id of its first author, 0 without one
    ratio  width by height of its photo, None while no form of it is finished
    """

    id: int
    kind: str
    voice: int
    ratio: float | None


def public(now: datetime | None = None) -> QuerySet[Story]:
    """The stories that are public at `now`."""
    moment = now or timezone.now()
    return _not_embargoed(moment).filter(published_at__lte=moment)


def _not_embargoed(moment: datetime) -> QuerySet[Story]:
    return Story.objects.filter(Q(embargo_until__isnull=True) | Q(embargo_until__lte=moment), live=True)


def of_language(pages: QuerySet[Any], language: str) -> QuerySet[Any]:
    """Those of `pages` that are written in `language`.

    The sum keeps SQLite from gathering all pages of the language by the key's own index, which are half of all there
    are: it takes what else is asked for first, and stops when it has enough. Of few pages ask in the order of
    their `pk`: by path, Wagtail's own order, or in none it looks at all pages.
    """
    wanted = Locale.objects.filter(language_code=language).values("pk")[:1]
    return pages.alias(its_locale=F("locale_id") + 0).filter(its_locale=Subquery(wanted))


def in_language(language: str, before: datetime | None = None) -> QuerySet[Story]:
    """The public stories of one language, newest first; with `before`, only those published earlier.

    An index is entered at one upper bound, so there must be no second one: SQLite would go down from today.
    """
    now = timezone.now()
    public_now = public(now) if before is None or before > now else _not_embargoed(now).filter(published_at__lt=before)
    return of_language(public_now, language).order_by("-published_at", "-pk")


def ids(stories: QuerySet[Story], limit: int, offset: int = 0) -> list[int]:
    """Ids of a list. One query."""
    limit = min(limit, LIST_LIMIT)
    return list(stories.values_list("pk", flat=True)[offset : offset + limit])


def latest(
    language: str, limit: int, *, kind: str | None = None, offset: int = 0, with_photo: bool = False
) -> list[int]:  # fmt: skip
    """Ids of the newest stories, of one kind if named, only those with a lead photo if asked. One query."""
    stories = in_language(language)
    if with_photo:
        stories = stories.filter(lead_photo__isnull=False)
    return ids(stories.filter(kind=kind) if kind else stories, limit, offset)


def of_section(section: Section, limit: int, offset: int = 0) -> list[int]:
    """Ids of the newest stories of a section and of those below it. One query, and more if there are sections below.

    Each section's newest are read from an index, and joined here: one query for all would sort them all.
    """
    sections = [section.pk]
    if getattr(section, "has_below", True):  # `section_by_slug` knows
        sections += Section.objects.filter(parent=section).values_list("pk", flat=True)
    return joined([public().filter(section=pk).order_by("-published_at", "-pk") for pk in sections], limit, offset)


def joined(lists: Iterable[QuerySet[Story]], limit: int, offset: int = 0) -> list[int]:
    """Ids of the newest of several lists, each newest first. One query a list."""
    limit = min(limit, LIST_LIMIT)
    found = [stories.values_list("published_at", "pk")[: offset + limit] for stories in lists]
    newest = heapq.merge(*found, reverse=True)
    return [pk for _, pk in islice(newest, offset, offset + limit)]


def under_topics(now: datetime | None = None) -> QuerySet[TopicStory]:
    """The places of public stories in the lists of topics. The few embargoed ones are read from their own index."""
    moment = now or timezone.now()
    embargoed = Story.objects.filter(embargo_until__gt=moment).order_by().values("pk")
    return TopicStory.objects.filter(published_at__lte=moment).exclude(story__in=embargoed)


def of_topic(topic: Topic, limit: int, offset: int = 0) -> list[int]:
    """Ids of the newest stories about a topic. One query."""
    limit = min(limit, LIST_LIMIT)
    listed = under_topics().filter(topic=topic).order_by("-published_at", "-story_id")
    return list(listed.values_list("story_id", flat=True)[offset : offset + limit])


def of_author(person: Person, language: str, limit: int, offset: int = 0) -> list[int]:
    """Ids of the newest stories somebody wrote. Two queries."""
    return _linked(in_language(language), StoryAuthor.objects.filter(person=person), limit, offset)


def mentioning(person: Person, language: str, limit: int, offset: int = 0) -> list[int]:
    """Ids of the newest stories that somebody is in. Two queries."""
    return _linked(in_language(language), Story.people.through.objects.filter(person=person), limit, offset)


def _linked(stories: QuerySet[Story], links: QuerySet[Any], limit: int, offset: int) -> list[int]:
    """Ids of those of `stories` (newest first) that `links` lead to.

    A few links are followed and sorted; of many, enough stand among the newest stories, which are gone through.
    """
    many = links.values_list("pk", flat=True)[FEW : FEW + 1].exists()
    if many:
        return ids(stories.filter(Exists(links.filter(story=OuterRef("pk")))), limit, offset)
    return ids(stories.filter(pk__in=links.values("story")), limit, offset)


def showing(photo: Photo) -> list[int]:
    """Ids of the stories that show a photo, newest first: above, in the text or as an author's portrait. Three queries.

    Not bounded, as nobody may be forgotten: whoever asks takes the ids in batches.
    """
    live = _live_ids()
    page = ContentType.objects.get_for_model(Page)
    references = ReferenceIndex.get_references_to(photo).filter(base_content_type=page)
    pages = references.annotate(page=Cast("object_id", BigIntegerField())).values("page")
    return _newest(
        live.filter(lead_photo=photo), live.filter(pk__in=pages), live.filter(bylines__person__portrait=photo)
    )


def about(topic: Topic) -> list[int]:
    """Ids of all stories about a topic, newest first; not bounded either. One query."""
    return _newest(_live_ids().filter(topics=topic))


def naming(person: Person) -> list[int]:
    """Ids of all stories that somebody wrote, edited or is in, newest first; not bounded either. Three queries."""
    live = _live_ids()
    return _newest(live.filter(bylines__person=person), live.filter(people=person), live.filter(editor=person))


def _live_ids() -> QuerySet[Story, int]:
    return Story.objects.filter(live=True).values_list("pk", flat=True)


def _newest(*found: QuerySet[Story, int]) -> list[int]:
    return sorted({pk for ids_found in found for pk in ids_found}, reverse=True)


def between(language: str, start: datetime, end: datetime, limit: int, offset: int = 0) -> list[int]:
    """Ids of the stories published from `start` until before `end`. One query."""
    stories = in_language(language, before=end).filter(published_at__gte=start)
    return ids(stories, limit, offset)


def count_between(language: str, start: datetime, end: datetime) -> int:
    """How many stories were published from `start` until before `end`. One query."""
    return in_language(language, before=end).filter(published_at__gte=start).order_by().count()


def beside(language: str, start: datetime, end: datetime) -> tuple[datetime | None, datetime | None]:
    """When the last story before `start` and the first from `end` on came out. Two queries."""
    before = in_language(language, before=start).values_list("published_at", flat=True).first()
    times = in_language(language).values_list("published_at", flat=True)
    after = times.filter(published_at__gte=end).order_by("published_at").first()
    return before, after


def published_since(language: str, age: timedelta) -> QuerySet[Story]:
    """The public stories of the last `age`."""
    return in_language(language).filter(published_at__gte=timezone.now() - age)


def cards(story_ids: Iterable[int]) -> dict[int, Card]:
    """The cards of public stories by id; an id that is not public is not there. Eight queries, however many."""
    wanted = list(dict.fromkeys(story_ids))[: 2 * LIST_LIMIT]
    policy, now = current_policy(), timezone.now()
    # Asked for what is public as well, SQLite may go through all stories of all sections to find these few.
    stories = (
        Story.objects.filter(pk__in=wanted)
        .select_related("section", "section__locale", "locale", "lead_photo")
        .prefetch_related("bylines__person__portrait__renditions", "lead_photo__renditions")
        .defer("body", "sources")
    )
    return {story.pk: _card(story, policy.level_of(story.gate, now)) for story in stories if _is_public(story, now)}


def candidates(story_ids: Iterable[int]) -> dict[int, Candidate]:
    """What a front page asks of public stories, by id; one that is not public is not there. One query."""
    finished = PhotoRendition.objects.filter(image=OuterRef("lead_photo"), filter_spec__in=JPEG_SPECS)
    bylines = StoryAuthor.objects.filter(story=OuterRef("pk")).order_by("sort_order").values("person")
    stories = (
        Story.objects.filter(pk__in=list(dict.fromkeys(story_ids)))
        .select_related("lead_photo")
        .annotate(voice=Subquery(bylines[:1]), is_finished=Exists(finished))
        .only(*Story.GATE_FIELDS, "kind", "lead_photo__width", "lead_photo__height")
    )
    now = timezone.now()
    return {
        story.pk: Candidate(story.pk, story.kind, story.voice or 0, _ratio(story.lead_photo, story.is_finished))
        for story in stories
        if _is_public(story, now)
    }


def _ratio(photo: Photo | None, is_finished: bool) -> float | None:
    return photo.width / photo.height if photo and is_finished else None


def _is_public(story: Story, now: datetime) -> bool:
    """The same as `public`, of a story that was read already."""
    return story.gate.is_live(now) and story.published_at is not None and story.published_at <= now


def _card(story: Story, level: Level) -> Card:
    assert story.published_at is not None  # public() asks for it
    return Card(
        id=story.pk,
        url=story.public_path(),
        language=story.language,
        kind=story.kind,
        kicker=story.kicker,
        headline=story.title,
        standfirst=story.standfirst,
        section=story.section,
        level=level,
        authors=tuple(byline.person for byline in story.bylines.all()),
        photo=shown_photo(story.lead_photo, caption=story.lead_caption, alt=story.lead_alt),
        published_at=story.published_at,
        updated_at=story.updated_at,
    )


def story_by_id(pk: int) -> Story | None:
    """A story whatever its state, with what its page needs. One query, none for a number no story can have."""
    if pk > ID_MAX:
        return None
    related = ("section", "section__locale", "section__parent", "locale", "lead_photo", "editor", "replies_to")
    return Story.objects.filter(pk=pk).select_related(*related).first()


def pointed_at(story: Story) -> set[int]:
    """Ids of the stories that a story's page may name, public or not: related, replies, translations, links.

    Three queries.
    """
    named = {story.replies_to_id, *story.corrections.values_list("reply", flat=True)}
    named |= set(story.replies.values_list("pk", flat=True))
    named |= set(story.get_translations().values_list("pk", flat=True))
    named |= {block.value["story"].pk for block in story.body if block.block_type == "related" and block.value["story"]}
    return {pk for pk in named | linked_in(story) if pk is not None and pk != story.pk}


def linked_in(story: Story) -> set[int]:
    """Ids of the stories that links in a story's text lead to, public or not."""
    linked: set[int] = set()
    for block in story.body:
        if block.block_type == "text":
            linked |= {int(pk) for pk in PAGE_LINK.findall(block.value.source)}
        elif block.block_type in ("factbox", "update"):
            linked |= {int(pk) for pk in PAGE_LINK.findall(block.value["text"].source)}
    return linked


def sections(language: str) -> list[Section]:
    """All sections of a language, in their order. One query."""
    return list(Section.objects.filter(locale__language_code=language).select_related("locale", "parent"))


def section_by_slug(language: str, slug: str) -> Section | None:
    """A section by its address. One query."""
    found = Section.objects.filter(locale__language_code=language, slug=slug)
    below = Exists(Section.objects.filter(parent=OuterRef("pk")))
    return found.annotate(has_below=below).select_related("locale", "parent").first()


def section_by_id(pk: int) -> Section | None:
    """A section. One query."""
    return Section.objects.filter(pk=pk).select_related("locale", "parent").first()


def topics_of(story: int) -> list[int]:
    """Ids of a public story's topics. One query."""
    found = public().filter(pk=story).values_list("topics", flat=True)
    return [topic for topic in found if topic is not None]


def topics(language: str, limit: int) -> list[Topic]:
    """The topics of a language by their names, used or not. One query."""
    return list(Topic.objects.filter(locale__language_code=language).select_related("locale")[:limit])


def count_of_topic(topic: Topic, limit: int) -> int:
    """How many public stories are about a topic, counted up to `limit`. One query."""
    return under_topics().filter(topic=topic)[:limit].count()


def topic_by_slug(language: str, slug: str) -> Topic | None:
    """A topic by its address. One query."""
    return Topic.objects.filter(locale__language_code=language, slug=slug).select_related("locale").first()


def languages_with_stories() -> list[str]:
    """The languages the newspaper appears in. One query."""
    return list(Locale.objects.values_list("language_code", flat=True).order_by("pk"))

"""Editions as readers may have them, and the texts of what is printed in them. Every read is bounded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from warta.access import Level
from warta.epaper.models import Edition, EditionItem
from warta.stories.models import Story
from warta.stories.policy import current_policy
from warta.stories.shown import Shown, ShownPhoto, show_both, shown_photo

ITEMS_MAX = 250  # pieces of an edition
EDITIONS_MAX = 100  # editions of one list
STORY_PARTS = (
    "topics", "bylines__person", "corrections__reply__section", "corrections__reply__locale",
    "lead_photo__renditions",
)  # fmt: skip
STORY_NEEDS = ("section", "section__locale", "section__parent", "locale", "lead_photo", "editor", "replies_to")


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of an edition as it can be read on the screen: a story as it is now, or the desk's notice.

    pages    the printed pages on which it stands, from 1; none for an uploaded PDF, which does not say
    whole    the story; None for a notice or an advertisement, whose words are the item's own
    teaser   its open beginning
    is_free  may everybody read the whole of it, whatever they pay for?
    picture  of a notice or an advertisement
    """

    item: EditionItem
    pages: tuple[int, ...]
    whole: Shown | None = None
    teaser: Shown | None = None
    is_free: bool = True
    picture: ShownPhoto | None = None

    @property
    def key(self) -> str:
        """Its name among the pieces of the edition."""
        return self.item.key

    @property
    def headline(self) -> str:
        """What stands above it."""
        return self.whole.headline if self.whole else self.item.headline

    @property
    def is_on_front(self) -> bool:
        """Does it begin on the front page, which is free for all?"""
        return 1 in self.pages


def readable() -> QuerySet[Edition]:
    """The editions that readers may know of: published, not withdrawn, with files; newest first."""
    return Edition.objects.filter(published_at__isnull=False, withdrawn_at__isnull=True).exclude(build="")


def newest(language: str) -> Edition | None:
    """The newest edition that readers have in a language. One query."""
    return readable().filter(language=language).order_by("-day").first()


def edition_of(day: date, language: str) -> Edition | None:
    """The edition of a day that readers have. One query."""
    return readable().filter(day=day, language=language).first()


def days(language: str, year: int, month: int) -> list[date]:
    """The days of a month that have an edition, first to last. One query."""
    start = date(year, month, 1)
    end = (start + timedelta(days=31)).replace(day=1)
    found = readable().filter(language=language, day__gte=start, day__lt=end).order_by("day")
    return list(found.values_list("day", flat=True))


def older(language: str, before: date, limit: int) -> list[Edition]:
    """The newest editions before a day, at most 100. One query."""
    found = readable().filter(language=language, day__lt=before).order_by("-day")
    return list(found[: min(limit, EDITIONS_MAX)])


def neighbours(edition: Edition) -> tuple[Edition | None, Edition | None]:
    """The editions that readers have before and after one, in its language. Two queries."""
    beside = readable().filter(language=edition.language)
    return (
        beside.filter(day__lt=edition.day).order_by("-day").first(),
        beside.filter(day__gt=edition.day).order_by("day").first(),
    )


def texts(edition: Edition) -> list[Text]:
    """What stands in an edition, in the order of its pages; what readers may not know of any more is left out.

    Of an uploaded PDF, which does not say what is printed in it: the stories that were chosen, best first. Some ten
    queries, and some six for each story.
    """
    items = in_order(edition, printed_items(edition))
    stories = public_stories(item.story for item in items if item.story)
    policy, now = current_policy(), timezone.now()
    found = []
    for item in items:
        pages = pages_of(item)
        if item.kind != "story":
            found.append(Text(item, pages, picture=shown_photo(item.picture)))
        elif story := stories.get(item.story or 0):
            whole, teaser = show_both(story, policy)
            found.append(Text(item, pages, whole, teaser, policy.level_of(story.gate, now) is Level.FREE))
    return found


def printed_items(edition: Edition) -> list[EditionItem]:
    """The pieces of the build that readers get, without what was withdrawn since. Three queries at most."""
    picture = Prefetch("picture__renditions")
    items = edition.items.filter(is_gone=False).select_related("picture").prefetch_related(picture)
    items = items.filter(is_dropped=False) if edition.uploaded else items.exclude(printed_on="")
    return list(items.order_by("rank", "pk")[:ITEMS_MAX])


def in_order(edition: Edition, items: Iterable[EditionItem]) -> list[EditionItem]:
    """Pieces in the order in which they are printed; what is on no page stands last. One query."""
    keys = (place["key"] for page in edition.pages.all() for place in page.places)
    places = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    return sorted(items, key=lambda item: (places.get(item.key, len(places)), item.rank, item.pk))


def pages_of(item: EditionItem) -> tuple[int, ...]:
    """The pages on which a piece is printed."""
    return tuple(int(number) for number in item.printed_on.split())


def public_stories(ids: Iterable[int]) -> dict[int, Story]:
    """Stories by id, with what showing them needs; those that are not public now are left out. Some ten queries."""
    wanted = list(dict.fromkeys(ids))[:ITEMS_MAX]
    stories = Story.objects.filter(pk__in=wanted).select_related(*STORY_NEEDS).prefetch_related(*STORY_PARTS)
    now = timezone.now()
    return {story.pk: story for story in stories if is_public(story, now)}


def is_public(story: Story, now: datetime) -> bool:
    """May readers know of a story at `now`?"""
    return story.gate.is_live(now) and story.published_at is not None and story.published_at <= now

"""Which stories of a day stand in its edition, and how much each weighs. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.html import strip_tags

from warta.audience.queries import most_read
from warta.discovery.queries import pinned_ids
from warta.epaper.models import Edition, EditionItem
from warta.epaper.rules import Signals, as_many_as_fit, weigh
from warta.stories.models import FrontPage, Story
from warta.stories.queries import of_language, public
from warta.stories.rules import word_count

CANDIDATES_MAX = 500  # stories of a day that are weighed: the newest
READ_MAX = 50
WORDS = {"text": None, "subheading": None, "quote": "text", "factbox": "text", "update": "text"}  # and where they stand


@dataclass(frozen=True, slots=True)
class Chosen:
    """A story that stands in an edition."""

    story: int
    weight: int
    headline: str


def choose(edition: Edition, since: datetime, until: datetime, pages: int) -> list[Chosen]:
    """The stories of an edition, best first, as many as so many pages can hold.

    Published or updated from `since` until before `until`, public now, in its language; of what stood in the edition
    before it only what was updated after that was made. Eight queries, whatever the number of stories; the 500 newest
    are weighed.
    """
    stories = _candidates(edition, since, until)
    front = _Front(edition.language, until)
    read = {pk: place for place, pk in enumerate(most_read(edition.language, READ_MAX))}
    weighed = []
    for story in stories:
        signals = _signals(story, since, front, read)
        weighed.append((weigh(signals), story, signals.words))
    weighed.sort(key=lambda row: (row[0], row[1].published_at, row[1].pk), reverse=True)
    fitting = as_many_as_fit([words for _, _, words in weighed], pages)
    return [Chosen(story.pk, weight, story.title) for weight, story, _ in weighed[:fitting]]


def may_stand_in(edition: Edition) -> QuerySet[Story]:
    """The stories that the desk may put into an edition: public now, in its language, newest first."""
    return of_language(public(), edition.language).order_by("-published_at", "-pk")


def _candidates(edition: Edition, since: datetime, until: datetime) -> list[Story]:
    """Two queries, and two for what stood in the edition before."""
    found: dict[int, Story] = {}
    for when in ("published_at", "updated_at"):  # each is read from an index of its own
        span = {f"{when}__gte": since, f"{when}__lt": until}
        stories = of_language(public().filter(**span), edition.language).select_related("lead_photo")
        found |= {story.pk: story for story in stories.order_by(f"-{when}", "-pk")[:CANDIDATES_MAX]}
    before = _printed_before(edition)
    return [story for story in found.values() if story.pk not in before or _is_newer(story, before[story.pk])]


def _printed_before(edition: Edition) -> dict[int, datetime | None]:
    """The stories of the edition before this one, with the moment until which that held stories."""
    earlier = Edition.objects.filter(language=edition.language, day__lt=edition.day, withdrawn_at=None).exclude(
        build=""
    )
    last = earlier.exclude(build="").order_by("-day").first()
    if last is None:
        return {}
    items = EditionItem.objects.filter(edition=last, kind="story", is_gone=False).exclude(printed_on="")
    return {pk: last.chosen_at for pk in items.values_list("story", flat=True) if pk is not None}


def _is_newer(story: Story, moment: datetime | None) -> bool:
    return moment is not None and story.updated_at is not None and story.updated_at > moment


class _Front:
    """The front page as editors arranged it: which stories they hold where, and which sections have a zone. One query,
    and one for each zone."""

    def __init__(self, language: str, now: datetime) -> None:
        self.pinned: dict[int, tuple[str, int]] = {}
        self.rivers: dict[int, int] = {}
        front = of_language(FrontPage.objects.filter(live=True), language).order_by("pk").first()
        for zone in front.zones if front else ():
            value: Any = zone.value
            if zone.block_type == "river" and value["section"] is not None:
                self.rivers.setdefault(value["section"].pk, len(self.rivers))
            if value and zone.block_type not in ("most_read", "epaper", "newsletter"):
                for place, pk in enumerate(pinned_ids(value, now)):
                    self.pinned.setdefault(pk, (zone.block_type, place))


def _signals(story: Story, since: datetime, front: _Front, read: dict[int, int]) -> Signals:
    zone, place = front.pinned.get(story.pk, ("", 0))
    photo = story.lead_photo
    return Signals(
        kind=story.kind,
        words=words_in(story),
        zone=zone,
        place=place,
        river=front.rivers.get(story.section_id),
        read=read.get(story.pk),
        ratio=photo.width / photo.height if photo and photo.height else None,
        is_again=story.published_at is not None and story.published_at < since,
    )


def words_in(story: Story) -> int:
    """The words of a story's text. No query: its blocks are looked at as they are kept."""
    total = word_count(story.standfirst)
    for block in story.body.raw_data:
        if block["type"] in WORDS:
            inside = WORDS[block["type"]]
            value = block["value"][inside] if inside else block["value"]
            total += word_count(strip_tags(str(value or "")))
    return total

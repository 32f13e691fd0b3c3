"""A story's entry in a feed: what a stranger may read of it, made once and kept until the change log says otherwise.

Feeds are asked for again after each publication, by many; of thirty stories in one, twenty-nine are what they were.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import caches
from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.utils import timezone

from warta.access import STRANGER, Decision, Meter, Shows, decide
from warta.stories import queries
from warta.stories.changes import ChangeKind
from warta.stories.models import Change, Photo, Story
from warta.stories.policy import current_policy
from warta.stories.shown import Shown, show

KEEP_S = 3600
ROWS_MAX = 500  # after more changes than that, all is made anew
RELATED = ("section", "section__locale", "section__parent", "locale", "lead_photo", "editor")
LISTS = ("topics", "bylines__person", "corrections__reply", "lead_photo__renditions")


@dataclass(frozen=True, slots=True)
class Entry:
    """A story in a feed. Addresses are whole; `authors` are names with addresses; `content` is HTML."""

    story: int
    language: str
    url: str
    headline: str
    standfirst: str
    published_at: datetime | None
    updated_at: datetime | None
    authors: tuple[tuple[str, str], ...]
    categories: tuple[str, ...]
    content: str
    image: str


@dataclass(frozen=True, slots=True)
class _Kept:
    shows: Shows
    names: frozenset[int]  # the story, and those its text links to: a change of any may change its words
    entry: Entry


def entries_of(ids: Sequence[int], origin: str, place: str) -> list[Entry]:
    """The entries of those of `ids` that are public, in their order, for feeds of one place: a site's or a section's.

    Three queries; of stories whose entries are not kept about ten more, and two for each.
    """
    newest = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    decide_now = _decider()
    found = Story.objects.filter(pk__in=ids).only(*Story.GATE_FIELDS)
    shows = {story.pk: decide_now(story).shows for story in found}
    key = f"feed-entries:{origin}:{place}"
    position, before = caches["near"].get(key, (0, {}))
    kept = _still_true(position, before, newest)
    kept |= _make([pk for pk in shows if pk not in kept or kept[pk].shows is not shows[pk]], decide_now, origin)
    shown = {pk: kept[pk] for pk in ids if pk in kept and pk in shows and kept[pk].shows is shows[pk]}
    caches["near"].set(key, (newest, shown), KEEP_S)
    return [one.entry for one in shown.values()]


def _decider() -> Callable[[Story], Decision]:
    """What a stranger may read who has no free stories."""
    policy, now = current_policy().closed(), timezone.now()
    return lambda story: decide(story.gate, STRANGER, Meter(), policy, now)


def _still_true(position: int, kept: dict[int, _Kept], newest: int) -> dict[int, _Kept]:
    """Those of the entries kept at row `position` of the change log that no row up to `newest` speaks of. One query."""
    if not kept:
        return {}
    rows = list(Change.objects.filter(pk__gt=position, pk__lte=newest).values_list("kind", "story")[: ROWS_MAX + 1])
    if len(rows) > ROWS_MAX or any(kind in (ChangeKind.LIST_CHANGED, ChangeKind.POLICY_CHANGED) for kind, _ in rows):
        return {}
    changed = {story for _, story in rows}
    return {pk: one for pk, one in kept.items() if not one.names & changed}


def _make(ids: Sequence[int], decide_now: Callable[[Story], Decision], origin: str) -> dict[int, _Kept]:
    """Entries of stories, each decided as it now is; none of what is hidden."""
    if not ids:
        return {}
    stories = Story.objects.select_related(*RELATED).prefetch_related(*LISTS).in_bulk(ids)
    prefetch_related_objects([photo for story in stories.values() for photo in _photos(story)], "renditions")
    policy = current_policy()
    made = {}
    for pk, story in stories.items():
        decision = decide_now(story)
        if decision.shows is not Shows.HIDDEN:
            names = frozenset({pk, *queries.linked_in(story)})
            made[pk] = _Kept(decision.shows, names, _entry(show(story, decision, policy), origin))
    return made


def _photos(story: Story) -> Iterator[Photo]:
    """The photos in a story's text."""
    for block in story.body:
        values = block.value if block.block_type == "gallery" else [block.value] if block.block_type == "photo" else ()
        yield from (value["photo"] for value in values if value["photo"])


def _entry(story: Shown, origin: str) -> Entry:
    photo = story.lead_photo
    return Entry(
        story=story.id,
        language=story.language,
        url=f"{origin}{story.url}",
        headline=story.headline,
        standfirst=story.standfirst,
        published_at=story.published_at,
        updated_at=story.updated_at or story.published_at,
        authors=tuple((person.name, f"{origin}{person.get_absolute_url(story.language)}") for person in story.authors),
        categories=(story.section.name, *(topic.name for topic in story.topics)),
        content=_content(story, origin),
        image=f"{origin}{photo.picture.largest}" if photo and photo.picture else "",
    )


def _content(story: Shown, origin: str) -> str:
    """The open text as HTML with whole addresses; a locked story says that more is behind the wall."""
    html: str = render_to_string("warta/feeds/content.html", {"story": story})
    for attribute in ("href", "src"):
        html = html.replace(f'{attribute}="/', f'{attribute}="{origin}/')
    return " ".join(html.split())

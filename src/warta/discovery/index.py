"""The listener that keeps the search index: reads the change log, and remembers how far."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.html import strip_tags

from warta.access import STRANGER, Shows, decide
from warta.discovery import search
from warta.stories.changes import ChangeKind
from warta.stories.models import Change, ListenerPlace, Publication, Story
from warta.stories.queries import story_by_id
from warta.stories.shown import Shown, show

NAME = "search"
BATCH = 100


def follow() -> int:
    """Take in the changes since the last time, at most 100; returns how many rows were read.

    A change of policy may lock or open any story: then every story is taken in anew.
    """
    place, _ = ListenerPlace.objects.get_or_create(name=NAME)
    rows = list(Change.objects.filter(pk__gt=place.change).order_by("pk")[:BATCH])
    if not rows:
        return 0
    if any(row.kind == ChangeKind.POLICY_CHANGED for row in rows):
        wanted = list(Story.objects.filter(published_at__isnull=False).values_list("pk", flat=True))
    else:
        wanted = list(dict.fromkeys(row.story for row in rows if row.story))
    for pk in wanted:
        with transaction.atomic():
            take_in(pk)
    ListenerPlace.objects.filter(name=NAME).update(change=rows[-1].pk)
    return len(rows)


def take_in(pk: int) -> None:
    """Index what a stranger may read of a story; drop it when that is nothing."""
    story = story_by_id(pk)
    decision = decide(story.gate, STRANGER, timezone.now()) if story else None
    if story is None or decision is None or decision.shows is Shows.HIDDEN:
        search.drop(pk)
        return
    shown = show(story, decision, teaser_words=Publication.load().teaser_words)
    names = [person.name for person in (*shown.authors, *story.people.all())]
    for topic in shown.topics:
        names += [topic.name, *topic.alias_list]
    search.put(
        pk,
        shown.language,
        headline=f"{shown.kicker} {shown.headline}".strip(),
        standfirst=shown.standfirst,
        names=" ".join([shown.section.name, shown.dateline_city, *names]),
        text=open_text(shown),
    )


def open_text(shown: Shown) -> str:
    """The words of a shown story's body."""
    parts: list[str] = []
    for block in shown.body:
        match block.kind:
            case "text" | "subheading":
                parts.append(str(block.value))
            case "quote":
                parts += [block.value["text"], block.value["name"] or ""]
            case "factbox" | "update":
                parts += [block.value["title"] or "", str(block.value["text"])]
    return " ".join(strip_tags(part.replace("</p>", "</p> ")) for part in parts)

"""The listener that keeps the search index: reads the change log, and remembers how far.

A changed story is one row of the log. A change of policy may lock or open any story: then all of them are gone through
in batches (a *round*), and how far the round has come is kept as well, so that it goes on after a restart. Until it is
over, search does not look into the text of any story (`search.is_settled`). Not every row of that kind begins a round:
a newspaper's new colour locks nothing (`_policy`).
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Sequence
from itertools import takewhile

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.html import strip_tags

from warta.access import STRANGER, Decision, Level, Meter, Policy, Shows, decide
from warta.discovery import search
from warta.stories.changes import ChangeKind
from warta.stories.models import Change, ListenerPlace, Person, Section, Story, Topic
from warta.stories.policy import current_policy
from warta.stories.shown import ShownBlock, show_both

POLICY = "search-policy"  # the policy under which the index was made
BATCH = 100  # rows of the log
ROUND_BATCH = 20  # stories; their text is read first, then written within some milliseconds
TEXT_MAX = 100_000  # characters of a story; PostgreSQL keeps no more than 1 MB of words
logger = logging.getLogger("warta.index")


def follow() -> int:
    """Take in the changes since the last time, at most 100, else the next stories of a round; returns how many."""
    place, _ = ListenerPlace.objects.get_or_create(name=search.LISTENER)
    if not search.is_begun():
        _begin_anew()
    rows = list(Change.objects.filter(pk__gt=place.change).order_by("pk")[:BATCH])
    if not rows:
        return _go_round()
    changed = list(dict.fromkeys(row.story for row in rows if row.story))
    for start in range(0, len(changed), ROUND_BATCH):
        take_in(changed[start : start + ROUND_BATCH])
    with transaction.atomic():
        if any(row.kind == ChangeKind.POLICY_CHANGED for row in rows):
            _begin_round()
        ListenerPlace.objects.filter(name=search.LISTENER).update(change=rows[-1].pk)
    return len(rows)


def _begin_anew() -> None:
    """Go through all stories, if there are any: the index is empty."""
    if Story.objects.filter(published_at__isnull=False).exists():
        ListenerPlace.objects.update_or_create(name=search.ROUND, defaults={"change": 0})
    search.begin()


def _begin_round() -> None:
    """Go through all stories from the first, if what decides about them is not what it was. Three queries, or five."""
    now = _policy()
    if ListenerPlace.objects.filter(name=POLICY, change=now).exists():
        return
    ListenerPlace.objects.update_or_create(name=search.ROUND, defaults={"change": 0})
    ListenerPlace.objects.update_or_create(name=POLICY, defaults={"change": now})


def _policy() -> int:
    """A number that stands for all that decides, besides the story itself, what of it is found. Two queries."""
    policy = current_policy().closed()
    sections = Section.objects.order_by("pk").values_list("pk", "name", "default_level")
    known = repr((policy.teaser_words, policy.premium_after, policy.free_after, list(sections)))
    return int.from_bytes(hashlib.sha256(known.encode()).digest()[:7], "big")


def _go_round() -> int:
    """Take in the next stories of the round under way; returns how many, 0 if there is none."""
    place = ListenerPlace.objects.filter(name=search.ROUND).first()
    if place is None:
        return 0
    later = Story.objects.filter(published_at__isnull=False, pk__gt=place.change).order_by("pk")
    batch = list(later.values_list("pk", flat=True)[:ROUND_BATCH])
    if batch:
        take_in(batch)
        ListenerPlace.objects.filter(name=search.ROUND).update(change=batch[-1])
    else:
        place.delete()
    return len(batch)


def take_in(pks: Sequence[int]) -> None:
    """Index some stories; drop those that a stranger may not know of. One short transaction."""
    entries = list(_entries(pks))
    search.write(entries, gone=sorted(set(pks) - {entry.story for entry in entries}))


def _entries(pks: Sequence[int]) -> Iterable[search.Entry]:
    """What is found of those stories that a stranger may know of."""
    related = ("section", "section__locale", "section__parent", "locale", "lead_photo", "editor", "replies_to")
    stories = Story.objects.filter(pk__in=pks).select_related(*related)
    lists = ("topics", "people", "bylines__person", "corrections__reply", "lead_photo__renditions")
    policy = current_policy().closed()
    for story in stories.prefetch_related(*lists):
        try:
            decision = decide(story.gate, STRANGER, Meter(), policy, timezone.now())
            if decision.shows is not Shows.HIDDEN:
                yield _entry(story, decision, policy)
        except (DatabaseError, OSError):  # the machine's trouble, not the story's: all is tried again
            raise
        except Exception:
            logger.exception("story %s cannot be indexed, and is not found until it is changed", story.pk)


def _entry(story: Story, decision: Decision, policy: Policy) -> search.Entry:
    """What is found of a story of which strangers see as much as `decision` says."""
    whole, teaser = show_both(story, policy)
    people = (*whole.authors, *story.people.all())
    text = open_text(whole.body)
    opened = text if decision.shows is Shows.FULL else open_text(teaser.body)
    return search.Entry(
        story=whole.id,
        language=whole.language,
        headline=f"{whole.kicker} {whole.headline}".strip(),
        standfirst=whole.standfirst,
        names=names_of(whole.section, whole.dateline_city, people, whole.topics),
        text=opened,
        hidden=rest_of(text, opened),
        audience=audience_of(whole.level),
    )


def audience_of(level: Level) -> search.Audience:
    """Who may read the hidden part of a story of this level without spending a free story."""
    return search.Audience.ACCOUNT if level is Level.REGISTERED else search.Audience.RIGHT


def rest_of(text: str, opened: str) -> str:
    """What of a text's words does not stand in its open beginning, whole words."""
    words = text.split()
    shared = takewhile(lambda pair: pair[0] == pair[1], zip(words, opened.split(), strict=False))
    return " ".join(words[sum(1 for _ in shared) :])


def names_of(section: Section, city: str, people: Iterable[Person], topics: Iterable[Topic]) -> str:
    """The names that a story is found by, besides its own words."""
    names = [section.name, city, *(person.name for person in people)]
    for topic in topics:
        names += [topic.name, *topic.alias_list]
    return " ".join(names)


def open_text(body: Iterable[ShownBlock]) -> str:
    """The words of a shown story's body, as many as the index keeps."""
    parts: list[str] = []
    for block in body:
        match block.kind:
            case "text" | "subheading":
                parts.append(str(block.value))
            case "quote":
                parts += [block.value["text"], block.value["name"] or ""]
            case "factbox" | "update":
                parts += [block.value["title"] or "", str(block.value["text"])]
    return " ".join(strip_tags(part.replace("</p>", "</p> ")) for part in parts)[:TEXT_MAX]

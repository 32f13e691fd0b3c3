"""Lists that readers find stories by. Simple and honest rules, until reading itself is counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import caches
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from warta.discovery.rules import rise
from warta.stories.models import Change, FrontPage, Topic
from warta.stories.queries import LIST_LIMIT, in_language, joined, of_language, under_topics

HOT_HOURS = 48
USUAL_HOURS = 14 * 24
HOT_KEEP_S = 300
WEIGHED_MAX = 200  # topics


@dataclass(frozen=True, slots=True)
class Picks:
    """What editors chose, and their word on it."""

    ids: list[int]
    word: str


def related(story_id: int, topic_ids: list[int], limit: int) -> list[int]:
    """Ids of the stories that share most topics with a story, the newer first among equals. A query a topic.

    Of each topic the newest 200 stories are looked at.
    """
    shared: Counter[tuple[datetime, int]] = Counter()
    for topic in topic_ids:
        listed = under_topics().filter(topic=topic).order_by("-published_at", "-story_id")
        shared.update(listed.values_list("published_at", "story_id")[:LIST_LIMIT])
    ranked = sorted(shared, key=lambda row: (shared[row], row), reverse=True)
    return [pk for _, pk in ranked if pk != story_id][:limit]


def hot_topics(language: str, limit: int) -> list[Topic]:
    """Topics published about in the last 48 hours more than in the two weeks before. Two queries, or three."""
    newest = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    key = f"hot-topics:{language}"  # a page asks in several places, and so do the pages drawn after a change
    seen, best = caches["near"].get(key, (None, []))
    if seen != newest:
        best = _hottest(language)
        caches["near"].set(key, (newest, best), HOT_KEEP_S)
    topics = Topic.objects.select_related("locale").in_bulk(best[:limit])
    return [topics[pk] for pk in best[:limit] if pk in topics]


def _hottest(language: str) -> list[int]:
    """Ids of the hot topics, hottest first; in a busy paper the 200 with most new stories are weighed. One query."""
    edge = timezone.now() - timedelta(hours=HOT_HOURS)
    rows = (
        under_topics()
        .filter(published_at__gte=edge - timedelta(hours=USUAL_HOURS), topic__in=_topics_of(language))
        .values("topic")
        .annotate(recent=Count("pk", filter=Q(published_at__gte=edge)), all=Count("pk"))
        .filter(recent__gt=0)
        .order_by("-recent", "topic")[:WEIGHED_MAX]
    )
    heat = {row["topic"]: (_rise(row["recent"], row["all"] - row["recent"]), row["recent"]) for row in rows}
    return sorted(heat, key=lambda topic: (heat[topic], -topic), reverse=True)


def _topics_of(language: str) -> QuerySet[Topic, Any]:
    return Topic.objects.filter(locale__language_code=language).order_by().values("pk")


def _rise(recent: int, before: int) -> float:
    return rise(recent, recent_hours=HOT_HOURS, before=before, before_hours=USUAL_HOURS)


def picks(language: str, limit: int) -> Picks:
    """The front page's picks, then the newest analyses, opinion and premium stories. Four queries."""
    now = timezone.now()
    front = of_language(FrontPage.objects.filter(live=True), language).order_by("pk").first()
    zones = [block.value for block in front.zones if block.block_type == "picks"] if front else []
    pinned = [pk for zone in zones for pk in pinned_ids(zone, now)]
    ruled = joined([in_language(language).filter(kind=kind) for kind in ("analysis", "opinion", "photo_story")], limit)
    word = next((zone["word"] for zone in zones if zone["word"]), "")
    return Picks(list(dict.fromkeys(pinned + ruled))[:limit], word)


def pinned_ids(zone: Any, now: datetime) -> list[int]:
    """Ids of a zone's pinned stories whose time has not run out."""
    return [pin["story"].pk for pin in zone["pinned"] if pin["story"] and (pin["until"] is None or pin["until"] > now)]

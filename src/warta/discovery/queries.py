"""Lists that readers find stories by. Simple and honest rules, until reading itself is counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone

from warta.discovery.rules import rise
from warta.stories.models import FrontPage, Topic
from warta.stories.queries import ids, in_language, public

HOT_HOURS = 48
USUAL_HOURS = 14 * 24


@dataclass(frozen=True, slots=True)
class Picks:
    """What editors chose, and their word on it."""

    ids: list[int]
    word: str


def related(story_id: int, topic_ids: list[int], limit: int) -> list[int]:
    """Ids of the stories that share most topics with a story, the newer first among equals. One query."""
    if not topic_ids:
        return []
    found = (
        public()
        .filter(topics__in=topic_ids)
        .exclude(pk=story_id)
        .annotate(shared=Count("topics"))
        .order_by("-shared", "-published_at")
    )
    return list(found.values_list("pk", flat=True)[:limit])


def hot_topics(language: str, limit: int) -> list[Topic]:
    """Topics published about in the last 48 hours more than in the two weeks before. Two queries."""
    now = timezone.now()
    recent, before = Counter[int](), Counter[int]()
    edge = now - timedelta(hours=HOT_HOURS)
    rows = (
        in_language(language)
        .filter(published_at__gte=edge - timedelta(hours=USUAL_HOURS), topics__isnull=False)
        .values_list("topics", "published_at")
    )
    for topic, published_at in rows:
        (recent if published_at >= edge else before)[topic] += 1
    heat = {
        topic: (rise(count, recent_hours=HOT_HOURS, before=before[topic], before_hours=USUAL_HOURS), count)
        for topic, count in recent.items()
    }
    best = sorted(heat, key=lambda topic: (heat[topic], -topic), reverse=True)[:limit]
    topics = Topic.objects.select_related("locale").in_bulk(best)
    return [topics[pk] for pk in best if pk in topics]


def picks(language: str, limit: int) -> Picks:
    """The front page's picks, then the newest analyses, opinion and premium stories. Two queries."""
    now = timezone.now()
    front = FrontPage.objects.filter(locale__language_code=language, live=True).first()
    zones = [block.value for block in front.zones if block.block_type == "picks"] if front else []
    pinned = [pk for zone in zones for pk in pinned_ids(zone, now)]
    rest = in_language(language).filter(kind__in=["analysis", "opinion", "photo_story"])
    ruled = ids(rest, limit)
    word = next((zone["word"] for zone in zones if zone["word"]), "")
    return Picks(list(dict.fromkeys(pinned + ruled))[:limit], word)


def pinned_ids(zone: Any, now: datetime) -> list[int]:
    """Ids of a zone's pinned stories whose time has not run out."""
    return [pin["story"].pk for pin in zone["pinned"] if pin["story"] and (pin["until"] is None or pin["until"] > now)]


def most_read(language: str, limit: int) -> list[int]:
    """Ids of what readers may want most: of the last three days, the stories with most of the hot topics. Two queries.

    Nothing counts readers yet; the name stands for what follows.
    """
    hot = {topic.pk: weight for weight, topic in enumerate(reversed(hot_topics(language, limit=12)), start=1)}
    rows = (
        in_language(language)
        .filter(published_at__gte=timezone.now() - timedelta(days=3))
        .values_list("pk", "published_at", "topics")
    )
    score: Counter[int] = Counter()
    for pk, _, topic in rows:
        score[pk] += hot.get(topic, 0)
    ranked = [pk for pk, _ in score.most_common(limit)]
    return list(dict.fromkeys(ranked + ids(in_language(language), limit)))

"""A front page: each zone gets its stories, pinned ones first, the rest by rule; no story stands twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from warta.discovery import queries as discovery
from warta.discovery.queries import pinned_ids
from warta.site.page import Join
from warta.stories import queries
from warta.stories.models import FrontPage, Publication
from warta.stories.queries import Card

LEAD_RELATED = 2
SHOWN = {"lead": 1, "secondary": 4, "opinion": 4, "river": 5, "photos": 3, "most_read": 5, "picks": 3}
LATEST, LATEST_YOUNG = 11, 4  # the column of the latest: at most, and what a paper with few stories keeps of it
TOP = ("lead", "secondary")  # these take their stories before the column of the latest


def _has_photo(card: Card) -> bool:
    return card.photo is not None and card.photo.picture is not None


def front_zones(front: FrontPage, publication: Publication, now: datetime) -> dict[str, Any]:
    """The zones of a front page in their order, each ``{kind, cards, value}``, and the column of the latest.

    A zone without stories is left out. About a dozen queries, whatever the zones.
    """
    language = front.locale.language_code
    newest = queries.latest(language, limit=60)
    free = _free(front)
    plans = [(zone, *_plan(zone.block_type, zone.value, language, newest, free, now)) for zone in front.zones]
    join = Join()
    join.want(newest)
    for _, ids, _ in plans:
        join.want(ids)
    zones = []
    tall = min(LATEST, max(LATEST_YOUNG, len(newest) // 3))  # in a young paper it would leave the other zones empty
    column: list[Card] | None = None
    for zone, ids, only in plans:
        if zone.block_type not in TOP and column is None:
            column = join.take(newest, tall, only=free)
        row = {"kind": zone.block_type, "value": zone.value, "template": f"warta/zones/{zone.block_type}.html"}
        show = SHOWN.get(zone.block_type, 0)
        row["cards"] = join.take(ids, show, only=only) if show else []
        if zone.block_type == "opinion":  # fewer voices than places: somebody speaks twice
            row["cards"] += join.take(ids, show - len(row["cards"]))
        if zone.block_type == "lead" and row["cards"]:
            row["below"] = join.take(_beside(row["cards"][0], newest), LEAD_RELATED)
        if row["cards"] or zone.block_type in ("epaper", "newsletter"):
            zones.append(row)
    return {"zones": zones, "latest": join.take(newest, tall, only=free) if column is None else column}


def _free(front: FrontPage) -> Callable[[Card], bool]:
    """What rules may show outside the zone of photo stories: not what that zone would show, if there is one."""
    if not any(zone.block_type == "photos" for zone in front.zones):
        return lambda card: True
    return lambda card: card.kind != "photo_story" or not _has_photo(card)


def _beside(lead: Card, newest: list[int]) -> list[int]:
    """Stories about the lead's own matter."""
    topics = queries.topics_of(lead.id)
    return discovery.related(lead.id, topics, limit=8) if topics else newest


def _plan(
    kind: str, value: Any, language: str, newest: list[int], free: Callable[[Card], bool], now: datetime
) -> tuple[list[int], Callable[[Card], bool] | None]:  # fmt: skip
    """Ids that a zone may show, best first, and what it takes of them."""
    pinned = pinned_ids(value, now) if value and kind not in ("most_read", "epaper", "newsletter") else []
    match kind:
        case "lead":
            return pinned + newest, (lambda card: card.id in pinned or _leads(card))
        case "secondary":
            return pinned + newest, (lambda card: card.id in pinned or card.kind in ("news", "analysis", "live"))
        case "opinion":
            return pinned + queries.latest(language, limit=24, kind="opinion"), _new_voice(pinned)
        case "river":
            section = value["section"]
            return pinned + (queries.of_section(section, limit=24) if section else []), (
                lambda card: card.id in pinned or free(card)
            )
        case "photos":
            return pinned + queries.latest(language, limit=9, kind="photo_story"), _has_photo
        case "most_read":
            return discovery.most_read(language, limit=24), None
        case "picks":
            return discovery.picks(language, limit=16).ids, None
    return [], None


def _leads(card: Card) -> bool:
    """May a story lead the front page by rule? News or analysis with a wide photo."""
    photo = card.photo.picture if card.photo else None
    return card.kind in ("news", "analysis", "live") and photo is not None and photo.ratio > 1.2


def _new_voice(pinned: list[int]) -> Callable[[Card], bool]:
    """One opinion an author; those an editor pinned stand in any case."""
    heard: set[int] = set()

    def is_new(card: Card) -> bool:
        voice = card.authors[0].pk if card.authors else 0
        is_first = voice not in heard
        heard.add(voice)
        return is_first or card.id in pinned

    return is_new

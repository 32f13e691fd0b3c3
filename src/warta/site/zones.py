"""A front page: each zone gets its stories, pinned ones first, the rest by rule; no story stands twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db.models import prefetch_related_objects

from warta.audience.queries import most_read
from warta.discovery import queries as discovery
from warta.discovery.queries import pinned_ids
from warta.stories import queries
from warta.stories.models import FrontPage, Section
from warta.stories.queries import Candidate

LEAD_RELATED = 2
SHOWN = {"lead": 1, "secondary": 4, "opinion": 4, "river": 5, "photos": 3, "most_read": 5, "picks": 3}
LATEST, LATEST_YOUNG = 11, 4  # the column of the latest: at most, and what a paper with few stories keeps of it
WIDE = 1.2  # width by height from which a photo can stand above the front page
TOP = ("lead", "secondary")  # these take their stories before the column of the latest


def _has_photo(story: Candidate) -> bool:
    return story.ratio is not None


def front_zones(front: FrontPage, now: datetime) -> dict[str, Any]:
    """The zones of a front page in their order, each ``{kind, cards, value}``, and the column of the latest.

    `cards` are `Candidate`s; who draws the page at once takes them `with_cards`. A zone without stories is left out.
    About two dozen queries, and one for each river.
    """
    language = front.locale.language_code
    newest = queries.latest(language, limit=60)
    free = _free(front)
    _prepare([zone.value["section"] for zone in front.zones if _is_river(zone)])
    plans = [(zone, *_plan(zone.block_type, zone.value, language, newest, free, now)) for zone in front.zones]
    join = _Join([*newest, *(pk for _, ids, _ in plans for pk in ids)])
    zones = []
    tall = min(LATEST, max(LATEST_YOUNG, len(newest) // 3))  # in a young paper it would leave the other zones empty
    column: list[Candidate] | None = None
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


def with_cards(page: dict[str, Any]) -> dict[str, Any]:
    """What `front_zones` gave, with cards in the place of candidates. Eight queries."""
    rows = [*page["zones"], {"cards": page["latest"]}]
    found = queries.cards(story.id for row in rows for story in (*row["cards"], *row.get("below", ())))
    for row in rows:
        for name in ("cards", "below"):
            if name in row:
                row[name] = [found[story.id] for story in row[name] if story.id in found]
    return {"zones": rows[:-1], "latest": rows[-1]["cards"]}


class _Join:
    """Gives each zone its stories, in the order of the page: none twice, none that is not public."""

    def __init__(self, ids: Iterable[int]) -> None:
        self._taken: set[int] = set()
        self._known: dict[int, Candidate | None] = {}
        self._learn(ids)

    def take(
        self, ids: Iterable[int], show: int, *, only: Callable[[Candidate], bool] | None = None
    ) -> list[Candidate]:
        """The first `show` of `ids` that are public, not yet on the page, and as `only` wants them."""
        ids = list(ids)
        self._learn(ids)
        taken: list[Candidate] = []
        for pk in ids:
            story = self._known[pk]
            if len(taken) == show:
                break
            if story is None or pk in self._taken or (only is not None and not only(story)):
                continue
            self._taken.add(pk)
            taken.append(story)
        return taken

    def _learn(self, ids: Iterable[int]) -> None:
        missing = [pk for pk in ids if pk not in self._known]
        if missing:
            self._known |= {pk: None for pk in missing} | dict(queries.candidates(missing))


def _is_river(zone: Any) -> bool:
    return zone.block_type == "river" and zone.value["section"] is not None


def _prepare(sections: list[Section]) -> None:
    """Read at once what rivers ask of their sections: their languages, and whether others stand below. Two queries."""
    prefetch_related_objects(sections, "locale")
    above = set(Section.objects.filter(parent__in=sections).values_list("parent", flat=True))
    for section in sections:
        setattr(section, "has_below", section.pk in above)  # noqa: B010 - for `queries.of_section`


def _free(front: FrontPage) -> Callable[[Candidate], bool]:
    """What rules may show outside the zone of photo stories: not what that zone would show, if there is one."""
    if not any(zone.block_type == "photos" for zone in front.zones):
        return lambda story: True
    return lambda story: story.kind != "photo_story" or not _has_photo(story)


def _beside(lead: Candidate, newest: list[int]) -> list[int]:
    """Stories about the lead's own matter."""
    topics = queries.topics_of(lead.id)
    return discovery.related(lead.id, topics, limit=8) if topics else newest


def _plan(
    kind: str, value: Any, language: str, newest: list[int], free: Callable[[Candidate], bool], now: datetime
) -> tuple[list[int], Callable[[Candidate], bool] | None]:  # fmt: skip
    """Ids that a zone may show, best first, and what it takes of them."""
    pinned = pinned_ids(value, now) if value and kind not in ("most_read", "epaper", "newsletter") else []
    match kind:
        case "lead":
            return pinned + newest, (lambda story: story.id in pinned or _leads(story))
        case "secondary":
            return pinned + newest, (lambda story: story.id in pinned or story.kind in ("news", "analysis", "live"))
        case "opinion":
            return pinned + queries.latest(language, limit=24, kind="opinion"), _new_voice(pinned)
        case "river":
            section = value["section"]
            return pinned + (queries.of_section(section, limit=24) if section else []), (
                lambda story: story.id in pinned or free(story)
            )
        case "photos":
            return pinned + queries.latest(language, limit=9, kind="photo_story"), _has_photo
        case "most_read":
            return most_read(language, limit=24), None
        case "picks":
            return discovery.picks(language, limit=16).ids, None
    return [], None


def _leads(story: Candidate) -> bool:
    """May a story lead the front page by rule? News or analysis with a wide photo."""
    return story.kind in ("news", "analysis", "live") and story.ratio is not None and story.ratio > WIDE


def _new_voice(pinned: list[int]) -> Callable[[Candidate], bool]:
    """One opinion an author; those an editor pinned stand in any case."""
    heard: set[int] = set()

    def is_new(story: Candidate) -> bool:
        is_first = story.voice not in heard
        heard.add(story.voice)
        return is_first or story.id in pinned

    return is_new

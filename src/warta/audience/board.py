"""The live board: who reads now, what rises and falls, where readers come from, how far they read, what stops them.

All of it is read anew each time, by some twelve short questions to the file of the reads and one to the main one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from warta.audience import names, queries
from warta.audience.models import Span
from warta.desk.tables import Table, bars
from warta.stories.models import Story

HALF_HOUR = timedelta(minutes=30)
CANDIDATES = 300  # stories whose half hours are compared
TOP = 10
HOUR = 60


@dataclass(frozen=True, slots=True)
class Column:
    """A minute of the last hour. share: hundredths of the fullest."""

    at: datetime
    reads: int
    share: int
    x: int


@dataclass(frozen=True, slots=True)
class Board:
    """All that the board shows.

    here       readers of the last five minutes
    reads      since midnight
    yesterday  reads from midnight until the same time
    """

    at: datetime
    here: int
    reads: int
    yesterday: int
    columns: list[Column]
    tables: list[Table]


def board(now: datetime) -> Board:
    """The board at a moment."""
    midnight = _midnight(now)
    today = queries.sums(Span.DAY, midnight, now)
    return Board(
        now, queries.here(now), today["read", ""], _yesterday(now - timedelta(days=1)), _last_hour(now),
        [*_moving(now, midnight), _sources(today), _depth(today), _walls(today)],
    )  # fmt: skip


def _yesterday(then: datetime) -> int:
    """Reads from a midnight until a moment: its whole hours, and the minutes of the last."""
    hour = timezone.localtime(then).replace(minute=0, second=0, microsecond=0)
    whole, rest = queries.sums(Span.HOUR, _midnight(then), hour), queries.sums(Span.MINUTE, hour, then)
    return whole["read", ""] + rest["read", ""]


def _midnight(now: datetime) -> datetime:
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)


def _last_hour(now: datetime) -> list[Column]:
    last = now.replace(second=0, microsecond=0)
    minutes = [last - timedelta(minutes=number) for number in reversed(range(HOUR))]
    found = queries.series("read", Span.MINUTE, minutes[0], now)
    most = max([*found.values(), 1])
    return [
        Column(at, found.get(at, 0), round(100 * found.get(at, 0) / most), 5 * place)
        for place, at in enumerate(minutes)
    ]  # fmt: skip


def _moving(now: datetime, midnight: datetime) -> list[Table]:
    """Stories with readers, those that rise and those that fall: reads of half an hour beside those of the one before.

    At most 300 stories of each half hour are compared.
    """
    here = queries.here_by_story(now, TOP)
    last = queries.most("read", Span.MINUTE, now - HALF_HOUR, now, CANDIDATES)
    before = queries.most("read", Span.MINUTE, now - 2 * HALF_HOUR, now - HALF_HOUR, CANDIDATES)
    change = {story: last.get(story, 0) - before.get(story, 0) for story in {**last, **before}}
    rising = sorted((story for story in change if change[story] > 0), key=lambda story: -change[story])[:TOP]
    falling = sorted((story for story in change if change[story] < 0), key=lambda story: change[story])[:TOP]
    today = queries.of_stories("read", Span.DAY, midnight, now, {*here, *rising, *falling})
    titles = titles_of({*here, *rising, *falling})
    head = [_("Story"), _("Last half hour"), _("Half hour before"), _("Change"), _("Today")]

    def moved(code: str, name: str, stories: Iterable[int]) -> Table:
        known = [story for story in stories if story in titles]
        rows = [
            [titles[story], last.get(story, 0), before.get(story, 0), f"{change[story]:+}", today.get(story, 0)]
            for story in known
        ]  # fmt: skip
        return Table(code, name, head, rows, links=links_of(known))

    known = [story for story in here if story in titles]
    rows: list[list[Any]] = [[titles[story], here[story], today.get(story, 0)] for story in known]
    head_now = [_("Story"), _("Readers now"), _("Today")]
    return [
        Table("now", _("Read now"), head_now, rows, bars(rows, 1), links=links_of(known)),
        moved("rising", _("Rising"), rising),
        moved("falling", _("Falling"), falling),
    ]


def links_of(stories: Iterable[int]) -> list[str]:
    """Where it stands what was read of each story."""
    return [reverse("audience:story", args=[story]) for story in stories]


def titles_of(stories: Iterable[int]) -> dict[int, str]:
    """The headlines of stories that are there. One query."""
    return dict(Story.objects.filter(pk__in=list(stories)).values_list("pk", "title"))


def _sources(today: Counter[tuple[str, str]]) -> Table:
    return sources(today, _("Where readers come from, today"))


def sources(found: Counter[tuple[str, str]], name: str) -> Table:
    """Where pages were opened from."""
    told = [(names.source(key), number) for (what, key), number in found.most_common() if what == "source"]
    total = sum(number for _name, number in told)
    rows = [[name, number, _share(number, total)] for name, number in told]
    return Table("sources", name, [_("From"), _("Pages opened"), _("Share")], rows, bars(rows, 1))


def _depth(today: Counter[tuple[str, str]]) -> Table:
    return depth(today, _("How far they read, today"))


def depth(found: Counter[tuple[str, str]], name: str) -> Table:
    """How many of the pages that were opened were read how far."""
    views = found["view", ""]
    rows = [[f"{far}%", found["depth", far], _share(found["depth", far], views)] for far in ("25", "50", "75", "100")]
    rows = [[_("Opened"), views, "100%"], *rows] if views else []
    return Table("depth", name, [_("As far as"), _("Pages"), _("Share")], rows, bars(rows, 1))


def _walls(today: Counter[tuple[str, str]]) -> Table:
    return walls(today, _("Walls, today"))


def walls(found: Counter[tuple[str, str]], name: str) -> Table:
    """How often each wall stood before a reader. What each sold stands with the subscriptions."""
    views = found["view", ""]
    shown = [(key, number) for (what, key), number in found.most_common() if what == "outcome" and key[:5] == "wall:"]
    rows = [[names.wall_name(key.removeprefix("wall:")), number, _share(number, views)] for key, number in shown]
    if rows or found["outcome", "offer"]:
        rows.append([_("An offer was clicked"), found["outcome", "offer"], _share(found["outcome", "offer"], views)])
    return Table("walls", name, [_("Wall"), _("Pages"), _("Share of pages opened")], rows, bars(rows, 1))


def _share(number: int, whole: int) -> str:
    return f"{100 * number / whole:.1f}%" if whole else "–"

"""What was read on some days: by story, author, section or topic, and of one story day by day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from warta.audience import board, names, queries
from warta.audience.models import Span
from warta.audience.queries import Figures
from warta.desk.days import Days
from warta.desk.tables import Table, bars
from warta.stories.models import Person, Section, Story, StoryAuthor, Topic

SHOWN = 100  # rows on a page; the CSV has them all
AT_ONCE = 900  # ids in one question
KINDS = {
    "story": gettext_lazy("Story"),
    "author": gettext_lazy("Author"),
    "section": gettext_lazy("Section"),
    "topic": gettext_lazy("Topic"),
}


def table(kind: str, days: Days) -> Table:
    """What was read, most first. kind: one of KINDS"""
    found = queries.by_story(*days.moments)
    total, of_each = _gathered(kind, found)
    order = sorted(of_each, key=lambda key: (-of_each[key].reads, -of_each[key].views))
    called = _called(kind, order)
    order = [key for key in order if key in called]
    rows = [_row(called[key], of_each[key]) for key in order]
    head = [str(KINDS[kind]), _("Reads"), _("Pages opened"), _("Time on a page"), _("To the end"), _("Walls"),
            _("Offers clicked")]  # fmt: skip
    note = "" if kind in ("story", "section") else _("A story with several counts for each.")
    rows = [_row(_("All"), total), *rows] if rows else []
    links = ["", *board.links_of(order[:SHOWN])] if kind == "story" else []
    return Table(kind, str(KINDS[kind]), head, rows, bars(rows[1:31], 1), note, links)


def _row(name: str, found: Figures) -> list[Any]:
    return [
        name, found.reads, found.views, names.lasting(found.seconds), f"{found.share_of_ends}%", found.walls,
        found.offers,
    ]  # fmt: skip


def _gathered(kind: str, found: dict[int, Figures]) -> tuple[Figures, dict[int, Figures]]:
    """The sum of all, and of each story, author, section or topic by its id."""
    total = Figures()
    for one in found.values():
        total.add(one)
    if kind == "story":
        return total, found
    of_each: dict[int, Figures] = {}
    for story, key in LINKS[kind](found):
        of_each.setdefault(key, Figures()).add(found[story])
    return total, of_each


def _in_parts(ids: Iterable[int], ask: Callable[[tuple[int, ...]], Iterable[tuple[int, int]]]) -> Iterator[Any]:
    """Answers to a question about ids, some hundred at once."""
    left = iter(ids)
    while part := tuple(islice(left, AT_ONCE)):
        yield from ask(part)


def _authors(ids: Iterable[int]) -> Iterator[tuple[int, int]]:
    return _in_parts(
        ids, lambda part: StoryAuthor.objects.filter(story__in=part).values_list("story", "person")
    )  # fmt: skip


def _sections(ids: Iterable[int]) -> Iterator[tuple[int, int]]:
    return _in_parts(ids, lambda part: Story.objects.filter(pk__in=part).values_list("pk", "section"))


def _topics(ids: Iterable[int]) -> Iterator[tuple[int, int]]:
    through = Story.topics.through.objects
    return _in_parts(ids, lambda part: through.filter(story__in=part).values_list("story", "topic"))


LINKS: dict[str, Callable[[Iterable[int]], Iterator[tuple[int, int]]]] = {
    "author": _authors,
    "section": _sections,
    "topic": _topics,
}


def _called(kind: str, ids: Iterable[int]) -> dict[int, str]:
    """The names of ids that are there still."""
    models: dict[str, type[Model]] = {"story": Story, "section": Section, "topic": Topic, "author": Person}
    rows, name = models[kind]._default_manager, "title" if kind == "story" else "name"
    return dict(_in_parts(ids, lambda part: rows.filter(pk__in=part).values_list("pk", name)))


def of_story(story: int, days: Days) -> list[Table]:
    """One story: day by day, from where, how far, which walls."""
    start, end = days.moments
    reads = queries.series("read", Span.DAY, start, end, story)
    views = queries.series("view", Span.DAY, start, end, story)
    rows = [[date_format(timezone.localdate(at), "j M Y"), reads.get(at, 0), views.get(at, 0)]
            for at in sorted({*reads, *views})]  # fmt: skip
    found = queries.sums(Span.DAY, start, end, story)
    return [
        Table("days", _("Day by day"), [_("Day"), _("Reads"), _("Pages opened")], rows, bars(rows, 1)),
        board.sources(found, _("Where readers came from")),
        board.depth(found, _("How far they read")),
        board.walls(found, _("Walls")),
    ]

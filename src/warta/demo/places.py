"""Where new stories go: their ids, and their places in Wagtail's tree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import connection, models
from wagtail.models import Locale, Page, Revision

from warta.demo.making import NewStory
from warta.stories.models import StoryAuthor, StoryIndex
from warta.stories.services import index_of


class YearIsFull(Exception):
    """A year of stories in one language has no room left in the page tree (1,679,615 stories)."""


@dataclass(frozen=True)
class Place:
    """The end of a year of stories: where the next one goes."""

    index: int
    path: str
    url_path: str
    last: int  # the number of its last story in the tree


@dataclass(frozen=True)
class Places:
    """Where some stories of one language go, as things stand: the years, and the ids that are free."""

    years: dict[int, Place]
    pages: Sequence[int]
    revisions: Sequence[int]
    bylines: Sequence[int]


class Years:
    """A language's years of stories, made when first asked for, and their ends as far as they are known."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale
        self.indexes: dict[int, StoryIndex] = {}
        self.ends: dict[int, Place] = {}

    def end_of(self, year: int) -> Place:
        """Where the next story of a year goes. One query, none if it is known; two or more for a new year."""
        if year not in self.indexes:
            self.indexes[year] = index_of(self.locale, year)
        if year not in self.ends:
            self.ends[year] = _end_of(self.indexes[year])
        return self.ends[year]

    def forget(self) -> None:
        """Somebody else may have put a story there: look again."""
        self.ends.clear()


def find(years: Years, stories: Sequence[NewStory]) -> Places:
    """Where `stories` may go. On PostgreSQL the ids are theirs from now on, on SQLite only until somebody else writes.

    Three queries, and one for each year that is not known.
    """
    return Places(
        years={year: years.end_of(year) for year in sorted({story.year for story in stories})},
        pages=_ids(Page, len(stories)),
        revisions=_ids(Revision, len(stories)),
        bylines=_ids(StoryAuthor, sum(len(story.authors) for story in stories)),
    )


def hold(places: Places, years: Years) -> bool:
    """Do the places still hold, now that nobody else can write there? If not, the years' ends are forgotten."""
    if connection.vendor == "postgresql":
        parents = [place.index for place in places.years.values()]
        list(Page.objects.select_for_update().filter(pk__in=parents).order_by("pk"))
        there = all(_end_of(years.indexes[year]) == place for year, place in places.years.items())
    else:  # Whoever wrote meanwhile has taken an id.
        there = all(
            _ids(model, len(ids)) == ids
            for model, ids in ((Page, places.pages), (Revision, places.revisions), (StoryAuthor, places.bylines))
        )
    if not there:
        years.forget()
    return there


def take(places: Places, stories: Sequence[NewStory]) -> None:
    """Give each story its id, slug and path. One query. raises YearIsFull"""
    taken = _slugs_taken(places, stories)
    last = {year: place.last for year, place in places.years.items()}
    bylines = iter(places.bylines)
    for story, pk, revision in zip(stories, places.pages, places.revisions, strict=True):
        place = places.years[story.year]
        last[story.year] += 1
        if last[story.year] >= len(Page.alphabet) ** Page.steplen:
            raise YearIsFull(f"{story.year} holds as many stories of one language as the page tree can: 1,679,615.")
        story.pk, story.revision = pk, revision
        story.path = Page._get_path(place.path, 4, last[story.year])
        story.slug = _free(story.address, taken[story.year])
        story.url_path = f"{place.url_path}{story.slug}/"
        story.bylines = [next(bylines) for _ in story.authors]


def count_in(places: Places, stories: Sequence[NewStory]) -> None:
    """Tell the years how many children they have now. One query a year."""
    new = Counter(story.year for story in stories)
    table, pk = connection.ops.quote_name(Page._meta.db_table), Page._meta.pk.column
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET numchild = numchild + %s WHERE {pk} = %s",  # noqa: S608 - our own names
            [(number, places.years[year].index) for year, number in new.items()],
        )


def taken(places: Places, stories: Sequence[NewStory], years: Years) -> None:
    """Remember where the years end now that `stories` are there for good."""
    for year, number in Counter(story.year for story in stories).items():
        years.ends[year] = replace(places.years[year], last=places.years[year].last + number)


def _end_of(index: StoryIndex) -> Place:
    first, last_possible = Page._get_children_path_interval(index.path)
    below = Page.objects.filter(path__gte=first, path__lte=last_possible, depth=index.depth + 1)
    path = below.order_by("-path").values_list("path", flat=True).first()
    last = Page._str2int(path[-Page.steplen :]) if path else 0
    return Place(index.pk, index.path, index.url_path, last)


def _ids(model: type[models.Model], number: int) -> Sequence[int]:
    """So many free ids of a table."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                           [table, column, number])  # fmt: skip
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
    first = (row[0] if row else 0) + 1
    return range(first, first + number)


def _slugs_taken(places: Places, stories: Sequence[NewStory]) -> dict[int, set[str]]:
    """The words of the stories' addresses that a story of the same year has already, with their numbers."""
    years = {place.path: year for year, place in places.years.items()}
    taken: dict[int, set[str]] = defaultdict(set)
    words = {story.address for story in stories}
    found = Page.objects.filter(slug__in=words).values_list("slug", "path")
    for slug, path in found:
        if (year := years.get(path[: -Page.steplen])) is not None:
            taken[year].add(slug)
    for slugs in taken.values():
        for slug in list(slugs):  # rare: the same headline twice in a year
            numbered = Page.objects.filter(slug__gt=f"{slug}-", slug__lt=f"{slug}.")  # "." follows "-"
            slugs.update(numbered.values_list("slug", flat=True))
    return taken


def _free(words: str, taken: set[str]) -> str:
    """`words`, with the first number that makes it free; taken from now on."""
    slug, number = words, 1
    while slug in taken:
        number += 1
        slug = f"{words}-{number}"
    taken.add(slug)
    return slug

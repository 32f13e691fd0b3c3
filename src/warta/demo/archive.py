"""Putting made-up stories into the newspaper, many at once: what `save_story` and `Story.publish` would leave of each.

Stories are made up some thousands ahead, by a process beside if there are many. Those of a language are collected into
batches. A batch's rows are made outside any transaction, for the places that are free at that moment; then the write
lock is taken, the places are looked at again, and the rows go in. A batch is as large as goes in within some 15 ms, and
after each the lock is left alone for a while, so that a newsroom at work goes on.
"""

from __future__ import annotations

import gc
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from wagtail.models import Locale

from warta.demo import places
from warta.demo.beside import Beside, Promise
from warta.demo.making import Choice, NewStory, make_up, origin_of
from warta.demo.merging import Merging
from warta.demo.rows import Rows, cast
from warta.demo.searched import Index
from warta.demo.synthetic import author_names
from warta.discovery.index import follow, take_in
from warta.discovery.search import missing
from warta.stories.changes import ChangeKind
from warta.stories.models import Change, Person, Section, Story, Topic

LOCK_S = 0.015  # how long a batch should hold the write lock; one in thousands takes three times as long
BATCH_MIN, BATCH_MAX = 10, 400
REST = 0.2  # after a batch, of the time that it held the lock
CHUNK = 1000  # stories that are made up together
AHEAD = 3  # chunks that are being made up while others are written
CHECKPOINT = 3000  # stories after which what SQLite's log holds is put into its place, some 100 MB
TRIES = 5
BESIDE = 5000  # stories from which a second process pays
NEWSROOM = 40  # authors, made up where there are none


class NothingToFill(Exception):
    """The newspaper has no section or topic to put stories into."""


@dataclass(frozen=True)
class Filled:
    """What a filling came to: how many stories were new, and the longest time that the write lock was held."""

    made: int
    longest_hold_s: float


@dataclass
class Desk:
    """A language's part of the newspaper: what its stories are made of, and those that wait to be written."""

    choice: Choice
    rows: Rows
    years: places.Years
    waiting: list[NewStory] = field(default_factory=list)


def fill(count: int, *, seed: int, progress: Callable[[int], None] = lambda done: None) -> Filled:
    """Make `count` stories of a seed public. A short transaction a batch.

    A story that is there already stays: the command may be stopped and run again.
    raises NothingToFill, places.YearIsFull
    """
    desks = _desks()
    _let_commits_be_quick()
    while follow():  # what the index lacks of the stories that are there; the new ones are put into it here
        pass
    made = 0
    with Beside(own_process=count >= BESIDE) as beside, Merging(LOCK_S) as merging:
        writer = Writer(beside, merging)
        for numbers, stories in _made_up(beside, count, seed, {code: desk.choice for code, desk in desks.items()}):
            for story in stories:
                desk = desks[story.language]
                desk.waiting.append(story)
                while len(desk.waiting) >= writer.batch:
                    writer.write(desk)
            made += len(stories)
            gc.collect(1)
            progress(numbers.stop)
        for desk in desks.values():
            while desk.waiting:
                writer.write(desk)
        writer.index.finish()
    return Filled(made, max(writer.longest, merging.longest))


def _made_up(
    beside: Beside, count: int, seed: int, choices: dict[str, Choice]
) -> Iterator[tuple[range, list[NewStory]]]:
    """The numbers of the stories by chunks, with the stories that lack; the next chunks are made up meanwhile."""
    now = timezone.now()
    ahead: deque[tuple[range, Promise[list[NewStory]]]] = deque()
    for start in range(0, count, CHUNK):
        numbers = range(start, min(start + CHUNK, count))
        ahead.append((numbers, beside.do(make_up, numbers, _there(seed, numbers), seed, now, choices)))
        if len(ahead) > AHEAD:
            numbers, stories = ahead.popleft()
            yield numbers, stories.result()
    for numbers, stories in ahead:
        yield numbers, stories.result()


def _there(seed: int, numbers: range) -> set[int]:
    """The numbers of the stories that are there already, in the search index too: an interrupted run may lack some."""
    origins = [origin_of(seed, number) for number in numbers]
    there = dict(Story.objects.filter(origin__in=origins).values_list("pk", "origin"))
    if there and (lacking := missing(list(there))):
        take_in(sorted(lacking))
    return {int(origin.rpartition(":")[2]) for origin in there.values()}


def _desks() -> dict[str, Desk]:
    """The newspaper's languages by their codes."""
    found = {}
    for locale in Locale.objects.all():
        sections = list(Section.objects.filter(locale=locale).order_by("pk"))
        topics = list(Topic.objects.filter(locale=locale).order_by("pk"))
        if not sections or not topics:
            raise NothingToFill("Every language needs a section and a topic first: make them in the newsroom.")
        authors = _authors()
        mould = cast(locale, sections[0], topics[0], authors[0])
        choice = Choice(*([row.pk for row in rows] for rows in (sections, topics, authors)))
        found[locale.language_code] = Desk(choice, Rows(mould), places.Years(locale))
    return found


def _authors() -> list[Person]:
    """Who writes for the newspaper; a made-up newsroom if nobody does."""
    there = Person.objects.filter(is_author=True).order_by("pk")
    if not there.exists():
        for number, name in enumerate(author_names(NEWSROOM), start=1):
            Person.objects.create(name=name, slug=f"generate-{number}")
    return list(there)


class Writer:
    """Writes batches of stories, and learns how large one may be."""

    def __init__(self, beside: Beside, merging: Merging) -> None:
        self.merging = merging
        self.index, self.log = Index(beside), Log()
        self.batch = 20
        self.longest = 0.0
        self.rest_until = 0.0

    def write(self, desk: Desk) -> None:
        """Write a batch of the stories that wait, the first of them. raises places.YearIsFull"""
        batch, desk.waiting = desk.waiting[: self.batch], desk.waiting[self.batch :]
        for attempt in range(TRIES):
            try:
                held = self._write(desk, batch)
            except IntegrityError:  # somebody took a place in the tree meanwhile
                desk.years.forget()
                if attempt == TRIES - 1:
                    raise
            else:
                break
        wanted = min(2 * self.batch, int(len(batch) * LOCK_S / max(held, 0.0001)))
        wanted = min(wanted, (self.batch + wanted) // 2)  # smaller at once, larger by and by
        self.batch = max(BATCH_MIN, min(BATCH_MAX, wanted))
        self.longest = max(self.longest, held)
        self.rest_until = time.monotonic() + held * REST
        self.merging.follow_batch()
        self.index.add(batch)
        self.log.add(len(batch))

    def _write(self, desk: Desk, batch: Sequence[NewStory]) -> float:
        """Write a batch; returns for how many seconds the lock was held."""
        found = places.find(desk.years, batch)
        places.take(found, batch)
        desk.rows.make(batch, timezone.now())
        time.sleep(max(0.0, self.rest_until - time.monotonic()))
        with transaction.atomic():
            began = time.monotonic()
            if not places.hold(found, desk.years):
                found = places.find(desk.years, batch)
                places.take(found, batch)
                desk.rows.make(batch, timezone.now())
            desk.rows.write()
            places.count_in(found, batch)
            Change.record(ChangeKind.LIST_CHANGED)
        held = time.monotonic() - began
        places.taken(found, batch, desk.years)
        return held


def _let_commits_be_quick() -> None:
    """Do not wait for the disk at each commit of this process: a power cut may take the last batches, and no more.

    The same command makes them again. What the newsroom commits is waited for as ever.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = NORMAL")
            cursor.execute("PRAGMA cache_size = -128000")  # KiB: where rows go is all over the tables' indexes
            cursor.execute("PRAGMA wal_autocheckpoint = 0")  # see Log


class Log:
    """SQLite's log of changes: puts what it holds into its place now and then. Others write meanwhile.

    Most is done in a thread, which waits for the disk; what came in until that is done is put into its place here, so
    that the log begins anew.
    """

    def __init__(self) -> None:
        self.thread = ThreadPoolExecutor(1)
        self.stories = 0
        self.under_way: Future[None] | None = None

    def add(self, stories: int) -> None:
        """So many stories have been written."""
        self.stories += stories
        if self.under_way and self.under_way.done():
            self.under_way.result()
            checkpoint()
            self.stories, self.under_way = 0, None
        elif self.under_way is None and self.stories >= CHECKPOINT:
            self.under_way = self.thread.submit(_checkpoint_of_its_own)


def _checkpoint_of_its_own() -> None:
    try:
        checkpoint()
    finally:
        connection.close()


def checkpoint() -> None:
    """Put what SQLite's log holds into its place, as far as nobody is in the way."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")

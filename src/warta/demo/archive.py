"""Putting made-up stories into the newspaper, many at once: what `save_story` and `Story.publish` would leave of each.

Stories of a language are collected into batches. A batch is made outside any transaction, for the places that are free
at that moment; then the write lock is taken, the places are looked at again, and the rows go in. A batch is as large as
goes in within some 30 ms, and after each the lock is left alone for a while, so that a newsroom at work goes on.
"""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from wagtail.models import Locale

from warta.demo import places
from warta.demo.rows import Mould, NewStory, Rows, cast
from warta.demo.searched import Index
from warta.demo.synthetic import SyntheticStory, author_names, stories
from warta.discovery.index import follow, take_in
from warta.discovery.search import missing
from warta.stories.changes import ChangeKind
from warta.stories.models import Change, Person, Section, Story, Topic

LOCK_S = 0.03  # how long a batch should hold the write lock
BATCH_MIN, BATCH_MAX = 10, 400
REST = 0.2  # after a batch, of the time that it held the lock
CHUNK = 500  # stories whose being there is asked for at once
TRIES = 5
BESIDE = 5000  # stories from which a second process pays
NEWSROOM = 40  # authors, made up where there are none


class NothingToFill(Exception):
    """The newspaper has no section or topic to put stories into."""


@dataclass
class Desk:
    """A language's part of the newspaper: what its stories are made of, and those that wait to be written."""

    sections: list[Section]
    topics: list[Topic]
    authors: list[Person]
    mould: Mould
    years: places.Years
    waiting: list[NewStory] = field(default_factory=list)

    def make(self, plan: SyntheticStory, origin: str) -> NewStory:
        """A story of this newspaper from a made-up one."""
        text = "".join(f"<p>{paragraph}</p>" for paragraph in plan.paragraphs)
        chance = random.Random(origin)  # noqa: S311 - the same story gets the same keys
        return NewStory(
            origin=origin,
            title=plan.headline,
            standfirst=plan.standfirst,
            kind=plan.kind,
            level=plan.level,
            section=self.sections[plan.section],
            topics=[self.topics[number] for number in plan.topics],
            authors=[self.authors[number] for number in plan.authors],
            body=[{"type": "text", "value": text, "id": str(uuid.UUID(int=chance.getrandbits(128), version=4))}],
            published_at=plan.published_at,
            key=uuid.uuid4(),
            year=timezone.localtime(plan.published_at).year,
        )


def fill(count: int, *, seed: int, progress: Callable[[int], None] = lambda done: None) -> int:
    """Make `count` stories of a seed public; returns how many were new. A short transaction a batch.

    A story that is there already stays: the command may be stopped and run again.
    raises NothingToFill, places.YearIsFull
    """
    desks = _desks()
    choice = {
        "topics": min(len(desk.topics) for desk in desks.values()),
        "sections": min(len(desk.sections) for desk in desks.values()),
        "authors": min(len(desk.authors) for desk in desks.values()),
    }
    now, made = timezone.now(), 0
    _let_commits_be_quick()
    while follow():  # what the index lacks of the stories that are there; the new ones are put into it here
        pass
    with Index(beside=count >= BESIDE) as index:
        writer = Writer(index)
        for start in range(0, count, CHUNK):
            numbers = range(start, min(start + CHUNK, count))
            there = _there(seed, numbers)
            if len(there) < len(numbers):
                for plan in stories(len(numbers), seed=seed, now=now, start=start, **choice):
                    if plan.number not in there:
                        desk = desks[plan.language]
                        desk.waiting.append(desk.make(plan, f"generate:{seed}:{plan.number}"))
                        if len(desk.waiting) >= writer.batch:
                            writer.write(desk)
            made += len(numbers) - len(there)
            progress(numbers.stop)
        for desk in desks.values():
            writer.write(desk)
    return made


def _there(seed: int, numbers: range) -> set[int]:
    """The numbers of the stories that are there already, in the search index too: an interrupted run may lack some."""
    origins = [f"generate:{seed}:{number}" for number in numbers]
    there = dict(Story.objects.filter(origin__in=origins).values_list("pk", "origin"))
    if there and (lacking := missing(list(there))):
        take_in(sorted(lacking))
    return {int(origin.rpartition(":")[2]) for origin in there.values()}


def _let_commits_be_quick() -> None:
    """Do not wait for the disk at each commit of this process: a power cut may take the last batches, and no more.

    The same command makes them again. What the newsroom commits is waited for as ever.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = NORMAL")
            cursor.execute("PRAGMA wal_autocheckpoint = 16000")  # pages, 64 MB: most are written again and again


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
        found[locale.language_code] = Desk(sections, topics, authors, mould, places.Years(locale))
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

    def __init__(self, index: Index) -> None:
        self.index = index
        self.batch = 40

    def write(self, desk: Desk) -> None:
        """Write the stories that wait, and rest. raises places.YearIsFull"""
        batch, desk.waiting = desk.waiting, []
        if not batch:
            return
        for attempt in range(TRIES):
            try:
                held = self._write(desk, batch)
            except IntegrityError:  # PostgreSQL: somebody took a place in the tree meanwhile
                if attempt == TRIES - 1:
                    raise
            else:
                wanted = int(self.batch * min(2.0, LOCK_S / max(held, 0.001)))
                self.batch = max(BATCH_MIN, min(BATCH_MAX, (self.batch + wanted) // 2))
                time.sleep(held * REST)
                self.index.add(batch, desk.mould.locale.language_code)
                return

    def _write(self, desk: Desk, batch: list[NewStory]) -> float:
        """Write a batch; returns for how many seconds the lock was held."""
        now, mould = timezone.now(), desk.mould
        found = places.find(desk.years, batch)
        rows = _rows(mould, found, batch, now)
        with transaction.atomic():
            began = time.perf_counter()
            if not places.hold(found, desk.years):
                found = places.find(desk.years, batch)
                rows = _rows(mould, found, batch, now)
            rows.write()
            places.count_in(found, batch)
            Change.record(ChangeKind.LIST_CHANGED)
        return time.perf_counter() - began


def _rows(mould: Mould, found: places.Places, batch: list[NewStory], now: datetime) -> Rows:
    places.take(found, batch)
    rows = Rows(mould, now)
    for story in batch:
        rows.add(story)
    return rows

"""The search index's part of a bulk of stories: what the listener would have taken in, written by a process beside.

Writing texts into the index costs as much as all the other rows of a story; a second processor does it meanwhile.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable, Sequence
from types import TracebackType

from django.db import connection
from django.utils import timezone
from django.utils.safestring import mark_safe

from warta.access import STRANGER, Gate, Level, Meter, Shows, decide
from warta.demo.beside import keep
from warta.demo.rows import NewStory
from warta.discovery import search
from warta.discovery.index import audience_of, names_of, open_text, rest_of
from warta.stories.policy import current_policy
from warta.stories.shown import ShownBlock, teaser_of

TOGETHER = 1000  # stories of one transaction; only the search waits for it
AHEAD = 8  # transactions that may wait to be written


class Index:
    """Takes in new stories that are written; on leaving, all of them are in the index.

    beside  write in a process of its own. PostgreSQL's index is a table of the newspaper's database, and needs none
    """

    def __init__(self, *, beside: bool) -> None:
        self.policy = current_policy().closed()
        self.waiting: list[search.Entry] = []
        self.beside = beside and connection.vendor != "postgresql"

    def __enter__(self) -> Index:
        if self.beside:
            context = multiprocessing.get_context("spawn")
            self.queue = context.Queue(AHEAD)
            self.process = context.Process(target=keep, args=(self.queue,), daemon=True)
            self.process.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:  # fmt: skip
        self._write()
        if self.beside:
            self.queue.put(None)
            self.process.join()

    def add(self, stories: Iterable[NewStory], language: str) -> None:
        """Take in stories of one language."""
        self.waiting += [self._entry(story, language) for story in stories]
        if len(self.waiting) >= TOGETHER:
            self._write()

    def _write(self) -> None:
        if not self.waiting:
            return
        if self.beside:
            self._put(self.waiting)
        else:
            search.write(self.waiting)
        self.waiting = []

    def _put(self, entries: Sequence[search.Entry]) -> None:
        """Hand entries over. raises ChildProcessError if the process is no more"""
        if not self.process.is_alive():
            raise ChildProcessError("The process that writes the search index ended. Run the same command again.")
        self.queue.put(entries)

    def _entry(self, story: NewStory, language: str) -> search.Entry:
        block = ShownBlock("text", mark_safe(story.body[0]["value"]), "")  # noqa: S308 - our own words
        gate = Gate(
            story=story.pk,
            level=Level(story.level) if story.level else None,
            published=True,
            published_at=story.published_at,
            section=story.section.pk,
        )
        now = timezone.now()
        is_whole = decide(gate, STRANGER, Meter(), self.policy, now).shows is Shows.FULL
        text = open_text([block])
        opened = text if is_whole else open_text(teaser_of([block], self.policy.teaser_words))
        return search.Entry(
            story=story.pk,
            language=language,
            headline=story.title,
            standfirst=story.standfirst,
            names=names_of(story.section, "", story.authors, story.topics),
            text=opened,
            hidden=rest_of(text, opened),
            audience=audience_of(self.policy.level_of(gate, now)),
        )

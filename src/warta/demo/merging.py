"""The newsroom's search index while many stories are written: SQLite's FTS5 is kept from merging of its own accord.

Each transaction leaves a piece of index; FTS5 merges pieces as it writes, all sixteen of a size at once where it has
fallen behind: some 100 ms with 100,000 stories, seconds with a million, and the write lock is held all along. Here it
is told to let hundreds lie, and pieces are merged in slices between the batches (https://sqlite.org/fts5.html, section
6.10). Whoever is killed in between leaves an index that is merged less often, and that the next filling puts right.
"""

from __future__ import annotations

import time
from types import TracebackType

from django.db import connection
from wagtail.search import models

USUAL = {"automerge": 4, "crisismerge": 16, "usermerge": 4}
FILLING = {"automerge": 64, "crisismerge": 1000, "usermerge": 16}
PAGES_MIN, PAGES_MAX = 8, 1000  # of a slice
SELDOM = 8  # batches after one that left nothing to merge
NOTHING = 2  # rows changed by a slice that found nothing to merge


class Merging:
    """While it is entered, pieces are merged by `slice` alone. Nothing of it where the database is not SQLite."""

    def __init__(self, slice_s: float) -> None:
        """slice_s: how long a slice should hold the write lock"""
        self.table = models.SQLiteFTSIndexEntry._meta.db_table if connection.vendor == "sqlite" else ""
        self.slice_s, self.pages, self.longest = slice_s, 64, 0.0
        self.batches = 0  # that may go by

    def __enter__(self) -> Merging:
        self._set(FILLING)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:  # fmt: skip
        while kind is None and self.slice():
            time.sleep(self.slice_s / 5)
        self._set(USUAL)

    def follow_batch(self) -> None:
        """Merge what a batch may have made too many of."""
        self.batches -= 1
        if self.batches < 0 and not self.slice():
            self.batches = SELDOM

    def slice(self) -> bool:
        """Merge a few pages; returns whether there was anything to merge."""
        if not self.table:
            return False
        began = time.monotonic()
        changed = self._say("merge", self.pages)
        held = time.monotonic() - began
        self.longest = max(self.longest, held)
        if changed >= NOTHING:
            self.pages = max(PAGES_MIN, min(PAGES_MAX, 2 * self.pages, int(self.pages * self.slice_s / held)))
        return changed >= NOTHING

    def _set(self, options: dict[str, int]) -> None:
        if self.table:
            for name, value in options.items():
                self._say(name, value)

    def _say(self, command: str, value: int) -> int:
        """Say something to FTS5; returns how many rows of its own tables changed."""
        with connection.cursor() as cursor:
            before = connection.connection.total_changes
            cursor.execute(f"INSERT INTO {self.table} ({self.table}, rank) VALUES (%s, %s)", [command, value])  # noqa: S608
            changed: int = connection.connection.total_changes - before
        return changed

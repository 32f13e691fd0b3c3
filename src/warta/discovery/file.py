"""SQLite's file of the search index: FTS5, beside the main one and written without waiting for the disk.

Writing whole texts takes a lock for tens of milliseconds, and now and then for hundreds, when FTS5 joins what it wrote
before. In a file of its own only this room waits for that. It can be made again: while it says that it was never begun,
the listener goes through all stories (`index.follow`). ADR 0005.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

NAME = "search.sqlite3"
WAIT_S = 10.0
COLUMNS = "language, headline, standfirst, names, text, for_account, for_right"
TABLE = f"CREATE VIRTUAL TABLE discovery_text USING fts5({COLUMNS}, tokenize = 'unicode61 remove_diacritics 2')"
_mine = threading.local()


def path() -> Path:
    """Where the file is."""
    return Path(settings.DATA) / NAME


def connection() -> sqlite3.Connection:
    """This thread's connection; the file and its table are made if they are not there."""
    if getattr(_mine, "connection", None) is None:
        opened = sqlite3.connect(path(), timeout=WAIT_S, isolation_level=None)
        opened.execute("PRAGMA journal_mode = WAL")
        opened.execute("PRAGMA synchronous = NORMAL")
        opened.execute("PRAGMA cache_size = -16000")
        _make_table(opened)
        _mine.connection = opened
    return _mine.connection


def _make_table(opened: sqlite3.Connection) -> None:
    """The table, if it is not there or of another shape; it is then empty, and not begun."""
    if _shape(opened) == COLUMNS:
        return
    opened.execute("BEGIN IMMEDIATE")
    if _shape(opened) != COLUMNS:
        opened.execute("DROP TABLE IF EXISTS discovery_text")
        opened.execute(TABLE)
        opened.execute("PRAGMA user_version = 0")
    opened.execute("COMMIT")


def _shape(opened: sqlite3.Connection) -> str:
    return ", ".join(row[1] for row in opened.execute("PRAGMA table_info(discovery_text)"))


def close() -> None:
    """Close this thread's connection, if it has one."""
    if getattr(_mine, "connection", None) is not None:
        _mine.connection.close()
        _mine.connection = None


@contextmanager
def writing() -> Iterator[sqlite3.Connection]:
    """Around a write: all of it or nothing."""
    opened = connection()
    opened.execute("BEGIN IMMEDIATE")
    try:
        yield opened
    except BaseException:
        opened.execute("ROLLBACK")
        raise
    opened.execute("COMMIT")

"""SQLite: a copy of a database that others write to, as it is at one moment.

SQLite's online backup begins anew when somebody writes between two of its steps. Here the connection that reads holds
a read transaction for the whole copy: in WAL mode that hinders no writer, and every step sees the same moment.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from warta.backup.errors import BackupError

PAGES = 2000  # a step; between two of them the copy can be stopped
WAIT_S = 30.0


def copy(database: Path, to: Path, tell: Callable[[int], None]) -> None:
    """Copy a database as it is now, and look whether the copy is whole.

    tell    called with bytes copied since the last call
    raises  BackupError if the database is damaged; OSError if there is no room; sqlite3.Error
    """
    to.unlink(missing_ok=True)
    done = 0

    def progress(status: int, remaining: int, total: int) -> None:
        nonlocal done
        now = (total - remaining) * page
        tell(now - done)
        done = now

    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=rw", uri=True, timeout=WAIT_S)) as source:
            source.isolation_level = None
            page = source.execute("PRAGMA page_size").fetchone()[0]
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # the moment
            with closing(sqlite3.connect(to)) as copied:
                copied.execute("PRAGMA synchronous = OFF")
                source.backup(copied, pages=PAGES, progress=progress, sleep=0.01)
        to.chmod(0o600)
        with closing(sqlite3.connect(f"{to.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as copied:
            said = copied.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        said = str(error)
        if "is full" in said or "disk I/O error" in said:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(to)) from None
        if "malformed" not in said and "not a database" not in said:
            raise
    if said != "ok":
        raise BackupError(f"{database} is damaged ({said}). No backup was made of it: put the last good one in place.")


def empty(database: Path, tables: Iterable[str]) -> None:
    """Take all rows of `tables` out of a copy that nobody else uses, so that no page of the file holds them."""
    with closing(sqlite3.connect(database, isolation_level=None)) as opened:
        opened.execute("PRAGMA journal_mode = OFF")
        known = {name for (name,) in opened.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        for table in known.intersection(tables):
            opened.execute(f"DELETE FROM {table}")  # noqa: S608 - our names
        opened.execute("VACUUM")


def migrations(database: Path) -> list[str]:
    """Which migrations a database (a copy that nobody writes to) has seen, as app.name."""
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as opened:
        try:
            return [
                f"{app}.{name}" for app, name in opened.execute("SELECT app, name FROM django_migrations ORDER BY 1, 2")
            ]
        except sqlite3.OperationalError:
            return []

"""The change log as the edge reads it: read-only, a few columns, the newsroom's table by its name.

The names here and in `stories/models/change.py` are one contract, tested from both sides (`tests/edge/test_log.py`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

import psycopg

from warta.edge.store import Change, rows_of

COLUMNS = "id, kind, story, language, gate, reader, generation"
BATCH = 5000
VOID_S = 1200  # rights that changed so long ago concern no token that still lives


class Log(Protocol):
    """A way to read the log. Each call is quick, and may be made from one thread alone."""

    def newest(self) -> int:
        """The number of the last row. raises OSError"""

    def after(self, position: int) -> list[Change]:
        """The rows after `position`, at most 5,000. raises OSError"""

    def voids(self) -> list[Change]:
        """Whose rights changed in the last twenty minutes. raises OSError"""

    def close(self) -> None:
        """Let go of the database."""


class SqliteLog:
    """The log in the newspaper's SQLite file; whether anything was written at all is asked first, which costs less."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._open: sqlite3.Connection | None = None
        self._version = -1

    def newest(self) -> int:
        """The number of the last row."""
        rows = self._rows("SELECT coalesce(max(id), 0) FROM stories_change", ())
        return int(rows[0][0])

    def after(self, position: int) -> list[Change]:
        """The rows after `position`."""
        version = self._rows("PRAGMA data_version", ())[0][0]
        if version == self._version:
            return []
        sql = f"SELECT {COLUMNS} FROM stories_change WHERE id > ? ORDER BY id LIMIT {BATCH}"  # noqa: S608 - our names
        rows = self._rows(sql, (position,))
        if len(rows) < BATCH:
            self._version = version
        return rows_of(rows)

    def voids(self) -> list[Change]:
        """Whose rights changed lately."""
        sql = (
            f"SELECT {COLUMNS} FROM stories_change WHERE kind = 'rights_changed' "  # noqa: S608 - our names
            "AND at > datetime('now', ?) ORDER BY id"
        )
        return rows_of(self._rows(sql, (f"-{VOID_S} seconds",)))

    def close(self) -> None:
        """Let go of the file."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _rows(self, sql: str, values: Sequence[Any]) -> list[Any]:
        try:
            if self._open is None:
                self._open = sqlite3.connect(
                    f"file:{quote(str(self.path))}?mode=ro", uri=True, timeout=1, check_same_thread=False
                )
                self._version = -1
            return self._open.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            self.close()
            raise OSError(f"the change log cannot be read: {error}") from error


class PostgresLog:
    """The log in PostgreSQL."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._open: psycopg.Connection[Any] | None = None

    def newest(self) -> int:
        """The number of the last row."""
        return int(self._rows("SELECT coalesce(max(id), 0) FROM stories_change", ())[0][0])

    def after(self, position: int) -> list[Change]:
        """The rows after `position`."""
        sql = f"SELECT {COLUMNS} FROM stories_change WHERE id > %s ORDER BY id LIMIT {BATCH}"  # noqa: S608 - our names
        return rows_of(self._rows(sql, (position,)))

    def voids(self) -> list[Change]:
        """Whose rights changed lately."""
        sql = (
            f"SELECT {COLUMNS} FROM stories_change WHERE kind = 'rights_changed' "  # noqa: S608 - our names
            "AND at > now() - make_interval(secs => %s) ORDER BY id"
        )
        return rows_of(self._rows(sql, (VOID_S,)))

    def close(self) -> None:
        """Let go of the connection."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _rows(self, sql: str, values: Sequence[Any]) -> list[Any]:
        try:
            if self._open is None:
                self._open = psycopg.connect(
                    self.url, autocommit=True, connect_timeout=3, options="-c statement_timeout=3000"
                )
            return self._open.execute(sql.encode(), values).fetchall()
        except psycopg.Error as error:
            self.close()
            raise OSError("the change log cannot be read") from error


def open_log(data: Path, database_url: str) -> Log:
    """The log of the newspaper in `data`."""
    return PostgresLog(database_url) if database_url else SqliteLog(data / "warta.sqlite3")

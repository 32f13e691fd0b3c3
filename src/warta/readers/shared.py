"""A cache in one file, shared by all processes of a machine: counts of attempts, for minutes.

It is a file of its own, so that no count waits for the newspaper's database, and none of its writes waits for a disk.
`add` is one statement: of two who try at once, one succeeds.
"""

from __future__ import annotations

import pickle
import sqlite3
import time
from contextlib import closing
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

FOR_EVER = 1e12
SWEPT_EVERY_S = 60


class SharedFile(BaseCache):
    """Values by key until they expire. Entries that have are swept once a minute; none is thrown out before."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._path = location
        self._swept = 0.0

    def _ask(self, statement: str, values: tuple[Any, ...] = ()) -> tuple[int, Any]:
        """One statement in a transaction of its own; how many rows it changed, and the first it found."""
        with closing(sqlite3.connect(self._path, timeout=10, isolation_level=None)) as base:
            base.execute("PRAGMA synchronous=OFF")
            try:
                cursor = base.execute(statement, values)
            except sqlite3.OperationalError as error:
                if "no such table" not in str(error):
                    raise
                base.execute("PRAGMA journal_mode=WAL")
                base.execute("CREATE TABLE IF NOT EXISTS entry (key TEXT PRIMARY KEY, value BLOB, until REAL)")
                base.execute("CREATE INDEX IF NOT EXISTS entry_until ON entry (until)")
                cursor = base.execute(statement, values)
            return cursor.rowcount, cursor.fetchone()

    def _row(self, key: str, value: Any, timeout: Any, version: Any) -> tuple[str, bytes, float]:
        end = self.get_backend_timeout(timeout)
        name = self.make_and_validate_key(key, version=version)
        return name, pickle.dumps(value, pickle.HIGHEST_PROTOCOL), FOR_EVER if end is None else end

    def _sweep(self) -> None:
        now = time.time()
        if now - self._swept > SWEPT_EVERY_S:
            self._swept = now
            self._ask("DELETE FROM entry WHERE until <= ?", (now,))

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> bool:
        """Set it unless it is there."""
        self._sweep()
        changed, _found = self._ask(
            "INSERT INTO entry VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value, "
            "until = excluded.until WHERE entry.until <= ?",
            (*self._row(key, value, timeout, version), time.time()),
        )
        return changed == 1

    def get(self, key: str, default: Any = None, version: Any = None) -> Any:
        """The value; `default` if there is none any more."""
        name = self.make_and_validate_key(key, version=version)
        _n, found = self._ask("SELECT value FROM entry WHERE key = ? AND until > ?", (name, time.time()))
        return default if found is None else pickle.loads(found[0])  # noqa: S301 - our own file, as Django's caches

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> None:
        """Set it."""
        self._sweep()
        self._ask("INSERT OR REPLACE INTO entry VALUES (?, ?, ?)", self._row(key, value, timeout, version))

    def incr(self, key: str, delta: int = 1, version: Any = None) -> int:
        """Count; its end stays as it was. One transaction, so that no count is lost. raises ValueError if it is gone"""
        name = self.make_and_validate_key(key, version=version)
        with closing(sqlite3.connect(self._path, timeout=10, isolation_level=None)) as base:
            base.execute("PRAGMA synchronous=OFF")
            base.execute("BEGIN IMMEDIATE")
            found = base.execute("SELECT value FROM entry WHERE key = ? AND until > ?", (name, time.time())).fetchone()
            if found is None:
                raise ValueError(f"No count of the key {key!r}.")
            number = int(pickle.loads(found[0])) + delta  # noqa: S301 - our own file, as Django's caches
            packed = pickle.dumps(number, pickle.HIGHEST_PROTOCOL)
            base.execute("UPDATE entry SET value = ? WHERE key = ?", (packed, name))
            base.execute("COMMIT")
        return number

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> bool:
        """Let it live anew."""
        name, _value, end = self._row(key, None, timeout, version)
        return self._ask("UPDATE entry SET until = ? WHERE key = ? AND until > ?", (end, name, time.time()))[0] == 1

    def delete(self, key: str, version: Any = None) -> bool:
        """Forget it."""
        return self._ask("DELETE FROM entry WHERE key = ?", (self.make_and_validate_key(key, version=version),))[0] == 1

    def clear(self) -> None:
        """Forget all."""
        self._ask("DELETE FROM entry")

"""Where a worker writes what it heard: the database of reads, or a stream of Redis or Valkey.

The names here and in `audience/models.py` are one contract, tested from both sides (`tests/audience/test_contract.py`).
Each call may be made from one thread alone, and raises OSError when it did not come through: the worker then keeps what
it has and tries again.
"""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

import psycopg
import redis

from warta.config import Config
from warta.edge.collector import Batch

STREAM = "warta:reads"
SALT = "warta:salt:"
WAITING_MAX = 50_000  # batches; beyond that nobody takes them in, and workers keep on adding up in memory
WAIT_S = 10.0
LOOK_S = 0.002
SALT_KEPT_S = 2 * 24 * 3600
INSERT = "INSERT INTO audience_waiting (at, batch) VALUES"


class Sink(Protocol):
    """A way to hand batches on."""

    def write(self, batches: Sequence[Batch]) -> None:
        """Write all of them, or none. raises OSError"""

    def salt(self, day: str) -> bytes:
        """The salt of a day, the same for all workers: the first that asks draws it. raises OSError"""

    def close(self) -> None:
        """Let go of what is open."""


class SqliteSink:
    """The file of reads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._open: sqlite3.Connection | None = None

    def write(self, batches: Sequence[Batch]) -> None:
        """Write batches in one transaction."""
        try:
            opened = self._connection()
            with _transaction(opened):
                first, last = opened.execute("SELECT min(id), max(id) FROM audience_waiting").fetchone()
                _refuse_full(0 if last is None else last - first + 1)
                opened.executemany(f"{INSERT} (?, ?)", [(batch.at, batch.text()) for batch in batches])
        except sqlite3.Error as error:
            self.close()
            raise OSError(f"reads cannot be written: {error}") from error

    def salt(self, day: str) -> bytes:
        """The salt of a day."""
        try:
            opened = self._connection()
            with _transaction(opened):
                opened.execute(
                    "INSERT INTO audience_salt (day, value) VALUES (?, ?) ON CONFLICT DO NOTHING", (day, _drawn())
                )
                row = opened.execute("SELECT value FROM audience_salt WHERE day = ?", (day,)).fetchone()
        except sqlite3.Error as error:
            self.close()
            raise OSError(f"the salt cannot be read: {error}") from error
        return bytes.fromhex(row[0])

    def close(self) -> None:
        """Let go of the file."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _connection(self) -> sqlite3.Connection:
        if self._open is None:
            self._open = sqlite3.connect(
                f"file:{quote(str(self.path))}?mode=rw", uri=True, timeout=WAIT_S, isolation_level=None,
                check_same_thread=False,
            )  # fmt: skip
            self._open.execute("PRAGMA synchronous = NORMAL")
            self._open.execute("PRAGMA busy_timeout = 0")
        return self._open


class PostgresSink:
    """The tables of reads in PostgreSQL."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._open: psycopg.Connection[Any] | None = None

    def write(self, batches: Sequence[Batch]) -> None:
        """Write batches in one transaction."""
        try:
            opened = self._connection()
            with opened.transaction(), opened.cursor() as cursor:
                cursor.execute("SELECT max(id) - min(id) + 1 FROM audience_waiting")
                row = cursor.fetchone()
                _refuse_full((row and row[0]) or 0)
                cursor.executemany(f"{INSERT} (%s, %s)".encode(), [(batch.at, batch.text()) for batch in batches])
        except psycopg.Error as error:
            self.close()
            raise OSError("reads cannot be written") from error

    def salt(self, day: str) -> bytes:
        """The salt of a day."""
        try:
            opened = self._connection()
            with opened.transaction():
                opened.execute(
                    "INSERT INTO audience_salt (day, value) VALUES (%s, %s) ON CONFLICT DO NOTHING", (day, _drawn())
                )
                row = opened.execute("SELECT value FROM audience_salt WHERE day = %s", (day,)).fetchone()
        except psycopg.Error as error:
            self.close()
            raise OSError("the salt cannot be read") from error
        assert row is not None
        return bytes.fromhex(row[0])

    def close(self) -> None:
        """Let go of the connection."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _connection(self) -> psycopg.Connection[Any]:
        if self._open is None:
            self._open = psycopg.connect(
                self.url, autocommit=True, connect_timeout=3, options="-c statement_timeout=10000"
            )
        return self._open


class RedisSink:
    """A stream of Redis or Valkey, which the newsroom's worker reads wherever it runs."""

    def __init__(self, url: str) -> None:
        self._redis = redis.Redis.from_url(url, socket_timeout=WAIT_S, socket_connect_timeout=3)

    def write(self, batches: Sequence[Batch]) -> None:
        """Add batches to the stream, all at once."""
        try:
            length = self._redis.xlen(STREAM)
            _refuse_full(length)
            with self._redis.pipeline(transaction=True) as pipe:
                for batch in batches:
                    pipe.xadd(STREAM, {"at": batch.at, "batch": batch.text()})
                pipe.execute()
        except redis.RedisError as error:
            raise OSError("reads cannot be written") from error

    def salt(self, day: str) -> bytes:
        """The salt of a day."""
        try:
            self._redis.set(SALT + day, _drawn(), nx=True, ex=SALT_KEPT_S)
            found = self._redis.get(SALT + day)
        except redis.RedisError as error:
            raise OSError("the salt cannot be read") from error
        assert isinstance(found, bytes)
        return bytes.fromhex(found.decode())

    def close(self) -> None:
        """Let go of the connection."""
        self._redis.close()


@contextmanager
def _transaction(opened: sqlite3.Connection) -> Iterator[None]:
    """Around statements of one transaction: all of them or none.

    Whoever counts writes again and again, with short rests. SQLite's own waiting looks ever more seldom, and could miss
    them for long; so we look often.
    """
    end = time.monotonic() + WAIT_S
    while True:
        try:
            opened.execute("BEGIN IMMEDIATE")
            break
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
        time.sleep(LOOK_S)
    try:
        yield
    except BaseException:
        opened.execute("ROLLBACK")
        raise
    opened.execute("COMMIT")


def _refuse_full(waiting: int) -> None:
    """raises OSError if so many batches wait that nobody seems to take them in"""
    if waiting > WAITING_MAX:
        raise OSError(f"{waiting} batches of reads wait already: does `warta worker` run?")


def _drawn() -> str:
    return secrets.token_hex(32)


def open_sink(config: Config) -> Sink:
    """The sink of a newspaper."""
    if config.reads_url:
        return RedisSink(config.reads_stream)
    return PostgresSink(config.database_url) if config.database_url else SqliteSink(config.data / "reads.sqlite3")

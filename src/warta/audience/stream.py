"""The stream of Redis or Valkey through which the edge may tell what is read (`edge/sink.py`)."""

from __future__ import annotations

from functools import cache
from typing import Any

import redis

NAME = "warta:reads"
START = "0-0"
ROWS = 50  # batches at once
WAIT_S = 10.0


def after(url: str, place: str) -> list[tuple[str, int, str]]:
    """Batches after a place, the oldest first: their own places, moments and texts. raises redis.RedisError"""
    found: Any = _client(url).xrange(NAME, min=f"({place}", count=ROWS)
    return [(row.decode(), int(fields[b"at"]), fields[b"batch"].decode()) for row, fields in found]


def drop_through(url: str, place: str) -> None:
    """Take away what lies up to a place, and that too: it has been counted. raises redis.RedisError"""
    moment, _, number = place.partition("-")
    _client(url).xtrim(NAME, minid=f"{moment}-{int(number) + 1}", approximate=False)


@cache
def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=WAIT_S, socket_connect_timeout=3)

"""Full-text search in the open parts of stories.

The index is a table of its own, made from what a stranger may read: what is hidden is not in it, so that no hit can
tell of it. A listener of the change log keeps it (`index.py`). SQLite: FTS5; PostgreSQL: its own full text.
"""

from __future__ import annotations

import re

from django.db import connection

WORDS_MAX = 12
TOKEN = re.compile(r"\w+", re.UNICODE)


def terms(text: str) -> list[str]:
    """The words of a query, at most 12; quotes and operators mean nothing here."""
    return TOKEN.findall(text.casefold())[:WORDS_MAX]


def search(text: str, language: str, limit: int, offset: int = 0) -> list[int]:
    """Ids of the stories in whose open part all words of `text` stand, best first. One query."""
    words = terms(text)
    if not words:
        return []
    return _postgresql(words, language, limit, offset) if connection.vendor == "postgresql" else _sqlite(
        words, language, limit, offset
    )  # fmt: skip


def _sqlite(words: list[str], language: str, limit: int, offset: int) -> list[int]:
    """The last word may be the beginning of one. A hit in the headline weighs ten times one in the text."""
    query = " ".join(f'"{word}"' for word in words) + "*"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rowid FROM discovery_text WHERE discovery_text MATCH %s AND language = %s "
            "ORDER BY bm25(discovery_text, 0, 10.0, 4.0, 4.0, 1.0) LIMIT %s OFFSET %s",
            [f"{{headline standfirst names text}} : ({query})", language, limit, offset],
        )
        return [row[0] for row in cursor.fetchall()]


def _postgresql(words: list[str], language: str, limit: int, offset: int) -> list[int]:
    query = " & ".join(f"'{word}'" for word in words[:-1]) + (" & " if words[1:] else "") + f"'{words[-1]}':*"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT story FROM discovery_text, to_tsquery('simple', %s) AS query "
            "WHERE language = %s AND words @@ query ORDER BY ts_rank(words, query) DESC, story DESC LIMIT %s OFFSET %s",
            [query, language, limit, offset],
        )
        return [row[0] for row in cursor.fetchall()]


def put(story: int, language: str, *, headline: str, standfirst: str, names: str, text: str) -> None:
    """Write what is found of a story; what stood there goes."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "INSERT INTO discovery_text (story, language, words) VALUES (%s, %s, "
                "setweight(to_tsvector('simple', %s), 'A') || setweight(to_tsvector('simple', %s), 'B') || "
                "setweight(to_tsvector('simple', %s), 'B') || setweight(to_tsvector('simple', %s), 'D')) "
                "ON CONFLICT (story) DO UPDATE SET language = EXCLUDED.language, words = EXCLUDED.words",
                [story, language, headline, standfirst, names, text],
            )
            return
        cursor.execute("DELETE FROM discovery_text WHERE rowid = %s", [story])
        cursor.execute(
            "INSERT INTO discovery_text (rowid, language, headline, standfirst, names, text) "
            "VALUES (%s, %s, %s, %s, %s, %s)",
            [story, language, headline, standfirst, names, text],
        )


def drop(story: int) -> None:
    """Find the story no more."""
    column = "story" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM discovery_text WHERE {column} = %s", [story])  # noqa: S608 - one of two words

"""Full-text search in the open parts of stories.

The index is a table of its own, made from what a stranger may read: what is hidden is not in it, so that no hit can
tell of it. A listener of the change log keeps it (`index.py`). SQLite: FTS5; PostgreSQL: its own full text.
"""

from __future__ import annotations

import re

from django.db import connection

from warta.stories.changes import ChangeKind
from warta.stories.models import Change, ListenerPlace

WORDS_MAX = 12
LISTENER = "search"  # how far the index has read the change log
ROUND = "search-round"  # how far it has gone through all stories, while it does
BEHIND_MAX = 500  # stories; while more are not taken in, no text is looked into
TOKEN = re.compile(r"\w+", re.UNICODE)


def terms(text: str) -> list[str]:
    """The words of a query, at most 12; quotes and operators mean nothing here."""
    return TOKEN.findall(text.casefold())[:WORDS_MAX]


def search(text: str, language: str, limit: int, offset: int = 0) -> list[int]:
    """Ids of the stories in whose open part all words of `text` stand, best first. Five queries."""
    words = terms(text)
    if not words:
        return []
    ask = _postgresql if connection.vendor == "postgresql" else _sqlite
    behind = changed_since()
    in_text = is_settled() and len(behind) < BEHIND_MAX
    return [pk for pk in ask(words, language, limit, offset, in_text=in_text) if pk not in behind]


def changed_since() -> set[int]:
    """Stories that changed and are not yet taken in: what is found of them may be closed by now. Two queries."""
    place = ListenerPlace.objects.filter(name=LISTENER).values_list("change", flat=True).first() or 0
    rows = Change.objects.filter(pk__gt=place, kind=ChangeKind.STORY_CHANGED)
    return {pk for pk in rows.values_list("story", flat=True)[:BEHIND_MAX] if pk}


def is_settled() -> bool:
    """Is every text in the index cut by the policy that holds now? Two queries."""
    places = dict(ListenerPlace.objects.filter(name__in=(LISTENER, ROUND)).values_list("name", "change"))
    if ROUND in places:
        return False
    return not Change.objects.filter(pk__gt=places.get(LISTENER, 0), kind=ChangeKind.POLICY_CHANGED).exists()


def _sqlite(words: list[str], language: str, limit: int, offset: int, *, in_text: bool) -> list[int]:
    """The last word may be the beginning of one. A hit in the headline weighs ten times one in the text."""
    query = " ".join(f'"{word}"' for word in words) + "*"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rowid FROM discovery_text WHERE discovery_text MATCH %s AND language = %s "
            "ORDER BY bm25(discovery_text, 0, 10.0, 4.0, 4.0, 1.0) LIMIT %s OFFSET %s",
            [f"{{headline standfirst names{' text' if in_text else ''}}} : ({query})", language, limit, offset],
        )
        return [row[0] for row in cursor.fetchall()]


def _postgresql(words: list[str], language: str, limit: int, offset: int, *, in_text: bool) -> list[int]:
    """Weights A and B are all but the text."""
    weights = "" if in_text else "AB"
    quoted = [f"'{word}':{weights}" if weights else f"'{word}'" for word in words[:-1]]
    query = " & ".join([*quoted, f"'{words[-1]}':*{weights}"])
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

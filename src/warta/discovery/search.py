"""Full-text search: in the open parts of stories, and in the hidden ones for who may read them.

The index is a table of its own. What a stranger may read and what is hidden from them stand in columns apart, and only
those are looked into that the reader may read: no hit can tell of anything else. A listener of the change log keeps the
table (`index.py`). SQLite: FTS5 in a file of its own (`file.py`); PostgreSQL: its own full text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db import connection, transaction

from warta.access import Reader, Right
from warta.discovery import file
from warta.stories.changes import ChangeKind
from warta.stories.models import Change, ListenerPlace

WORDS_MAX = 12
LISTENER = "search"  # how far the index has read the change log
ROUND = "search-round"  # how far it has gone through all stories, while it does
BEHIND_MAX = 500  # stories; while more are not taken in, no text is looked into
FEW = 500  # hits that are weighed against each other; of more, the newest come first
PREFIX_MIN = 4  # letters of a beginning; a shorter one stands in too many words
PLACES = ("headline", "headline standfirst names")  # where many hits are looked for first
OPEN = "headline standfirst names text"
TOKEN = re.compile(r"\w+", re.UNICODE)


class Audience(StrEnum):
    """For whom a story's hidden part is found; whoever has the right reads what an account opens too."""

    ACCOUNT = "for_account"
    RIGHT = "for_right"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is found of a story. hidden: what is not open to strangers, and for whom it is found"""

    story: int
    language: str
    headline: str
    standfirst: str
    names: str
    text: str
    hidden: str = ""
    audience: Audience = Audience.RIGHT


def audiences(reader: Reader) -> tuple[Audience, ...]:
    """Whose hidden parts are found for a reader: those that they may read in full without spending a free story."""
    if reader.is_staff or Right.PREMIUM in reader.rights:
        return (Audience.ACCOUNT, Audience.RIGHT)
    return (Audience.ACCOUNT,) if reader.is_registered else ()


def terms(text: str) -> list[str]:
    """The words of a query, at most 12; quotes and operators mean nothing here."""
    return TOKEN.findall(text.casefold())[:WORDS_MAX]


def search(
    text: str, language: str, limit: int, offset: int = 0, *, found_for: Sequence[Audience] = ()
) -> list[int]:  # fmt: skip
    """Ids of the stories in which all words of `text` stand, best first. Five queries, or seven.

    found_for  the reader's `audiences`: a stranger has none, and finds in open parts alone

    Of a word that stands in very many stories those come first that have it in the headline, then those that have it
    in the standfirst or among the names, the newest first: to weigh them all would take a second in a large archive.
    """
    words = terms(text)
    if not words:
        return []
    ask = _postgresql if connection.vendor == "postgresql" else _sqlite
    behind = changed_since()
    in_text = is_settled() and len(behind) < BEHIND_MAX
    return [pk for pk in ask(words, language, limit, offset, found_for if in_text else None) if pk not in behind]


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


def _sqlite(
    words: list[str], language: str, limit: int, offset: int, found_for: Sequence[Audience] | None
) -> list[int]:  # fmt: skip
    """The last word may be the beginning of one. A hit in the headline weighs ten times one in the text.

    found_for  None: no text is looked into
    """
    query = " ".join(f'"{word}"' for word in words) + ("*" if len(words[-1]) >= PREFIX_MIN else "")
    places = PLACES if found_for is None else (*PLACES, " ".join((OPEN, *found_for)))
    asked = [f'language : "{language}" AND {{{place}}} : ({query})' for place in places]
    ask = file.connection().execute
    hits = ask("SELECT rowid FROM discovery_text WHERE discovery_text MATCH ? LIMIT ?", [asked[-1], FEW + 1])
    if len(hits.fetchall()) <= FEW:
        ranked = ask(
            "SELECT rowid FROM discovery_text WHERE discovery_text MATCH ? "
            "ORDER BY bm25(discovery_text, 0, 10.0, 4.0, 4.0, 1.0, 1.0, 1.0) LIMIT ? OFFSET ?",
            [asked[-1], limit, offset],
        )
        return [row[0] for row in ranked]
    found: dict[int, None] = {}
    for place in asked:
        if len(found) < offset + limit:
            newest = "SELECT rowid FROM discovery_text WHERE discovery_text MATCH ? ORDER BY rowid DESC LIMIT ?"
            found |= dict.fromkeys(row[0] for row in ask(newest, [place, offset + limit]))
    return list(found)[offset : offset + limit]


def _postgresql(
    words: list[str], language: str, limit: int, offset: int, found_for: Sequence[Audience] | None
) -> list[int]:  # fmt: skip
    """Weights A and B are all but the text. A story's `hidden` column holds its open words as well."""
    weights = "AB" if found_for is None else ""
    quoted = [f"'{word}':{weights}" if weights else f"'{word}'" for word in words[:-1]]
    query = " & ".join([*quoted, f"'{words[-1]}':*{weights}"])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT story FROM discovery_text, to_tsquery('simple', %s) AS query WHERE language = %s "
            "AND (words @@ query OR (hidden @@ query AND audience = ANY(%s))) "
            "ORDER BY ts_rank(CASE WHEN words @@ query THEN words ELSE hidden END, query) DESC, story DESC "
            "LIMIT %s OFFSET %s",
            [query, language, list(found_for or ()), limit, offset],
        )
        return [row[0] for row in cursor.fetchall()]


def write(entries: Sequence[Entry], gone: Sequence[int] = ()) -> None:
    """Write what is found of some stories, in place of what stood there, and find those in `gone` no more."""
    if connection.vendor == "postgresql":
        with transaction.atomic():
            _write_postgresql(entries, gone)
        return
    rows = [
        (
            entry.story, entry.language, entry.headline, entry.standfirst, entry.names, entry.text,
            *(entry.hidden if entry.audience is audience else "" for audience in Audience),
        )
        for entry in entries
    ]  # fmt: skip
    with file.writing() as opened:
        opened.executemany("DELETE FROM discovery_text WHERE rowid = ?", [(story,) for story in gone])
        opened.executemany(
            "INSERT OR REPLACE INTO discovery_text "
            "(rowid, language, headline, standfirst, names, text, for_account, for_right) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )


def _write_postgresql(entries: Sequence[Entry], gone: Sequence[int]) -> None:
    rows = [
        {
            "story": entry.story, "language": entry.language, "headline": entry.headline,
            "standfirst": entry.standfirst, "names": entry.names, "text": entry.text,
            "hidden": entry.hidden or None, "audience": entry.audience.value,
        }
        for entry in entries
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM discovery_text WHERE story = ANY(%s)", [list(gone)])
        cursor.executemany(
            "INSERT INTO discovery_text (story, language, words, hidden, audience) "
            "SELECT %(story)s, %(language)s, open.words, open.words || to_tsvector('simple', %(hidden)s), %(audience)s "
            "FROM (SELECT setweight(to_tsvector('simple', %(headline)s), 'A') "
            "|| setweight(to_tsvector('simple', %(standfirst)s), 'B') "
            "|| setweight(to_tsvector('simple', %(names)s), 'B') "
            "|| setweight(to_tsvector('simple', %(text)s), 'D') AS words) AS open "
            "ON CONFLICT (story) DO UPDATE SET language = EXCLUDED.language, words = EXCLUDED.words, "
            "hidden = EXCLUDED.hidden, audience = EXCLUDED.audience",
            rows,
        )


def missing(stories: Sequence[int]) -> set[int]:
    """Those of `stories` of which nothing is in the index. One query."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT story FROM discovery_text WHERE story = ANY(%s)", [list(stories)])
            return set(stories) - {row[0] for row in cursor.fetchall()}
    marks = ", ".join("?" * len(stories))
    found = file.connection().execute(f"SELECT rowid FROM discovery_text WHERE rowid IN ({marks})", list(stories))  # noqa: S608
    return set(stories) - {row[0] for row in found}


def is_begun() -> bool:
    """Was this index ever begun? A lost file is made anew, and is empty."""
    return connection.vendor == "postgresql" or file.connection().execute("PRAGMA user_version").fetchone()[0] > 0


def begin() -> None:
    """Remember that it was begun."""
    if connection.vendor != "postgresql":
        file.connection().execute("PRAGMA user_version = 1")

"""SQLite's file of the search index."""

import sqlite3

from django.conf import settings

from tests.discovery.test_index import LOCKED, settle
from warta.discovery import file, search


def test_a_file_of_an_older_shape_is_made_anew(newspaper):
    story = newspaper.story(body=LOCKED, level="premium")
    settle()
    file.close()
    with sqlite3.connect(settings.DATA / file.NAME) as older:
        older.execute("DROP TABLE discovery_text")
        older.execute("CREATE VIRTUAL TABLE discovery_text USING fts5(language, headline, standfirst, names, text)")
    older.close()
    assert search.search("awal", "id", 10) == []
    settle()
    assert search.search("awal", "id", 10) == [story.pk]

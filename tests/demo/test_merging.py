import pytest
from django.db import connection, transaction
from wagtail.search.models import IndexEntry

from warta.demo.merging import FILLING, USUAL, Merging

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite's FTS5")]
TABLE = "wagtailsearch_indexentry_fts"


def said(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def options():
    kept = dict(said(f"SELECT k, v FROM {TABLE}_config"))
    return {name: kept.get(name) for name in USUAL}


def pieces():
    return said(f"SELECT count(DISTINCT segid) FROM {TABLE}_idx")[0][0]


def write(newspaper, number):
    """One entry, in a transaction of its own: a piece of index."""
    with transaction.atomic():
        entry = IndexEntry(content_type_id=1, object_id=f"m{number}", title_norm=1.0)
        entry.title, entry.body, entry.autocomplete = f"Banjir {number}", f"Air naik di jembatan {number}", "Banjir"
        entry.save()


def test_pieces_lie_until_a_slice_merges_them(newspaper):
    with Merging(0.01) as merging:
        assert options() == FILLING
        before = pieces()
        for number in range(40):
            write(newspaper, number)
        assert pieces() == before + 40  # sixteen would have been merged at once
        assert merging.slice()
        while merging.slice():
            pass
        assert pieces() < before + 16
    assert options() == USUAL
    said(f"INSERT INTO {TABLE} ({TABLE}, rank) VALUES ('integrity-check', 0)")
    assert said(f"SELECT count(*) FROM {TABLE} WHERE {TABLE} MATCH 'jembatan'") == [(40,)]


def test_what_fails_leaves_the_usual(newspaper):
    with pytest.raises(RuntimeError), Merging(0.01):
        raise RuntimeError
    assert options() == USUAL

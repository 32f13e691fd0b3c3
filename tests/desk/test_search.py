"""Searching in the newsroom: the best of few hits, the newest of many, and the index is asked once or twice."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.search.backends import get_search_backend

from warta.stories.models import Story

sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's index")


def found(words):
    """Headlines found, and how often the index was asked."""
    with CaptureQueriesContext(connection) as asked:
        headlines = [story.title for story in Story.objects.all().autocomplete(words)]
    return headlines, sum(query["sql"].count(" MATCH ") for query in asked.captured_queries)


@pytest.fixture
def headlines(newspaper):
    """Stories in the newsroom's index, by their headlines."""

    def make(*titles):
        for title in titles:
            get_search_backend().add(newspaper.story(title))

    return make


@sqlite
def test_few_hits_come_best_first(headlines):
    headlines("Banjir", "Warga kota menunggu bantuan setelah banjir surut di tiga desa pesisir", "Harga beras")
    assert found("banjir") == (
        ["Banjir", "Warga kota menunggu bantuan setelah banjir surut di tiga desa pesisir"], 2,
    )  # fmt: skip
    assert found("ban")[0] == found("banjir")[0]
    assert found("harga ber") == (["Harga beras"], 2)
    assert found("gempa") == ([], 2)


@sqlite
def test_of_many_hits_the_newest_come_first_and_the_index_is_not_asked_for_each(headlines, monkeypatch):
    monkeypatch.setattr("warta.desk.search_sqlite.FEW", 2)
    monkeypatch.setattr("warta.desk.search_sqlite.MANY", 4)
    headlines(*(f"Banjir hari ke-{number}" for number in range(1, 7)))
    assert found("banjir") == ([f"Banjir hari ke-{number}" for number in (6, 5, 4, 3)], 1)
    assert found("banjir 4") == (["Banjir hari ke-4"], 2)


def test_what_a_list_is_narrowed_to_and_its_order_are_kept(headlines):
    headlines("Banjir pertama", "Banjir kedua")
    by_title = Story.objects.order_by("title").autocomplete("banjir", order_by_relevance=False)
    assert [story.title for story in by_title] == ["Banjir kedua", "Banjir pertama"]
    Story.objects.filter(title="Banjir kedua").update(live=False)
    assert [story.title for story in Story.objects.filter(live=True).autocomplete("banjir")] == ["Banjir pertama"]


def test_the_list_of_stories_finds(headlines, newspaper, client):
    headlines("Banjir pertama", "Harga beras")
    client.force_login(newspaper.colleague("administrator"))
    page = client.get("/admin/stories/", {"q": "banj"}).content.decode()
    assert ("Banjir pertama" in page, "Harga beras" in page) == (True, False)


def test_the_list_asks_for_colleagues_without_a_look_at_all_that_was_done(headlines, newspaper, client):
    headlines("Banjir pertama")
    newspaper.colleague("reporter")
    client.force_login(newspaper.colleague("administrator"))
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/admin/stories/").content.decode()
    assert "reporter Colleague" in page
    users = [query["sql"] for query in asked.captured_queries if 'FROM "readers_user"' in query["sql"]]
    assert len(users) >= 2
    assert not [sql for sql in users if "wagtailcore_pagelogentry" in sql or "wagtailcore_page" in sql]

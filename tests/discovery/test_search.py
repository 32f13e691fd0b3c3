"""Whose hidden words are found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.discovery.test_index import LOCKED, settle
from warta.access import NO_RIGHTS, STAFF, STRANGER, Reader, Right
from warta.discovery import file, index, search
from warta.discovery.search import Audience, audiences
from warta.subscriptions.services.complimentary import grant_complimentary

REGISTERED = Reader(7)
SUBSCRIBER = Reader(8, rights=frozenset({Right.PREMIUM}))


@pytest.fixture
def stories(newspaper):
    """A story of each level, with the same words behind the wall; by level."""
    made = {level: newspaper.story(body=LOCKED, level=level) for level in ("free", "registered", "metered", "premium")}
    settle()
    return made


@pytest.mark.parametrize(
    ("reader", "levels"),
    [
        (STRANGER, {"free"}),
        (Reader(9, rights=frozenset({Right.AD_FREE, Right.EPAPER})), {"free", "registered"}),
        (REGISTERED, {"free", "registered"}),
        (SUBSCRIBER, {"free", "registered", "metered", "premium"}),
        (STAFF, {"free", "registered", "metered", "premium"}),
    ],
)
def test_hidden_words_are_found_by_who_may_read_them(stories, reader, levels):
    found = search.search("osmium", "id", 10, found_for=audiences(reader))
    assert {level for level, story in stories.items() if story.pk in found} == levels
    everywhere = search.search("awal", "id", 10, found_for=audiences(reader))
    assert set(everywhere) == {story.pk for story in stories.values()}


def test_words_of_both_parts_are_found_together(stories):
    headline = stories["premium"].title.split()[0]
    assert search.search(f"awal osmium {headline}", "id", 10) == [stories["free"].pk]
    assert len(search.search(f"awal osmium {headline}", "id", 10, found_for=audiences(SUBSCRIBER))) == 4


def test_a_story_that_is_locked_changes_its_finders(stories):
    story = stories["registered"]
    story.level = "premium"
    story.save_revision().publish()
    assert story.pk not in search.search("osmium", "id", 10, found_for=audiences(REGISTERED))
    settle()
    assert story.pk not in search.search("osmium", "id", 10, found_for=audiences(REGISTERED))
    assert story.pk in search.search("osmium", "id", 10, found_for=audiences(SUBSCRIBER))


def test_a_subscribers_page_of_hits(newspaper, stories, client, django_user_model):
    address = stories["premium"].public_path().encode()
    assert address not in client.get("/search/?q=osmium").content
    reader = django_user_model.objects.create_user("reader@readers.example", "x")
    client.force_login(reader)
    assert address not in client.get("/search/?q=osmium").content
    grant_complimentary(reader=reader, rights={Right.PREMIUM}, by=newspaper.colleague("service"), why="Uji")
    answer = client.get("/search/?q=osmium")
    assert address in answer.content and "private" in answer.headers["Cache-Control"]


@given(st.lists(st.sampled_from(["kata", "laut", "ikan", "…"]), max_size=30), st.integers(0, 30), st.booleans())
def test_open_and_hidden_words_are_all_words(words, cut, is_cut_within):
    text = " ".join(words)
    opened = " ".join([*words[:cut], *(["…"] if is_cut_within else [])])
    rest = index.rest_of(text, opened)
    assert text.endswith(rest)
    assert text.split()[: len(words) - len(rest.split())] == opened.split()[: len(words) - len(rest.split())]


def test_every_audience_has_a_column_and_nobody_without_rights_one():
    assert {str(audience) for audience in Audience} <= set(file.COLUMNS.split(", "))
    assert audiences(Reader(rights=NO_RIGHTS)) == ()

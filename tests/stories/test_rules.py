import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.stories.rules import (
    address_words,
    compose_alt,
    compose_credit,
    four_eyes_required,
    is_own_story,
    reading_minutes,
)


@pytest.mark.parametrize(
    ("parts", "credit"),
    [
        (("Nala", "Layar Pagi", "", ""), "Layar Pagi/Nala"),
        (("Nala", "Layar Pagi", "Pool", "Samudra"), "Layar Pagi/Nala/Pool, via Samudra"),
        (("", "", "", "Samudra"), "Samudra"),
        (("Nala", "Nala", "", ""), "Nala"),
        (("Nala", "Samudra", "", "Samudra"), "Samudra/Nala"),
        (("", "", "", ""), ""),
    ],
)
def test_credit(parts, credit):
    photographer, agency, pool, distributor = parts
    assert compose_credit(photographer=photographer, agency=agency, pool=pool, distributor=distributor) == credit


def test_alt_comes_from_the_description_else_the_first_sentence_of_the_caption():
    assert compose_alt(description="A boat.", caption="x", headline="y") == "A boat."
    assert compose_alt(description="", caption="A boat. It sails.", headline="y") == "A boat."
    assert compose_alt(description="", caption="", headline="Boats") == "Boats"


@pytest.mark.parametrize(
    ("headline", "words"),
    [
        ("Nelayan Teluk Saga", "nelayan-teluk-saga"),
        ("Café “Über” 2.000!", "cafe-uber-2-000"),
        ("新聞", "story"),
        ("", "story"),
        ("kata " * 40, ("kata-" * 16).rstrip("-")),
    ],
)
def test_address_words(headline, words):
    assert address_words(headline) == words


@given(st.text(max_size=400))
def test_address_words_are_always_an_address(headline):
    words = address_words(headline)
    assert 1 <= len(words) <= 80
    assert all(part.isascii() and part.isalnum() and part == part.lower() for part in words.split("-"))


def test_four_eyes():
    assert [four_eyes_required(setting="auto", publishers=n) for n in (0, 1, 2)] == [False, False, True]
    assert four_eyes_required(setting="on", publishers=0)
    assert not four_eyes_required(setting="off", publishers=9)
    assert is_own_story(user_id=1, owner_id=1, author_user_ids=frozenset())
    assert is_own_story(user_id=1, owner_id=2, author_user_ids=frozenset({1}))
    assert not is_own_story(user_id=1, owner_id=2, author_user_ids=frozenset({3}))


def test_reading_minutes():
    assert [reading_minutes(words) for words in (0, 220, 700)] == [1, 1, 3]

"""The vectors that any other implementation of the edge must read and write alike."""

import json
from pathlib import Path

import pytest

from warta.access import Meter, Reader, Right
from warta.access.token import (
    Gift,
    Keys,
    Token,
    read_gift,
    read_meter,
    read_token,
    write_gift,
    write_meter,
    write_token,
)

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text())
KEYS = Keys.of(VECTORS["secret"])


def token_of(plain):
    reader = Reader(
        plain["id"], plain["name"], frozenset(Right(right) for right in plain["rights"]), is_staff=plain["staff"]
    )
    meter = Meter(plain["month"], tuple(plain["stories"]))
    return Token(reader, plain["generation"], plain["expires"], meter, plain["notices"], plain.get("history", False))


@pytest.mark.parametrize("vector", VECTORS["tokens"], ids=lambda vector: vector["what"])
def test_tokens(vector):
    token = token_of(vector["token"])
    assert write_token(token, KEYS) == vector["text"]
    assert read_token(vector["text"], KEYS, token.expires - 1) == token


@pytest.mark.parametrize("vector", VECTORS["void"], ids=lambda vector: vector["what"])
def test_void_tokens(vector):
    assert read_token(vector["text"], KEYS, vector["now"]) is None


@pytest.mark.parametrize("vector", VECTORS["meters"])
def test_meters(vector):
    meter = Meter(vector["month"], tuple(vector["stories"]))
    assert write_meter(meter, KEYS) == vector["text"]
    assert read_meter(vector["text"], KEYS) == meter


@pytest.mark.parametrize("vector", VECTORS["gifts"])
def test_gifts(vector):
    gift = Gift(vector["id"], vector["story"], vector["expires"])
    assert write_gift(gift, KEYS) == vector["text"]
    assert read_gift(vector["text"], KEYS, gift.expires - 1) == gift

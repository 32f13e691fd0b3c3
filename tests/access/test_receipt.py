"""Receipts of advertisements: literals that any other implementation must read and write alike."""

import pytest

from warta.access.receipt import Receipt, read_receipt, write_receipt
from warta.access.token import Gift, Keys, write_gift

KEYS = Keys.of("a secret of the newspaper, long enough")
RECEIPT = Receipt(creative=41, slot="side-2", moment=1_795_000_000, nonce=0x7FFF_FFFF_FFFF_FFFF)
TEXT = "1.29.side-2.6afd86c0.7fffffffffffffff.1c75a8e60c795b6d8252bb14b9f534d4"


def test_it_is_written_and_read():
    assert write_receipt(RECEIPT, KEYS) == TEXT
    assert read_receipt(TEXT, KEYS) == RECEIPT


@pytest.mark.parametrize("text", [
    "", ".", "1", TEXT[:-1], TEXT + "0", TEXT.replace("1.29.", "1.2a."), TEXT.replace("side-2", "side-1"),
    TEXT.replace("1.29", "2.29"), TEXT.upper(), "x" * 100_000, TEXT.replace("-", "–"), "1.29.side-2..",
])  # fmt: skip
def test_what_was_not_written_here_is_none(text):
    assert read_receipt(text, KEYS) is None


def test_another_newspapers_is_none():
    assert read_receipt(TEXT, Keys.of("another secret of another newspaper")) is None


def test_no_other_signed_text_stands_for_one():
    assert read_receipt(write_gift(Gift(1, 2, 3), KEYS), KEYS) is None


@pytest.mark.parametrize("fields", [{"slot": "a.b"}, {"slot": ""}, {"slot": "A"}, {"nonce": 1 << 63}, {"nonce": -1}])
def test_what_could_not_be_read_is_not_written(fields):
    words = {"creative": 1, "slot": "side", "moment": 1, "nonce": 1} | fields
    with pytest.raises(ValueError, match="Receipt"):
        write_receipt(Receipt(**words), KEYS)

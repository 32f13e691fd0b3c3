"""The vectors of receipts, which any other implementation of the edge must read and write alike."""

import json
from pathlib import Path

import pytest

from warta.access.receipt import EARLY_S, LIFETIME_S, Receipt, read_receipt, write_receipt
from warta.access.token import Gift, Keys, write_gift

VECTORS = json.loads((Path(__file__).parent / "receipts.json").read_text())
KEYS = Keys.of(VECTORS["secret"])
ONE = Receipt(41, "side-2", 1_800_000_000, 77)


@pytest.mark.parametrize("vector", VECTORS["receipts"], ids=lambda vector: vector["text"])
def test_receipts(vector):
    receipt = Receipt(vector["creative"], vector["slot"], vector["at"], vector["nonce"])
    assert write_receipt(receipt, KEYS) == vector["text"]
    assert read_receipt(vector["text"], KEYS, receipt.at + 5) == receipt


@pytest.mark.parametrize("vector", VECTORS["void"], ids=lambda vector: vector["what"])
def test_void_receipts(vector):
    assert read_receipt(vector["text"], KEYS, vector["now"]) is None


def test_it_lives_for_hours_and_not_before_it_was_made():
    text = write_receipt(ONE, KEYS)
    assert read_receipt(text, KEYS, ONE.at + LIFETIME_S) == ONE
    assert read_receipt(text, KEYS, ONE.at + LIFETIME_S + 1) is None
    assert read_receipt(text, KEYS, ONE.at - EARLY_S) == ONE
    assert read_receipt(text, KEYS, ONE.at - EARLY_S - 1) is None


def test_nothing_else_that_is_signed_passes_for_one():
    gift = write_gift(Gift(1, 2, 1_800_000_000), KEYS)
    assert read_receipt(gift, KEYS, 1_799_999_999) is None
    for place in range(len(text := write_receipt(ONE, KEYS))):
        forged = text[:place] + ("0" if text[place] != "0" else "1") + text[place + 1 :]
        assert read_receipt(forged, KEYS, ONE.at) is None


@pytest.mark.parametrize("text", ["", ".", "1", "1....", "é" * 9, "1.1.top.1.1." + "0" * 32, "x" * 100_000, "\0"])
def test_what_is_no_receipt(text):
    assert read_receipt(text, KEYS, ONE.at) is None


@pytest.mark.parametrize("fields", [{"slot": "a.b"}, {"slot": ""}, {"slot": "A"}, {"nonce": 1 << 63}, {"nonce": -1}])
def test_what_could_not_be_read_is_not_written(fields):
    words = {"creative": 1, "slot": "side", "at": 1, "nonce": 1} | fields
    with pytest.raises(ValueError, match="Receipt"):
        write_receipt(Receipt(**words), KEYS)

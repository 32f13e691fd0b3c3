"""The receipt of one advertisement put into one place of one page: what a reader's browser reports, and cannot invent.

Text like the other signed values (`access/token.py`), with a key of its own:

    receipt  1.creative.slot.at.nonce.signature

`creative` the creative's id; `slot` the place's name, of a-z, 0-9 and ``-``; `at` whole seconds since 1970, by the
clock of who chose; `nonce` a number below 2^63 drawn for it, by which each is counted once. Numbers are hexadecimal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from warta.access.token import Keys, fields_of, signed

LIFETIME_S = 6 * 3600  # a page stays open for long; what it reports later is not counted
EARLY_S = 60  # clocks of two machines differ
SLOT = re.compile(r"[a-z0-9-]{1,20}")
NUMBER_MAX = 1 << 63
LENGTH = 200  # characters; no receipt is longer


@dataclass(frozen=True, slots=True)
class Receipt:
    """Which creative was put where, and when."""

    creative: int
    slot: str
    at: int
    nonce: int


def write_receipt(receipt: Receipt, keys: Keys) -> str:
    """The receipt as text. raises ValueError for a slot that is none, or a number that is too large"""
    if not SLOT.fullmatch(receipt.slot) or not 0 <= receipt.nonce < NUMBER_MAX:
        raise ValueError(receipt)
    body = f"1.{receipt.creative:x}.{receipt.slot}.{receipt.at:x}.{receipt.nonce:x}"
    return signed(body, keys.receipt)


def read_receipt(text: str, keys: Keys, now: float) -> Receipt | None:
    """The receipt of a text; None if it is forged, malformed, too old or of the future at `now` (in seconds)."""
    fields = fields_of(text, keys.receipt, 5)
    if fields is None or not SLOT.fullmatch(fields[2]):
        return None
    try:
        receipt = Receipt(int(fields[1], 16), fields[2], int(fields[3], 16), int(fields[4], 16))
    except ValueError:
        return None
    is_of_now = -EARLY_S <= now - receipt.at <= LIFETIME_S
    return receipt if is_of_now and max(receipt.nonce, receipt.creative) < NUMBER_MAX else None

"""The receipt of an advertisement: who reports that it was seen shows that it was given out here.

    receipt  1.creative.slot.moment.nonce.signature

Numbers in hexadecimal, `slot` of small letters, digits and ``-``; signed as tokens are (`token.py`), with a key of its
own. The number that was drawn (`nonce`) lets each receipt be counted once a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from warta.access.token import VERSION, Keys, fields_of, signed

NONCE_BITS = 63  # fits into a signed column of a database
SLOT = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
LENGTH = 200  # characters; no receipt is longer


@dataclass(frozen=True, slots=True)
class Receipt:
    """An advertisement given out.

    creative  its id
    slot      where on the page
    moment    when, in whole seconds since 1970
    nonce     a number drawn by chance, below 2**63
    """

    creative: int
    slot: str
    moment: int
    nonce: int


def write_receipt(receipt: Receipt, keys: Keys) -> str:
    """The receipt as text. raises ValueError for a slot that is none, or a number that is too large"""
    if not SLOT.fullmatch(receipt.slot) or not 0 <= receipt.nonce < 1 << NONCE_BITS:
        raise ValueError(receipt)
    body = f"{VERSION}.{receipt.creative:x}.{receipt.slot}.{receipt.moment:x}.{receipt.nonce:x}"
    return signed(body, keys.receipt)


def read_receipt(text: str, keys: Keys) -> Receipt | None:
    """The receipt in a text; None if it is forged or malformed. How old it may be is the caller's business."""
    if len(text) > LENGTH:
        return None
    fields = fields_of(text, keys.receipt, 5)
    if fields is None:
        return None
    try:
        return Receipt(int(fields[1], 16), fields[2], int(fields[3], 16), int(fields[4], 16))
    except ValueError:
        return None

"""Codes that people type: made, cleaned, printed."""

from __future__ import annotations

import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is read for another
LENGTH = 12  # 60 bits: a billion guesses a second for thirty years


def reference() -> str:
    """What an order is called: 50 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(10))


def new_code() -> str:
    """A code as it is stored: letters and digits that are not read for one another."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def clean_code(text: str) -> str:
    """A code as somebody types it: hyphens, blanks and small letters do not count."""
    return "".join(letter for letter in text.upper()[:60] if letter in ALPHABET)[: LENGTH + 1]


def shown_code(code: str) -> str:
    """A code as it is printed: ABCD-EFGH-JKLM."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))

"""What may stand in a name or an address. Pure."""

from __future__ import annotations

BREAKS = "\x7f\x85\u2028\u2029"


def breaks_lines(value: str) -> bool:
    """Could something in `value` begin a new line of a letter's head?"""
    return any(ord(letter) < 32 or letter in BREAKS for letter in value)


def printable(value: str) -> str:
    """`value` without what could, one blank in place of each."""
    return "".join(" " if breaks_lines(letter) else letter for letter in value).strip()

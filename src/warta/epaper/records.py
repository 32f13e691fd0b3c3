"""What a build is, as its folder keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from warta.epaper import folders


@dataclass(slots=True)
class Record:
    """What a build is, as its folder keeps it.

    pages      number, title, width and height in pixels, places (`values.Place` as plain values), text of each
    keys       pieces that are in it, an uploaded PDF's too
    left_out   keys of pieces without room, which it lists by their headlines
    lacking    keys of pieces of which something could not be printed: a broken photo, a box taller than a page
    """

    name: str
    fingerprint: str
    uploaded: bool = False
    pages: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)

    @property
    def printed_on(self) -> dict[str, list[int]]:
        """The pages on which each piece stands."""
        found: dict[str, list[int]] = {}
        for page in self.pages:
            for place in page["places"]:
                numbers = found.setdefault(place["key"], [])
                if page["number"] not in numbers:
                    numbers.append(page["number"])
        return found

    @property
    def shortened(self) -> set[str]:
        """The pieces that end before their end."""
        return {place["key"] for page in self.pages for place in page["places"] if place["shortened"]}


def record_of(build: Path) -> Record | None:
    """The record of a build; None if the build is not there, or not whole."""
    found = folders.read_record(build)
    return Record(**found) if found else None

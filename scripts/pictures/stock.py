"""The list of pictures: each scene enters itself here under its key."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from .press import CREAM, Sheet


class Picture(NamedTuple):
    draw: Callable[[Sheet], None]
    units: tuple[int, int]
    pixels: int
    paper: str


PICTURES: dict[str, Picture] = {}

WIDE, TALL, PANORAMA = (1500, 1000), (1000, 1250), (2100, 900)


def picture(
    key: str, units: tuple[int, int] = WIDE, pixels: int = 1600, paper: str = CREAM
) -> Callable[[Callable[[Sheet], None]], Callable[[Sheet], None]]:
    def enter(draw: Callable[[Sheet], None]) -> Callable[[Sheet], None]:
        PICTURES[key] = Picture(draw, units, pixels, paper)
        return draw

    return enter

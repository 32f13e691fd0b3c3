"""The slots: every place where an advertisement may stand, its name and its shape. Nowhere else are they named."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Shape(StrEnum):
    """How the space is shaped that a page keeps for it (`css/blocks/offer.css`).

    BANNER     four times as wide as high
    RECTANGLE  six parts wide, five high
    """

    BANNER = "banner"
    RECTANGLE = "rectangle"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place, and what the newsroom calls it."""

    name: str
    label: Any
    shape: Shape


SLOTS = {
    slot.name: slot
    for slot in (
        Slot("top", _("Story: above the headline"), Shape.BANNER),
        Slot("end", _("Story: below the text"), Shape.BANNER),
        Slot("side-1", _("Story: at the side, first"), Shape.RECTANGLE),
        Slot("side-2", _("Story: at the side, second"), Shape.RECTANGLE),
        Slot("side-3", _("Story: at the side, third"), Shape.RECTANGLE),
        Slot("side-4", _("Story: at the side, fourth"), Shape.RECTANGLE),
        Slot("list", _("Front page, sections and lists"), Shape.BANNER),
    )
}
STORY_SLOTS = ("top", "end", "side-1", "side-2", "side-3", "side-4")  # in the order of the page
LIST_SLOT = "list"
RATIOS = {Shape.BANNER: 4.0, Shape.RECTANGLE: 1.2}
SHAPES = [(Shape.BANNER.value, _("Banner, 4:1")), (Shape.RECTANGLE.value, _("Rectangle, 6:5"))]
SLOT_CHOICES = [(slot.name, slot.label) for slot in SLOTS.values()]


def slots_in(text: str) -> tuple[str, ...]:
    """The slots that a line names; one that there is no longer is left out."""
    return tuple(name for name in text.split() if name in SLOTS)

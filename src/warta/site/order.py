"""The order of a story page, in one place. A theme changes it here (or gives its own list by the same name)."""

from __future__ import annotations

from warta.advertising.slots import LIST_SLOT, STORY_SLOTS
from warta.stories.models.body import ZONE_BLOCKS

MAIN = (
    "offer", "headline", "standfirst", "lead-photo", "byline", "body", "sources", "corrections", "follow", "premium",
    "related", "more", "latest", "offer",
)  # fmt: skip
SIDE = ("offer", "hot-topics", "offer", "picks", "offer", "photos", "offer", "epaper")

# Which slot of advertising goes with which offer, by its place; after them that of lists.
_OFFERS = [place for place, name in enumerate((*MAIN, *SIDE)) if name == "offer"]
LIST_PLACE = len(MAIN) + len(SIDE)
SLOT_OF = {**dict(zip(_OFFERS, STORY_SLOTS, strict=True)), LIST_PLACE: LIST_SLOT}


def places() -> list[str]:
    """Where links to stories stand, as pages report it: blocks of a story page, zones of a front page, else `page`."""
    zones = [name.replace("_", "-") for name, _block in ZONE_BLOCKS]
    return sorted({*MAIN, *SIDE, *zones, "page"})

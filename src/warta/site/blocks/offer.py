"""The line that sells the ad-free subscription, with the advertisement it would remove."""

from __future__ import annotations

from typing import Any

from warta.advertising.plan import places
from warta.advertising.slots import SLOTS
from warta.site.order import LIST_PLACE, SLOT_OF
from warta.site.page import PageContext, block
from warta.stories.changes import ChangeKind
from warta.stories.shown import shown_photo


@block("offer", scope="place", when="ads", stale_on=[ChangeKind.POLICY_CHANGED, ChangeKind.ADS_CHANGED])
def offer(page: PageContext) -> dict[str, Any] | None:
    """The line; below it the space of the slot, where something may run there now. Eight queries.

    Without JavaScript the newspaper's own banner stands in that space. A list has no line where nothing may run.
    """
    name = SLOT_OF[page.about]
    found = places(page.section, page.now)
    slot = SLOTS[name] if name in found.slots else None
    if slot is None and page.about == LIST_PLACE:
        return {"nothing": True, "until": found.until}
    banner = shown_photo(page.publication.banner) if slot else None
    return {"slot": slot, "section": page.section, "banner": banner, "until": found.until}

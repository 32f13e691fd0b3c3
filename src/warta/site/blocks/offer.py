"""The line that sells the ad-free subscription, with the advertisement it would remove."""

from __future__ import annotations

from typing import Any

from warta.site.order import MAIN
from warta.site.page import PageContext, block
from warta.stories.changes import ChangeKind
from warta.stories.shown import shown_photo

# The banner runs twice, where there is room for it: below the lists, and once beside the text.
WIDE = len(MAIN) - 1
NARROW = len(MAIN) + 4


@block("offer", scope="place", when="ads", stale_on=[ChangeKind.POLICY_CHANGED])
def offer(page: PageContext) -> dict[str, Any]:
    """The newspaper's own banner, as long as nobody else's runs. Two queries."""
    has_room = page.about in (WIDE, NARROW)
    return {"banner": shown_photo(page.publication.banner) if has_room else None, "is_wide": page.about == WIDE}

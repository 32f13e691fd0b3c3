"""The line that sells the ad-free subscription, with the advertisement it would remove."""

from __future__ import annotations

from typing import Any

from warta.site.page import PageContext, block
from warta.stories.changes import ChangeKind
from warta.stories.shown import shown_photo


@block("offer", scope="place", when="ads", stale_on=[ChangeKind.POLICY_CHANGED])
def offer(page: PageContext) -> dict[str, Any]:
    """The newspaper's own banner, as long as nobody else's runs. Two queries."""
    return {"banner": shown_photo(page.publication.banner)}

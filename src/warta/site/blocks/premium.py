"""What a subscription opens, and the way in for who has an account."""

from __future__ import annotations

from typing import Any

from warta.site.page import PageContext, block
from warta.stories.changes import ChangeKind


@block("premium", scope="language", when="no-premium", stale_on=[ChangeKind.POLICY_CHANGED])
def premium(page: PageContext) -> dict[str, Any] | None:
    """The subscription's brand and price, as the settings have them."""
    return {} if page.publication.subscription_brand else None

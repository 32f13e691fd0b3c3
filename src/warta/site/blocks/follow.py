"""The channels on which readers can follow the newspaper."""

from __future__ import annotations

from typing import Any

from warta.site.page import PageContext, block
from warta.stories.changes import ChangeKind


@block("follow", scope="language", stale_on=[ChangeKind.POLICY_CHANGED])
def follow(page: PageContext) -> dict[str, Any] | None:
    """The channels of the settings. One query."""
    channels = list(page.publication.channels.all())
    return {"channels": channels} if channels else None

"""The way each report took to us, accusations beside their denials."""

from __future__ import annotations

from typing import Any

from warta.site.page import PageContext, block
from warta.stories.changes import ChangeKind


@block("sources", stale_on=[ChangeKind.STORY_CHANGED])
def sources(page: PageContext) -> dict[str, Any] | None:
    """It stands in the story itself."""
    return {} if page.story and page.story.sources else None

"""The story's headline."""

from __future__ import annotations

from typing import Any

from warta.site.page import PageContext, block
from warta.stories.changes import ChangeKind


@block("headline", stale_on=[ChangeKind.STORY_CHANGED])
def headline(page: PageContext) -> dict[str, Any] | None:
    """It stands in the story itself."""
    return {} if page.story and page.story.headline else None

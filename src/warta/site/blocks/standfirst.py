"""The story's standfirst."""

from __future__ import annotations

from typing import Any

from warta.site.page import PageContext, block
from warta.stories.changes import ChangeKind


@block("standfirst", stale_on=[ChangeKind.STORY_CHANGED])
def standfirst(page: PageContext) -> dict[str, Any] | None:
    """It stands in the story itself."""
    return {} if page.story and page.story.standfirst else None

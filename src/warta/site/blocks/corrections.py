"""Corrections and rights of reply: dated, linked both ways, never silent."""

from __future__ import annotations

from typing import Any

from warta.site.page import PageContext, block
from warta.stories.changes import ChangeKind


@block("corrections", stale_on=[ChangeKind.STORY_CHANGED])
def corrections(page: PageContext) -> dict[str, Any] | None:
    """It stands in the story itself."""
    story = page.story
    return {} if story and (story.corrections or story.replies or story.reply_to) else None

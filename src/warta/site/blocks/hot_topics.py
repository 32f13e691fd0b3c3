"""What is rising now."""

from __future__ import annotations

from typing import Any

from warta.discovery import queries
from warta.site.page import PageContext, block
from warta.stories.changes import ChangeKind


@block("hot-topics", shared=True, stale_on=[ChangeKind.STORY_CHANGED, ChangeKind.LIST_CHANGED])
def hot_topics(page: PageContext) -> dict[str, Any] | None:
    """Topics published about more than usual. Three queries."""
    topics = queries.hot_topics(page.language, limit=8)
    return {"topics": topics} if topics else None

"""What is rising now."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from warta.discovery import queries
from warta.site.page import PageContext, block
from warta.stories.changes import ChangeKind

KEEP = timedelta(minutes=10)


@block("hot-topics", scope="language", stale_on=[ChangeKind.STORY_CHANGED, ChangeKind.LIST_CHANGED], keep=KEEP)
def hot_topics(page: PageContext) -> dict[str, Any] | None:
    """Topics published about more than usual. Three queries."""
    topics = queries.hot_topics(page.language, limit=8)
    return {"topics": topics} if topics else None

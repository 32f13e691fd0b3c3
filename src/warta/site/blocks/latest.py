"""The newest stories of the site."""

from __future__ import annotations

from warta.site.page import PageContext, StoryList, block
from warta.stories import queries
from warta.stories.changes import ChangeKind


@block("latest", scope="language", stale_on=[ChangeKind.STORY_CHANGED, ChangeKind.LIST_CHANGED])
def latest(page: PageContext) -> StoryList:
    """Three times as many as shown, so that the join can leave some out. One query."""
    return StoryList(ids=queries.latest(page.language, limit=24), show=8)

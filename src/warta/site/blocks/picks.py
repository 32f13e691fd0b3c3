"""Chosen by editors, filled by rule when short."""

from __future__ import annotations

from warta.discovery import queries
from warta.site.page import PageContext, StoryList, block
from warta.stories.changes import ChangeKind


@block("picks", scope="language", stale_on=[ChangeKind.STORY_CHANGED, ChangeKind.LIST_CHANGED])
def picks(page: PageContext) -> StoryList:
    """The picks of the front page, then analyses and opinion. Three queries."""
    chosen = queries.picks(page.language, limit=16)
    return StoryList(ids=chosen.ids, show=4, extra={"word": chosen.word})

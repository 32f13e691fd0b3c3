"""Photo stories."""

from __future__ import annotations

from warta.site.page import PageContext, StoryList, block
from warta.stories import queries
from warta.stories.changes import ChangeKind


@block("photos", scope="language", stale_on=[ChangeKind.STORY_CHANGED, ChangeKind.LIST_CHANGED])
def photos(page: PageContext) -> StoryList:
    """The newest photo stories. One query."""
    return StoryList(ids=queries.latest(page.language, limit=6, kind="photo_story", with_photo=True), show=2)

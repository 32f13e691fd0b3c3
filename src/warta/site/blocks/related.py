"""Stories about the same thing."""

from __future__ import annotations

from warta.discovery import queries
from warta.site.page import PageContext, StoryList, block
from warta.stories.changes import ChangeKind


@block("related", stale_on=[ChangeKind.STORY_CHANGED])
def related(page: PageContext) -> StoryList | None:
    """Stories that share topics, the most shared first. Two queries."""
    if page.story is None:
        return None
    return StoryList(ids=queries.related(page.story.id, [topic.pk for topic in page.story.topics], limit=12), show=4)

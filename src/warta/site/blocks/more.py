"""Other stories of the section."""

from __future__ import annotations

from warta.site.page import PageContext, StoryList, block
from warta.stories import queries
from warta.stories.changes import ChangeKind


@block("more", stale_on=[ChangeKind.STORY_CHANGED])
def more(page: PageContext) -> StoryList | None:
    """The newest of the section; more than shown, so that the join can leave some out. One query."""
    if page.story is None:
        return None
    section = page.story.section
    return StoryList(ids=queries.of_section(section, limit=20), show=4, extra={"section": section})

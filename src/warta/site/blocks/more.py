"""Other stories of the section."""

from __future__ import annotations

from warta.site.page import PageContext, StoryList, block
from warta.stories import queries
from warta.stories.changes import ChangeKind


@block("more", scope="section", stale_on=[ChangeKind.STORY_CHANGED, ChangeKind.LIST_CHANGED])
def more(page: PageContext) -> StoryList | None:
    """The newest of the section; more than shown, so that the join can leave some out. Two queries."""
    section = queries.section_by_id(page.about)
    if section is None:
        return None
    return StoryList(ids=queries.of_section(section, limit=20), show=4, extra={"section": section})

"""Stories about the same thing."""

from __future__ import annotations

from datetime import timedelta

from warta.discovery import queries
from warta.site.page import PageContext, StoryList, block
from warta.stories.queries import topics_of

KEEP = timedelta(minutes=5)  # each story has its own: to draw all of them after each publication would be dear


@block("related", scope="related", keep=KEEP)
def related(page: PageContext) -> StoryList | None:
    """Stories that share topics, the most shared first. Two queries."""
    topics = topics_of(page.about)
    return StoryList(ids=queries.related(page.about, topics, limit=12), show=4) if topics else None

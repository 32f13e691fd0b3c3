"""Who wrote it, who edited it, when it was published and updated."""

from __future__ import annotations

from typing import Any

from warta.site.page import PageContext, block
from warta.stories.changes import ChangeKind
from warta.stories.shown import shown_photo


@block("byline", stale_on=[ChangeKind.STORY_CHANGED])
def byline(page: PageContext) -> dict[str, Any] | None:
    """Authors with role and portrait. Three queries an author."""
    if page.story is None:
        return None
    authors = [
        {
            "name": person.name,
            "url": person.get_absolute_url(page.language),
            "text": person.text(page.language),
            "portrait": shown_photo(person.portrait),
        }
        for person in page.story.authors
    ]
    return {"authors": authors}

"""The picture over the story, with caption and credit."""

from __future__ import annotations

from typing import Any

from warta.site.page import PageContext, block
from warta.stories.changes import ChangeKind


@block("lead-photo", stale_on=[ChangeKind.STORY_CHANGED])
def lead_photo(page: PageContext) -> dict[str, Any] | None:
    """Left out while no size of the picture is finished: an empty frame says nothing."""
    photo = page.story.lead_photo if page.story else None
    return {"photo": photo} if photo and photo.picture else None

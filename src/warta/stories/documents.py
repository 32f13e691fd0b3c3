"""Which documents everybody may fetch: those that something links to which everybody may read."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex

from warta.access import STRANGER, Meter, Shows, decide
from warta.stories.policy import current_policy
from warta.stories.queries import story_by_id
from warta.stories.shown import show

STORIES_MAX = 50  # how many stories are asked whether they link to a document


def is_open(document: Any) -> bool:
    """May a stranger fetch `document`? Not while only drafts, embargoed, withdrawn or locked text link to it.

    One query, and those of showing each story that names it, newest first, until one links to it.
    """
    page = ContentType.objects.get_for_model(Page)
    found = ReferenceIndex.get_references_to(document).filter(base_content_type=page)
    stories = sorted({int(pk) for pk in found.values_list("object_id", flat=True)}, reverse=True)
    return any(_links_openly(pk, document.url) for pk in stories[:STORIES_MAX])


def _links_openly(pk: int, url: str) -> bool:
    story = story_by_id(pk)
    if story is None:
        return False
    policy = current_policy().closed()
    decision = decide(story.gate, STRANGER, Meter(), policy, timezone.now())
    if decision.shows is Shows.HIDDEN:
        return False
    shown = show(story, decision, policy)
    link = f'href="{url}"'
    return any(link in str(_text(block.value)) for block in shown.body)


def _text(value: Any) -> Any:
    """The text of a block: of its own, or of a factbox or an update."""
    return value.get("text", "") if isinstance(value, dict) else value

"""Which documents a reader may fetch: those that something links to which they may read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex

from warta.access import Meter, Reader, Shows, decide
from warta.stories.policy import current_policy
from warta.stories.queries import story_by_id
from warta.stories.shown import show

STORIES_MAX = 50  # how many stories are asked whether they link to a document


def is_open(document: Any, reader: Reader) -> bool:
    """May `reader` fetch `document`? Not while only drafts, embargoed or withdrawn text, or what is locked to them, do.

    Free stories of a month open none, as nobody would count them.

    One query, and those of showing each story that names it, newest first, until one links to it.
    """
    page = ContentType.objects.get_for_model(Page)
    found = ReferenceIndex.get_references_to(document).filter(base_content_type=page)
    stories = sorted({int(pk) for pk in found.values_list("object_id", flat=True)}, reverse=True)
    return any(_links_openly(pk, document.url, reader) for pk in stories[:STORIES_MAX])


def _links_openly(pk: int, url: str, reader: Reader) -> bool:
    story = story_by_id(pk)
    if story is None:
        return False
    policy = replace(current_policy(), free_anonymous=0, free_registered=0)
    decision = decide(story.gate, reader, Meter(), policy, timezone.now())
    if decision.shows is Shows.HIDDEN:
        return False
    shown = show(story, decision, policy)
    link = f'href="{url}"'
    return any(link in str(_text(block.value)) for block in shown.body)


def _text(value: Any) -> Any:
    """The text of a block: of its own, or of a factbox or an update."""
    return value.get("text", "") if isinstance(value, dict) else value

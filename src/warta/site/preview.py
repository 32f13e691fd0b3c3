"""How an unpublished version looks: drawn by the same functions as the public page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from warta.access import STAFF, Decision, Reader, Reason, Shows
from warta.access.variant import variant_of
from warta.site.views.answer import page
from warta.site.views.front import draw_front
from warta.site.views.story import story_context
from warta.stories.models import FrontPage, StaticPage, Story
from warta.stories.policy import current_policy


def story(request: HttpRequest, version: Story) -> HttpResponse:
    """A story as it would be, whole."""
    return _story(request, version, STAFF, Decision(Shows.FULL, Reason.PREVIEW))


def shared_story(
    request: HttpRequest, version: Story, *, reader: Reader, decision: Decision, note: str, until: datetime
) -> HttpResponse:
    """A story as whoever holds a preview link sees it: whole, and saying that it is a preview, for whom, until when."""
    return _story(request, version, reader, decision, {"preview_note": note, "preview_until": until})


def _story(
    request: HttpRequest, version: Story, reader: Reader, decision: Decision, more: dict[str, Any] | None = None
) -> HttpResponse:  # fmt: skip
    with translation.override(version.language):
        context = {**story_context(version, current_policy(), ""), **(more or {})}
        words = variant_of(reader, decision)
        return page(request, "warta/story.html", {**context, "language": version.language, "words": words})


def front(request: HttpRequest, version: FrontPage) -> HttpResponse:
    """A front page with its zones as they stand in the editor."""
    with translation.override(version.locale.language_code):
        return draw_front(request, version)


def static_page(request: HttpRequest, version: StaticPage) -> HttpResponse:
    """A page of the paper."""
    with translation.override(version.locale.language_code):
        return page(request, "warta/static_page.html", {"page": version})

"""How an unpublished version looks: drawn by the same functions as the public page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from warta.access import STAFF, Decision, Reason, Shows
from warta.access.variant import variant_of
from warta.site.views.answer import page
from warta.site.views.front import draw_front
from warta.site.views.story import story_context
from warta.stories.models import FrontPage, StaticPage, Story
from warta.stories.policy import current_policy


def story(request: HttpRequest, version: Story) -> HttpResponse:
    """A story as it would be, whole."""
    with translation.override(version.language):
        context = story_context(version, current_policy(), "")
        words = variant_of(STAFF, Decision(Shows.FULL, Reason.PREVIEW))
        return page(request, "warta/story.html", {**context, "language": version.language, "words": words})


def front(request: HttpRequest, version: FrontPage) -> HttpResponse:
    """A front page with its zones as they stand in the editor."""
    with translation.override(version.locale.language_code):
        return draw_front(request, version)


def static_page(request: HttpRequest, version: StaticPage) -> HttpResponse:
    """A page of the paper."""
    with translation.override(version.locale.language_code):
        return page(request, "warta/static_page.html", {"page": version})

"""How an unpublished version looks: drawn by the same functions as the public page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from warta.access import Decision, Reason, Shows
from warta.distribution.structured import story_data
from warta.site.compose import story_blocks
from warta.site.page import PageContext
from warta.site.views.answer import page
from warta.site.views.front import draw_front
from warta.stories.models import FrontPage, Publication, StaticPage, Story
from warta.stories.shown import show


def story(request: HttpRequest, version: Story) -> HttpResponse:
    """A story as it would be, whole."""
    with translation.override(version.language):
        publication = Publication.load(request_or_site=request)
        shown = show(version, Decision(Shows.FULL, Reason.STAFF), teaser_words=publication.teaser_words)
        context = PageContext(version.language, publication, timezone.now(), shown)
        data = story_data(shown, publication, "")
        return page(
            request,
            "warta/story.html",
            {"story": shown, "blocks": story_blocks(context), "structured_data": data, "language": version.language},
        )


def front(request: HttpRequest, version: FrontPage) -> HttpResponse:
    """A front page with its zones as they stand in the editor."""
    with translation.override(version.locale.language_code):
        return draw_front(request, version)


def static_page(request: HttpRequest, version: StaticPage) -> HttpResponse:
    """A page of the paper."""
    with translation.override(version.locale.language_code):
        return page(request, "warta/static_page.html", {"page": version})

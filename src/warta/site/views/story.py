"""A story's page, at its one address; every old address leads there."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from warta.access import Shows, decide
from warta.distribution.structured import story_data
from warta.site.compose import story_blocks
from warta.site.page import PageContext
from warta.site.views.answer import page, reader_of
from warta.site.views.errors import gone
from warta.stories import queries
from warta.stories.models import Publication
from warta.stories.shown import show


@require_safe
def story(request: HttpRequest, language: str, section: str, words: str, pk: int) -> HttpResponse:
    """The story `pk`; words and section of the address may be old ones and are then redirected from, for ever."""
    found = queries.story_by_id(pk)
    if found is None:
        raise Http404
    now = timezone.now()
    decision = decide(found.gate, reader_of(request), now)
    if decision.shows is Shows.HIDDEN:
        if found.gate.withdrawn:
            return gone(request, reason=found.withdrawn_reason, at=found.withdrawn_at)
        raise Http404
    address = found.public_path()
    if request.path != address:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
    publication = Publication.load(request_or_site=request)
    shown = show(found, decision, teaser_words=publication.teaser_words)
    context = PageContext(language=language, publication=publication, now=now, story=shown)
    origin = settings.WARTA.site_url or f"{request.scheme}://{request.get_host()}"
    return page(
        request,
        "warta/story.html",
        {
            "story": shown,
            "blocks": story_blocks(context),
            "structured_data": story_data(shown, publication, origin),
            "origin": origin,
        },
    )


@require_safe
def story_without_words(request: HttpRequest, language: str, section: str, pk: int) -> HttpResponse:
    """The short form of a story's address."""
    return story(request, language, section, "", pk)

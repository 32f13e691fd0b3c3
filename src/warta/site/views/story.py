"""A story's page, at its one address; every old address leads there."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from warta.access import Decision, Level, Meter, Policy, Shows, decide
from warta.access.variant import variant_of
from warta.distribution.structured import origin_of, story_data
from warta.readers.queries import reader_of
from warta.site.compose import story_blocks
from warta.site.page import PageContext
from warta.site.views.answer import is_for_edge, page
from warta.site.views.errors import gone
from warta.stories import queries
from warta.stories.models import Publication, Story
from warta.stories.policy import current_policy
from warta.stories.shown import Shown, show_both


@require_safe
def story(request: HttpRequest, language: str, section: str, words: str, pk: int) -> HttpResponse:
    """The story `pk`; words and section of the address may be old ones and are then redirected from, for ever.

    For the edge, the whole text and the teaser stand side by side, and it decides for each request. Drawn at once, it
    is decided here; the newsroom itself gives no free stories, as nobody would count them.
    """
    found = queries.story_by_id(pk)
    if found is None:
        raise Http404
    now, policy = timezone.now(), current_policy()
    decision = decide(found.gate, reader_of(request), Meter(), policy.closed(), now)
    if decision.shows is Shows.HIDDEN:
        if found.gate.withdrawn:
            return gone(request, reason=found.withdrawn_reason, at=found.withdrawn_at)
        raise Http404
    address = found.public_path()
    if request.path != address:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
    context = story_context(found, policy, origin_of(request))
    if not is_for_edge(request):
        context |= {"words": variant_of(reader_of(request), decision)}
        context |= _only(decision, context)
    return page(
        request, "warta/story.html", context, gate=found.gate, until=policy.next_change(found.gate, now),
        tags=frozenset({f"story:{pk}", "policy"}),
    )  # fmt: skip


def story_context(found: Story, policy: Policy, origin: str) -> dict[str, Any]:
    """What the template of a story's page needs, whoever reads it."""
    publication = Publication.load()
    whole, teaser = show_both(found, policy)
    context = PageContext(whole.language, publication, timezone.now(), whole, teaser)
    described = whole if whole.level is Level.FREE else teaser  # a locked story's data tells of no locked text
    return {
        "story": whole,
        "blocks": story_blocks(context),
        "structured_data": story_data(described, publication, origin),
        "origin": origin,
        "taken": {whole.id},
    }


def _only(decision: Decision, context: dict[str, Any]) -> dict[str, Any]:
    """Nothing of the hidden part is even given to a template that is drawn for somebody who may not have it."""
    if decision.shows is Shows.FULL:
        return {}
    for row in context["blocks"]["main"]:
        if row["name"] == "body":
            row["data"] |= {"whole": None, "open_rows": [], "locked_rows": []}
    whole: Shown = context["story"]
    return {"story": whole.without_text()}


@require_safe
def story_without_words(request: HttpRequest, language: str, section: str, pk: int) -> HttpResponse:
    """The short form of a story's address."""
    return story(request, language, section, "", pk)

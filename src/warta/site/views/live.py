"""The fragment with a live story's new updates, asked for every 15 seconds."""

from __future__ import annotations

import re
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from warta.access import Meter, Policy, Shows, decide
from warta.readers.queries import reader_of
from warta.site.parts import midnight
from warta.site.recipe import Drawn, Page, RecipeResponse
from warta.site.views.answer import is_for_edge
from warta.stories import queries
from warta.stories.models import Story
from warta.stories.policy import current_policy
from warta.stories.shown import show_both

KEY = re.compile(r"[0-9a-f-]{36}")


@require_safe
def updates(request: HttpRequest, language: str, pk: int) -> HttpResponse:
    """The updates above the one whose key is `after`; 204 when there is none.

    An unknown key (that update was deleted) gives the newest update only, so that nothing floods in. The edge is given
    all of them, and chooses.
    """
    story = queries.story_by_id(pk)
    after = request.GET.get("after", "")
    if story is None or story.kind != "live" or (after and not KEY.fullmatch(after)):
        raise Http404
    policy, now = current_policy(), timezone.now()
    if not story.gate.is_live(now):
        raise Http404
    if is_for_edge(request):
        return _all(story, policy, now)
    decision = decide(story.gate, reader_of(request), Meter(), policy.closed(), now)
    if decision.shows is not Shows.FULL:
        raise Http404
    rows = _rows(story, policy)
    keys = [key for key, _html in rows]
    new = rows[: keys.index(after)] if after in keys else rows[:1]
    html = "".join(html for _key, html in new)
    response = HttpResponse(html) if html else HttpResponse(status=204)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _all(story: Story, policy: Policy, now: datetime) -> HttpResponse:
    pieces = [["update", [key, html], ["full"]] for key, html in _rows(story, policy)]
    drawn = Drawn(pieces, frozenset({f"story:{story.pk}", "policy"}), midnight(now))
    response = RecipeResponse(Page(drawn, story.gate, live=True))
    response.headers["Content-Type"] = "text/html; charset=utf-8"
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _rows(story: Story, policy: Policy) -> list[tuple[str, str]]:
    """Keys of the updates and their HTML, newest first."""
    whole, _teaser = show_both(story, policy)
    return [
        (block.key, render_to_string("warta/body/update.html", {"value": block.value, "key": block.key}))
        for block in whole.body
        if block.kind == "update"
    ]

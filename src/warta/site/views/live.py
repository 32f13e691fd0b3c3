"""The fragment with a live story's new updates, asked for every 15 seconds."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from warta.access import Shows, decide
from warta.site.views.answer import reader_of
from warta.stories import queries
from warta.stories.models import Publication
from warta.stories.shown import show

KEY = re.compile(r"[0-9a-f-]{36}")


@require_safe
def updates(request: HttpRequest, language: str, pk: int) -> HttpResponse:
    """The updates above the one whose key is `after`; 204 when there is none.

    An unknown key (that update was deleted) gives the newest update only, so that nothing floods in.
    """
    story = queries.story_by_id(pk)
    after = request.GET.get("after", "")
    if story is None or story.kind != "live" or (after and not KEY.fullmatch(after)):
        raise Http404
    decision = decide(story.gate, reader_of(request), timezone.now())
    if decision.shows is not Shows.FULL:
        raise Http404
    shown = show(story, decision, teaser_words=Publication.load().teaser_words)
    rows = [block for block in shown.body if block.kind == "update"]
    keys = [block.key for block in rows]
    new = rows[: keys.index(after)] if after in keys else rows[:1]
    response = render(request, "warta/parts/updates.html", {"updates": new}) if new else HttpResponse(status=204)
    response.headers["Cache-Control"] = "private, no-cache"
    return response

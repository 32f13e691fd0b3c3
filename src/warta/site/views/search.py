"""Search: what a reader types, and the stories in which it stands, as far as they may read them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from warta.discovery import search as engine
from warta.site.account.mint import reader_here
from warta.site.views.answer import page
from warta.site.views.lists import PAGE_SIZE, page_number
from warta.stories import queries

QUERY_MAX = 120  # characters


@require_safe
def search(request: HttpRequest, language: str) -> HttpResponse:
    """Hits in what the reader may read of stories, best first."""
    words = " ".join(request.GET.get("q", "").split())[:QUERY_MAX]
    number = page_number(request)
    found_for = engine.audiences(reader_here(request, timezone.now()))
    start = (number - 1) * PAGE_SIZE
    ids = engine.search(words, language, limit=PAGE_SIZE + 1, offset=start, found_for=found_for) if words else []
    cards = queries.cards(ids)
    hits = [cards[pk] for pk in ids[:PAGE_SIZE] if pk in cards]
    context = {"q": words, "cards": hits, "number": number, "has_next": len(ids) > PAGE_SIZE}
    if words and not hits:
        newest = queries.latest(language, limit=5)
        found = queries.cards(newest)
        context["instead"] = [found[pk] for pk in newest if pk in found]
    return page(request, "warta/search.html", context)

"""The front page, and the pages of the paper about itself."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from warta.distribution.structured import organization_data
from warta.site.views.answer import is_for_edge, page
from warta.site.zones import front_zones, with_cards
from warta.stories import queries
from warta.stories.models import FrontPage, Publication, StaticPage


@require_safe
def front(request: HttpRequest, language: str) -> HttpResponse:
    """The front page of a language."""
    found = queries.of_language(FrontPage.objects.live(), language).order_by("pk").first()
    if found is None:
        raise Http404
    return draw_front(request, found)


def draw_front(request: HttpRequest, found: FrontPage) -> HttpResponse:
    """A front page as it stands in `found`, published or not."""
    publication = Publication.load(request_or_site=request)
    context = front_zones(found, timezone.now())
    if not is_for_edge(request):
        context = with_cards(context)
    return page(request, "warta/front.html", {**context, "structured_data": organization_data(request, publication)})


@require_safe
def static_page(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Imprint, guidelines, privacy …"""
    found = queries.of_language(StaticPage.objects.live().filter(slug=slug), language).order_by("pk").first()
    if found is None:
        raise Http404
    return page(request, "warta/static_page.html", {"page": found})

"""How public pages are answered: as a recipe for the edge, or drawn for one reader at once.

Readers get pages from the edge, which asks for recipes (`site/contract.py`). A page is drawn at once where it is for
one reader alone: a search, an account, an error on the way to them, a preview.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from warta.access import Gate
from warta.site.recipe import Drawn, Page, RecipeResponse, pieces_of

KEEP = timedelta(minutes=10)  # a page of lists is drawn anew after so long, changed or not


def page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200, *,
    tags: frozenset[str] | None = None, until: datetime | None = None, gate: Gate | None = None,
) -> HttpResponse:  # fmt: skip
    """A page: kept by the reader's browser only, and asked for again each time.

    tags   what makes it stale; None: any change of a story in its language, of lists or of settings
    until  when it must be drawn anew in any case
    gate   of a story's page: whose decision the variant of the page is
    """
    if is_for_edge(request):
        drawn = _drawn(request, template, context, tags, until, gate)
        taken = [gate.story] if gate else []
        response: HttpResponse = RecipeResponse(Page(drawn, gate, taken), status)
        response.headers["Content-Type"] = "text/html; charset=utf-8"
    else:
        response = render(request, template, context, status=status)
    response.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
    return response


def is_for_edge(request: HttpRequest) -> bool:
    """Does the edge ask for a recipe?"""
    return bool(getattr(request, "wants_recipe", False))


def _drawn(
    request: HttpRequest, template: str, context: dict[str, Any], tags: frozenset[str] | None,
    until: datetime | None, gate: Gate | None,
) -> Drawn:  # fmt: skip
    html = render_to_string(template, {**context, "recipe": True}, request=request)
    if tags is None:
        tags = frozenset({f"stories:{request.LANGUAGE_CODE}", "lists", "policy"})
    if until is None and gate is None:
        until = timezone.now() + KEEP
    return Drawn(pieces_of(html), tags, until)

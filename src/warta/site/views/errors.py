"""What is not there, is gone, or failed: designed pages, without internals."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from warta.site.views.answer import page
from warta.stories import queries


def _error(request: HttpRequest, name: str, status: int, **context: Any) -> HttpResponse:
    response = page(request, f"warta/errors/{name}.html", {"status": status, **context}, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, with a way on."""
    language = request.LANGUAGE_CODE
    ids = queries.latest(language, limit=6)
    cards = queries.cards(ids)
    return _error(request, "404", 404, cards=[cards[pk] for pk in ids if pk in cards])


def gone(request: HttpRequest, *, reason: str, at: datetime | None) -> HttpResponse:
    """410: a story was withdrawn; the newspaper says why. Nothing of the story stands here."""
    said = render_to_string("warta/errors/withdrawn.html", {"reason": reason, "at": at})
    response = _error(request, "410", 410, fill={"withdrawn": said})
    setattr(response, "fill", {"withdrawn": said})  # noqa: B010 - the edge has the page, and asks for this alone
    return response


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _error(request, "403", 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form came back without its guard."""
    return _error(request, "403", 403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400; without the database, which may be what failed."""
    return HttpResponse(render_to_string("warta/errors/plain.html", {"status": 400}), status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """500; without the database, which may be what failed."""
    return HttpResponse(render_to_string("warta/errors/plain.html", {"status": 500}), status=500)

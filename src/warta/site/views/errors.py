"""What is not there, is gone, or failed: designed pages, without internals."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from warta.site.views.answer import page
from warta.stories import queries

MINUTE_S = 60


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


def gone(request: HttpRequest, *, reason: str, at: datetime | None, edition: bool = False) -> HttpResponse:
    """410: a story (or an edition of the e-paper) was withdrawn; the newspaper says why. Nothing of it stands here."""
    said = render_to_string("warta/errors/withdrawn.html", {"reason": reason, "at": at})
    title = _("This edition was withdrawn") if edition else _("This story was withdrawn")
    fill = {"withdrawn": said, "title": escape(title)}
    response = _error(request, "410", 410, fill=fill)
    setattr(response, "fill", fill)  # noqa: B010 - the edge has the page, and asks for this alone
    return response


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _error(request, "403", 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form came back without its guard."""
    return _error(request, "403", 403)


def too_many(request: HttpRequest) -> HttpResponse:
    """429: drawn once a minute for strangers, so that who tries ten thousand times does not cost ten thousand pages."""
    key = f"429:{get_language()}"
    text = None if request.user.is_authenticated else caches["near"].get(key)
    if text is None:
        text = render_to_string("429.html", {}, request)
        if not request.user.is_authenticated:
            caches["near"].set(key, text, MINUTE_S)
    return HttpResponse(text, status=429, headers={"Retry-After": str(MINUTE_S)})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400; without the database, which may be what failed."""
    return HttpResponse(render_to_string("warta/errors/plain.html", {"status": 400}), status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """500; without the database, which may be what failed."""
    return HttpResponse(render_to_string("warta/errors/plain.html", {"status": 500}), status=500)

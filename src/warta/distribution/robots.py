"""What crawlers are told, and who may sell our advertising."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from warta.advertising.models import AdsTxt
from warta.distribution.structured import origin_of

CLOSED = ("/admin/", "/accounts/", "/search/", "/*/search/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt."""
    origin = origin_of(request)
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), ""]
    lines += [f"Sitemap: {origin}/sitemap.xml", f"Sitemap: {origin}/news-sitemap.xml"]
    return _text("\n".join(lines))


@require_safe
def ads(request: HttpRequest) -> HttpResponse:
    """ads.txt, as the newsroom keeps it; without a line, nobody sells advertising for this newspaper."""
    lines = "\n".join(line.rstrip() for line in AdsTxt.load().lines.splitlines()).strip()
    return _text(lines or "# Nobody but the newspaper itself sells its advertising.")


def _text(body: str) -> HttpResponse:
    response = HttpResponse(body + "\n", content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response

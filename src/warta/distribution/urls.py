"""The addresses of machines. The language is part of a path as on the public site."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import path

from warta.distribution import feeds, robots, sitemaps

_NAMES = {"feed.xml": "rss", "atom.xml": "atom", "feed.json": "json"}


def _feeds() -> list[Any]:
    """Three feeds for each language and each section. The languages' own come first: `en` is no section's word."""
    languages = {code: "" if code == settings.LANGUAGE_CODE else f"{code}/" for code, _ in settings.LANGUAGES}
    rows = [(code, prefix, name, kind) for code, prefix in languages.items() for name, kind in _NAMES.items()]
    whole = [
        path(f"{prefix}{name}", feeds.feed, {"language": code, "kind": kind}, name=f"feed-{kind}-{code}")
        for code, prefix, name, kind in rows
    ]
    sections = [
        path(
            f"{prefix}<slug:section>/{name}",
            feeds.feed,
            {"language": code, "kind": kind},
            name=f"section-{kind}-{code}",
        )
        for code, prefix, name, kind in rows
    ]
    return whole + sections


urlpatterns = [
    path("robots.txt", robots.robots, name="robots"),
    path("ads.txt", robots.ads, name="ads"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-pages.xml", sitemaps.pages, name="sitemap-pages"),
    path("sitemap-<slug:code>-<int:year>-<int:month>.xml", sitemaps.month, name="sitemap-month"),
    path("sitemap-<slug:code>-<int:year>-<int:month>-<int:part>.xml", sitemaps.month, name="sitemap-part"),
    path("news-sitemap.xml", sitemaps.news, name="news-sitemap"),
    *_feeds(),
]

"""Sitemaps: an index, one file a month and language, and the news of the last 48 hours.

source  sitemaps.org (50,000 entries a file), Google's news sitemap (1,000 entries, two days)
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, Max, OuterRef
from django.db.models.functions import TruncMonth
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from warta.distribution.structured import origin_of
from warta.stories import queries
from warta.stories.models import Publication, Section, StaticPage, Topic
from warta.stories.rules import address_words

ENTRIES_MAX = 50_000
NEWS_MAX = 1000
TOPICS_MAX = 10_000
NEWS_AGE = timedelta(hours=48)


def _xml(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = render(request, template, {**context, "origin": origin_of(request)}, content_type="application/xml")
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The list of all sitemaps. One query a language."""
    maps: list[dict[str, Any]] = [{"path": reverse("sitemap-pages"), "at": None}]
    for language in queries.languages_with_stories():
        months = (
            queries.in_language(language)
            .order_by()
            .annotate(month=TruncMonth("published_at"))
            .values("month")
            .annotate(at=Max("last_published_at"))
            .order_by("-month")
        )
        for row in months:
            kwargs = {"code": language, "year": row["month"].year, "month": row["month"].month}
            maps.append({"path": reverse("sitemap-month", kwargs=kwargs), "at": row["at"]})
    return _xml(request, "warta/feeds/sitemap_index.xml", {"maps": maps})


@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    """Front pages, sections, topics with stories, pages of the paper. Four queries."""
    languages = queries.languages_with_stories()
    paths = [reverse("front", kwargs={"language": language}) for language in languages]
    paths += [section.get_absolute_url() for section in Section.objects.select_related("locale")]
    about = Exists(queries.public().filter(topics=OuterRef("pk")))
    topics = Topic.objects.filter(about).select_related("locale")[:TOPICS_MAX]
    paths += [topic.get_absolute_url() for topic in topics]
    paths += [page.public_path() for page in StaticPage.objects.live().select_related("locale")]
    return _xml(request, "warta/feeds/sitemap.xml", {"entries": [{"path": path} for path in paths]})


@require_safe
def month(request: HttpRequest, code: str, year: int, month: int) -> HttpResponse:
    """The stories of one month, newest first. One query."""
    if code not in dict(settings.LANGUAGES) or not 1900 <= year <= 9000:
        raise Http404
    zone = timezone.get_default_timezone()
    try:
        start = datetime(year, month, 1, tzinfo=zone)
        end = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=zone)
    except (ValueError, OverflowError):
        raise Http404 from None
    found = queries.in_language(code).filter(published_at__gte=start, published_at__lt=end)
    return _xml(request, "warta/feeds/sitemap.xml", {"entries": _entries(found[:ENTRIES_MAX])})


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """The stories of the last 48 hours in all languages. Three queries."""
    found = queries.public().filter(published_at__gte=timezone.now() - NEWS_AGE).order_by("-published_at")[:NEWS_MAX]
    context = {"entries": _entries(found), "name": Publication.load().name}
    return _xml(request, "warta/feeds/news_sitemap.xml", context)


def _entries(stories: Any) -> list[dict[str, Any]]:
    """Address, times, headline and language of stories, without loading their text."""
    rows = stories.values_list("pk", "title", "section__slug", "locale__language_code", "published_at", "updated_at")
    return [
        {
            "path": story_path(language, section, title, pk),
            "at": updated_at or published_at,
            "published_at": published_at,
            "title": title,
            "language": language,
        }
        for pk, title, section, language, published_at, updated_at in rows
    ]


def story_path(language: str, section: str, title: str, pk: int) -> str:
    """A story's address from plain values; the same as `Story.public_path`."""
    kwargs = {"language": language, "section": section, "words": address_words(title), "pk": pk}
    return reverse("story", kwargs=kwargs)

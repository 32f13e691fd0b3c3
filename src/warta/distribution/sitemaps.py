"""Sitemaps: an index, one file a month and language, and the news of the last 48 hours.

A month with more than 50,000 stories has several files.

source  sitemaps.org (50,000 entries a file), Google's news sitemap (1,000 entries, two days)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from warta.distribution import months
from warta.distribution.structured import origin_of
from warta.stories import queries
from warta.stories.models import Publication, Section, StaticPage, Topic
from warta.stories.rules import address_words

PARTS_MAX = 100  # of a month: five million stories
NEWS_MAX = 1000
TOPICS_MAX = 10_000
XML = '<?xml version="1.0" encoding="UTF-8"?>'
SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS_NAMES = ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
NEWS_AGE = timedelta(hours=48)


def _answer(body: str) -> HttpResponse:
    response = HttpResponse(body, content_type="application/xml")
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


def _urls(rows: Iterable[str], names: str = "") -> HttpResponse:
    """A sitemap of rows as `_url` makes them. Text joined, no template: a month has thousands of them."""
    return _answer(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{SCHEMA}"{names}>{"".join(rows)}</urlset>\n'
    )


def _url(address: str, at: datetime | None = None, more: str = "") -> str:
    changed = f"<lastmod>{_time(at)}</lastmod>" if at else ""
    return f"<url><loc>{escape(address)}</loc>{changed}{more}</url>"


def _time(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The list of all sitemaps. Three queries a language while nothing new came out (`months`)."""
    maps: list[dict[str, Any]] = [{"path": reverse("sitemap-pages"), "at": None}]
    for language in queries.languages_with_stories():
        changed = months.changed(language)
        for month, parts in months.months(language).items():
            for part in range(1, parts + 1):
                kwargs = {"code": language, "year": month.year, "month": month.month}
                name, extra = ("sitemap-month", {}) if part == 1 else ("sitemap-part", {"part": part})
                maps.append({"path": reverse(name, kwargs={**kwargs, **extra}), "at": changed.get(month)})
    context = {"maps": maps, "origin": origin_of(request)}
    return _answer(render_to_string("warta/feeds/sitemap_index.xml", context))


@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    """Front pages, sections, topics with stories, pages of the paper. Four queries."""
    languages = queries.languages_with_stories()
    paths = [reverse("front", kwargs={"language": language}) for language in languages]
    paths += [section.get_absolute_url() for section in Section.objects.select_related("locale")]
    about = Exists(queries.under_topics().filter(topic=OuterRef("pk")))
    topics = Topic.objects.filter(about).select_related("locale")[:TOPICS_MAX]
    paths += [topic.get_absolute_url() for topic in topics]
    paths += [page.public_path() for page in StaticPage.objects.live().select_related("locale")]
    origin = origin_of(request)
    return _urls(_url(f"{origin}{path}") for path in paths)


@require_safe
def month(request: HttpRequest, code: str, year: int, month: int, part: int = 1) -> HttpResponse:
    """The stories of one month, newest first, 50,000 a part. One query."""
    if code not in dict(settings.LANGUAGES) or not 1900 <= year <= 9000 or not 1 <= part <= PARTS_MAX:
        raise Http404
    try:
        first = date(year, month, 1)
    except (ValueError, OverflowError):
        raise Http404 from None
    start, end = months.start_of(first), months.start_of(months.after(first))
    found = queries.in_language(code, end).filter(published_at__gte=start)
    offset = (part - 1) * months.ENTRIES_MAX
    entries = _entries(found[offset : offset + months.ENTRIES_MAX])
    if part > 1 and not entries:
        raise Http404
    origin = origin_of(request)
    return _urls(_url(f"{origin}{entry.path}", entry.updated_at or entry.published_at) for entry in entries)


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """The stories of the last 48 hours in all languages. Three queries."""
    found = queries.public().filter(published_at__gte=timezone.now() - NEWS_AGE).order_by("-published_at")[:NEWS_MAX]
    origin, name = origin_of(request), escape(Publication.load().name)
    return _urls((_url(f"{origin}{entry.path}", more=_news(entry, name)) for entry in _entries(found)), NEWS_NAMES)


def _news(entry: _Entry, name: str) -> str:
    return (
        f"<news:news><news:publication><news:name>{name}</news:name><news:language>{entry.language}</news:language>"
        f"</news:publication><news:publication_date>{_time(entry.published_at)}</news:publication_date>"
        f"<news:title>{escape(entry.title)}</news:title></news:news>"
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    path: str
    title: str
    language: str
    published_at: datetime
    updated_at: datetime | None


def _entries(stories: Any) -> list[_Entry]:
    """What sitemaps tell of stories, without loading their text."""
    rows = stories.values_list("pk", "title", "section__slug", "locale__language_code", "published_at", "updated_at")
    return [
        _Entry(story_path(language, section, title, pk), title, language, published_at, updated_at)
        for pk, title, section, language, published_at, updated_at in rows
    ]


def story_path(language: str, section: str, title: str, pk: int) -> str:
    """A story's address from plain values; the same as `Story.public_path`."""
    return f"{_before_words(language, section)}{address_words(title)}-{pk}/"


@lru_cache(1000)
def _before_words(language: str, section: str) -> str:
    """What stands before the words in addresses of a section: it costs ten times as much to find as the rest."""
    kwargs = {"language": language, "section": section, "words": "words", "pk": 0}
    return reverse("story", kwargs=kwargs).removesuffix("words-0/")

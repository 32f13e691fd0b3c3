"""RSS, Atom and JSON Feed of the site and of each section: what a stranger may read, and no more."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from warta.distribution.entries import Entry, entries_of
from warta.distribution.structured import origin_of
from warta.stories import queries
from warta.stories.models import Change, Publication

ENTRIES = 30
KEEP_S = 300  # a feed is drawn anew after a change, and at the latest after so long


class _Rss(Rss201rev2Feed):
    """RSS 2.0 with the full open text and the author's name, which plain RSS has no place for."""

    def rss_attributes(self) -> dict[str, str]:
        return {
            **super().rss_attributes(),
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:media": "http://search.yahoo.com/mrss/",
        }

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content:encoded", item["content"])
        if item["image"]:
            handler.addQuickElement("media:content", "", {"url": item["image"], "medium": "image"})


class _Atom(Atom1Feed):
    """Atom with the open text as content."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})


@dataclass(frozen=True, slots=True)
class _Source:
    """What a feed is made of."""

    publication: Publication
    language: str
    title: str
    link: str
    description: str
    stories: list[int]


FORMATS = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}


@require_safe
def feed(request: HttpRequest, language: str, kind: str, section: str | None = None) -> HttpResponse:
    """The feed of the site or of a section, as rss, atom or json. One query while nothing changed.

    When it is drawn: half a dozen, and what the entries need that are not kept (`entries`).
    """
    newest = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    origin = origin_of(request)
    key = f"feed:{origin}:{request.path}"
    seen, body, changed_at = caches["near"].get(key, (None, b"", ""))
    if seen != newest:
        body, changed_at = _draw(_source(language, section), kind, origin, request.path)
        caches["near"].set(key, (newest, body, changed_at), KEEP_S)
    response = HttpResponse(body, content_type=FORMATS[kind])
    response.headers["Cache-Control"] = "public, max-age=60"
    response.headers["Last-Modified"] = changed_at
    return response


def _source(language: str, slug: str | None) -> _Source:
    publication = Publication.load()
    text = publication.texts.filter(language=language).first()
    tagline = (text.description or text.tagline) if text else ""
    section = queries.section_by_slug(language, slug) if slug else None
    if slug and section is None:
        raise Http404
    ids = queries.of_section(section, ENTRIES) if section else queries.latest(language, ENTRIES)
    link = section.get_absolute_url() if section else ("/" if language == settings.LANGUAGE_CODE else f"/{language}/")
    title = f"{section.name} – {publication.name}" if section else publication.name
    description = (section.description if section else "") or tagline or _("News from %s") % publication.name
    return _Source(publication, language, title, link, description, ids)


def _draw(source: _Source, kind: str, origin: str, path: str) -> tuple[bytes, str]:
    """The feed's bytes, and when its newest story changed as an HTTP date."""
    entries = entries_of(source.stories, origin, source.link)
    changed = max((entry.updated_at for entry in entries if entry.updated_at), default=timezone.now())
    if kind == "json":
        body = _json(source, entries, origin, path)
    else:
        body = _xml(_Rss if kind == "rss" else _Atom, source, entries, origin, path)
    return body, http_date(changed.timestamp())


def _xml(maker: type[_Rss] | type[_Atom], source: _Source, entries: Iterable[Entry], origin: str, path: str) -> bytes:
    drawn = maker(
        title=source.title,
        link=f"{origin}{source.link}",
        description=source.description,
        language=source.language,
        feed_url=f"{origin}{path}",
        subtitle=source.description,
        author_name=source.publication.name,
    )
    for entry in entries:
        drawn.add_item(
            title=entry.headline,
            link=entry.url,
            description=entry.standfirst,
            pubdate=entry.published_at,
            updateddate=entry.updated_at,
            unique_id=_permanent_id(entry, origin),
            unique_id_is_permalink=False,
            author_name=", ".join(name for name, _ in entry.authors) or None,
            categories=entry.categories,
            content=entry.content,
            image=entry.image,
        )
    return drawn.writeString("utf-8").encode()


def _json(source: _Source, entries: Iterable[Entry], origin: str, path: str) -> bytes:
    items = []
    for entry in entries:
        item: dict[str, Any] = {
            "id": _permanent_id(entry, origin),
            "url": entry.url,
            "title": entry.headline,
            "content_html": entry.content or entry.standfirst,
            "language": entry.language,
            "tags": list(entry.categories),
        }
        if entry.standfirst:
            item["summary"] = entry.standfirst
        if entry.published_at:
            item["date_published"] = entry.published_at.isoformat(timespec="seconds")
            item["date_modified"] = (entry.updated_at or entry.published_at).isoformat(timespec="seconds")
        if entry.authors:
            item["authors"] = [{"name": name, "url": url} for name, url in entry.authors]
        if entry.image:
            item["image"] = entry.image
        items.append(item)
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": source.title,
            "home_page_url": f"{origin}{source.link}",
            "feed_url": f"{origin}{path}",
            "description": source.description,
            "language": source.language,
            "items": items,
        },
        ensure_ascii=False,
    ).encode()


def _permanent_id(entry: Entry, origin: str) -> str:
    """An id that survives a changed headline."""
    host = origin.partition("://")[2].partition(":")[0]
    return f"tag:{host},2026:story:{entry.story}"

"""RSS, Atom and JSON Feed of the site and of each section: what a stranger may read, and no more."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from warta.access import STRANGER, Meter, Shows, decide
from warta.distribution.structured import origin_of
from warta.stories import queries
from warta.stories.models import Change, Photo, Publication, Section, Story
from warta.stories.policy import current_policy
from warta.stories.shown import Shown, show

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
    section: Section | None
    title: str
    link: str
    description: str
    stories: list[Story]


FORMATS = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}


@require_safe
def feed(request: HttpRequest, language: str, kind: str, section: str | None = None) -> HttpResponse:
    """The feed of the site or of a section, as rss, atom or json. One query while nothing changed.

    When it is drawn: about a dozen, two a story (`show`), and one more for a story with photos in its text.
    """
    newest = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    origin = origin_of(request)
    key = f"feed:{origin}:{request.path}:{newest}"
    kept = cache.get(key)
    if kept is None:
        kept = _draw(_source(language, section), kind, origin, request.path)
        cache.set(key, kept, KEEP_S)
    body, changed_at = kept
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
    related = ("section", "section__locale", "section__parent", "locale", "lead_photo", "editor")
    lists = ("topics", "bylines__person", "corrections__reply", "lead_photo__renditions")
    found = Story.objects.filter(pk__in=ids).select_related(*related).prefetch_related(*lists).in_bulk()
    stories = [found[pk] for pk in ids if pk in found]  # public when the ids were read; `_draw` decides again
    prefetch_related_objects([photo for story in stories for photo in _photos(story)], "renditions")
    link = section.get_absolute_url() if section else ("/" if language == settings.LANGUAGE_CODE else f"/{language}/")
    title = f"{section.name} – {publication.name}" if section else publication.name
    description = (section.description if section else "") or tagline or _("News from %s") % publication.name
    return _Source(publication, language, section, title, link, description, stories)


def _photos(story: Story) -> Iterator[Photo]:
    """The photos in a story's text."""
    for block in story.body:
        values = block.value if block.block_type == "gallery" else [block.value] if block.block_type == "photo" else ()
        yield from (value["photo"] for value in values if value["photo"])


def _draw(source: _Source, kind: str, origin: str, path: str) -> tuple[bytes, str]:
    """The feed's bytes, and when its newest story changed as an HTTP date."""
    policy = current_policy().closed()
    now = timezone.now()
    stories = []
    for story in source.stories:
        decision = decide(story.gate, STRANGER, Meter(), policy, now)
        if decision.shows is not Shows.HIDDEN:
            stories.append(show(story, decision, policy))
    changed = max((story.updated_at or story.published_at or now for story in stories), default=now)
    if kind == "json":
        body = _json(source, stories, origin, path)
    else:
        body = _xml(_Rss if kind == "rss" else _Atom, source, stories, origin, path)
    return body, http_date(changed.timestamp())


def _xml(maker: type[_Rss] | type[_Atom], source: _Source, stories: Iterable[Shown], origin: str, path: str) -> bytes:
    drawn = maker(
        title=source.title,
        link=f"{origin}{source.link}",
        description=source.description,
        language=source.language,
        feed_url=f"{origin}{path}",
        subtitle=source.description,
        author_name=source.publication.name,
    )
    for story in stories:
        names = ", ".join(person.name for person in story.authors)
        drawn.add_item(
            title=story.headline,
            link=f"{origin}{story.url}",
            description=story.standfirst,
            pubdate=story.published_at,
            updateddate=story.updated_at or story.published_at,
            unique_id=_permanent_id(story, origin),
            unique_id_is_permalink=False,
            author_name=names or None,
            categories=[story.section.name, *(topic.name for topic in story.topics)],
            content=_content(story, origin),
            image=_image(story, origin),
        )
    return drawn.writeString("utf-8").encode()


def _json(source: _Source, stories: Iterable[Shown], origin: str, path: str) -> bytes:
    items = []
    for story in stories:
        item: dict[str, Any] = {
            "id": _permanent_id(story, origin),
            "url": f"{origin}{story.url}",
            "title": story.headline,
            "content_html": _content(story, origin) or story.standfirst,
            "language": story.language,
            "tags": [story.section.name, *(topic.name for topic in story.topics)],
        }
        if story.standfirst:
            item["summary"] = story.standfirst
        if story.published_at:
            item["date_published"] = story.published_at.isoformat(timespec="seconds")
            item["date_modified"] = (story.updated_at or story.published_at).isoformat(timespec="seconds")
        if story.authors:
            item["authors"] = [
                {"name": person.name, "url": f"{origin}{person.get_absolute_url(story.language)}"}
                for person in story.authors
            ]
        if image := _image(story, origin):
            item["image"] = image
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


def _permanent_id(story: Shown, origin: str) -> str:
    """An id that survives a changed headline."""
    host = origin.partition("://")[2].partition(":")[0]
    return f"tag:{host},2026:story:{story.id}"


def _content(story: Shown, origin: str) -> str:
    """The open text as HTML with whole addresses; a locked story says that more is behind the wall."""
    html: str = render_to_string("warta/feeds/content.html", {"story": story})
    for attribute in ("href", "src"):
        html = html.replace(f'{attribute}="/', f'{attribute}="{origin}/')
    return " ".join(html.split())


def _image(story: Shown, origin: str) -> str:
    photo = story.lead_photo
    return f"{origin}{photo.picture.largest}" if photo and photo.picture else ""

"""Structured data: what search engines and archives are told of a page, true to what a reader may see.

source  schema.org; Google's rules for articles and for paywalled content
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from warta.access import Level
from warta.stories.models import Person, Publication
from warta.stories.shown import Shown, ShownBlock, ShownCorrection

LOCKED = ".locked-body"  # the element of the hidden part, in every variant of a page
CONTEXT = "https://schema.org"
KINDS = {"analysis": "AnalysisNewsArticle", "opinion": "OpinionNewsArticle", "live": "LiveBlogPosting"}
NEWS_MEDIA = "NewsMediaOrganization"
SOURCE_TYPES = {
    "witness": "Person", "official": "Organization", "company": "Organization",
    "agency": NEWS_MEDIA, "broadcaster": NEWS_MEDIA, "publication": NEWS_MEDIA,
}  # fmt: skip


def as_script(*nodes: dict[str, Any]) -> SafeString:
    """The nodes as the text of a JSON-LD script: nothing in it can end the element."""
    text = json.dumps({"@context": CONTEXT, "@graph": [node for node in nodes if node]}, ensure_ascii=False)
    for mark, escape in (("&", "\\u0026"), ("<", "\\u003c"), (">", "\\u003e")):
        text = text.replace(mark, escape)
    return mark_safe(text)  # noqa: S308 - escaped above


def origin_of(request: HttpRequest) -> str:
    """The site's public origin: the setting, else that of the request."""
    return settings.WARTA.site_url or f"{request.scheme}://{request.get_host()}"


def organization(publication: Publication, origin: str) -> dict[str, Any]:
    """The newspaper as an organisation."""
    node: dict[str, Any] = {
        "@type": "NewsMediaOrganization",
        "@id": f"{origin}/#organization",
        "name": publication.name,
        "url": f"{origin}/",
    }
    if publication.email:
        node["email"] = publication.email
    if publication.publisher:
        node["legalName"] = publication.publisher
    links = [channel.url for channel in publication.channels.all()]
    if links:
        node["sameAs"] = links
    return node


def organization_data(request: HttpRequest, publication: Publication) -> SafeString:
    """The front page's data."""
    origin = origin_of(request)
    site = {
        "@type": "WebSite",
        "@id": f"{origin}/#website",
        "url": f"{origin}/",
        "name": publication.name,
        "publisher": {"@id": f"{origin}/#organization"},
    }
    return as_script(organization(publication, origin), site)


def breadcrumbs(origin: str, trail: Sequence[tuple[str, str]], language: str) -> dict[str, Any]:
    """Where a page stands: names and paths, the front page first of all."""
    home = "/" if language == settings.LANGUAGE_CODE else f"/{language}/"
    steps = [(_("Front page"), home), *trail]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": f"{origin}{path}"}
            for place, (name, path) in enumerate(steps, start=1)
        ],
    }


def list_data(request: HttpRequest, name: str, trail: Sequence[tuple[str, str]]) -> SafeString:
    """The data of a section or topic."""
    origin = origin_of(request)
    page = {"@type": "CollectionPage", "name": name, "url": f"{origin}{request.path}"}
    return as_script(page, breadcrumbs(origin, trail, getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)))


def story_data(story: Shown, publication: Publication, origin: str) -> SafeString:
    """A story's data: the article, where it stands, who publishes it. Two queries."""
    trail = [(story.section.name, story.section.get_absolute_url()), (story.headline, story.url)]
    if story.section.parent:
        trail.insert(0, (story.section.parent.name, story.section.parent.get_absolute_url()))
    return as_script(
        article(story, publication, origin),
        breadcrumbs(origin, trail, story.language),
        organization(publication, origin),
    )


def article(story: Shown, publication: Publication, origin: str) -> dict[str, Any]:
    """The article itself. Nothing of its hidden part is in it."""
    url = f"{origin}{story.url}"
    node: dict[str, Any] = {
        "@type": KINDS.get(story.kind, "NewsArticle"),
        "@id": f"{url}#article",
        "headline": story.headline[:110],
        "inLanguage": story.language,
        "mainEntityOfPage": url,
        "url": url,
        "image": [_image(story, publication, origin)],
        "author": [_person(person, story.language, origin) for person in story.authors]
        or [{"@id": f"{origin}/#organization", "@type": "NewsMediaOrganization", "name": publication.name}],
        "publisher": {"@id": f"{origin}/#organization"},
        "articleSection": story.section.name,
        "isAccessibleForFree": story.level is Level.FREE,
    }
    if story.standfirst:
        node["description"] = story.standfirst
    if story.published_at:
        node["datePublished"] = _time(story.published_at)
        node["dateModified"] = _time(story.updated_at or story.published_at)
    if story.topics:
        node["keywords"] = [topic.name for topic in story.topics]
    if story.dateline_city:
        node["contentLocation"] = {"@type": "Place", "name": story.dateline_city}
        if node["@type"] == "NewsArticle":
            node["dateline"] = f"{publication.dateline_name}, {story.dateline_city}"
    if story.editor:
        node["editor"] = _person(story.editor, story.language, origin)
    if story.level is not Level.FREE:
        node["hasPart"] = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": LOCKED}
    node |= _more(story, origin)
    return node


def _more(story: Shown, origin: str) -> dict[str, Any]:
    """What only some stories have: corrections, sources, translations, updates."""
    more: dict[str, Any] = {}
    if story.corrections:
        more["correction"] = [_correction(correction) for correction in story.corrections]
    if story.sources:
        more["citation"] = [citation for chain in story.sources for citation in _citations(chain)]
    if story.translations:
        more["workTranslation"] = [
            {"@type": "NewsArticle", "@id": f"{origin}{other.url}#article", "inLanguage": other.language}
            for other in story.translations
        ]
    updates = [block for block in story.body if block.kind == "update"]
    if story.kind == "live" and updates:
        times = [block.value["time"] for block in updates]
        more["coverageStartTime"] = _time(min(times))
        more["liveBlogUpdate"] = [_update(block, story, origin) for block in updates[:50]]
    return more


def _update(block: ShownBlock, story: Shown, origin: str) -> dict[str, Any]:
    text = " ".join(strip_tags(str(block.value["text"]).replace("</p>", "</p> ")).split())
    return {
        "@type": "BlogPosting",
        "headline": (block.value["title"] or text)[:110],
        "datePublished": _time(block.value["time"]),
        "articleBody": text,
        "url": f"{origin}{story.url}#update-{block.key}",
    }


def _person(person: Person, language: str, origin: str) -> dict[str, Any]:
    node = {"@type": "Person", "name": person.name, "url": f"{origin}{person.get_absolute_url(language)}"}
    text = person.text(language)
    if text and text.role:
        node["jobTitle"] = text.role
    return node


def _correction(correction: ShownCorrection) -> dict[str, Any]:
    return {"@type": "CorrectionComment", "text": correction.text, "datePublished": _time(correction.at)}


def _citations(chain: dict[str, Any]) -> list[dict[str, Any]]:
    """The links of a chain, first source first."""
    nodes = []
    for link in chain["links"]:
        if link["kind"] == "document":
            nodes.append({"@type": "CreativeWork", "name": link["name"]})
        else:
            maker = {"@type": SOURCE_TYPES.get(link["kind"], "Organization"), "name": link["name"]}
            nodes.append({"@type": "CreativeWork", "name": link["name"], "creator": maker})
    return nodes


def _image(story: Shown, publication: Publication, origin: str) -> dict[str, Any]:
    photo = story.lead_photo
    if photo and photo.picture:
        node: dict[str, Any] = {
            "@type": "ImageObject",
            "url": f"{origin}{photo.picture.largest}",
            "width": {"@type": "QuantitativeValue", "value": photo.picture.width},
            "height": {"@type": "QuantitativeValue", "value": photo.picture.height},
        }
        if photo.caption:
            node["caption"] = photo.caption
        if photo.credit:
            node["creditText"] = photo.credit
        return node
    return {"@type": "ImageObject", "url": f"{origin}{static('warta/icons/share.png')}"}


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")

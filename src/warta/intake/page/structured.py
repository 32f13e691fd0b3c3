"""What a page says of itself to machines: JSON-LD, OpenGraph and other metas, its canonical address."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from warta.intake import clean

ARTICLE = re.compile(
    r"(?:News|Blog|Report|Tech|Opinion|Analysis|Review|Satirical|Background|Live)?(?:Article|Posting|BlogPosting)$"
)
MAX_SCRIPT = 2_000_000
Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Structured:
    """The machine-readable side of a page; empty where it is silent."""

    headline: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    modified: str = ""
    meta_published: str = ""
    body: str = ""
    section: str = ""
    site: str = ""
    language: str = ""
    url: str = ""
    title: str = ""
    og_title: str = ""
    og_type: str = ""
    description: str = ""
    image: str = ""
    free: bool | None = None
    types: tuple[str, ...] = field(default=())


def structured(root: etree._Element) -> Structured:
    """Reads the head of a page, and its JSON-LD wherever it stands."""
    metas = _metas(root)
    nodes = list(_nodes(root))
    article = next((n for n in nodes if any(ARTICLE.match(t) for t in _types(n))), {})
    section = article.get("articleSection")
    section = section[0] if isinstance(section, list) and section else section
    html = root if root.tag == "html" else root.find(".//html")
    link = root.find(".//link[@rel='canonical']")
    free = article.get("isAccessibleForFree")
    site = _name(article.get("publisher")) or metas.get("og:site_name", "")
    return Structured(
        headline=_text(article.get("headline")),
        authors=tuple(dict.fromkeys(_people(article.get("author")))) or _meta_authors(metas),
        published=_text(article.get("datePublished")),
        modified=_text(article.get("dateModified")),
        meta_published=metas.get("article:published_time") or metas.get("og:article:published_time", ""),
        body=_body(article),
        section=_text(section) or metas.get("article:section", ""),
        site=site,
        language=clean.line(html.get("lang") or html.get("xml:lang") or "") if html is not None else "",
        url=clean.address(link.get("href")) if link is not None else clean.address(metas.get("og:url", "")),
        title=clean.title(root.findtext(".//title") or ""),
        og_title=clean.title(metas.get("og:title", "")),
        og_type=metas.get("og:type", "").lower(),
        description=clean.title(metas.get("og:description") or metas.get("description", "")),
        image=clean.address(metas.get("og:image", "")),
        free=False if free in {False, "False", "false"} else True if free in {True, "True", "true"} else None,
        types=tuple(t for n in nodes for t in _types(n)),
    )


def _metas(root: etree._Element) -> dict[str, str]:
    out: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = meta.get("content")
        if name and content and len(out) < 500:
            out.setdefault(name.strip().lower(), content.strip()[:5000])
    return out


def _meta_authors(metas: dict[str, str]) -> tuple[str, ...]:
    said = metas.get("author") or metas.get("dc.creator") or metas.get("parsely-author") or ""
    said = clean.title(said)
    return (said,) if said and not said.startswith("http") and len(said) < 80 else ()


def _nodes(root: etree._Element) -> Iterator[Node]:
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        source = script.text or ""
        if len(source) > MAX_SCRIPT:
            continue
        source = re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*.*?\*/)|(?:-->|//\s*\]\]>)\s*$", "", source)
        try:
            found = json.loads(source, strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _flat(found, 0)


def _flat(value: object, depth: int) -> Iterator[Node]:
    if depth > 6:
        return
    if isinstance(value, list):
        for one in value[:200]:
            yield from _flat(one, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage", "liveBlogUpdate"):
            if isinstance(value.get(name), (list, dict)):
                yield from _flat(value[name], depth + 1)


def _types(node: Node) -> list[str]:
    found = node.get("@type")
    found = found if isinstance(found, list) else [found]
    return [t.rsplit("/", 1)[-1] for t in found if isinstance(t, str)]


def _text(value: object) -> str:
    return clean.title(value) if isinstance(value, str) else ""


def _name(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else None
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _people(value: object) -> list[str]:
    if isinstance(value, list):
        return [n for one in value[:20] for n in _people(one)]
    name = _name(value)
    return [name] if name and not name.startswith("http") else []


def _body(article: Node) -> str:
    value = article.get("articleBody")
    if not isinstance(value, str):
        return ""
    if re.search(r"<(?:p|br|div)\b", value):
        value = re.sub(r"<(?:p|br|div|/p|/div)\b[^>]*>", "\n", value)
        value = re.sub(r"<[^>]+>", "", value)
    return value

"""The first pass over an export: is it sound to the end, and what do its items refer to?"""

from dataclasses import dataclass, field
from pathlib import Path

from warta.intake import clean, encoding
from warta.intake.encoding import Encoding
from warta.intake.errors import UnknownKind, Unreadable
from warta.intake.options import Options
from warta.intake.wxr.stream import Broken, Parser, Raw, raws

KNOWN_STATUS = {"publish", "future", "draft", "pending", "private", "inherit", "trash", "auto-draft"}


@dataclass(slots=True)
class Picture:
    """What later items need of an attachment."""

    url: str
    alt: str
    caption: str


@dataclass(slots=True)
class Index:
    """All that the second pass looks up; a few hundred bytes for each attachment, term and author."""

    path: Path
    encoding: Encoding
    repair: str = ""
    site: str = ""
    language: str = ""
    version: str = ""
    items: int = 0
    pictures: dict[str, Picture] = field(default_factory=dict)
    children: dict[str, list[str]] = field(default_factory=dict)
    authors: set[str] = field(default_factory=set)
    sections: dict[str, str] = field(default_factory=dict)
    repeated: set[str] = field(default_factory=set)
    thumbnails: set[str] = field(default_factory=set)


def index(path: Path, options: Options) -> Index:
    """Reads the file to its end.

    raises  Unreadable if it is cut, hostile or in no known encoding; UnknownKind if it is another feed
    """
    code = encoding.of(path)
    try:
        return _pass(path, code, options, "")
    except Broken as broken:
        note = f"line {broken.line}: {broken.why}; read by a forgiving reader"
        return _pass(path, code, options, note)


def _pass(path: Path, code: Encoding, options: Options, repair: str) -> Index:
    found = Index(path, code, repair)
    parser = Parser(path, options.max_body)
    seen: set[str] = set()
    says_wxr = False
    for raw in raws(path, code, repair=bool(repair), max_text=options.max_body, parser=parser):
        says_wxr = says_wxr or raw.name != "item" or "wp:post_type" in raw.fields or "wp:post_id" in raw.fields
        if raw.name == "item":
            _note_item(found, raw, seen)
        elif raw.name == "wp:author":
            found.authors.add(raw.get("wp:author_login"))
        elif raw.name == "wp:category":
            found.sections.setdefault(raw.get("wp:category_nicename"), raw.get("wp:cat_name"))
    channel = parser.channel
    found.version = channel.get("wp:wxr_version", "")
    if parser.root != "rss":
        raise UnknownKind(path, f"<{parser.root}> is no WordPress export.")
    if not says_wxr and not found.version:
        raise UnknownKind(path, "this is a plain RSS feed, not a WordPress export.", do="Feeds cannot be taken yet.")
    if "wp:wxr_version" not in channel and not found.items and not found.authors and not found.sections:
        raise Unreadable(path, "the export holds no items.")
    address = channel.get("wp:base_blog_url") or channel.get("wp:base_site_url") or channel.get("link", "")
    found.site = address.split("://")[-1].rstrip("/").lower() or clean.slug(channel.get("title"))
    found.language = channel.get("language", "")
    return found


def _note_item(found: Index, raw: Raw, seen: set[str]) -> None:
    found.items += 1
    number = raw.get("wp:post_id")
    if number in seen:
        found.repeated.add(number)
    seen.add(number)
    found.thumbnails.update(raw.meta.get("_thumbnail_id", ()))
    if raw.get("wp:post_type") == "attachment":
        alt = (raw.meta.get("_wp_attachment_image_alt") or [""])[0]
        url = raw.get("wp:attachment_url") or raw.get("guid")
        found.pictures.setdefault(number, Picture(url, alt, raw.get("excerpt:encoded")))
        parent = raw.get("wp:post_parent")
        if parent not in {"", "0"}:
            found.children.setdefault(parent, []).append(number)

"""The second pass: every container of an export becomes one record."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from warta.intake import clean
from warta.intake.items import (
    Counted,
    Doubt,
    IncomingMedia,
    IncomingPerson,
    IncomingStory,
    IncomingTerm,
    LeftOut,
    Photo,
    Record,
    Redirect,
    Skipped,
    State,
)
from warta.intake.options import Options
from warta.intake.wxr.body import body
from warta.intake.wxr.dates import moment
from warta.intake.wxr.index import Index, index
from warta.intake.wxr.stream import Raw, raws

STATES: dict[str, State] = {
    "publish": "published", "future": "scheduled", "draft": "draft", "pending": "draft", "private": "private",
}  # fmt: skip
TAXONOMIES = {"category": "section", "post_tag": "topic"}


def read(path: Path, options: Options) -> Iterator[Record]:
    """The records of an export, one at a time; the file is checked to its end before the first.

    raises  IntakeError before any record
    """
    return _Reader(index(path, options), options).records()


@dataclass(frozen=True, slots=True)
class _Names:
    """The keys of whom and what a story names, each once, in order; and its language."""

    authors: tuple[str, ...]
    sections: tuple[str, ...]
    topics: tuple[str, ...]
    language: str


class _Reader:
    def __init__(self, found: Index, options: Options) -> None:
        self.index = found
        self.options = options
        self.key = f"wxr:{found.site}"
        self.people: set[str] = set()
        self.terms: set[str] = set()
        self.seen: Counter[str] = Counter()
        self.comments = 0

    def records(self) -> Iterator[Record]:
        """Every record of the file."""
        path = self.index.path
        if self.index.encoding.warning:
            yield Doubt("inferred", f"{path.name} {self.index.encoding.warning}")
        if self.index.repair:
            yield Doubt("inferred", f"{path.name} {self.index.repair}")
        for raw in raws(path, self.index.encoding, repair=bool(self.index.repair), max_text=self.options.max_body):
            if raw.name == "item":
                yield from self.item(raw)
            elif raw.name == "wp:author":
                yield from self.author(raw)
            else:
                yield from self.declared_term(raw)
        if self.comments:
            yield Counted("comments", self.comments, "comments are not imported")

    def where(self, raw: Raw) -> str:
        """The place of an item, for people."""
        name = raw.get("wp:post_type") or "item"
        return f"{self.index.path.name} line {raw.line}: {name} {raw.get('wp:post_id')}".rstrip()

    # people and terms

    def author(self, raw: Raw) -> Iterator[Record]:
        """A declared author."""
        login = raw.get("wp:author_login")
        name = clean.title(raw.get("wp:author_display_name"))
        name = name or clean.line(f"{raw.get('wp:author_first_name')} {raw.get('wp:author_last_name')}")
        yield from self.person(login or name, name or login, email=raw.get("wp:author_email"))

    def person(self, login: str, name: str, *, email: str = "", guest: bool = False) -> Iterator[Record]:
        """A person, once."""
        if login and login not in self.people:
            self.people.add(login)
            key = f"{self.key}:author:{login}"
            yield IncomingPerson(
                key, clean.line(name), clean.line(login), clean.slug(login), email=clean.line(email), guest=guest
            )

    def declared_term(self, raw: Raw) -> Iterator[Record]:
        """A category, tag or other term from the head of the file."""
        if raw.name == "wp:category":
            fields = (
                "category",
                "wp:category_nicename",
                "wp:cat_name",
                "wp:category_parent",
                "wp:category_description",
            )
        elif raw.name == "wp:tag":
            fields = ("post_tag", "wp:tag_slug", "wp:tag_name", "", "wp:tag_description")
        else:
            fields = (
                raw.get("wp:term_taxonomy"),
                "wp:term_slug",
                "wp:term_name",
                "wp:term_parent",
                "wp:term_description",
            )
        taxonomy, slug, name, parent, about = fields
        yield from self.term(taxonomy, raw.get(slug), raw.get(name), raw.get(parent), raw.get(about))

    def term(self, taxonomy: str, slug: str, name: str, parent: str = "", about: str = "") -> Iterator[Record]:
        """A term, once."""
        key = self.term_key(taxonomy, slug or name)
        if key in self.terms or not (slug or name):
            return
        self.terms.add(key)
        above = self.term_key(taxonomy, parent) if parent else ""
        kind = TAXONOMIES.get(taxonomy, "other")
        yield IncomingTerm(
            key, kind, taxonomy, clean.slug(slug or name), clean.title(name) or slug, above, clean.title(about)  # type: ignore[arg-type]
        )  # fmt: skip

    def term_key(self, taxonomy: str, slug: str) -> str:
        """The key of a term."""
        return f"{self.key}:{taxonomy}:{slug}"

    # items

    def item(self, raw: Raw) -> Iterator[Record]:
        """One item: exactly one of media, story, page, left out, skipped; before it, people and terms it names."""
        kind = raw.get("wp:post_type") or "post"
        status = raw.get("wp:status") or "draft"
        number = raw.get("wp:post_id")
        self.seen[number] += 1
        self.comments += raw.comments
        if raw.too_long:
            yield Skipped(
                self.where(raw),
                f"{raw.too_long} is longer than the limit of {self.options.max_body} characters",
                kind,
                status,
            )
            return
        if not raw.fields:
            yield Skipped(self.where(raw), "it is empty", kind, status)
            return
        is_story = kind in {"post", "page"} | self.options.story_types and status in STATES
        if not is_story:  # whoever it names is counted, as the author of a story is
            for login, name in self.bylines(raw):
                yield from self.person(login, name or login, guest=True)
        if kind == "attachment":
            yield self.media(raw, status)
        elif kind not in {"post", "page"} | self.options.story_types:
            yield LeftOut(self.where(raw), f"{kind} is not a story", kind, status)
        elif status not in STATES:
            why = "it was in the bin" if status == "trash" else f"its status is {status}"
            yield LeftOut(self.where(raw), why, kind, status)
        else:
            yield from self.story(raw, kind, status)

    def item_key(self, raw: Raw) -> tuple[str, tuple[Doubt, ...]]:
        """The key of an item; of two with one id the second gets a number of its own and a doubt."""
        number = raw.get("wp:post_id")
        key = f"{self.key}:{number or clean.slug(raw.get('guid') or raw.get('link') or raw.get('title'))}"
        count = self.seen[number]
        if count == 1:
            return key, ()
        detail = f"id {number} stands {count} times in the file: kept as an item of its own"
        return f"{key}~{count}", (Doubt("inferred", detail, self.where(raw)),)

    def media(self, raw: Raw, status: str) -> IncomingMedia:
        """An attachment."""
        key, doubts = self.item_key(raw)
        said = raw.get("wp:attachment_url") or raw.get("guid")
        url = clean.address(said)
        if not re.match(r"https?://", url):
            url = ""
            why = f"{said[:200]!r} is no address to fetch from" if said else "it has no address"
            doubts = (*doubts, Doubt("not-whole", f"picture missing: {why}", self.where(raw)))
        attached = (raw.meta.get("_wp_attached_file") or [""])[0]
        name = attached or PurePosixPath(unquote(urlsplit(url).path)).name
        when = moment(raw.get("wp:post_date"), raw.get("wp:post_date_gmt"), raw.get("pubDate"), self.options.zone)
        parent = raw.get("wp:post_parent")
        return IncomingMedia(
            key=key,
            url=url,
            name=name,
            title=clean.title(raw.get("title")),
            alt=clean.title((raw.meta.get("_wp_attachment_image_alt") or [""])[0]),
            caption=clean.title(raw.get("excerpt:encoded")),
            about=clean.title(raw.get("content:encoded")),
            status=status,
            created_at=when.time,
            parent=f"{self.key}:{parent}" if parent not in {"", "0"} else "",
            doubts=doubts,
        )

    def story(self, raw: Raw, kind: str, status: str) -> Iterator[Record]:
        """A post or page, after the people and terms that only it names."""
        authors: list[str] = []
        sections: list[str] = []
        topics: list[str] = []
        language = self.index.language
        for login, guest in self.bylines(raw):
            yield from self.person(login, guest or login, guest=True)
            authors.append(f"{self.key}:author:{login}")
        for domain, nicename, name in raw.terms:
            if domain == "language":
                language = nicename or language
            if domain not in TAXONOMIES:
                continue
            yield from self.term(domain, nicename, name)
            target = sections if domain == "category" else topics
            target.append(self.term_key(domain, nicename or name))
        names = _Names(tuple(dict.fromkeys(authors)), tuple(dict.fromkeys(sections)), tuple(dict.fromkeys(topics)),
                       language)  # fmt: skip
        yield self.finished(raw, kind, status, names)

    def bylines(self, raw: Raw) -> list[tuple[str, str]]:
        """Logins in order, with a name where the file gives one: guest authors first, else the creator."""
        guests = [(n.removeprefix("cap-"), name) for domain, n, name in raw.terms if domain == "author" and n]
        creator = raw.get("dc:creator")
        return list(dict.fromkeys(guests)) or ([(creator, "")] if creator else [])

    def finished(self, raw: Raw, kind: str, status: str, names: _Names) -> IncomingStory:
        """The story as a value, with its doubts."""
        where = self.where(raw)
        key, doubts = self.item_key(raw)
        found = list(doubts)

        def doubt(kind: str, detail: str) -> None:
            found.append(Doubt(kind, detail, where))

        state, published = self.published(raw, status, doubt)
        content = body(raw.fields.get("content:encoded", ""), raw.get("wp:post_id"), self.index)
        for lost in content.lost:
            doubt("not-whole", f"left out of the text: {lost}")
        title = clean.title(raw.get("title"))
        if not title:
            doubt("inferred", "it has no title")
        zone, parent = self.options.zone, raw.get("wp:post_parent")
        return IncomingStory(
            key=key, where=where, type=kind, status=status, state=state, title=title,
            slug=clean.slug(raw.get("wp:post_name")) or clean.slug(title),
            body=content.blocks,
            page=kind == "page",
            standfirst=clean.title(raw.get("excerpt:encoded")),
            authors=names.authors, sections=names.sections, topics=names.topics, language=names.language,
            lead=self.lead(raw),
            published_at=published,
            created_at=moment(raw.get("wp:post_date"), raw.get("wp:post_date_gmt"), raw.get("pubDate"), zone).time,
            updated_at=moment(raw.get("wp:post_modified"), raw.get("wp:post_modified_gmt"), "", zone).time,
            redirects=self.redirects(raw),
            canonical=clean.address((raw.meta.get("_yoast_wpseo_canonical") or [""])[0]),
            parent=f"{self.key}:{parent}" if parent not in {"", "0"} else "",
            sticky=raw.get("wp:is_sticky") == "1",
            comments=raw.comments,
            doubts=tuple(found),
        )  # fmt: skip

    def published(self, raw: Raw, status: str, doubt: Callable[[str, str], None]) -> tuple[State, datetime | None]:
        """Our state and the time of publication; without a date, or behind a password, it stays a draft."""
        state = STATES[status]
        when = moment(raw.get("wp:post_date"), raw.get("wp:post_date_gmt"), raw.get("pubDate"), self.options.zone)
        if when.doubt and state != "draft":
            doubt("inferred", when.doubt)
        if state in {"published", "scheduled"} and when.time is None:
            state = "draft"
            doubt("inferred", "it has no date: kept as a draft")
        if raw.get("wp:post_password"):
            state = "draft"
            doubt("inferred", "it was behind a password: kept as a draft, the password is not imported")
        return state, when.time if STATES[status] != "draft" else None

    def lead(self, raw: Raw) -> Photo | None:
        """The featured picture, by its id."""
        number = (raw.meta.get("_thumbnail_id") or [""])[0]
        picture = self.index.pictures.get(number)
        url = clean.address(picture.url) if picture else ""
        if not picture or not url:
            return None
        return Photo(url, clean.title(picture.alt), clean.title(picture.caption), media=f"{self.key}:{number}")

    def redirects(self, raw: Raw) -> tuple[Redirect, ...]:
        """The addresses the item answered at: its link, its short link, its former names."""
        number = raw.get("wp:post_id")
        own = clean.path_of(raw.get("link"))
        olds = [own]
        if number and raw.get("wp:status") == "publish":
            olds.append(f"/?p={number}" if raw.get("wp:post_type") != "page" else f"/?page_id={number}")
        slug = raw.get("wp:post_name")
        for former in raw.meta.get("_wp_old_slug", ()):
            if slug and own.rstrip("/").endswith("/" + slug) and clean.slug(former):
                base = own.rstrip("/")[: -len(slug)]
                olds.append(f"{base}{clean.slug(former)}{'/' if own.endswith('/') else ''}")
        return tuple(Redirect(old) for old in dict.fromkeys(olds) if old)

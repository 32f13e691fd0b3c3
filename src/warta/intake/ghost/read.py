"""The second pass: every post of a Ghost export becomes one record."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from warta.intake import clean
from warta.intake.ghost.cards import html_card, markdown, url
from warta.intake.ghost.index import Index, Row, identity, index, posts
from warta.intake.ghost.lexical import lexical
from warta.intake.ghost.mobiledoc import mobiledoc
from warta.intake.html import Body
from warta.intake.items import (
    Counted,
    Doubt,
    IncomingPerson,
    IncomingStory,
    IncomingTerm,
    Level,
    Photo,
    Record,
    Redirect,
    Skipped,
    State,
)
from warta.intake.options import Options

STATES: dict[str, State] = {"published": "published", "draft": "draft", "scheduled": "scheduled"}
TEXT_FIELDS = ("title", "slug", "status", "visibility", "type", "lexical", "mobiledoc", "html", "custom_excerpt")
Raise = Callable[[str, str], None]
EDITORS = (("lexical", lexical), ("mobiledoc", mobiledoc))


@dataclass(frozen=True, slots=True)
class Visibility:
    """What Ghost's visibility says in our levels, and what to ask an editor."""

    level: Level | None
    doubt: str = ""


def visibility(said: object) -> Visibility:
    """`public`, `members`, `paid`, `tiers`, or a filter such as `status:-free`."""
    if said is None or said == "":
        return Visibility(None)
    if said == "public":
        return Visibility("free")
    if said == "members":
        return Visibility("registered")
    if said in {"paid", "tiers"}:
        return Visibility("premium")
    return Visibility("premium", f'visibility "{clean.line(str(said))[:100]}" is a filter: premium was assumed')


def moment(value: object) -> datetime | None:
    """A time of Ghost: milliseconds, or text in UTC."""
    try:
        if isinstance(value, int) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000, UTC)
        if isinstance(value, str) and value.strip():
            found = datetime.fromisoformat(value.strip())
            return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        pass
    return None


COUNTED = 12  # digits; a longer id is drawn at random


def read(path: Path, options: Options) -> Iterator[Record]:
    """The records of an export, one at a time; the file is checked to its end before the first.

    raises  IntakeError before any record
    """
    return _Reader(index(path), options).records()


class _Reader:
    def __init__(self, found: Index, options: Options) -> None:
        self.index = found
        self.options = options
        site = urlsplit(found.settings.get("url", "")).netloc or "export"
        self.key = f"ghost:{site.lower()}"
        self.seen: Counter[str] = Counter()
        self.slugs: set[str] = set()

    def records(self) -> Iterator[Record]:
        """Every record of the file."""
        for number, row in self.index.users.items():
            yield self.person(number, row)
        for number, row in self.index.tags.items():
            yield self.term(number, row)
        for place, post in enumerate(posts(self.index), start=1):
            yield self.post(place, post)
        for what, count in self.index.counts.items():
            yield Counted(what, count, f"{what} are imported by themselves (--kind members)")

    def person(self, number: str, row: Row) -> IncomingPerson:
        """An author."""
        name = clean.title(row.get("name")) or clean.line(row.get("email")) or number
        return IncomingPerson(
            f"{self.key}:author:{number}", name, clean.slug(row.get("slug")), clean.slug(row.get("slug")),
            clean.line(row.get("email")), clean.title(row.get("bio")), url(row.get("profile_image")),
        )  # fmt: skip

    def term(self, number: str, row: Row) -> IncomingTerm:
        """A tag; internal ones (`#name`) are only counted."""
        name = clean.title(row.get("name"))
        internal = row.get("visibility") == "internal" or name.startswith("#")
        slug = clean.slug(row.get("slug")) or clean.slug(name)
        kind = "other" if internal or not name else "topic"
        key = f"{self.key}:tag:{number}"
        return IncomingTerm(key, kind, "tag", slug, name, about=clean.title(row.get("description")))  # type: ignore[arg-type]

    def post(self, place: int, post: object) -> Record:
        """One post, or why it is skipped."""
        where = f"{self.index.path.name} post {place}"
        if not isinstance(post, dict):
            return Skipped(where, f"a post is an object, not {type(post).__name__}")
        kind = "page" if post.get("page") in {1} and not isinstance(post.get("page"), str) else ""
        kind = kind or (post["type"] if isinstance(post.get("type"), str) else "post")
        status = (
            post["status"]
            if isinstance(post.get("status"), str)
            else "published"
            if "status" not in post
            else "unknown"
        )
        for name in TEXT_FIELDS:
            value = post.get(name)
            if value is not None and not isinstance(value, str):
                return Skipped(where, f"{name} is {type(value).__name__}, not text", kind, status)
            if name in {"lexical", "mobiledoc", "html"} and value and len(value) > self.options.max_body:
                why = f"{name} is longer than the limit of {self.options.max_body} characters"
                return Skipped(where, why, kind, status)
        number = identity(post.get("id"))
        if not number and not post.get("slug"):
            return Skipped(where, "it has neither id nor slug", kind, status)
        return self.story(post, where, kind, status, number or f"slug-{clean.slug(post.get('slug'))}")

    def story(self, post: Row, where: str, kind: str, status: str, number: str) -> IncomingStory:
        """A post as a value, with its doubts."""
        found: list[Doubt] = []

        def doubt(kind: str, detail: str) -> None:
            found.append(Doubt(kind, detail, where))

        # old versions number their posts from 1, so every site has that number
        own = identity(post.get("uuid")) if number.isdigit() and len(number) < COUNTED else ""
        key = f"{self.key}:{own or number}"
        self.seen[number] += 1
        if self.seen[number] > 1:
            doubt("inferred", f"id {number} stands {self.seen[number]} times in the file: kept as an item of its own")
            key = f"{key}~{self.seen[number]}"
        meta = self.index.meta.get(number, {}) | {k: v for k, v in post.items() if k.startswith("feature_image") and v}
        state, published = self.state(post, status, meta, doubt)
        level = visibility(post.get("visibility"))
        if level.doubt:
            doubt("inferred", level.doubt)
        title = clean.title(post.get("title"))
        if not title:
            doubt("inferred", "it has no title")
        slug = self.slug(post, title, doubt)
        content = body(post, doubt)
        for lost in content.lost:
            doubt("not-whole", f"left out of the text: {lost}")
        if any(post.get(n) for n in ("codeinjection_head", "codeinjection_foot")):
            doubt("not-whole", "code injection was left out")
        return IncomingStory(
            key=key,
            where=where,
            type=kind,
            status=status,
            state=state,
            title=title,
            slug=slug,
            body=content.blocks,
            page=kind == "page",
            standfirst=clean.title(post.get("custom_excerpt")),
            authors=self.authors(post, number),
            topics=self.topics(post, number),
            lead=lead(post, meta, content),
            published_at=published,
            created_at=moment(post.get("created_at")),
            updated_at=moment(post.get("updated_at")),
            level=level.level,
            language=clean.line(post.get("locale") or post.get("language") or self.language()),
            redirects=(Redirect(f"/{slug}/"),) if slug and status != "draft" else (),
            canonical=clean.address(post.get("canonical_url")),
            sticky=post.get("featured") in {1},
            doubts=tuple(found),
        )

    def language(self) -> str:
        """The language of the whole site, if the settings say one."""
        settings = self.index.settings
        return settings.get("locale") or settings.get("lang") or settings.get("default_locale") or ""

    def state(self, post: Row, status: str, meta: Row, doubt: Raise) -> tuple[State, datetime | None]:
        """Our state and the time of publication; whatever is not clearly public stays a draft."""
        published = moment(post.get("published_at"))
        if meta.get("email_only") or status == "sent":
            doubt("inferred", "it was sent by e-mail only: kept as a draft")
            return "draft", published
        if status not in STATES:
            doubt("inferred", f'status "{clean.line(status)[:40]}" is unknown: kept as a draft')
            return "draft", published
        state = STATES[status]
        if state != "draft" and published is None:
            doubt(
                "inferred",
                f'published_at "{clean.line(str(post.get("published_at")))[:40]}" is not a date: kept as a draft',
            )
            return "draft", None
        return state, published

    def slug(self, post: Row, title: str, doubt: Raise) -> str:
        """A safe slug, and a doubt if it had to be made, changed or stands twice."""
        said = post.get("slug") or ""
        slug = clean.slug(said) or clean.slug(title)
        if slug != said:
            doubt("inferred", f'slug "{clean.line(said)[:60]}" became "{slug[:60]}"')
        if slug and slug in self.slugs:
            doubt("inferred", f'slug "{slug[:60]}" stands more than once in the file')
        self.slugs.add(slug)
        return slug

    def authors(self, post: Row, number: str) -> tuple[str, ...]:
        """Keys of the authors, in order: the join table, the list inside the post, or the one author."""
        joined = [other for _, other in sorted(self.index.post_authors.get(number, ()))]
        inside = post.get("authors")
        if not joined and isinstance(inside, list):
            joined = [identity(a.get("id")) for a in inside if isinstance(a, dict)]
        if not joined and identity(post.get("author_id")):
            joined = [identity(post.get("author_id"))]
        known = [n for n in joined if n in self.index.users]
        if not known and len(self.index.users) == 1:
            known = list(self.index.users)
        return tuple(dict.fromkeys(f"{self.key}:author:{n}" for n in known))

    def topics(self, post: Row, number: str) -> tuple[str, ...]:
        """Keys of the tags, in order."""
        joined = [other for _, other in sorted(self.index.post_tags.get(number, ()))]
        inside = post.get("tags")
        if not joined and isinstance(inside, list):
            joined = [identity(t.get("id")) for t in inside if isinstance(t, dict)]
        return tuple(dict.fromkeys(f"{self.key}:tag:{n}" for n in joined if n in self.index.tags))


def body(post: Row, doubt: Raise) -> Body:
    """The body from the newest editor that left one; a broken one is named and the next is tried."""
    for name, reader in EDITORS:
        source = post.get(name)
        if not source:
            continue
        try:
            return reader(source)
        except ValueError as error:
            doubt("not-whole", f"{name} cannot be read ({str(error)[:60]})")
    if post.get("html"):
        return html_card(post["html"])
    if isinstance(post.get("markdown"), str):
        return markdown(post["markdown"])
    if isinstance(post.get("plaintext"), str):
        return html_card("".join(f"<p>{clean.escaped(p)}</p>" for p in post["plaintext"].split("\n\n")))
    return Body(())


def lead(post: Row, meta: Row, content: Body) -> Photo | None:
    """The feature image."""
    src = url(post.get("feature_image") or post.get("image"))
    if not src:
        return None
    return Photo(src, clean.title(meta.get("feature_image_alt")), clean.title(meta.get("feature_image_caption")))

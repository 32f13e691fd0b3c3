"""A day's stories as an `Issue`: all that an edition's files are made of, as plain values. Reads only."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext

from warta import __version__
from warta.access import Level, Policy
from warta.epaper.markup import address, blocks_of, plain, span
from warta.epaper.models import Edition, EditionItem, EpaperSettings
from warta.epaper.pictures import Pictures
from warta.epaper.queries import ITEMS_MAX, public_stories
from warta.epaper.values import Block, Issue, Kind, Paper, Picture, Piece, Span, Wish
from warta.stories.models import Publication, Section, Story
from warta.stories.policy import current_policy
from warta.stories.shown import Shown, ShownBlock, show_both, shown_photo, words_of

KINDS: dict[str, Kind] = {"opinion": "opinion", "photo_story": "photos"}
TABLE_ROWS, TABLE_COLUMNS = 200, 30


@dataclass(frozen=True, slots=True)
class Material:
    """An issue, the pieces' items by key, and what had to be left out.

    gone         items of stories that are not public now
    missing      photos whose files cannot be read
    fingerprint  the same for the same words, pictures and wishes, and for nothing else
    """

    issue: Issue
    items: dict[str, EditionItem]
    gone: tuple[EditionItem, ...]
    missing: int
    fingerprint: str


def material(edition: Edition, work: Path) -> Material:
    """All that an edition is made of, as it stands now. Some twenty queries, and some seven for each story.

    work  an empty folder for pictures that have to be made
    """
    paper, now = paper_of(edition), timezone.now()
    items = list(edition.items.filter(is_dropped=False).select_related("picture").order_by("rank", "pk")[:ITEMS_MAX])
    stories = public_stories(item.story for item in items if item.story)
    pictures = Pictures(work)
    policy = current_policy()
    pieces, of_key, gone = [], {}, []
    outlet = Publication.load().dateline_name
    with translation.override(edition.language):
        for item in items:
            story = stories.get(item.story or 0)
            if item.kind != "story":
                piece = _inserted(item, edition.language, pictures, paper)
            elif story is None:
                gone.append(item)
                continue
            else:
                piece = _story(item, story, policy, pictures, outlet, now)
            pieces.append(piece)
            of_key[item.key] = item
    sections = Section.objects.filter(locale__language_code=edition.language).values_list("name", flat=True)
    issue = Issue(paper, edition.day, edition.number, edition.language, tuple(sections), tuple(pieces))
    return Material(issue, of_key, tuple(gone), pictures.missing, fingerprint(issue, pictures.names))


def paper_of(edition: Edition) -> Paper:
    """What the newspaper says of itself in this edition. Three queries."""
    publication: Any = Publication.load()
    chosen: Any = EpaperSettings.load()
    text = publication.texts.filter(language=edition.language).first()
    origin = settings.WARTA.origin
    return Paper(
        name=publication.epaper_name or publication.name,
        publisher=publication.publisher or publication.name,
        city=publication.city,
        url=origin,
        code_url=newest_url(edition.language),
        tagline=text.tagline if text else "",
        price=chosen.price,
        accent=publication.accent_color,
        pages_max=chosen.pages_max,
        width_mm=chosen.width_mm,
        height_mm=chosen.height_mm,
    )


def newest_url(language: str) -> str:
    """The whole address at which the newest edition of a language is always found."""
    return settings.WARTA.origin + reverse("epaper", kwargs={"language": language})


def fingerprint(issue: Issue, names: Mapping[Path, str]) -> str:
    """A number that stands for an issue: its words, wishes and pictures.

    names  what the files of pictures show
    """

    def told(value: Any) -> Any:
        if isinstance(value, Picture):
            return [names.get(value.file, value.file.name), value.caption, value.credit, value.alt, value.focal]
        if dataclasses.is_dataclass(value):
            return [getattr(value, one.name) for one in dataclasses.fields(value)]
        return str(value)

    text = json.dumps([__version__, issue], default=told, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _wish(item: EditionItem) -> Wish:
    length: Any = item.length
    return Wish(page=item.page, place=item.place, length=length, is_lead=item.is_lead)


def _inserted(item: EditionItem, language: str, pictures: Pictures, paper: Paper) -> Piece:
    """A notice or an advertisement of the desk's."""
    kind: Any = item.kind
    paragraphs = (part for part in item.text.replace("\r\n", "\n").split("\n\n"))
    blocks = tuple(Block("text", spans=spans) for spans in map(span, paragraphs) if spans)
    return Piece(
        key=item.key, kind=kind, headline=plain(item.headline), language=language,
        url=address(item.link, paper.url) if item.link else "", blocks=blocks, weight=item.weight, size=item.size,
        lead=pictures.of(item.picture, shown_photo(item.picture)), wish=_wish(item),
    )  # fmt: skip


def _story(
    item: EditionItem, story: Story, policy: Policy, pictures: Pictures, outlet: str, now: Any
) -> Piece:  # fmt: skip
    whole, teaser = show_both(story, policy)
    origin = settings.WARTA.origin
    return Piece(
        key=item.key,
        kind=KINDS.get(story.kind, "story"),
        headline=plain(whole.headline),
        language=whole.language,
        url=f"{origin}{whole.url}",
        section=whole.section.name,
        kicker=plain(whole.kicker),
        standfirst=plain(whole.standfirst),
        byline=tuple(plain(person.name) for person in whole.authors),
        dateline=f"{outlet}, {plain(whole.dateline_city)}" if whole.dateline_city else "",
        lead=pictures.of(story.lead_photo, whole.lead_photo),
        blocks=tuple(_body(story, whole, pictures, origin)),
        notes=tuple(_notes(whole)),
        weight=item.weight,
        open_words=_open_words(whole, teaser, policy, policy.level_of(story.gate, now)),
        wish=_wish(item),
    )


def _open_words(whole: Shown, teaser: Shown, policy: Policy, level: Level) -> int | None:
    """As many words as a stranger may read of a locked story: those of its teaser, and never more than half of all."""
    if level is Level.FREE:
        return None
    return min(words_of(teaser.body), policy.teaser_words, whole.words // 2)


def _notes(whole: Shown) -> Iterable[str]:
    """Corrections and rights of reply, dated."""
    for correction in whole.corrections:
        day = date_format(timezone.localtime(correction.at), "j F Y")
        head = f"{correction.label}, {correction.by}" if correction.by else str(correction.label)
        yield f"{head} ({day}): {plain(correction.text)}"


def _body(story: Story, whole: Shown, pictures: Pictures, origin: str) -> Iterable[Block]:
    """A story's blocks, each beside the one it was shown from, which knows the photo itself."""
    kept = (block for block in story.body if block.block_type != "wall")
    for block, shown in zip(kept, whole.body, strict=True):
        yield from _block(block.value, shown, pictures, origin)


def _block(value: Any, shown: ShownBlock, pictures: Pictures, origin: str) -> Iterable[Block]:
    match shown.kind:
        case "text":
            yield from blocks_of(str(shown.value), origin)
        case "subheading":
            if spans := span(plain(str(shown.value))):
                yield Block("subheading", spans=spans)
        case "quote":
            yield from _quote(shown.value)
        case "photo":
            if picture := pictures.of(value["photo"], shown.value):
                yield Block("photo", picture=picture)
        case "gallery":
            for one in value:
                photo = shown_photo(one["photo"], caption=one["caption"] or "", alt=one["alt"] or "")
                if picture := pictures.of(one["photo"], photo):
                    yield Block("photo", picture=picture)
        case "embed":
            yield _link(shown.value["caption"], shown.value["url"], origin)
        case "table":
            yield from _table(shown.value)
        case "factbox":
            yield Block("box", title=plain(shown.value["title"] or ""),
                        blocks=tuple(blocks_of(str(shown.value["text"]), origin)))  # fmt: skip
        case "update":
            yield from _update(shown.value, origin)


def _quote(value: Any) -> Iterable[Block]:
    if spans := span(plain(value["text"] or "")):
        said = ", ".join(part for part in (plain(value["name"] or ""), plain(value["role"] or "")) if part)
        yield Block("quote", spans=spans, title=said)


def _link(caption: str, url: str, origin: str) -> Block:
    """Something from elsewhere: on paper, what it shows and where it is."""
    href = address(url or "", origin)
    words = plain(caption or "")
    spans = (Span(f"{words}: "),) if words else ()
    return Block("text", spans=(*spans, Span(href or url, href=href)))


def _table(value: Any) -> Iterable[Block]:
    head = [value["head"]] if value["head"] else []
    rows = [tuple(plain(cell) for cell in row[:TABLE_COLUMNS]) for row in [*head, *value["rows"]][:TABLE_ROWS]]
    rows = [row for row in rows if any(row)]
    if rows:
        yield Block("table", rows=tuple(rows), has_head=bool(head), title=plain(value["caption"]))
    left = len(head) + len(value["rows"]) - TABLE_ROWS
    if left > 0:
        yield Block("text", spans=(Span(gettext("The table has %d rows more: see the story on the web.") % left),))


def _update(value: Any, origin: str) -> Iterable[Block]:
    """One update of a live story: its time and headline, then its text."""
    at = date_format(timezone.localtime(value["time"]), "j F, H:i") if value["time"] else ""
    title = plain(value["title"] or "")
    if spans := span(" · ".join(part for part in (at, title) if part)):
        yield Block("subheading", spans=spans)
    yield from blocks_of(str(value["text"]), origin)

"""What leaves this room for the public: a story already cut. Locked text has no field to hide in.

`show` turns a story and a decision into a `Shown`; whatever draws, feeds or describes a story takes that, never the
story itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import lxml.html
from django.utils import timezone
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from lxml import etree
from wagtail.rich_text import expand_db_html

from warta.access import Decision, Level, Policy, Reason, Shows
from warta.stories.models import Correction, Person, Photo, Section, Story, Topic
from warta.stories.renditions import Picture, picture
from warta.stories.rules import WORD, compose_alt, reading_minutes, word_count


@dataclass(frozen=True, slots=True)
class ShownPhoto:
    """A photo with the words that stand under it. `picture` is None until a rendition is finished."""

    picture: Picture | None
    caption: str
    credit: str
    alt: str
    is_illustration: bool
    focal: tuple[int, int] | None = None  # percent from the left, from the top


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """One block of the body. `value` is what its template needs: text, or a dict of plain values and `ShownPhoto`s."""

    kind: str
    value: Any
    key: str


@dataclass(frozen=True, slots=True)
class Translation:
    """The same story in another language."""

    language: str
    url: str
    headline: str


@dataclass(frozen=True, slots=True)
class ShownCorrection:
    """A correction or right of reply. `label` is its kind in words; `reply` a story that holds the reply."""

    kind: str
    label: str
    at: datetime
    text: str
    by: str
    reply: Translation | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A story as one kind of reader may see it."""

    id: int
    language: str
    url: str
    kind: str
    kicker: str
    headline: str
    standfirst: str
    section: Section
    topics: tuple[Topic, ...]
    authors: tuple[Person, ...]
    editor: Person | None
    dateline_city: str
    lead_photo: ShownPhoto | None
    body: tuple[ShownBlock, ...]
    is_whole: bool
    level: Level
    decision: Decision
    published_at: datetime | None
    updated_at: datetime | None
    sources: tuple[dict[str, Any], ...]
    corrections: tuple[ShownCorrection, ...]
    replies: tuple[Translation, ...]
    reply_to: Translation | None
    translations: tuple[Translation, ...]
    words: int  # of the whole text, so that a reader knows what opens

    @property
    def minutes(self) -> int:
        """Minutes to read the whole story."""
        return reading_minutes(self.words)

    def without_text(self) -> Shown:
        """The same, for who may read nothing of its text."""
        return replace(self, body=(), is_whole=False)

    @property
    def is_live(self) -> bool:
        """Is it a live story?"""
        return self.kind == "live"


def show(story: Story, decision: Decision, policy: Policy) -> Shown:
    """Cut `story` as `decision` says. About 14 queries.

    policy  says its level now, and how long a teaser is
    """
    whole, blocks = _whole(story, policy, decision)
    return whole if decision.shows is Shows.FULL else _cut(whole, blocks, policy)


def show_both(story: Story, policy: Policy) -> tuple[Shown, Shown]:
    """The whole of `story`, and its teaser, for a page of which each reader gets one. About 14 queries."""
    whole, blocks = _whole(story, policy, Decision(Shows.FULL, Reason.OPEN))
    return whole, _cut(whole, blocks, policy)


def _cut(whole: Shown, blocks: Sequence[ShownBlock], policy: Policy) -> Shown:
    body = teaser_of(blocks, policy.teaser_words)
    return replace(whole, body=tuple(body), is_whole=False)


def _whole(story: Story, policy: Policy, decision: Decision) -> tuple[Shown, list[ShownBlock]]:
    """The story as a value, and its blocks, the wall's place among them."""
    body = [_block(block) for block in story.body]
    shown = Shown(
        id=story.pk,
        language=story.language,
        url=story.public_path() if story.pk else "",
        kind=story.kind,
        kicker=story.kicker,
        headline=story.title,
        standfirst=story.standfirst,
        section=story.section,
        topics=tuple(story.topics.all()),
        authors=tuple(byline.person for byline in story.bylines.all()),
        editor=story.editor,
        dateline_city=story.dateline_city,
        lead_photo=shown_photo(story.lead_photo, caption=story.lead_caption, alt=story.lead_alt),
        body=tuple(block for block in body if block.kind != "wall"),
        is_whole=True,
        level=policy.level_of(story.gate, timezone.now()),
        decision=decision,
        published_at=story.published_at,
        updated_at=story.updated_at,
        sources=_sources(story),
        corrections=tuple(_correction(correction) for correction in story.corrections.all()),
        replies=tuple(_linked(reply) for reply in _replies(story) if _is_public(reply)),
        reply_to=_linked(story.replies_to) if story.replies_to and _is_public(story.replies_to) else None,
        translations=_translations(story),
        words=words_of(body),
    )
    return shown, body


def shown_photo(photo: Photo | None, *, caption: str = "", alt: str = "") -> ShownPhoto | None:
    """A photo with its own words, or with those written for the place it stands in."""
    if photo is None:
        return None
    focal = None
    if photo.focal_point_x is not None and photo.focal_point_y is not None:
        focal = (round(100 * photo.focal_point_x / photo.width), round(100 * photo.focal_point_y / photo.height))
    return ShownPhoto(
        picture=picture(photo),
        caption=caption or photo.caption,
        credit=photo.credit,
        alt=alt or (compose_alt(description="", caption=caption, headline="") if caption else photo.alt),
        is_illustration=photo.kind == "illustration",
        focal=focal,
    )


def _correction(correction: Correction) -> ShownCorrection:
    reply = _linked(correction.reply) if correction.reply and _is_public(correction.reply) else None
    return ShownCorrection(
        kind=correction.kind,
        label=correction.get_kind_display(),
        at=correction.at,
        text=correction.text,
        by=correction.by,
        reply=reply,
    )


def _replies(story: Story) -> Iterable[Story]:
    return story.replies.filter(live=True).select_related("section", "locale") if story.pk else ()


def _is_public(story: Story) -> bool:
    """May any reader know of this story?"""
    return story.gate.is_live(timezone.now())


def _linked(story: Story) -> Translation:
    return Translation(story.language, story.public_path(), story.title)


def _translations(story: Story) -> tuple[Translation, ...]:
    if not story.pk:
        return ()
    others = story.get_translations().filter(live=True).select_related("section", "locale")
    return tuple(_linked(other) for other in others if _is_public(other))


def _sources(story: Story) -> tuple[dict[str, Any], ...]:
    """The chains as plain values; an accusation and its denial share a number."""
    chains: list[dict[str, Any]] = []
    numbers: dict[str, int] = {}
    for block in story.sources:
        about = (block.value["about"] or "").strip().casefold()
        if about:
            numbers.setdefault(about, len(numbers) + 1)
        chains.append(
            {
                "links": [dict(link) for link in block.value["links"]],
                "claim": block.value["claim"],
                "pair": numbers.get(about, 0),
            }
        )
    claims = [chain["pair"] for chain in chains if chain["claim"]]
    for chain in chains:
        chain["is_paired"] = chain["pair"] > 0 and claims.count(chain["pair"]) > 1
    return tuple(chains)


def _block(block: Any) -> ShownBlock:
    """One block of a StreamField as plain values."""
    value = block.value
    match block.block_type:
        case "text":
            shown: Any = mark_safe(expand_db_html(value.source))  # noqa: S308 - rich text, cleaned when it was saved
        case "photo":
            shown = _photo_value(value)
        case "gallery":
            shown = [photo for photo in (_photo_value(item) for item in value) if photo]
        case "update" | "factbox":
            shown = dict(value)
            shown["text"] = mark_safe(expand_db_html(value["text"].source))  # noqa: S308 - as above
        case "related":
            story = value["story"].specific if value["story"] else None
            public = _linked(story) if story is not None and _is_public(story) else None
            shown = {
                "url": public.url if public else value["url"],
                "title": public.headline if public else value["title"],
                "is_ours": story is not None,
            }
        case "table":
            shown = _table(value)
        case "quote" | "embed":
            shown = dict(value)
        case _:
            shown = value
    return ShownBlock(block.block_type, shown, str(block.id or ""))


def _photo_value(value: Any) -> ShownPhoto | None:
    return shown_photo(value["photo"], caption=value["caption"] or "", alt=value["alt"] or "")


def _table(value: Any) -> dict[str, Any]:
    rows = [[("" if cell is None else str(cell)) for cell in row] for row in (value or {}).get("data") or []]
    head = rows[0] if rows and value.get("first_row_is_table_header") else []
    return {
        "caption": value.get("table_caption") or "",
        "head": head,
        "rows": rows[1:] if head else rows,
        "first_column_is_head": bool(value.get("first_col_is_header")),
    }


def words_of(body: Iterable[ShownBlock]) -> int:
    """Words a reader reads in some blocks."""
    return sum(_words(block) for block in body)


def _words(block: ShownBlock) -> int:
    """Words a reader reads in a block; pictures and embeds count none."""
    match block.kind:
        case "text":
            return word_count(strip_tags(block.value))
        case "subheading":
            return word_count(str(block.value))
        case "quote":
            return word_count(block.value["text"])
        case "factbox" | "update":
            return word_count(strip_tags(block.value["text"]))
        case _:
            return 0


def teaser_of(body: Sequence[ShownBlock], teaser_words: int) -> list[ShownBlock]:
    """The open beginning of a locked story's body: about `teaser_words` words, never more than half of all."""
    return _teaser(body, min(teaser_words, words_of(body) // 2))


def _teaser(body: Sequence[ShownBlock], words: int) -> list[ShownBlock]:
    """The open beginning of a body: up to the wall if it has one, and at most about `words` words.

    Only words stand in a teaser: a picture, table or embed of the hidden part might be the story.
    """
    open_part: list[ShownBlock] = []
    left = words
    for block in body:
        if block.kind == "wall" or left <= 0:
            break
        if block.kind == "text":
            html, used = _first_paragraphs(str(block.value), left)
            open_part.append(ShownBlock("text", html, block.key))
            left -= used
            if used < word_count(strip_tags(block.value)):
                break
        elif block.kind in ("subheading", "quote") and _words(block) <= left:
            open_part.append(block)
            left -= _words(block)
        elif block.kind != "related":
            break
    while open_part and open_part[-1].kind == "subheading":
        open_part.pop()
    return open_part


def _first_paragraphs(html: str, words: int) -> tuple[SafeString, int]:
    """The first top-level elements of `html`, whole, until `words` are reached; and how many words those were.

    An element that goes half as far again beyond the limit is cut after as many words, without its markup.
    """
    if not html.strip():
        return mark_safe(""), 0
    kept: list[str] = []
    used = 0
    for element in lxml.html.fragments_fromstring(html):
        text = element if isinstance(element, str) else element.text_content()
        count, left = word_count(text), words - used
        if left <= 0:
            break
        if count > left * 3 // 2:
            kept.append(f"<p>{escape(_first_words(text, left))} …</p>")
            used += left
            break
        used += count
        kept.append(escape(text) if isinstance(element, str) else _outer(element))
    return mark_safe("".join(kept)), used  # noqa: S308 - parts of text that was safe before, or escaped


def _outer(element: Any) -> str:
    """An element's HTML without what follows it."""
    return str(etree.tostring(element, encoding="unicode", method="html", with_tail=False))


def _first_words(text: str, words: int) -> str:
    """The beginning of `text`, so many words long."""
    ends = [match.end() for match in WORD.finditer(text)]
    return text[: ends[words - 1]] if 0 < words <= len(ends) else text

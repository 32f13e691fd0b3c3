"""Pieces as the press takes them: plain data for the templates, each text cut into items."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from warta.epaper.press.pictures import aspect_of
from warta.epaper.press.text import broken, clean, hyphenated, language_of, spans_of
from warta.epaper.press.words import Words
from warta.epaper.values import Block, Picture, Piece, Span, Spans

LONGEST = 110  # words of a paragraph; a longer one is parted at the end of a sentence
KICKER = 30  # letters of a kicker: one line of a column
HEADLINE = 320  # letters of a headline at most
STANDFIRST = 60  # words of a standfirst at most
BOXED = 90  # words that a box may hold; a longer one runs with the text
CELLS = 400  # of a table
LISTED = 6  # entries of a list that are kept together
_MONSTER = re.compile(r"\S{200,}")
_SENTENCE = re.compile(r"(?<=[.!?…])(?=[”\"’)]*\s)")


@dataclass(slots=True)
class Material:
    """A piece as data, and what the composer must know besides. `pictures`: the lead photo first, then the others."""

    piece: Piece
    data: dict[str, Any]
    section: str = ""
    table_note: str = ""
    words: list[int] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    has_lead: bool = False
    warnings: list[str] = field(default_factory=list)


def material_of(piece: Piece, words: Words, *, whole: bool) -> Material:
    """The piece's data. `whole`: with its text; without, it can only stand as a brief."""
    made = Material(piece, {}, _section(piece, words), words.table_on_web)
    language = language_of(piece.language, words.language)
    headline = _shortest(clean(piece.headline), HEADLINE) or words.untitled
    standfirst = _first_words(clean(piece.standfirst), STANDFIRST)
    address = short_address(piece.url)
    kicker = words.advertisement if piece.kind == "advertisement" else _shortest(clean(piece.kicker), KICKER)
    pictures = _pictures(piece, made) if whole else []
    items = list(_items(piece, made)) if whole else []
    url = piece.url if _is_web(piece.url) else ""
    opening = standfirst or _first_words(_plain(piece), 30)
    made.data = {
        "kind": piece.kind, "lang": language, "url": url,
        "headline": [{"t": broken(headline)}],
        "longest": [max(re.split(r"[\s\u200b]|(?<=-)", broken(headline)), key=len, default="")],
        "standfirst": [{"t": broken(standfirst)}] if standfirst and whole else [],
        "kicker": [{"t": kicker}] if kicker else [],
        "byline": clean(" · ".join(piece.byline))[:200], "items": items, "pictures": pictures,
        "more": words.more % {"address": address} if address else words.more_bare, "brief-only": not whole,
        "brief": {"k": "brief", "headline": [{"t": broken(headline)}], "url": url,
                  "s": [{"t": broken(opening)}] if opening else [], "more": address},
        "listed": {"k": "brief", "headline": [{"t": broken(headline)}], "url": url, "s": [], "more": address},
    }  # fmt: skip
    return made


def _section(piece: Piece, words: Words) -> str:
    """Where it stands: photo stories and notices have sections of their own."""
    own = {"photos": words.photos, "notice": words.notices, "advertisement": words.notices}
    return own.get(piece.kind, clean(piece.section)[:60])


def _is_web(url: str) -> bool:
    return url.startswith(("http://", "https://"))


def short_address(url: str) -> str:
    """An address as it is printed: without scheme and last slash, parted where a line may end."""
    if not _is_web(url):
        return ""
    parts = urlsplit(url)
    said = clean(parts.netloc + unquote(parts.path).rstrip("/"))[:120]
    return said.replace("/", "/\N{ZERO WIDTH SPACE}").replace("-", "-\N{ZERO WIDTH SPACE}")


def _pictures(piece: Piece, made: Material) -> list[dict[str, Any]]:
    """The lead photo and, of a photo piece, all others; a file that cannot be read is left out and told."""
    told = []
    wanted = [piece.lead] if piece.lead else []
    if piece.kind == "photos":
        wanted += [block.picture for block in piece.blocks if block.kind == "photo" and block.picture]
    for number, picture in enumerate(wanted):
        if picture is None:
            continue
        data = picture_data(picture, piece.language, made)
        if data is None:
            continue
        made.has_lead = made.has_lead or (number == 0 and piece.lead is not None)
        made.pictures.append(picture)
        told.append(data)
    return told


def picture_data(picture: Picture, language: str, made: Material) -> dict[str, Any] | None:
    """A picture's data, or None and a warning."""
    aspect = aspect_of(picture)
    if aspect is None or not 0.05 < aspect < 20:
        made.warnings.append(f"{made.piece.key}: the picture {picture.file.name} cannot be read and was left out.")
        return None
    caption = clean(picture.caption)
    return {
        "aspect": aspect, "caption": [{"t": broken(_first_words(caption, 60))}] if caption else [],
        "credit": clean(picture.credit)[:120],
        "alt": clean(picture.alt or picture.caption or made.piece.headline)[:400],
    }  # fmt: skip


def _items(piece: Piece, made: Material) -> Iterable[dict[str, Any]]:
    """The text as items, in order; `made.words` gets the words of each."""
    is_first = True
    for item, words in _blocks(piece, piece.blocks, made):
        if item["k"] == "text":
            item["first"] = is_first
            item["dateline"] = clean(piece.dateline)[:60] if is_first and not made.words else ""
        is_first = item["k"] in ("subheading",)
        made.words.append(words)
        yield item
    for note in piece.notes:
        if clean(note):
            made.words.append(0)
            yield {"k": "note", "s": [{"t": hyphenated(clean(note), piece.language)}]}


def _blocks(piece: Piece, blocks: Iterable[Block], made: Material) -> Iterable[tuple[dict[str, Any], int]]:
    language = piece.language
    for block in blocks:
        if block.kind == "text":
            whole = tuple(_parted(span) for span in block.spans)
            open_words = None if piece.open_words is None else piece.open_words - sum(made.words)
            for spans in paragraphs(whole, open_words):
                words = _count(spans)
                if words:
                    yield {"k": "text", "s": spans_of(spans, language, hyphens=True)}, words
        elif block.kind == "subheading":
            if told := spans_of(block.spans, language, hyphens=True):
                yield {"k": "subheading", "s": told}, 0
        elif block.kind == "quote":
            if told := spans_of(block.spans, language, hyphens=True):
                yield {"k": "quote", "s": told, "by": clean(block.title)}, _count(block.spans)
        elif block.kind == "list":
            for at in range(0, len(block.items), LISTED):
                some = [spans_of(entry, language, hyphens=True) for entry in block.items[at : at + LISTED]]
                yield (
                    {
                        "k": "list",
                        "ordered": block.ordered,
                        "start": at + 1,
                        "items": [entry for entry in some if entry],
                    },
                    sum(_count(entry) for entry in block.items[at : at + LISTED]),
                )
        elif block.kind == "box":
            yield from _box(piece, block, made)
        elif block.kind == "table" and any(block.rows):
            yield _table(block, made.table_note)
        elif block.kind == "photo" and block.picture and piece.kind != "photos":
            data = picture_data(block.picture, language, made)
            if data:
                made.pictures.append(block.picture)
                yield {"k": "photo", "picture": data}, 0


def _box(piece: Piece, block: Block, made: Material) -> Iterable[tuple[dict[str, Any], int]]:
    """A small box stands as one; a large one runs with the text under its title."""
    simple = all(inner.kind in ("text", "subheading") for inner in block.blocks)
    words = sum(_count(inner.spans) for inner in block.blocks)
    if simple and words <= BOXED:
        told = [spans_of(inner.spans, piece.language, hyphens=True) for inner in block.blocks]
        yield {"k": "box", "title": clean(block.title), "blocks": [spans for spans in told if spans]}, words
        return
    if clean(block.title):
        yield {"k": "subheading", "s": [{"t": hyphenated(clean(block.title), piece.language)}]}, 0
    yield from _blocks(piece, block.blocks, made)


def _table(block: Block, note: str) -> tuple[dict[str, Any], int]:
    columns = max(len(row) for row in block.rows)
    rows = [[clean(cell)[:200] for cell in (*row, *[""] * (columns - len(row)))] for row in block.rows]
    title = clean(block.title)[:160]
    is_small = columns * len(rows) <= CELLS and columns <= 12
    return {
        "k": "table", "cells": rows if is_small else rows[:1], "head": block.has_head, "title": title,
        "fits": is_small, "note": {"k": "note", "s": [{"t": f"{title}: {note}" if title else note}]},
    }, 0  # fmt: skip


def _count(spans: Spans) -> int:
    return sum(len(span.text.split()) for span in spans)


def paragraphs(spans: Spans, open_words: int | None = None) -> Iterable[Spans]:
    """A paragraph, in parts if it is very long: at the ends of sentences, or of words if a sentence is endless.

    open_words  it is parted after so many words too, at the last end of a sentence before: the front page shows no more
    """
    count = _count(spans)
    opens = open_words if open_words is not None and 0 < open_words < count else None
    if count <= LONGEST and opens is None:
        yield spans
        return
    part: list[Span] = []
    words = 0
    limit = min(LONGEST, opens or LONGEST)
    for span in spans:
        for piece in _SENTENCE.split(span.text):
            for some in _chunks(piece, LONGEST):
                count = len(some.split())
                if words and words + count > limit:
                    yield tuple(part)
                    part, words, limit = [], 0, LONGEST
                part.append(Span(some if part else some.lstrip(), span.bold, span.italic, span.href))
                words += count
    if part:
        yield tuple(part)


def _parted(span: Span) -> Span:
    """The span with spaces in words so long that not even a page holds them."""
    text = _MONSTER.sub(lambda found: " ".join(re.findall(".{1,100}", found.group())), span.text)
    return Span(text, span.bold, span.italic, span.href)


def _chunks(text: str, words: int) -> Iterable[str]:
    split = text.split(" ")
    for at in range(0, len(split), words):
        yield " ".join(split[at : at + words]) + (" " if at + words < len(split) else "")


def _shortest(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[: letters - 1].rsplit(" ", 1)[0] + "…"


def _first_words(text: str, words: int) -> str:
    split = text.split()
    return text if len(split) <= words else " ".join(split[:words]) + " …"


def _plain(piece: Piece) -> str:
    for block in piece.blocks:
        if block.kind == "text":
            return clean("".join(span.text for span in block.spans))
    return ""


def worded(spans: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Spans as words, each one or more spans, to be cut between any two."""
    made: list[list[dict[str, Any]]] = []
    is_open = False
    for span in spans:
        text = str(span["t"])
        for number, word in enumerate(text.split(" ")):
            if number:
                is_open = False
            if not word:
                continue
            if is_open:
                made[-1].append(span | {"t": word})
            else:
                made.append([span | {"t": word}])
            is_open = True
    return made

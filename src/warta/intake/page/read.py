"""A saved page, HTML or text → one `IncomingPage`."""

# ruff: noqa: E501 - patterns are lists of words

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from lxml import etree

from warta.intake import clean
from warta.intake.encoding import of, pieces
from warta.intake.errors import NoArticle, Unreadable
from warta.intake.figures import photo_of
from warta.intake.items import Block, Doubt, IncomingPage, Level, Photo, Record, Subheading, Table, Text
from warta.intake.options import Options
from warta.intake.page import fields
from warta.intake.page.dates import Stamp, iso
from warta.intake.page.doubts import Evidence, doubts
from warta.intake.page.extract import extract
from warta.intake.page.furniture import is_prose, is_sentence, says_furniture
from warta.intake.page.header import Header, read_header
from warta.intake.page.html import document
from warta.intake.page.language import language_of
from warta.intake.page.lines import HEADINGS, Line
from warta.intake.page.marked import (
    fold,
    lines_before,
    marked_standfirst,
    standfirst_of,
    take_marked,
    without_standfirst,
)
from warta.intake.page.sources import source_chains
from warta.intake.page.structured import Structured
from warta.intake.page.text import sort

MAX_TEXT = 4 * 1024 * 1024
REPEATED = 60  # characters of a paragraph that no writer writes twice
_ERROR = re.compile(
    r"^(?:[45]\d\d\b.*|.*\b(?:bad gateway|not found|forbidden|service unavailable|internal server error|access denied|halaman tidak ditemukan|gateway time-?out|attention required|just a moment)\b.*)$",
    re.I,
)
_SITE = re.compile(
    r"(?:©|\(c\)|copyright|hak cipta)\s*(?:©\s*)?(?:\d{4}(?:\s*[-–]\s*\d{4})?)?\s*(?:the\s+)?([A-Z][\w.’'-]*(?:\s+[A-Z][\w.’'-]*){0,4})",
    re.I,
)


@dataclass(slots=True)
class _Draft:
    """What the two readers hand over to be finished in one way."""

    header: Header
    body: list[Line]
    furniture: list[str]
    captions: list[str]
    facts: Structured
    shown: list[str]
    lead: Photo | None = None
    outlets: frozenset[str] = field(default_factory=frozenset)
    inline_picture: bool = False


def read_html(path: Path, options: Options) -> Iterator[Record]:
    """The record of a saved HTML page.

    raises  Unreadable if it is too large or too deep; NoArticle if it holds no story
    """
    if path.stat().st_size > options.max_page:
        raise Unreadable(path, f"larger than the limit of {options.max_page // 2**20} MB for a saved page.")
    root, markup = document(path.read_bytes(), path)
    yield _finish(_draft_html(root, markup, path), path, options)


def read_text(path: Path, options: Options) -> Iterator[Record]:
    """The record of a page copied as text.

    raises  Unreadable if it is too large or in no known encoding; NoArticle if it holds no story
    """
    if path.stat().st_size > MAX_TEXT:
        raise Unreadable(path, "larger than the limit of 4 MB for a copied page.")
    text = "".join(pieces(path, of(path))).replace("\x00", "")
    found = sort(clean.without_controls(text))
    outlets = _outlets(found.furniture + found.before, "")
    header = read_header(found.before, outlets)
    place = {line.strip(): n for n, line in reversed(list(enumerate(text.splitlines())))}
    furniture = sorted((*found.furniture, *header.left), key=lambda line: place.get(line, 0))
    draft = _Draft(
        header,
        found.body,
        furniture,
        found.captions,
        Structured(),
        found.before,
        outlets=outlets,
    )
    yield _finish(draft, path, options)


def _draft_html(root: etree._Element, markup: str, path: Path) -> _Draft:
    found = extract(root, markup)
    facts = found.structured
    _refuse_what_is_no_story(found.lines, found.body, facts, path)
    standfirst, body = standfirst_of(list(found.body), facts)
    outlets = _outlets([line.text for line in found.lines], facts.site)
    first = body[0].number if body else len(found.lines)
    headline = _headline(found.lines, facts, first)
    inside = {line.number for line in body}
    captions = [line.text for line in found.lines if line.kind == "caption" and line.number not in inside]
    known = {fold(fields.caption(c)[0]) for c in captions}
    again = [line for line in found.lines if line.kind != "caption" and fold(fields.caption(line.text)[0]) in known]
    captions = captions[:1] + [c for c in captions[1:] if fold(c) == fold(captions[0])] + [line.text for line in again]
    body = [line for line in body if line not in again]
    before = lines_before(found.lines, first, headline, {line.number for line in again})
    header = read_header([line.text for line in before], outlets, headline)
    if not standfirst and (marked := marked_standfirst(before, headline, facts)) and marked != header.standfirst:
        header.left = [t for t in header.left if t != marked] + ([header.standfirst] if header.standfirst else [])
        header.standfirst = marked
    if standfirst:
        header.left += [header.standfirst] if header.standfirst not in {None, standfirst.text} else []
        header.left = [t for t in header.left if t and t != standfirst.text]
        header.standfirst = standfirst.text
    take_marked(header, before, found.lines, facts)
    body = _once(without_standfirst(header, body))
    while body and fold(body[0].text) == fold(headline):
        body = body[1:]
    used = (
        {line.number for line in body}
        | {line.number for line in again}
        | {line.number for line in before if line.text not in header.left}
    )
    rest = [
        line.text
        for line in found.lines
        if line.number not in used and line.kind != "caption" and fold(line.text) != fold(headline)
    ]
    inline = any((image.get("src") or "") == "data:," for image in root.iter("img"))
    return _Draft(
        header, body, rest, captions, facts, [line.text for line in before], _lead(root, facts), outlets, inline
    )


def _refuse_what_is_no_story(lines: list[Line], body: list[Line], facts: Structured, path: Path) -> None:
    titles = [line.text for line in lines if line.kind in {"h1", "h2"}] + [facts.title]
    size = sum(len(line.text) for line in body)
    if any(_ERROR.match(t) for t in titles) and size < 600:
        raise NoArticle(path, "this is a server's error page, not a story.", do="Save the page again.")
    linked = sum(line.kind in {"h1", "h2", "h3"} and line.density > 0.8 for line in lines)
    longest = max((len(line.text) for line in body), default=0)
    if linked >= 6 and longest < 200 and facts.og_type != "article":
        raise NoArticle(path, f"this is a list of {linked} stories, not one story.", do="Save each story's own page.")
    if not body:
        raise NoArticle(path, "no article found on this page.", do="Is it a sign-in page, or filled in by a script?")


def _headline(lines: list[Line], facts: Structured, first: int) -> str:
    heads = [line for line in lines if line.kind == "h1" and not says_furniture(line.text)]
    wanted = [t for t in (facts.headline, facts.og_title, facts.title) if t]
    for line in heads:
        if any(_like(line.text, t) for t in wanted):
            return line.text
    for line in lines[: first + 1]:
        if any(fold(line.text) == fold(t) for t in wanted) and line.kind not in {"button", "li"}:
            return line.text
    before = [line for line in heads if line.number <= first]
    if before:
        return before[-1].text
    if facts.headline or facts.og_title:
        return facts.headline or facts.og_title
    head = heads[0].text if heads else ""
    return head or re.split(r"\s+[|–—-]\s+", facts.title)[0]


def _like(text: str, title: str) -> bool:
    one, other = fold(text), fold(title)
    return bool(one) and (one == other or other.startswith(one) or (one.startswith(other) and len(other) > 15))


def _once(body: list[Line]) -> list[Line]:
    """The body without a second printing elsewhere, as pages have it that carry one text for each width of screen."""
    homes: dict[str, tuple[int, ...]] = {}
    out = []
    for line in body:
        home = homes.setdefault(line.text, line.path[:-1])
        if len(line.text) < REPEATED or home == line.path[:-1]:
            out.append(line)
    return out


def _outlets(lines: list[str], site: str) -> frozenset[str]:
    """The names of the paper itself, from its metadata and its copyright line."""
    found = {site.lower()} if site else set()
    for text in lines:
        for name in _SITE.findall(text):
            bare = name.strip(" .")
            found.add(bare.lower())
            found.add(re.sub(r"^the ", "", bare.lower()))
    return frozenset(n for n in found if n)


def _lead(root: etree._Element, facts: Structured) -> Photo | None:
    figure = next((f for f in root.iter("figure") if next(f.iter("img"), None) is not None), None)
    image = next(figure.iter("img"), None) if figure is not None else None
    found = photo_of(image) if image is not None else None
    return found or (Photo(facts.image) if facts.image else None)


def _finish(draft: _Draft, path: Path, options: Options) -> IncomingPage:
    header, facts = draft.header, draft.facts
    paragraphs = tuple(line.text for line in draft.body)
    city = next((c for c in (fields.city(p, facts.site) for p in paragraphs[:2]) if c), None) or header.city
    size = sum(map(len, paragraphs))
    if size < 12 or not (header.headline or city or size > 300):
        raise NoArticle(path, "no article found on this page.", do="Is it a list, a sign-in page or an error?")
    extra: list[Doubt] = []
    caption, credit, seen = _caption(draft, paragraphs)
    chains = source_chains(paragraphs, city, draft.outlets)
    moment = _moment(header.stamp, facts, options, extra)
    if not header.byline:
        told = f"; JSON-LD names {', '.join(facts.authors)}" if facts.authors else ""
        extra.append(Doubt("inferred", f"no byline on the page: left empty{told}"))
    furniture = tuple(dict.fromkeys(t for t in draft.furniture if t and t not in paragraphs))
    evidence = Evidence(header.headline, header.standfirst, caption, seen, header.byline, header.stamp, paragraphs,
                        _subheadings(draft.body), furniture, chains, facts, tuple(draft.shown))  # fmt: skip
    raised = doubts(evidence)
    if draft.inline_picture:
        extra.append(Doubt("not-whole", "a picture stands inside the page itself (data:) and was left out"))
    if header.headline and facts.title and not draft.shown and not facts.headline:
        extra.append(Doubt("inferred", "the headline was taken from the page's title"))
    level: Level | None = "premium" if facts.free is False else None
    return IncomingPage(
        key=f"page:{(clean.path_of(facts.url) and facts.url) or path.name}",
        where=path.name,
        language=facts.language.split("-")[0].lower() or language_of(" ".join(paragraphs)),
        headline=header.headline,
        standfirst=header.standfirst,
        caption=caption,
        credit=credit,
        dateline_city=city,
        byline=header.byline,
        date=moment,
        paragraphs=paragraphs,
        body=_blocks(draft.body),
        source_chain=chains,
        furniture=furniture,
        section=facts.section or None,
        lead=draft.lead,
        url=facts.url,
        level=level,
        doubts=(*raised, *extra),
    )


def _caption(draft: _Draft, paragraphs: tuple[str, ...]) -> tuple[str | None, str | None, int]:
    """Caption, credit, and how often the caption stands on the page."""
    if not draft.captions:
        return None, None, 0
    text, credit = fields.caption(draft.captions[0])
    folded = fold(text)
    seen = sum(fold(fields.caption(c)[0]) == folded for c in draft.captions)
    seen += sum(fold(fields.caption(t)[0]) == folded for t in (*draft.furniture, *paragraphs))
    return text, credit or None, seen


def _moment(stamp: Stamp | None, facts: Structured, options: Options, extra: list[Doubt]) -> datetime | None:
    """The story's time: what the page shows, with the zone it names; else the metadata, with a doubt."""
    told = [m for m in (iso(facts.meta_published), iso(facts.published)) if m and m.tzinfo]
    if stamp is None:
        if told:
            extra.append(Doubt("inferred", "no date on the page: taken from its metadata"))
            return told[0]
        extra.append(Doubt("inferred", "no date on the page: left empty"))
        return None
    same = [m for m in told if m.date() == stamp.day]
    if stamp.clock is None and same:
        return same[0]
    if stamp.zone is None:
        fitting = (
            [m for m in same if (m.hour, m.minute) == (stamp.clock.hour, stamp.clock.minute)] if stamp.clock else []
        )
        if fitting:
            return fitting[0]
        zone = told[0].tzinfo if told else options.zone
        extra.append(
            Doubt(
                "inferred", f"the date names no zone: {(told and 'that of its metadata') or options.zone} was assumed"
            )
        )
        return stamp.moment(zone or options.zone)
    return stamp.moment(stamp.zone)


def _subheadings(body: list[Line]) -> tuple[str, ...]:
    """Lines of the body that are headings, by element, by weight, or by standing short between two paragraphs."""
    out = []
    for n, line in enumerate(body):
        if line.kind in HEADINGS:
            out.append(line.text)
            continue
        around = 0 < n < len(body) - 1 and is_prose(body[n - 1].text) and is_prose(body[n + 1].text)
        short = (
            len(line.text) < 90
            and len(line.text.split()) < 13
            and not is_sentence(line.text)
            and line.text[-1] not in ":,;"
        )
        if around and short and line.kind in {"p", "text"} and " | " not in line.text:
            out.append(line.text)
    return tuple(out)


def _blocks(body: list[Line]) -> tuple[Block, ...]:
    """The paragraphs as blocks: headings, rows as tables, list lines as lists."""
    heads = set(_subheadings(body))
    out: list[Block] = []
    items: list[str] = []
    rows: list[tuple[str, ...]] = []

    def close() -> None:
        if items:
            out.append(Text("<ul>" + "".join(f"<li>{clean.escaped(i)}</li>" for i in items) + "</ul>"))
        if rows:
            out.append(Table(tuple(rows)))
        items.clear()
        rows.clear()

    for line in body:
        if line.kind == "li" and not rows:
            items.append(line.text)
        elif line.kind == "row" and not items:
            rows.append(tuple(line.text.split(" | ")))
        else:
            close()
            out.append(Subheading(line.text) if line.text in heads else Text(f"<p>{clean.escaped(line.text)}</p>"))
    close()
    return tuple(out)

"""The pages of a book as XHTML: stories, sections, contents, cover, and what is said about the edition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from lxml import etree

from warta.epaper.book.pictures import Kept, Pictures
from warta.epaper.book.words import address, clean, direction_of, first_direction, language_tag, line
from warta.epaper.values import Block, Issue, Picture, Piece, Spans

XHTML, EPUB = "http://www.w3.org/1999/xhtml", "http://www.idpf.org/2007/ops"
TYPE = f"{{{EPUB}}}type"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
Element: TypeAlias = etree._Element
COPY = "copy"  # the id of the line that says for whom a copy was made
COPY_LANGUAGE = "data-language"
NESTED_MAX = 4  # boxes in boxes


@dataclass(frozen=True, slots=True)
class Chapter:
    """A story's file in the book: its name, the piece, its headline and language."""

    file: str
    piece: Piece
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the book: its file, its name, its chapters."""

    file: str
    name: str
    chapters: tuple[Chapter, ...]


def add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """A new element below `parent`; `text` on one line."""
    element = etree.SubElement(parent, f"{{{XHTML}}}{tag}")
    for name, value in attributes.items():
        element.set(name.rstrip("_").replace("_", "-"), line(value))
    if text:
        element.text = line(text)
    return element


def document(title: str, language: str, kind: str = "") -> tuple[Element, Element]:
    """An empty page: the whole of it, and its body, into which the rest goes."""
    html = etree.Element(f"{{{XHTML}}}html", nsmap={None: XHTML, "epub": EPUB})
    html.set("lang", language)
    html.set(LANG, language)
    html.set("dir", direction_of(language))
    head = add(html, "head")
    add(head, "meta", charset="utf-8")
    add(head, "title", title or "–")
    add(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    add(head, "link", rel="stylesheet", type="text/css", href="style.css")
    body = add(html, "body")
    if kind:
        body.set("class", kind)
    return html, body


def written(html: Element) -> bytes:
    """A page as it stands in its file."""
    content: bytes = etree.tostring(html, xml_declaration=True, encoding="utf-8", doctype="<!DOCTYPE html>")
    return content


def cover(issue: Issue, language: str, image: Kept) -> bytes:
    """The first page's picture."""
    html, body = document(_("Cover"), language, "cover")
    section = add(body, "section")
    section.set(TYPE, "cover")
    alt = _("The front page of %(name)s of %(day)s") % {"name": issue.paper.name, "day": said_day(issue)}
    add(section, "img", src=image.name, alt=alt, role="doc-cover", width=str(image.width), height=str(image.height))
    return written(html)


def said_day(issue: Issue) -> str:
    """The day as a reader says it, in the language that is active."""
    return date_format(issue.day, "l, j F Y")


def story(chapter: Chapter, section: str, pictures: Pictures) -> bytes:
    """A story: kicker, headline, standfirst, byline, picture, text, corrections, and the way to it on the web."""
    piece = chapter.piece
    html, body = document(chapter.title, chapter.language, "story")
    article = add(body, "section", aria_labelledby="headline")
    article.set(TYPE, "chapter")
    article.set("role", "doc-chapter")
    header = add(article, "header")
    if kicker := line(piece.kicker) or line(section):
        _said(add(header, "p", kicker, class_="kicker"), kicker, chapter.language)
    _said(add(header, "h1", chapter.title, id="headline"), chapter.title, chapter.language)
    if standfirst := line(piece.standfirst):
        _said(add(header, "p", standfirst, class_="standfirst"), standfirst, chapter.language)
    if names := [line(name) for name in piece.byline if line(name)]:
        add(header, "p", _("By %(names)s") % {"names": _listed(names)}, class_="byline")
    if piece.lead is not None:
        _figure(article, piece.lead, pictures, chapter, "lead")
    _blocks(article, piece.blocks, pictures, chapter, dateline=line(piece.dateline))
    if notes := [line(note) for note in piece.notes if line(note)]:
        aside = add(article, "aside", class_="notes", aria_labelledby="notes")
        add(aside, "h2", _("Corrections and replies"), id="notes")
        rows = add(aside, "ul")
        for note in notes:
            _said(add(rows, "li", note), note, chapter.language)
    if url := address(piece.url):
        add(add(article, "p", class_="way"), "a", _("This story on the web"), href=url)
    return written(html)


def section_page(section: Section, language: str) -> bytes:
    """A section's name, and its stories with their standfirsts."""
    html, body = document(section.name, language, "section")
    part = add(body, "section", aria_labelledby="name")
    part.set(TYPE, "part")
    part.set("role", "doc-part")
    add(part, "h1", section.name, id="name")
    rows = add(part, "ul", class_="stories")
    for chapter in section.chapters:
        row = add(rows, "li", lang=chapter.language)
        row.set(LANG, chapter.language)
        _said(add(row, "a", chapter.title, href=chapter.file), chapter.title, language)
        if standfirst := line(chapter.piece.standfirst):
            _said(add(row, "p", standfirst), standfirst, language)
    return written(html)


def contents(issue: Issue, language: str, sections: Sequence[Section], *, has_cover: bool) -> bytes:
    """The page of contents, which is the book's navigation as well, with its landmarks."""
    html, body = document(_("Contents"), language, "contents")
    add(body, "p", f"{issue.paper.name}, {said_day(issue)}", class_="kicker")
    toc = add(body, "nav", role="doc-toc", id="toc", aria_labelledby="contents")
    toc.set(TYPE, "toc")
    add(toc, "h1", _("Contents"), id="contents")
    rows = add(toc, "ol")
    if has_cover:
        add(add(rows, "li"), "a", _("Cover"), href="cover.xhtml")
    for section in sections:
        row = add(rows, "li")
        add(row, "a", section.name, href=section.file)
        inner = add(row, "ol")
        for chapter in section.chapters:
            link = add(add(inner, "li"), "a", chapter.title, href=chapter.file, lang=chapter.language)
            link.set(LANG, chapter.language)
            _said(link, chapter.title, language)
    add(add(rows, "li"), "a", _("About this edition"), href="about.xhtml")
    marks = add(body, "nav", id="landmarks", hidden="hidden", aria_labelledby="landmarks-name")
    marks.set(TYPE, "landmarks")
    add(marks, "h2", _("Landmarks"), id="landmarks-name")
    places = [("cover", "cover.xhtml", _("Cover"))] if has_cover else []
    places.append(("toc", "contents.xhtml", _("Contents")))
    places.append(("bodymatter", sections[0].file if sections else "about.xhtml", _("The beginning")))
    places.append(("colophon", "about.xhtml", _("About this edition")))
    rows = add(marks, "ol")
    for kind, file, said in places:
        add(add(rows, "li"), "a", said, href=file).set(TYPE, kind)
    return written(html)


def about(issue: Issue, language: str, number: int) -> bytes:
    """What the edition is, who made it, and for whom this copy was made (`copies.py`)."""
    paper = issue.paper
    html, body = document(_("About this edition"), language, "about")
    part = add(body, "section", aria_labelledby="about")
    part.set(TYPE, "colophon")
    part.set("role", "doc-colophon")
    add(part, "h1", _("About this edition"), id="about")
    add(part, "p", f"{paper.name}, {said_day(issue)}")
    add(part, "p", _("Number %(number)s") % {"number": issue.number})
    if not number:
        add(part, "p", _("No story stands in this edition."))
    publisher = ", ".join(text for text in (line(paper.publisher), line(paper.city)) if text)
    if publisher:
        add(part, "p", _("Published by %(publisher)s") % {"publisher": publisher})
    if url := address(paper.url):
        add(add(part, "p"), "a", url, href=url)
    add(part, "p", id=COPY, hidden="hidden").set(COPY_LANGUAGE, language)
    return written(html)


def chapters_of(pieces: Iterable[Piece], issue_language: str, named: set[str]) -> tuple[Chapter, ...]:
    """A file's name for each piece, made of its key; no two alike, ever (`named`: those that are taken)."""
    chapters = []
    for piece in pieces:
        plain = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in piece.key).strip("-")
        name, again = plain[:60] or "piece", 1
        while name in named:
            again += 1
            name = f"{plain[:50] or 'piece'}-{again}"
        named.add(name)
        title = line(piece.headline) or line(piece.standfirst)[:80] or _("Without a headline")
        chapters.append(Chapter(f"{name}.xhtml", piece, title, language_tag(piece.language, issue_language)))
    return tuple(chapters)


# The text


def _blocks(
    parent: Element, blocks: Sequence[Block], pictures: Pictures, chapter: Chapter, *, dateline: str = "",
    depth: int = 0,
) -> None:  # fmt: skip
    """A text; `dateline` opens its first paragraph, or stands alone where it begins with none."""
    if dateline and not (blocks and blocks[0].kind == "text"):
        add(add(parent, "p"), "span", f"{dateline} –", class_="dateline")
    for number, block in enumerate(blocks):
        match block.kind:
            case "text":
                paragraph = add(parent, "p")
                if dateline and number == 0:
                    add(paragraph, "span", f"{dateline} –", class_="dateline").tail = " "
                _spans(paragraph, block.spans, chapter.language)
                if not len(paragraph) and not (paragraph.text or "").strip():
                    parent.remove(paragraph)
            case "subheading":
                if any(line(span.text) for span in block.spans):
                    _spans(add(parent, "h3" if depth else "h2"), block.spans, chapter.language)
            case "quote":
                _quote(parent, block, chapter.language)
            case "list":
                items = [item for item in block.items if any(line(span.text) for span in item)]
                if items:
                    rows = add(parent, "ol" if block.ordered else "ul")
                    for item in items:
                        _spans(add(rows, "li"), item, chapter.language)
            case "box":
                _box(parent, block, pictures, chapter, depth)
            case "table":
                _table(parent, block, chapter.language)
            case "photo":
                if block.picture is not None:
                    _figure(parent, block.picture, pictures, chapter)


def _spans(element: Element, spans: Spans, language: str) -> None:
    """Text of one or several looks, into an empty element or one that begins with something else."""
    said = "".join(span.text for span in spans)
    _said(element, said, language)
    for span in spans:
        text = clean(span.text).replace("\r", "")
        url = address(span.href)
        around = element
        tags = [("a", {"href": url})] if url else []
        tags += [(tag, {}) for tag, is_so in (("strong", span.bold), ("em", span.italic)) if is_so]
        for tag, attributes in tags if text.strip() else []:
            around = add(around, tag, **attributes)
        _lines(around, text)


def _lines(element: Element, text: str) -> None:
    """Append text; a line's end is one in the book too."""
    for number, part in enumerate(text.split("\n")):
        if number:
            add(element, "br")
        if len(element):
            element[-1].tail = (element[-1].tail or "") + part
        else:
            element.text = (element.text or "") + part


def _said(element: Element, text: str, language: str) -> None:
    """Have an element run the other way if its text does."""
    direction = first_direction(text)
    if direction and direction != direction_of(language):
        element.set("dir", direction)


def _quote(parent: Element, block: Block, language: str) -> None:
    if not any(line(span.text) for span in block.spans):
        return
    quote = add(parent, "blockquote")
    _spans(add(quote, "p"), block.spans, language)
    if who := line(block.title):
        add(quote, "p", f"— {who}", class_="who")


def _box(parent: Element, block: Block, pictures: Pictures, chapter: Chapter, depth: int) -> None:
    if depth >= NESTED_MAX:
        return _blocks(parent, block.blocks, pictures, chapter, depth=depth)
    aside = add(parent, "aside", class_="box")
    if title := line(block.title):
        aside.set("aria-label", title)
        _said(add(aside, "h3" if depth else "h2", title), title, chapter.language)
    _blocks(aside, block.blocks, pictures, chapter, depth=depth + 1)
    if not len(aside):
        parent.remove(aside)
    return None


def _table(parent: Element, block: Block, language: str) -> None:
    width = max((len(row) for row in block.rows), default=0)
    if not width:
        return
    table = add(parent, "table")
    if title := line(block.title):
        _said(add(table, "caption", title), title, language)
    rows = list(block.rows)
    if block.has_head:
        head = add(add(table, "thead"), "tr")
        for cell in (*rows[0], *[""] * (width - len(rows[0]))):
            if line(cell):
                add(head, "th", cell, scope="col")
            else:
                add(head, "td")
        rows = rows[1:]
    body = add(table, "tbody")
    for row in rows or [()]:
        around = add(body, "tr")
        for cell in (*row, *[""] * (width - len(row))):
            add(around, "td", cell)


def _figure(parent: Element, picture: Picture, pictures: Pictures, chapter: Chapter, kind: str = "") -> None:
    """A picture with its caption and credit; one that cannot be read is left out, its caption too."""
    kept = pictures.keep(picture.file)
    if kept is None:
        return
    figure = add(parent, "figure")
    if kind:
        figure.set("class", kind)
    caption, credit = line(picture.caption), line(picture.credit)
    alt = line(picture.alt) or caption or _("Picture with the story “%(headline)s”") % {"headline": chapter.title}
    add(figure, "img", src=kept.name, alt=alt, width=str(kept.width), height=str(kept.height))
    if caption or credit:
        said = add(figure, "figcaption", caption)
        _said(said, caption or credit, chapter.language)
        if credit:
            if caption:
                said.text = f"{caption} "
            add(said, "small", credit, class_="credit")


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else _("%(names)s and %(last)s") % {
        "names": ", ".join(names[:-1]), "last": names[-1],
    }  # fmt: skip

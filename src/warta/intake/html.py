"""HTML of a body → blocks, the same way for every kind of source.

The tree is walked once. Runs of inline content gather into paragraphs; elements that mean something of their own
(figures, tables, quotations, players, boxes) become blocks; elements that may do something (scripts, forms, frames
without an address) are dropped and named in `Body.lost`. Whatever ends in a `Text` went through `clean`.
"""

import re
from dataclasses import dataclass, replace

import lxml.html
from lxml import etree

from warta.intake import clean
from warta.intake.figures import (
    CREDIT_CLASS,
    classes,
    embed_address,
    photo_of,
    plain,
    rows_of,
)
from warta.intake.items import Block, Code, Cut, Embed, Factbox, Gallery, Photo, Quote, RelatedLink, Subheading, Table
from warta.intake.items import Text as TextBlock

INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "ins", "kbd", "label", "mark", "nobr", "q", "ruby", "rb", "rp", "rt", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "amp-fit-text",
}  # fmt: skip
DROPPED = {
    "script", "style", "form", "input", "select", "textarea", "button", "object", "embed", "applet", "template",
    "svg", "math", "link", "meta", "base", "frame", "frameset", "canvas", "dialog", "title", "head",
}  # fmt: skip
SILENT = {"style", "link", "meta", "title", "head", "button", "svg", "canvas"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
SOCIAL = re.compile(r"twitter-tweet|instagram-media|tiktok-embed|fb-post|fb-video|reddit-card|bluesky-embed|mastodon")
DEPTH = 120
MAX_DATA = 2_000
_INVALID = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DATA_URI = re.compile(r"""(["'=(])\s*data:[^"'\s>)]{200,}""", re.I)
_BREAKS = re.compile(r"(?:\s*<br>\s*){2,}")
_EDGE = re.compile(r"^(?:\s|<br>)+|(?:\s|<br>)+$")
_CUT = re.compile(r"members-only|kg-card-begin: paywall", re.I)
_MARKS_ONLY = re.compile(r"<[^>]*>|&nbsp;|\s|\u200b")


@dataclass(frozen=True, slots=True)
class Body:
    """The blocks of a body, and the names of what was left out of it."""

    blocks: tuple[Block, ...]
    lost: tuple[str, ...] = ()


def blocks(markup: str) -> Body:
    """A body's HTML as blocks."""
    if not markup.strip():
        return Body(())
    walker = _Walker()
    walker.children(parse(markup), 0)
    walker.flush()
    return Body(joined(walker.out), tuple(dict.fromkeys(walker.lost)))


def parse(markup: str) -> etree._Element:
    """The body element of a fragment or document; long data: addresses are shortened first."""
    text = _DATA_URI.sub(r"\1data:,", _INVALID.sub("", markup))
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True)
    root = lxml.html.document_fromstring(f"<html><body>{text}</body></html>".encode(), parser=parser)
    body = root.find("body")
    return root if body is None else body


def joined(found: list[Block]) -> tuple[Block, ...]:
    """Neighbouring texts as one block, empty blocks away."""
    out: list[Block] = []
    for block in found:
        last = out[-1] if out else None
        if isinstance(block, TextBlock) and isinstance(last, TextBlock):
            out[-1] = replace(last, html=f"{last.html}\n{block.html}")
        else:
            out.append(block)
    return tuple(out)


class _Walker:
    """Walks a tree once; `out` grows in reading order."""

    def __init__(self) -> None:
        self.out: list[Block] = []
        self.lost: list[str] = []
        self.buffer: list[str] = []

    def flush(self) -> None:
        """Ends the running paragraph."""
        markup, self.buffer = "".join(self.buffer), []
        if not markup or not _MARKS_ONLY.sub("", markup):
            return
        for part in _BREAKS.split(clean.inline(markup)):
            bare = _EDGE.sub("", part)
            if _MARKS_ONLY.sub("", bare):
                self.out.append(TextBlock(f"<p>{bare}</p>"))

    def add(self, *found: Block) -> None:
        """Ends the running paragraph and adds blocks."""
        self.flush()
        self.out.extend(found)

    def lose(self, what: str) -> None:
        """Names something that is left out."""
        self.lost.append(what)

    def children(self, element: etree._Element, depth: int) -> None:
        """Walks what stands inside `element`."""
        self.text(element.text)
        for child in element:
            self.element(child, depth + 1)
            self.text(child.tail)

    def text(self, text: str | None) -> None:
        """Adds plain text to the running paragraph."""
        if text:
            self.buffer.append(clean.escaped(text))

    def element(self, element: etree._Element, depth: int) -> None:
        """Turns one element into blocks, or into a part of the running paragraph."""
        tag = element.tag
        if not isinstance(tag, str):
            if tag is etree.Comment and _CUT.search(element.text or ""):
                self.add(Cut())
            return
        if tag in DROPPED:
            if tag not in SILENT:
                self.lose(f"<{tag}>")
            if tag == "embed":  # void in HTML, but the parser lets it swallow what follows
                self.children(element, depth)
            return
        if depth > DEPTH:
            self.text(plain(element))
            return
        if tag in INLINE:
            self.inline(element, depth)
        elif handler := _HANDLERS.get(tag):
            handler(self, element, depth)
        else:
            self.flush()
            self.children(element, depth)
            self.flush()

    def inline(self, element: etree._Element, depth: int) -> None:
        """Inline content; a picture or player inside it leaves the paragraph."""
        if any(isinstance(e.tag, str) and e.tag not in INLINE for e in element.iterdescendants()):
            self.children(element, depth)
        else:
            self.buffer.append(lxml.html.tostring(element, encoding="unicode", with_tail=False))

    def paragraph(self, element: etree._Element, depth: int) -> None:
        """A paragraph."""
        self.flush()
        self.children(element, depth)
        self.flush()

    def heading(self, element: etree._Element, depth: int) -> None:
        """A heading; pictures inside it follow it."""
        text = plain(element)
        self.flush()
        if text:
            self.out.append(Subheading(text))
        for image in element.iter("img"):
            self.image(image, depth)

    def items(self, element: etree._Element, depth: int) -> None:
        """A list; pictures in it make a gallery, other blocks in it are walked."""
        if next(element.iter("img"), None) is not None and len(plain(element)) < 400:
            self.figure(element, depth)
            return
        if next(element.iter("table", "iframe", "img", "video", "audio", "figure", "pre"), None) is not None:
            self.flush()
            self.children(element, depth)
            self.flush()
            return
        for junk in list(element.iter(*DROPPED)):
            self.lose(f"<{junk.tag}>")
            junk.drop_tree()
        markup = clean.rich(lxml.html.tostring(element, encoding="unicode", with_tail=False))
        self.flush()
        if _MARKS_ONLY.sub("", markup):
            self.out.append(TextBlock(re.sub(r"\s*\n\s*", " ", markup).strip()))

    def image(self, element: etree._Element, depth: int) -> None:
        """A picture on its own."""
        photo = photo_of(element)
        twin = self.out and isinstance(self.out[-1], Photo) and photo and self.out[-1].src == photo.src
        if twin and next(element.iterancestors("noscript"), None) is not None:
            return
        if photo:
            self.add(photo)
        else:
            self.lose("a picture without a usable address")

    def figure(self, element: etree._Element, depth: int) -> None:
        """A figure: by what it holds."""
        names = classes(element)
        caption_element = next(element.iter("figcaption"), None)
        if next(element.iter("table"), None) is not None:
            self.table(next(element.iter("table")), depth, plain(caption_element))
        elif "bookmark" in names:
            self.bookmark(element, depth)
        elif (url := embed_address(element)) and not next(element.iter("img"), None) is not None:
            self.add(Embed(url, plain(caption_element)))
        elif next(element.iter("img"), None) is not None:
            self.photos(element)
        elif next(element.iter("blockquote", "pre"), None) is not None:
            self.children(element, depth)
        else:
            self.flush()
            self.children(element, depth)
            self.flush()

    def photos(self, element: etree._Element) -> None:
        """One picture with its caption, or several as a gallery."""
        images = list(element.iter("img"))
        found = [_with_own_caption(p, e, element) for e in images if (p := photo_of(e))]
        if len(found) < len(images):
            self.lose("a picture without a usable address")
        captions = list(element.iter("figcaption"))
        outer = next((e for e in captions if e.getparent() is element), None)
        if outer is None and captions and len(images) == 1:
            outer = captions[-1]
        caption = plain(outer, without=CREDIT_CLASS)
        credit = plain(next((e for e in element.iter() if CREDIT_CLASS.search(" ".join(classes(e)))), None))
        if len(found) == 1 and len(images) == 1:
            self.add(replace(found[0], caption=caption or found[0].caption, credit=credit))
        elif found:
            self.add(Gallery(tuple(found), caption))

    def bookmark(self, element: etree._Element, depth: int) -> None:
        """A card that points to another page."""
        link = next(element.iter("a"), None)
        url = clean.address(link.get("href")) if link is not None else ""
        name = next((plain(e) for e in element.iter() if "bookmark-title" in " ".join(classes(e))), "")
        if url:
            self.add(RelatedLink(url, name or url))

    def table(self, element: etree._Element, depth: int, caption: str = "") -> None:
        """A table of data; a table that only lays out the page is walked."""
        if next(element.iterdescendants("table", "p", "figure", "iframe", "h2", "h3", "img"), None) is not None and (
            len(plain(element)) > 1500 or next(element.iterdescendants("table", "img", "iframe"), None) is not None
        ):
            self.flush()
            self.children(element, depth)
            self.flush()
            return
        rows, header = rows_of(element)
        inner = next(element.iter("caption"), None)
        if rows:
            self.add(Table(rows, header, caption or plain(inner)))

    def quote(self, element: etree._Element, depth: int) -> None:
        """A quotation, or a social post that looks like one."""
        if SOCIAL.search(" ".join(classes(element))):
            links = [clean.address(a.get("href")) for a in element.iter("a")]
            url = clean.address(element.get("cite")) or clean.address(element.get("data-instgrm-permalink"))
            url = url or next((u for u in reversed(links) if u), "")
            if url:
                self.add(Embed(url, plain(element)))
                return
        if next(element.iter("img", "iframe", "table", "figure"), None) is not None:
            self.flush()
            self.children(element, depth)
            self.flush()
            return
        cite = next(element.iter("cite", "footer"), None)
        name = plain(cite).lstrip("—–- ")
        paragraphs = [plain(p, without_tag=("cite", "footer")) for p in element if p.tag in {"p", "div", "ul", "ol"}]
        text = "\n".join(p for p in paragraphs if p) or plain(element, without_tag=("cite", "footer"))
        if text:
            self.add(Quote(text, name))

    def pre(self, element: etree._Element, depth: int) -> None:
        """Preformatted text."""
        code = next(element.iter("code"), None)
        language = re.search(r"language-([\w+-]+)", (code if code is not None else element).get("class") or "")
        text = "".join(element.itertext()).strip("\n")
        if text.strip():
            self.add(Code(text, language.group(1) if language else ""))

    def player(self, element: etree._Element, depth: int) -> None:
        """A frame, film or sound: only its address is kept."""
        url = embed_address(element)
        if url:
            self.add(Embed(url))
        else:
            self.lose(f"<{element.tag}> without a usable address")

    def box(self, element: etree._Element, depth: int) -> None:
        """A box or a section; some are known by their class."""
        names = " ".join(classes(element))
        if SOCIAL.search(names):
            self.quote(element, depth)
        elif (
            re.search(r"\bgallery\b|tiled-gallery|wp-block-gallery", names)
            and next(element.iter("img"), None) is not None
        ):
            self.figure(element, depth)
        elif re.search(r"kg-toggle-card|kg-callout-card", names):
            head = next((e for e in element.iter() if "toggle-heading-text" in " ".join(classes(e))), None)
            self.add(_boxed(head, element))
        elif (
            re.search(r"wp-caption|kg-image-card|kg-embed-card", names) and next(element.iter("img"), None) is not None
        ):
            text = next((e for e in element.iter() if "wp-caption-text" in classes(e)), None)
            found = [p for p in map(photo_of, element.iter("img")) if p]
            self.add(*(replace(p, caption=plain(text)) for p in found))
        else:
            self.flush()
            self.children(element, depth)
            self.flush()

    def details(self, element: etree._Element, depth: int) -> None:
        """A part that opens on demand becomes a box."""
        self.add(_boxed(next(element.iter("summary"), None), element))


def _boxed(head: etree._Element | None, element: etree._Element) -> Factbox:
    title = plain(head)
    return Factbox(title, "\n".join(b.html for b in blocks_of(element, skip=head) if isinstance(b, TextBlock)))


def _with_own_caption(photo: Photo, image: etree._Element, outer: etree._Element) -> Photo:
    """A picture of a gallery with the caption of its own figure or list item."""
    for parent in image.iterancestors("figure", "li", "dl"):
        if parent is outer:
            break
        text = plain(next(parent.iter("figcaption", "dd"), None))
        if text:
            return replace(photo, caption=text)
    return photo


def blocks_of(element: etree._Element, skip: etree._Element | None = None) -> tuple[Block, ...]:
    """The blocks inside one element, without `skip`."""
    if skip is not None and skip.getparent() is not None:
        skip.drop_tree()
    walker = _Walker()
    walker.children(element, 0)
    walker.flush()
    return joined(walker.out)


def photos_in(found: tuple[Block, ...]) -> tuple[Photo, ...]:
    """All pictures of a body, in order."""
    out: list[Photo] = []
    for block in found:
        if isinstance(block, Photo):
            out.append(block)
        elif isinstance(block, Gallery):
            out.extend(block.photos)
    return tuple(out)


_HANDLERS = {
    "p": _Walker.paragraph, "ul": _Walker.items, "ol": _Walker.items, "img": _Walker.image, "figure": _Walker.figure,
    "table": _Walker.table, "blockquote": _Walker.quote, "pre": _Walker.pre, "iframe": _Walker.player,
    "video": _Walker.player, "audio": _Walker.player, "div": _Walker.box, "section": _Walker.box,
    "details": _Walker.details, **dict.fromkeys(HEADINGS, _Walker.heading),
}  # fmt: skip

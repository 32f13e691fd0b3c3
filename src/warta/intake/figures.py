"""Reads single elements: a picture, a player, a table, the plain text of anything."""

import re
from urllib.parse import parse_qs, urlsplit

from lxml import etree

from warta.intake import clean
from warta.intake.items import Photo

CREDIT_CLASS = re.compile(r"\b(?:photo-)?credit(?:s)?\b|\bimage-credit\b|\bcopyright\b", re.I)
LAZY = ("data-src", "data-lazy-src", "data-original", "data-orig-file", "data-full-url", "data-large-file", "data-url")
_BREAKING = {"p", "div", "br", "li", "td", "th", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "figcaption"}
_UNSEEN = {"script", "style", "noscript", "template", "svg"}
_MEDIA_ID = re.compile(r"\bwp-image-(\d+)\b")


def classes(element: etree._Element) -> list[str]:
    """The class names of an element, in lower case."""
    return (element.get("class") or "").lower().split() if isinstance(element.tag, str) else []


def plain(
    element: etree._Element | None, *, without: re.Pattern[str] | None = None, without_tag: tuple[str, ...] = ()
) -> str:
    """The text of an element on one line; a break or a block inside it counts as a space."""
    if element is None:
        return ""
    parts: list[str] = []
    skip: etree._Element | None = None
    for event, node in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        if event in {"comment", "pi"}:
            if skip is None and node is not element:
                parts.append(node.tail or "")
            continue
        hidden = node.tag in _UNSEEN or node.tag in without_tag or (without and without.search(" ".join(classes(node))))
        if event == "start":
            if skip is None and hidden and node is not element:
                skip = node
            elif skip is None:
                parts.append(" " if node.tag in _BREAKING else "")
                parts.append(node.text or "")
        else:
            if skip is node:
                skip = None
            if skip is None and node is not element:
                parts.append(" " if node.tag in _BREAKING else "")
                parts.append(node.tail or "")
    return clean.line("".join(parts))


def photo_of(element: etree._Element) -> Photo | None:
    """A picture from an `img`; lazy addresses are preferred to a placeholder in `src`."""
    source = (element.get("src") or "").strip()
    lazy = next((element.get(name) for name in LAZY if element.get(name)), "") or ""
    if lazy and (not source or source.startswith("data:") or "placeholder" in source or "blank" in source):
        source = lazy
    if not source:
        source = largest(element.get("srcset") or element.get("data-srcset") or "")
    url = clean.address(source)
    if not url:
        return None
    found = _MEDIA_ID.search(element.get("class") or "")
    media = element.get("data-id") or (found.group(1) if found else "")
    return Photo(url, clean.line(element.get("alt") or ""), clean.line(element.get("data-caption") or ""), media=media)


def largest(srcset: str) -> str:
    """The widest address of a `srcset`."""
    best, width = "", -1.0
    for part in srcset.split(", "):
        pieces = part.strip().rstrip(",").split()
        if not pieces:
            continue
        size = re.fullmatch(r"(\d+(?:\.\d+)?)[wx]", pieces[-1]) if len(pieces) > 1 else None
        number = float(size.group(1)) if size else 0.0
        if number > width:
            best, width = pieces[0], number
    return best


def embed_address(element: etree._Element) -> str:
    """The address behind a frame, film, sound, player figure or bare embed text; empty if there is none to show."""
    for node in element.iter("iframe", "video", "audio", "source", "amp-youtube"):
        source = node.get("src") or node.get("data-src") or node.get("data-lazy-src") or ""
        url = clean.address(source)
        if url and not url.startswith("//") and not url.startswith(("http://", "https://", "/")):
            continue
        if url:
            return watch_page("https:" + url if url.startswith("//") else url)
    names = classes(element)
    if element.tag == "figure" and any("embed" in name for name in names):
        text = plain(element, without_tag=("figcaption",))
        if re.fullmatch(r"https?://\S+", text):
            return clean.address(text)
        link = next(element.iter("a"), None)
        if link is not None:
            return clean.address(link.get("href"))
    return ""


def watch_page(url: str) -> str:
    """The public page of a YouTube or Vimeo player's address; others as they are."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if host in {"youtube.com", "youtube-nocookie.com"} and parts.path.startswith("/embed/"):
        video = parts.path.removeprefix("/embed/").strip("/")
        if video == "videoseries":
            return "https://www.youtube.com/playlist?list=" + parse_qs(parts.query).get("list", [""])[0]
        return "https://www.youtube.com/watch?v=" + video
    if host == "player.vimeo.com" and parts.path.startswith("/video/"):
        return "https://vimeo.com/" + parts.path.removeprefix("/video/").strip("/")
    return url


def rows_of(table: etree._Element) -> tuple[tuple[tuple[str, ...], ...], bool]:
    """The rows of a table as plain cells, and whether the first row is a header."""
    rows: list[tuple[str, ...]] = []
    header = False
    for row in table.iter("tr"):
        cells = [c for c in row if c.tag in {"td", "th"}]
        values = tuple(plain(c) for c in cells)
        if not any(values):
            continue
        parent = row.getparent()
        if not rows and ((parent is not None and parent.tag == "thead") or all(c.tag == "th" for c in cells)):
            header = True
        rows.append(values)
    return tuple(rows), header

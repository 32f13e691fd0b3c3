"""Makes foreign text harmless: HTML to a short list of elements, addresses to safe schemes, titles to plain text."""

import html
import re
import unicodedata
from urllib.parse import unquote, urlsplit

import nh3

RICH_TAGS = {"p", "ul", "ol", "li", "a", "b", "strong", "i", "em", "code", "br", "sup", "sub"}
INLINE_TAGS = RICH_TAGS - {"p", "ul", "ol", "li"}
DROP_WITH_CONTENT = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "form", "textarea"}
LINK_SCHEMES = {"http", "https", "mailto", "tel"}

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_SPACE = re.compile(r"[\s\u00a0]+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SCHEME = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]*):")
_TAG = re.compile(r"<(?:/?[a-zA-Z][^<>]*|!--.*?--)>", re.S)


def rich(markup: str) -> str:
    """The same HTML with nothing in it but the elements of `RICH_TAGS` and links to safe addresses."""
    return _nh3(markup, RICH_TAGS)


def inline(markup: str) -> str:
    """As `rich`, without paragraphs and lists."""
    return _nh3(markup, INLINE_TAGS)


def _nh3(markup: str, tags: set[str]) -> str:
    return nh3.clean(
        _SURROGATE.sub("", markup),
        tags=tags,
        clean_content_tags=DROP_WITH_CONTENT,
        attributes={"a": {"href"}},
        url_schemes=LINK_SCHEMES,
        link_rel=None,
        strip_comments=True,
    )


def without_controls(text: str) -> str:
    """Text without control and direction characters; line ends stay."""
    return _CONTROL.sub("", _SURROGATE.sub("", text))


def line(text: object) -> str:
    """Plain text on one line: no control or direction characters, single spaces."""
    if not isinstance(text, str):
        return ""
    return _SPACE.sub(" ", _CONTROL.sub("", _SURROGATE.sub("", text)).replace("\u00ad", "")).strip()


def title(text: object) -> str:
    """A title as plain text: elements taken off, references read, one line."""
    if not isinstance(text, str):
        return ""
    bare = _TAG.sub("", text)
    return line(html.unescape(_TAG.sub("", html.unescape(bare))))


def escaped(text: str) -> str:
    """Plain text as HTML."""
    return html.escape(text, quote=False)


def address(url: object) -> str:
    """`url` if a reader may follow it (http, https, or of the same site), else an empty string."""
    if not isinstance(url, str):
        return ""
    bare = _CONTROL.sub("", url).strip()
    compact = re.sub(r"\s+", "", bare)
    scheme = _SCHEME.match(compact)
    if scheme and scheme.group(1).lower() not in {"http", "https"}:
        return ""
    if len(bare) > 4000 or "\\" in bare:
        return ""
    return bare


def path_of(url: str) -> str:
    """The path and query of an address, as an old address to redirect from; empty for the root or nonsense."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    path = parts.path or "/"
    if not path.startswith("/"):
        path = "/" + path
    full = f"{path}?{parts.query}" if parts.query else path
    if full == "/" or len(full) > 2000 or _CONTROL.search(full) or ".." in path.split("/"):
        return ""
    return full


def slug(text: object, limit: int = 200) -> str:
    """A safe last part of an address: letters, digits, `-` and `_`; empty when nothing is left."""
    if not isinstance(text, str):
        return ""
    folded = unicodedata.normalize("NFKC", unquote(text)).lower()
    folded = re.sub(r"\.html?$", "", folded)
    bare = re.sub(r"[^\w-]+", "-", folded)
    return re.sub(r"-{2,}", "-", bare).strip("-_")[:limit].strip("-_")

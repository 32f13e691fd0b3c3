"""Which kind a file is, from its first bytes; kinds that are not taken are named."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from warta.intake import encoding
from warta.intake.errors import UnknownKind, Unreadable
from warta.intake.plain import MEMBERS, other_kind

Kind = Literal["wxr", "ghost", "page", "members"]
Form = Literal["xml", "json", "html", "text", "csv"]
HTML_NAMES = {".html", ".htm", ".xhtml"}
KINDS: tuple[Kind, ...] = ("wxr", "ghost", "page", "members")
HEAD = 1 << 16
AS_CSV = "Save or export it as CSV."
AS_MEMBERS = "If its people shall be readers, use --kind members."  # never unasked
MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", "a gzip archive"), (b"PK\x03\x04", "a ZIP archive"), (b"PK\x05\x06", "a ZIP archive"),
    (b"%PDF", "a PDF"), (b"\xff\xd8\xff", "a picture (JPEG)"), (b"\x89PNG", "a picture (PNG)"),
    (b"GIF8", "a picture (GIF)"), (b"BM", "a picture (BMP)"), (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"), (b"SQLite format 3", "an SQLite database"), (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"), (b"BZh", "a bzip2 archive"), (b"\xfd7zXZ", "an xz archive"), (b"ID3", "a sound file"),
    (b"OggS", "a sound file"), (b"\x7fELF", "a program"),
    (b"MZ", "a program"), (b"\xd0\xcf\x11\xe0", "an old Office document"),
)  # fmt: skip
ROOTS = {
    "rss": "an RSS feed", "feed": "an Atom feed", "rdf:rdf": "an RSS 1.0 feed", "opml": "an OPML list of feeds",
    "newsitem": "a NewsML-G2 item", "newsmessage": "a NewsML-G2 message", "packageitem": "a NewsML-G2 package",
    "knowledgeitem": "a NewsML-G2 knowledge item", "conceptitem": "a NewsML-G2 concept", "newsml": "a NewsML 1 file",
    "nitf": "a NITF story", "urlset": "a sitemap", "sitemapindex": "a sitemap index", "svg": "a picture (SVG)",
}  # fmt: skip
_PROLOG = re.compile(r"^\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?:[^\[>]|\[.*?\])*>|\s+)*", re.S | re.I)
_ROOT = re.compile(r"<([A-Za-z][\w:.-]*)")
_HTML = re.compile(r"<!doctype html|<(?:html|head|body|title|article|div|p|h1|meta|table|center|section|main)\b", re.I)
_WXR = re.compile(r"wordpress\.org/export/|<wp:(?:wxr_version|post_type|post_id|author)|xmlns:wp=", re.I)
_GHOST = re.compile(r'"db"\s*:|"posts"\s*:|"exported_on"\s*:|"posts_tags"\s*:|"posts_authors"\s*:')


@dataclass(frozen=True, slots=True)
class Sniffed:
    """A kind that is taken, and the form it comes in."""

    kind: Kind
    form: Form


def sniff(path: Path, kind: str | None = None) -> Sniffed:
    """What a file is. With `kind` given, only what cannot be that is refused.

    raises  Unreadable if it is empty or binary; UnknownKind, naming the kind, if it is not taken
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise Unreadable(path, "the file is empty.")
    if kind is not None and kind not in KINDS:
        raise UnknownKind(path, f"--kind {kind} cannot be taken yet.", do=f"Kinds: {', '.join(KINDS)}.")
    _refuse_binary(path, head, few=8 if kind == "members" else 0)
    text = _text(path, head)
    if not text.strip():
        raise Unreadable(path, "the file holds nothing but white space.")
    if kind == "wxr":
        return Sniffed("wxr", "xml")
    if kind == "ghost":
        return Sniffed("ghost", "json")
    if kind == "page":
        return Sniffed("page", "html" if _HTML.search(text) else "text")
    if kind == "members":
        return _members(path, text.lstrip("\ufeff \t\r\n"))
    return _by_text(path, text)


def _members(path: Path, text: str) -> Sniffed:
    if text.startswith("<"):
        raise UnknownKind(path, "this is HTML or XML, no list of members.", do=AS_CSV)
    if text[:1] == "{" or re.match(r"\[\s*(?:[{\]]|$)", text):
        return Sniffed("members", "json")
    return Sniffed("members", "csv")


def _refuse_binary(path: Path, head: bytes, *, few: int = 0) -> None:
    """Refuse what is no text. `few` control characters are not enough for that: each is named by its line."""
    for mark, name in MAGIC:
        if head.startswith(mark) and (len(mark) > 2 or head[:2] == b"\x1f\x8b" or b"\0" in head[:512]):
            do = "Unpack it and import the folder." if "archive" in name else ""
            raise UnknownKind(path, f"this is {name}; warta import cannot take it yet.", do=do)
    if head[4:12] in {b"ftypavif", b"ftypheic", b"ftypisom", b"ftypmp42"} or head[:4] == b"RIFF":
        raise UnknownKind(path, "this is a picture, film or sound; warta import takes texts.")
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or bool(encoding.unmarked(head))
    controls = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head)
    if not wide and (head.count(0) > max(few, len(head) * 0.01) or controls > max(few, len(head) * 0.05)):
        raise Unreadable(path, "this is binary data, not text.")


def _text(path: Path, head: bytes) -> str:
    for mark, name in encoding.MARKS:
        if head.startswith(mark):
            return head.decode(name, "replace")
    return head.decode(encoding.unmarked(head) or "utf-8", "replace")


def _by_text(path: Path, text: str) -> Sniffed:
    bare = text.lstrip("\ufeff \t\r\n")
    if bare[:1] in "{[" and (path.suffix.lower() == ".json" or re.match(r'[\[{]\s*(?:"|[\[{\]}]|$)', bare)):
        return _by_json(path, bare)
    if bare.startswith("<?php"):
        raise UnknownKind(path, "this is source code, not a news page.")
    if bare.startswith("<"):
        root = _ROOT.search(bare, _PROLOG.match(bare).end() if _PROLOG.match(bare) else 0)  # type: ignore[union-attr]
        name = root.group(1).lower() if root else ""
        if name == "rss" and _WXR.search(text):
            return Sniffed("wxr", "xml")
        if name in ROOTS:
            raise UnknownKind(path, f"this is {ROOTS[name]}; warta import cannot take it yet.")
        if path.suffix.lower() == ".xml" and name not in {"html"}:
            raise UnknownKind(path, f"this is XML of an unknown kind (<{name}>)." if name else "this is no XML.")
    named_html = path.suffix.lower() in HTML_NAMES
    if not bare.startswith("<") and not named_html:
        _refuse_no_news(path, bare)
    if _HTML.search(text):
        return _by_html(path, text)
    if named_html and "<" in text:
        return Sniffed("page", "html")
    return _by_lines(path, bare)


def _by_json(path: Path, text: str) -> Sniffed:
    if _GHOST.search(text):
        return Sniffed("ghost", "json")
    if "jsonfeed.org/version" in text:
        raise UnknownKind(path, "this is a JSON feed; warta import cannot take it yet.")
    if re.search(r'"(?:versioncreated|body_html|body_xhtml|headlines?)"\s*:', text) and '"uri"' in text:
        raise UnknownKind(path, "this is a ninjs item; warta import cannot take it yet.")
    raise UnknownKind(path, "this is JSON of an unknown kind.", do="Ghost exports hold db, data and posts.")


def _by_html(path: Path, text: str) -> Sniffed:
    if 'class="h-entry"' in text and ("p-canonical" in text or "u-author" in text):
        raise UnknownKind(
            path,
            "this is a page of a Medium export; warta import cannot take it yet.",
            do="Use --kind page to take it as a page.",
        )
    return Sniffed("page", "html")


def _refuse_no_news(path: Path, text: str) -> None:
    """Text that begins with no element: only words in sentences can be a page."""
    first = text.splitlines()[0].lower() if text else ""
    if first.startswith("post_id,post_date,is_published"):
        raise UnknownKind(path, "this is the list of a Substack export; warta import cannot take it yet.")
    if path.suffix.lower() == ".csv" or re.match(r'(?:"?[\w ]+"?[,;]){2,}"?[\w ]+"?$', first):
        if "email" in first:
            raise UnknownKind(path, f"this is {MEMBERS}.", do=AS_MEMBERS)
        raise UnknownKind(path, "this is a CSV table; warta import cannot take it yet.")
    other = other_kind(path.name, text)
    if other:
        do = AS_MEMBERS if other == MEMBERS else "If it is one, use --kind page."
        if "MHTML" in other:
            do = "Save the page again as HTML, and import that."
        raise UnknownKind(path, f"this is {other}, not a news page.", do=do)


def _by_lines(path: Path, text: str) -> Sniffed:
    if path.suffix.lower() in {".json", ".xml", ".jpg", ".jpeg", ".png", ".zip", ".gz"}:
        raise UnknownKind(path, f"its content does not fit its name ({path.suffix}).")
    if text.count("\ufffd") > len(text) * 0.02:
        raise Unreadable(path, "this is binary data, not text.")
    return Sniffed("page", "text")

"""A reader's blocks → the raw value of a story's body, checked as the editor's form would check it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from warta.intake import clean, items
from warta.intake.store.pictures import Pictures, Taken
from warta.stories.models import Story

Raw = dict[str, Any]
MAX_CELLS = 100_000
_web = URLValidator(schemes=["http", "https"])
_TAGS = (("strong", "b"), ("em", "i"))
_LINKLESS = re.compile(r"<a>(.*?)</a>", re.S)


class BodyMaker:
    """Makes the body of one item.

    doubt   called with kind and detail for whatever had to be left out or changed
    base    the address that relative ones belong to
    """

    def __init__(self, pictures: Pictures, doubt: Callable[[str, str], None], base: str = "") -> None:
        self.pictures = pictures
        self.doubt = doubt
        self.base = base
        self.has_wall = False

    def make(self, blocks: Iterable[items.Block]) -> list[Raw]:
        """The raw blocks, each of which the form would accept."""
        raw = [made for block in blocks for made in self._block(block)]
        return self._accepted(raw)

    def _accepted(self, raw: list[Raw]) -> list[Raw]:
        """The blocks without those that the form would refuse; they are named."""
        if _refusal(raw) is None:
            return raw
        kept = []
        for block in raw:
            why = _refusal([block])
            if why is None:
                kept.append(block)
            else:
                self.doubt("not-whole", f"a block ({block['type']}) was left out: {why}")
        return kept

    def _block(self, block: items.Block) -> list[Raw]:
        match block:
            case items.Text():
                return _text(block.html)
            case items.Subheading():
                return [_raw("subheading", block.text)] if block.text.strip() else []
            case items.Quote():
                return [_raw("quote", {"text": block.text, "name": block.name, "role": block.role})]
            case items.Photo():
                return self._photos((block,), "")
            case items.Gallery():
                return self._photos(block.photos, block.caption)
            case items.Embed():
                return self._embed(block)
            case items.Table():
                return self._table(block)
            case items.RelatedLink():
                return self._related(block)
            case items.Factbox():
                return _factbox(block.title, block.html)
            case items.Update():
                return self._update(block)
            case items.Code():
                return _text(_code(block.text))
            case items.Cut():
                return self._wall()
        return []

    def _photos(self, wanted: tuple[items.Photo, ...], caption: str) -> list[Raw]:
        """A photo, or a gallery of at least two."""
        values = []
        for photo in wanted:
            taken = self.pictures.take(photo, self.base)
            if taken.photo is not None:
                values.append(_photo(photo, taken))
            elif not taken.would:
                self.doubt("not-whole", f"picture missing: {_named(photo)} ({taken.why})")
        if len(values) > 1:
            made = [_raw("gallery", [{"type": "item", "value": v, "id": str(uuid.uuid4())} for v in values])]
            return [*made, *(_text(f"<p><i>{clean.escaped(caption)}</i></p>") if caption else [])]
        if values and caption and not values[0]["caption"]:
            values[0]["caption"] = caption
        return [_raw("photo", value) for value in values]

    def _embed(self, block: items.Embed) -> list[Raw]:
        url = self._absolute(block.url)
        if not url:
            self.doubt("not-whole", f"an embed was left out: {block.url[:200]} is no address of the web")
            return []
        host = (urlsplit(url).hostname or url).removeprefix("www.")
        return [_raw("embed", {"url": url, "caption": block.caption.strip() or host})]

    def _table(self, block: items.Table) -> list[Raw]:
        width = max((len(row) for row in block.rows), default=0)
        if not width:
            return []
        if width * len(block.rows) > MAX_CELLS:
            self.doubt("not-whole", f"a table of {len(block.rows)} rows and {width} columns was left out")
            return []
        rows = [[*row, *[""] * (width - len(row))] for row in block.rows]
        value = {"data": rows, "first_row_is_table_header": block.header, "first_col_is_header": False,
                 "table_caption": block.caption}  # fmt: skip
        return [_raw("table", value)]

    def _related(self, block: items.RelatedLink) -> list[Raw]:
        url = self._absolute(block.url)
        if not url:
            return _text(f"<p>{clean.escaped(block.title)}</p>")
        return [_raw("related", {"story": None, "url": url, "title": block.title.strip() or url})]

    def _update(self, block: items.Update) -> list[Raw]:
        if block.time is None:
            return _factbox(block.title, block.html)
        value = {"time": block.time.isoformat(), "title": block.title, "text": rich(block.html)}
        return [_raw("update", value)] if _has_words(block.html) else []

    def _wall(self) -> list[Raw]:
        if self.has_wall:
            return []
        self.has_wall = True
        return [_raw("wall", None)]

    def _absolute(self, url: str) -> str:
        """An address that a link field takes; empty if there is none."""
        whole = f"https:{url}" if url.startswith("//") else urljoin(self.base, url) if self.base else url
        try:
            _web(whole)
        except (ValidationError, ValueError):
            return ""
        return whole


def rich(html: str) -> str:
    """Clean HTML as Wagtail's rich text keeps it: `b` and `i`, no link without an address."""
    for theirs, ours in _TAGS:
        html = html.replace(f"<{theirs}>", f"<{ours}>").replace(f"</{theirs}>", f"</{ours}>")
    return _LINKLESS.sub(r"\1", html).replace("<br>", "<br/>")


def _refusal(raw: list[Raw]) -> str | None:
    """Why the form would refuse these blocks; None if it takes them."""
    block = Story._meta.get_field("body").stream_block
    try:
        block.clean(block.to_python(raw))
    except ValidationError as error:
        return in_words(error)
    return None


def in_words(error: ValidationError) -> str:
    """All that a validation says, on one line."""
    if hasattr(error, "error_dict"):
        return "; ".join(f"{name}: {', '.join(map(str, found))}" for name, found in error.message_dict.items())
    inner = getattr(error, "block_errors", None)
    if inner:
        found = inner.values() if isinstance(inner, dict) else [e for e in inner if e]
        return "; ".join(in_words(e) if isinstance(e, ValidationError) else str(e) for e in found)
    return "; ".join(map(str, error.messages)) or "it is not accepted"


def _raw(kind: str, value: Any) -> Raw:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def _text(html: str) -> list[Raw]:
    made = rich(html)
    return [_raw("text", made)] if _has_words(made) else []


def _has_words(html: str) -> bool:
    return bool(re.sub(r"<[^>]*>|&nbsp;|\s", "", html))


def _factbox(title: str, html: str) -> list[Raw]:
    if title.strip() and _has_words(html):
        return [_raw("factbox", {"title": title.strip(), "text": rich(html)})]
    if title.strip():
        return [_raw("subheading", title.strip())]
    return _text(html)


def _code(text: str) -> str:
    """Preformatted text as one paragraph: line ends and indents kept."""
    lines = []
    for line in text.expandtabs(4).splitlines():
        bare = line.lstrip(" ")
        lines.append("\u00a0" * (len(line) - len(bare)) + clean.escaped(bare))
    return "<p><code>" + "<br/>".join(lines) + "</code></p>"


def _photo(wanted: items.Photo, taken: Taken) -> dict[str, Any]:
    """The value of a photo block: words of its own only where the photo says something else."""
    photo = taken.photo
    assert photo is not None
    caption = wanted.caption if wanted.caption and wanted.caption != photo.caption else ""
    alt = wanted.alt if wanted.alt and wanted.alt != photo.alt else ""
    return {"photo": photo.pk, "caption": caption, "alt": alt}


def _named(photo: items.Photo) -> str:
    """A picture in words: its address, and its caption if it has one."""
    return f"{photo.src[:200]}, “{photo.caption}”" if photo.caption else photo.src[:200]

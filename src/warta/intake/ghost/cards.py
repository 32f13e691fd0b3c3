"""Ghost's cards → blocks; the field names are those of Lexical, with Mobiledoc's where they differ.

Every card is rendered, or its name is returned so that the report can say what was left out.
"""

import json
from collections.abc import Callable
from typing import Any

from markdown_it import MarkdownIt

from warta.intake import clean
from warta.intake.figures import watch_page
from warta.intake.html import Body, blocks
from warta.intake.items import Block, Code, Cut, Embed, Factbox, Gallery, Photo, RelatedLink, Subheading, Text

Payload = dict[str, Any]
GHOST_URL = "__GHOST_URL__"
_markdown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def card(name: str, payload: Payload) -> Body:
    """One card as blocks; `lost` holds its name if nothing is left of it."""
    maker = _MAKERS.get(name)
    if maker is None:
        return Body((), (f"card {clean.line(name)[:60]}",))
    found = maker(payload)
    if isinstance(found, Body):
        return found
    return Body(tuple(found)) if found else Body((), (f"card {name}",))


def url(value: object) -> str:
    """A safe address; the export's placeholder for its own site is taken off."""
    return clean.address(value.replace(GHOST_URL, "")) if isinstance(value, str) else ""


def text(payload: Payload, *names: str) -> str:
    """The first field that holds text, as one plain line."""
    return next((t for t in (clean.title(payload.get(n)) for n in names) if t), "")


def markdown(source: object) -> Body:
    """Markdown as blocks."""
    if not isinstance(source, str):
        return Body(())
    return blocks(_markdown.render(source.replace(GHOST_URL, "")))


def html_card(source: object) -> Body:
    """HTML as blocks."""
    return blocks(source.replace(GHOST_URL, "")) if isinstance(source, str) else Body(())


def photo(payload: Payload) -> Photo | None:
    """A picture with its caption."""
    src = url(payload.get("src"))
    return Photo(src, text(payload, "alt"), text(payload, "caption")) if src else None


def link(address: str, title: str) -> Text:
    """A paragraph that is one link."""
    return Text(
        clean.rich(f'<p><a href="{clean.escaped(address).replace(chr(34), "%22")}">{clean.escaped(title)}</a></p>')
    )


def _image(p: Payload) -> list[Block]:
    found = photo(p)
    return [found] if found else []


def _gallery(p: Payload) -> list[Block]:
    images = p.get("images")
    found = [photo(i) for i in images if isinstance(i, dict)] if isinstance(images, list) else []
    kept = tuple(x for x in found if x)
    return [Gallery(kept, text(p, "caption"))] if kept else []


def _embed(p: Payload) -> list[Block]:
    address = watch_page(url(p.get("url")))
    if not address and isinstance(p.get("html"), str):
        return [b for b in blocks(p["html"]).blocks if isinstance(b, Embed)]
    return [Embed(address, text(p, "caption"))] if address else []


def _bookmark(p: Payload) -> list[Block]:
    meta = p.get("metadata")
    meta = meta if isinstance(meta, dict) else {}
    address = url(p.get("url")) or url(meta.get("url"))
    return [RelatedLink(address, text(meta, "title") or text(p, "title") or address)] if address else []


def _callout(p: Payload) -> list[Block]:
    inner = clean.rich(str(p.get("calloutText") or ""))
    emoji = text(p, "calloutEmoji")
    return [Factbox(emoji, inner if inner.startswith("<p>") else f"<p>{inner}</p>")] if inner else []


def _toggle(p: Payload) -> list[Block]:
    inner = html_card(p.get("content"))
    markup = "\n".join(b.html for b in inner.blocks if isinstance(b, Text))
    heading = text(p, "heading")
    return [Factbox(heading, markup)] if heading or markup else []


def _code(p: Payload) -> list[Block]:
    code = p.get("code")
    return [Code(code, text(p, "language"))] if isinstance(code, str) and code.strip() else []


def _player(p: Payload) -> list[Block]:
    address = url(p.get("src"))
    return [Embed(address, text(p, "caption", "title"))] if address else []


def _file(p: Payload) -> list[Block]:
    address = url(p.get("src"))
    return [link(address, text(p, "fileTitle", "title", "fileName", "filename") or address)] if address else []


def _button(p: Payload) -> list[Block]:
    address = url(p.get("buttonUrl"))
    return [link(address, text(p, "buttonText") or address)] if address else []


def _product(p: Payload) -> list[Block]:
    title = text(p, "productTitle")
    inner = clean.rich(str(p.get("productDescription") or ""))
    address = url(p.get("productUrl"))
    button = link(address, text(p, "productButton") or address).html if address else ""
    out: list[Block] = []
    src = url(p.get("productImageSrc"))
    if src:
        out.append(Photo(src))
    return [*out, Factbox(title, f"{inner}{button}")] if title or inner else out


def _header(p: Payload) -> list[Block]:
    out: list[Block] = []
    if text(p, "header"):
        out.append(Subheading(text(p, "header")))
    if text(p, "subheader"):
        out.append(Text(f"<p>{clean.escaped(text(p, 'subheader'))}</p>"))
    return [*out, *_button(p)]


def _call_to_action(p: Payload) -> list[Block]:
    inner = clean.rich(str(p.get("textValue") or ""))
    src = url(p.get("imageUrl"))
    out: list[Block] = [Photo(src)] if src else []
    if inner:
        out.append(Text(inner if inner.startswith("<p>") else f"<p>{inner}</p>"))
    return [*out, *_button(p)]


def _before_after(p: Payload) -> list[Block]:
    sides = [p.get("beforeImage"), p.get("afterImage")]
    kept = tuple(x for x in (photo(s) for s in sides if isinstance(s, dict)) if x)
    return [Gallery(kept, text(p, "caption"))] if kept else []


def _nothing(_: Payload) -> Body:
    return Body(())


_MAKERS: dict[str, Callable[[Payload], list[Block] | Body]] = {
    "image": _image, "gallery": _gallery, "embed": _embed, "bookmark": _bookmark, "callout": _callout,
    "toggle": _toggle, "code": _code, "codeblock": _code, "audio": _player, "video": _player, "file": _file,
    "button": _button, "product": _product, "header": _header, "call-to-action": _call_to_action,
    "before-after": _before_after, "nft": _embed, "hr": _nothing, "horizontalrule": _nothing,
    "html": lambda p: html_card(p.get("html")), "markdown": lambda p: markdown(p.get("markdown")),
    "card-markdown": lambda p: markdown(p.get("markdown")), "paywall": lambda _: [Cut()],
}  # fmt: skip


def loads(source: str) -> object:
    """JSON inside a post. Raises ValueError also for what nests too deeply."""
    try:
        return json.loads(source)
    except RecursionError:
        raise ValueError("nested too deeply") from None

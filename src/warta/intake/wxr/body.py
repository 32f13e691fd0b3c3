"""A post's content → blocks: block editor or classic text, shortcodes, pictures by their ids."""

import html
from collections.abc import Mapping
from dataclasses import replace

from warta.intake.html import Body, blocks
from warta.intake.items import Block, Gallery, Photo
from warta.intake.wxr import gutenberg, shortcodes
from warta.intake.wxr.autop import autop
from warta.intake.wxr.index import Index

MAX_GALLERY = 500


def body(text: str, post_id: str, index: Index) -> Body:
    """The blocks of a post's content, and the names of what could not be kept."""
    codes = shortcodes.Reader(gallery=lambda attrs: gallery(attrs, post_id, index))
    if gutenberg.is_blocks(text):
        reader = gutenberg.Reader()
        markup = shortcodes.outside_code(reader.read(text), codes.read)
        lost = reader.lost + codes.lost
    else:
        markup = autop(shortcodes.outside_code(text, codes.read))
        lost = codes.lost
    found = blocks(markup)
    return Body(tuple(_linked(b, index) for b in found.blocks), tuple(dict.fromkeys((*lost, *found.lost))))


def gallery(attrs: Mapping[str, str], post_id: str, index: Index) -> str:
    """`[gallery]` as a figure: the named pictures, or those that hang under the post."""
    ids = [i.strip() for i in (attrs.get("ids") or attrs.get("include") or "").split(",") if i.strip()]
    if not ids:
        left = {i.strip() for i in attrs.get("exclude", "").split(",")}
        ids = [i for i in index.children.get(attrs.get("id") or post_id, []) if i not in left]
    figures = []
    for number in ids[:MAX_GALLERY]:
        picture = index.pictures.get(number)
        if picture and picture.url:
            figures.append(
                f'<figure><img src="{html.escape(picture.url)}" alt="{html.escape(picture.alt)}"'
                f' data-id="{html.escape(number)}">'
                f"<figcaption>{picture.caption}</figcaption></figure>"
            )
    if not figures:
        return ""
    return f'\n\n<figure class="wp-block-gallery">{"".join(figures)}</figure>\n\n'


def _linked(block: Block, index: Index) -> Block:
    """A picture with the key of its attachment, if the file has it."""
    if isinstance(block, Photo):
        return _photo(block, index)
    if isinstance(block, Gallery):
        return replace(block, photos=tuple(_photo(p, index) for p in block.photos))
    return block


def _photo(photo: Photo, index: Index) -> Photo:
    known = index.pictures.get(photo.media)
    if not known:
        return replace(photo, media="")
    return replace(photo, media=f"wxr:{index.site}:{photo.media}", alt=photo.alt or known.alt)

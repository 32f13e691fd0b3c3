"""A story page: its blocks in order, those of the story itself fetched, the others named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from warta.site import blocks  # noqa: F401 - registers them
from warta.site.order import MAIN, SIDE
from warta.site.page import BLOCKS, PageContext, StoryList


def story_blocks(page: PageContext) -> dict[str, list[dict[str, Any]]]:
    """The blocks of a story page as rows for the template: `main` and `side`.

    A row has `name` and `when`; a block of the story itself its `template` and `data`, a shared one its `key`. A block
    without data is left out: a heading without items never shows.
    """
    data = {name: _own(name, page) for name in dict.fromkeys((*MAIN, *SIDE))}
    return {"main": _rows(MAIN, data, page, 0), "side": _rows(SIDE, data, page, len(MAIN))}


def _own(name: str, page: PageContext) -> dict[str, Any] | None:
    fetched = BLOCKS[name].fetch(page) if BLOCKS[name].scope == "story" else None
    assert not isinstance(fetched, StoryList), "a list is a part of its own: its stories are chosen for each page"
    return fetched


def _rows(names: Sequence[str], data: dict[str, Any], page: PageContext, first: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for place, name in enumerate(names, start=first):
        block = BLOCKS[name]
        row: dict[str, Any] = {"name": name, "when": block.when}
        if block.scope != "story":
            rows.append({**row, "key": block.key(page, place)})
        elif data[name] is not None:
            rows.append({**row, "template": block.template, "data": data[name]})
    return rows

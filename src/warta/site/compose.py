"""A story page: its blocks fetched in order, its lists joined, nothing shown twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from warta.site import blocks  # noqa: F401 - registers them
from warta.site.order import MAIN, SIDE
from warta.site.page import BLOCKS, Join, PageContext, StoryList
from warta.stories.queries import Card

# What a list takes of its ids beyond the rule that every list keeps.
ONLY: dict[str, Callable[[Card], bool]] = {"photos": lambda card: card.photo is not None}


def story_blocks(page: PageContext) -> dict[str, list[dict[str, Any]]]:
    """The blocks of a story page as rows for the template: `main` and `side`, each ``{name, template, data}``.

    A block without data, and a list without stories, is left out: a heading without items never shows.
    """
    assert page.story is not None
    data = {name: BLOCKS[name].fetch(page) for name in dict.fromkeys((*MAIN, *SIDE))}
    join = Join(taken=[page.story.id])
    for fetched in data.values():
        if isinstance(fetched, StoryList):
            join.want(fetched.ids)
    return {"main": _rows(MAIN, data, join), "side": _rows(SIDE, data, join)}


def _rows(names: Sequence[str], data: dict[str, Any], join: Join) -> list[dict[str, Any]]:
    rows = []
    for place, name in enumerate(names):
        fetched = data[name]
        if isinstance(fetched, StoryList):
            cards = join.take(fetched.ids, fetched.show, only=ONLY.get(name))
            fetched = {"cards": cards, **fetched.extra} if cards else None
        if fetched is not None:
            rows.append({"name": name, "template": BLOCKS[name].template, "data": {**fetched, "place": place}})
    return rows

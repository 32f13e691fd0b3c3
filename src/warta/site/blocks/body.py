"""The text: whole, and as its open beginning."""

from __future__ import annotations

from typing import Any

from warta.access import Level
from warta.access.decide import WALLS
from warta.site.embeds import player
from warta.site.page import PageContext, block
from warta.stories.changes import ChangeKind
from warta.stories.shown import Shown


@block("body", stale_on=[ChangeKind.STORY_CHANGED])
def body(page: PageContext) -> dict[str, Any] | None:
    """The blocks of the text, each with the template of its kind: `whole` and `teaser`.

    `open_rows` are those of the whole text that a teaser holds too; the rest is what a wall hides.
    """
    if page.story is None:
        return None
    whole, teaser = rows_of(page.story), rows_of(page.teaser) if page.teaser else []
    is_locked = page.story.level is not Level.FREE
    shared = 0
    while shared < min(len(whole), len(teaser)) and whole[shared]["block"] == teaser[shared]["block"]:
        shared += 1
    split = shared if is_locked else len(whole)
    return {
        "whole": {"rows": whole, "opens_with_dateline": _opens(whole)},
        "teaser": {"rows": teaser, "opens_with_dateline": _opens(teaser)} if page.teaser else None,
        "open_rows": whole[:split],
        "locked_rows": whole[split:],
        "is_locked": is_locked,
        "walls": [{"name": reason.value, "words": f"wall-{reason.value}"} for reason in WALLS],
    }


def _opens(rows: list[dict[str, Any]]) -> bool:
    return bool(rows and rows[0]["dateline"])


def rows_of(story: Shown) -> list[dict[str, Any]]:
    """The blocks of a text with the templates that draw them; the first paragraph opens with the dateline."""
    rows = []
    for number, part in enumerate(story.body):
        extra = {"player": player(part.value["url"])} if part.kind == "embed" else {}
        dateline = number == 0 and part.kind == "text" and story.dateline_city
        rows.append({"block": part, "template": f"warta/body/{part.kind}.html", "dateline": dateline, **extra})
    return rows

"""The text, open as far as the reader may read it."""

from __future__ import annotations

from typing import Any

from warta.site.embeds import player
from warta.site.page import PageContext, block
from warta.stories.changes import ChangeKind


@block("body", stale_on=[ChangeKind.STORY_CHANGED])
def body(page: PageContext) -> dict[str, Any] | None:
    """The blocks of the text, each with the template of its kind."""
    if page.story is None:
        return None
    rows = []
    for number, part in enumerate(page.story.body):
        extra = {"player": player(part.value["url"])} if part.kind == "embed" else {}
        dateline = number == 0 and part.kind == "text" and page.story.dateline_city
        rows.append({"block": part, "template": f"warta/body/{part.kind}.html", "dateline": dateline, **extra})
    return {"rows": rows, "opens_with_dateline": bool(rows and rows[0]["dateline"])}

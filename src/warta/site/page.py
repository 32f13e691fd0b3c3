"""What a story page is made of: blocks, and the lists of stories among them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from warta.stories.changes import ChangeKind
from warta.stories.models import Publication
from warta.stories.shown import Shown

Scope = Literal["story", "language", "section", "related", "place"]


@dataclass(frozen=True, slots=True)
class PageContext:
    """What a block may know.

    story   the story of the page, whole; for blocks of the scope `story` alone
    teaser  the same story, cut
    about   what a shared block is about: the id of a section or of a story, or a place on the page
    section of a block in a place: the section of the page, 0 for none
    """

    language: str
    publication: Publication
    now: datetime
    story: Shown | None = None
    teaser: Shown | None = None
    about: int = 0
    section: int = 0


class Slot:
    """Where a story's card will stand in a list; the join chooses the story."""


@dataclass(frozen=True, slots=True)
class StoryList:
    """A list of stories: more ids than are shown, so that the join can leave some out."""

    ids: Sequence[int]
    show: int
    extra: dict[str, Any] = field(default_factory=dict)


Fetch = Callable[[PageContext], StoryList | dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a story page.

    fetch     its data: None (the block is left out), a `StoryList`, or a dict for its template
    scope     `story`: drawn with the page; else a part of its own, shared by the pages of a language, of a section,
              by those who read one story (`related`), or by all of a section that have it in one place; the data
              of such a block may say `until` when it holds
    when      the words under which it stands (`access.variant`)
    stale_on  the changes after which it must be drawn anew
    keep      it is drawn anew after so long in any case; None: only after a change
    """

    name: str
    fetch: Fetch
    scope: Scope
    when: str
    stale_on: tuple[ChangeKind, ...]
    keep: timedelta | None

    @property
    def template(self) -> str:
        """Its template, of the same name."""
        return f"warta/blocks/{self.name}.html"

    def key(self, page: PageContext, place: int) -> str:
        """The key of the part on this page."""
        assert page.story is not None
        about = {"section": page.story.section.pk, "related": page.story.id, "place": place}.get(self.scope, 0)
        key = f"block:{self.name}:{page.language}:{about}"
        return f"{key}:{page.story.section.pk}" if self.scope == "place" else key


BLOCKS: dict[str, Block] = {}


def block(
    name: str, *, scope: Scope = "story", when: str = "", stale_on: Iterable[ChangeKind] = (),
    keep: timedelta | None = None,
) -> Callable[[Fetch], Fetch]:  # fmt: skip
    """Register the function below as the block `name`."""

    def register(fetch: Fetch) -> Fetch:
        BLOCKS[name] = Block(name, fetch, scope, when, tuple(stale_on), keep)
        return fetch

    return register

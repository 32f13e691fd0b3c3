"""How a page is put together: blocks give ids, the join gives each list the cards that are not yet on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from warta.stories import queries
from warta.stories.changes import ChangeKind
from warta.stories.models import Publication
from warta.stories.queries import Card
from warta.stories.shown import Shown


@dataclass(frozen=True, slots=True)
class PageContext:
    """What a block may know: whose page it stands on, and when.

    story  the story of the page; None on a front page or a list
    """

    language: str
    publication: Publication
    now: datetime
    story: Shown | None = None


@dataclass(frozen=True, slots=True)
class StoryList:
    """A list of stories: more ids than are shown, so that the join can leave some out."""

    ids: Sequence[int]
    show: int
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a story page.

    fetch     its data: None (the block is left out), a `StoryList`, or a dict for its template
    shared    the same on every page of a language
    stale_on  the changes after which it must be drawn anew
    """

    name: str
    fetch: Callable[[PageContext], StoryList | dict[str, Any] | None]
    shared: bool
    stale_on: tuple[ChangeKind, ...]

    @property
    def template(self) -> str:
        """Its template, of the same name."""
        return f"warta/blocks/{self.name}.html"


Fetch = Callable[[PageContext], StoryList | dict[str, Any] | None]
BLOCKS: dict[str, Block] = {}


def block(name: str, *, shared: bool = False, stale_on: Iterable[ChangeKind] = ()) -> Callable[[Fetch], Fetch]:
    """Register the function below as the block `name`."""

    def register(fetch: Fetch) -> Fetch:
        BLOCKS[name] = Block(name, fetch, shared, tuple(stale_on))
        return fetch

    return register


class Join:
    """Gives each list its cards, in the order of the page: no story twice, none that is not public.

    Call `want` for every list first, then `take` in order; all cards come from one read.
    """

    def __init__(self, taken: Iterable[int] = ()) -> None:
        self._taken = set(taken)
        self._wanted: list[int] = []
        self._cards: dict[int, Card] | None = None

    def want(self, ids: Iterable[int]) -> None:
        """These may be taken later."""
        self._wanted.extend(ids)
        self._cards = None

    def take(self, ids: Iterable[int], show: int, *, only: Callable[[Card], bool] | None = None) -> list[Card]:
        """The first `show` cards of `ids` that are public and not yet on the page."""
        if self._cards is None:
            self._cards = queries.cards(self._wanted)
        taken: list[Card] = []
        for pk in ids:
            card = self._cards.get(pk)
            if len(taken) == show:
                break
            if card is None or pk in self._taken or (only is not None and not only(card)):
                continue
            self._taken.add(pk)
            taken.append(card)
        return taken

"""The parts that pages share, each drawn by its key: masthead, footer, walls, shared blocks, cards of stories.

`draw_many` draws for the edge. `inline` gives the part as one reader gets it, for pages that are drawn at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from warta.access import Reason
from warta.access.decide import WALLS
from warta.advertising.plan import places
from warta.site import blocks  # noqa: F401 - registers them
from warta.site.context import context_of
from warta.site.page import BLOCKS, PageContext, Slot, StoryList
from warta.site.recipe import Drawn, pieces_of
from warta.stories import queries
from warta.stories.changes import ChangeKind
from warta.stories.models import Section
from warta.stories.queries import Card

LISTS_KEEP = timedelta(minutes=10)  # what is hot or picked by age is looked at again after so long


class UnknownPart(Exception):
    """No part has this key."""


def draw_many(keys: Iterable[str]) -> dict[str, Drawn]:
    """Parts by their keys; the cards among them from one read. raises UnknownPart"""
    wanted = list(dict.fromkeys(keys))
    cards = [_card_key(key) for key in wanted if key.startswith("card:")]
    found = queries.cards(pk for pk, _form in cards)
    drawn = {f"card:{pk}:{form}": _drawn_card(pk, found.get(pk), form) for pk, form in cards}
    shared = Shared()
    return drawn | {key: draw(key, shared) for key in wanted if key not in drawn}


class Shared:
    """What parts that are drawn together read once."""

    def __init__(self) -> None:
        self._contexts: dict[str, dict[str, Any]] = {}

    def context(self, language: str) -> dict[str, Any]:
        """What every template of a language may name. raises ValueError for a language there is not"""
        if language not in dict(settings.LANGUAGES):
            raise ValueError(language)
        if language not in self._contexts:
            self._contexts[language] = context_of(language)
        return self._contexts[language]


def draw(key: str, shared: Shared | None = None) -> Drawn:
    """A part that is no card. raises UnknownPart"""
    kind, *words = key.split(":")
    try:
        maker = _PARTS[kind]
        return maker(shared or Shared(), *words)
    except (KeyError, TypeError, ValueError) as error:
        raise UnknownPart(key) from error


def inline(key: str, words: frozenset[str], taken: set[int]) -> str:
    """A part as one reader gets it, for whom `words` are true; `taken`: the stories that stand on the page already."""
    drawn = draw(key)
    cards: list[Card] = []
    if drawn.ids is not None:
        found = queries.cards(pk for pk in drawn.ids if pk not in taken)
        cards = [found[pk] for pk in drawn.ids if pk in found][: drawn.show]
        taken.update(card.id for card in cards)
        if not cards:
            return ""
    standing = iter(cards)
    html = []
    for kind, value, when in drawn.pieces:
        if not words.issuperset(when):
            continue
        if kind == "own":
            html.append(value)
        elif kind == "slot" and (card := next(standing, None)) is not None:
            html.append(draw_card(card, value))
    return "".join(html)


def midnight(now: datetime) -> datetime:
    """When the day ends in the newspaper's zone: what says "today" must be drawn anew."""
    tomorrow = timezone.localtime(now).date() + timedelta(days=1)
    return datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=timezone.get_default_timezone())


def tags_of(kinds: Iterable[ChangeKind], language: str) -> frozenset[str]:
    """The tags of something that these changes make stale. A change of policy or settings does so to everything."""
    tags = {"policy"}
    if ChangeKind.STORY_CHANGED in kinds:
        tags.add(f"stories:{language}")
    if ChangeKind.LIST_CHANGED in kinds:
        tags.add("lists")
    if ChangeKind.ADS_CHANGED in kinds:
        tags.add("ads")
    if ChangeKind.EDITION_CHANGED in kinds:
        tags.add("editions")
    return frozenset(tags)


def draw_card(card: Card, form: str) -> str:
    """A story in a list, as its form says: shape, rank of the headline, whether it leads, width."""
    shape, level, lead, sizes = form.split(";", 3)
    with translation.override(card.language):
        context = {"story": card, "shape": shape, "sizes": sizes, "level": int(level), "lead": bool(lead)}
        return render_to_string("warta/parts/card.html", context)


def _card_key(key: str) -> tuple[int, str]:
    _, pk, form = key.split(":", 2)
    return int(pk), form


def _drawn_card(pk: int, card: Card | None, form: str) -> Drawn:
    tags = frozenset({f"story:{pk}", "policy"})
    if card is None:
        return Drawn([], tags, gone=True)
    now = timezone.now()
    is_recent = now - card.published_at < timedelta(days=2)
    return Drawn([["own", draw_card(card, form), []]], tags, until=midnight(now) if is_recent else None)


def _render(shared: Shared, template: str, language: str, context: dict[str, Any]) -> list[list[Any]]:
    with translation.override(language):
        return pieces_of(render_to_string(template, {**shared.context(language), **context, "recipe": True}))


def _masthead(shared: Shared, language: str, section: str) -> Drawn:
    """The newspaper's name, the day, the sections; the one of the page is marked."""
    current = Section.objects.filter(pk=int(section)).first()
    context = {"here": current.pk if current else 0, "above": current.parent_id if current else 0}
    tags = tags_of([ChangeKind.LIST_CHANGED], language)
    return Drawn(_render(shared, "warta/parts/masthead.html", language, context), tags, midnight(timezone.now()))


def _footer(shared: Shared, language: str) -> Drawn:
    tags = tags_of([ChangeKind.LIST_CHANGED], language)
    return Drawn(_render(shared, "warta/parts/footer.html", language, {}), tags, midnight(timezone.now()))


def _wall(shared: Shared, language: str, reason: str) -> Drawn:
    """What stands where the text ends, for one reason."""
    if reason not in WALLS:
        raise ValueError(reason)
    pieces = _render(shared, "warta/parts/wall.html", language, {"reason": Reason(reason).value})
    return Drawn(pieces, tags_of([], language))


def _topics(shared: Shared, language: str, place: str) -> Drawn:
    """Hot topics, as a thin line under the sections or at the side of a list."""
    if place not in ("line", "side"):
        raise ValueError(place)
    pieces = _render(shared, f"warta/parts/topics_{place}.html", language, {})
    tags = tags_of([ChangeKind.STORY_CHANGED, ChangeKind.LIST_CHANGED], language)
    return Drawn(pieces, tags, timezone.now() + LISTS_KEEP)


def _block(shared: Shared, name: str, language: str, about: str, section: str = "0") -> Drawn:
    """A shared block; a list has as many slots as it shows stories."""
    block = BLOCKS[name]
    if block.scope == "story":
        raise ValueError(name)
    now = timezone.now()
    page = PageContext(language, shared.context(language)["paper"], now, about=int(about), section=int(section))
    with translation.override(language):
        data = block.fetch(page)
    tags = tags_of(block.stale_on, language)
    if block.scope == "related":
        tags |= {f"story:{about}"}
    until = now + block.keep if block.keep else None
    if data is None:
        return Drawn([], tags, until)
    if isinstance(data, StoryList):
        slots = [Slot() for _ in range(data.show)]
        pieces = _render(shared, block.template, language, {"data": {"cards": slots, **data.extra}, "name": name})
        return Drawn(pieces, tags, until, ids=data.ids, show=data.show)
    until = data.get("until", until)
    return Drawn(
        _render(shared, block.template, language, {"data": {**data, "place": page.about}, "name": name}), tags, until
    )


def _ads(shared: Shared, language: str, section: str) -> Drawn:
    """What advertising needs on a page of this section, if anything may run there: its script, and the question."""
    found = places(int(section), timezone.now())
    pieces = _render(shared, "warta/parts/ads.html", language, {"has_tags": found.has_tags}) if found.slots else []
    return Drawn(pieces, tags_of([ChangeKind.ADS_CHANGED], language), found.until)


_PARTS: dict[str, Callable[..., Drawn]] = {
    "masthead": _masthead,
    "footer": _footer,
    "wall": _wall,
    "topics": _topics,
    "block": _block,
    "ads": _ads,
}

"""The reading policy that holds now, as the frozen value that `access.decide` takes."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from django.conf import settings

from warta.access import Level, Policy, Window
from warta.stories.models import FreeWindow, ReadingPolicy, Section


def current_policy() -> Policy:
    """What editors have decided. Three queries. Institutions and gifts are added where readers' rights are known."""
    chosen = ReadingPolicy.objects.first() or ReadingPolicy()  # reading writes nothing
    rows = list(Section.objects.values_list("pk", "parent_id", "default_level"))
    children: dict[int, set[int]] = {}
    for pk, parent, _level in rows:
        if parent is not None:
            children.setdefault(parent, set()).add(pk)
    return Policy(
        zone=ZoneInfo(settings.TIME_ZONE),
        free_anonymous=chosen.free_anonymous,
        free_registered=chosen.free_registered,
        sections=MappingProxyType({pk: Level(level) for pk, _parent, level in rows}),
        premium_after=_days(chosen.premium_after_days),
        free_after=_days(chosen.free_after_days),
        windows=tuple(_window(window, children) for window in FreeWindow.objects.all()),
        crawlers_read=chosen.crawlers_read,
        teaser_words=chosen.teaser_words,
    )


def _days(number: int | None) -> timedelta | None:
    return timedelta(days=number) if number else None


def _window(window: FreeWindow, children: dict[int, set[int]]) -> Window:
    """A section's window opens the sections below it too."""
    sections: set[int] = set()
    below = {window.section_id} if window.section_id else set()
    while below:
        sections |= below
        below = {child for section in below for child in children.get(section, ())} - sections
    return Window(window.start, window.end, window.story_id or 0, frozenset(sections))

"""The search index's part of a bulk of stories: what the listener would have taken in.

A story's open text is cut beside, as that takes longest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils import timezone
from django.utils.safestring import mark_safe

from warta.access import STRANGER, Gate, Level, Meter, Shows, decide
from warta.demo.beside import Beside
from warta.demo.making import NewStory
from warta.discovery import search
from warta.discovery.index import audience_of, names_of, open_text, rest_of
from warta.stories.models import Person, Section, Topic
from warta.stories.policy import current_policy
from warta.stories.shown import ShownBlock, teaser_of

TOGETHER = 1000  # stories of one transaction; only the search waits for it


class Index:
    """Takes in new stories that are written."""

    def __init__(self, beside: Beside) -> None:
        self.beside = beside
        self.sections = Section.objects.in_bulk()
        self.topics = Topic.objects.in_bulk()
        self.people = Person.objects.in_bulk()
        self.policy = current_policy().closed()
        self.whole: list[search.Entry] = []
        self.cut: list[search.Entry] = []

    def add(self, stories: Iterable[NewStory]) -> None:
        """Take in stories, when there are enough of them."""
        now = timezone.now()
        for story in stories:
            gate = Gate(
                story=story.pk,
                level=Level(story.level) if story.level else None,
                published=True,
                published_at=story.published_at,
                section=story.section,
            )
            shows = decide(gate, STRANGER, Meter(), self.policy, now).shows
            (self.whole if shows is Shows.FULL else self.cut).append(
                search.Entry(
                    story=story.pk,
                    language=story.language,
                    headline=story.title,
                    standfirst=story.standfirst,
                    names=self._names(story),
                    text=story.text,
                    audience=audience_of(self.policy.level_of(gate, now)),
                )
            )
        if len(self.whole) + len(self.cut) >= TOGETHER:
            self.finish()

    def _names(self, story: NewStory) -> str:
        authors, topics = map(self.people.__getitem__, story.authors), map(self.topics.__getitem__, story.topics)
        return names_of(self.sections[story.section], "", authors, topics)

    def finish(self) -> None:
        """Take in those that wait."""
        if self.whole or self.cut:
            self.beside.do(take_in, self.whole, self.cut, self.policy.teaser_words)
        self.whole, self.cut = [], []


def take_in(whole: Sequence[search.Entry], cut: Sequence[search.Entry], teaser_words: int) -> None:
    """Write stories into the index; their text is HTML yet, and of those in `cut` only its beginning is open."""
    entries = [replace(entry, text=open_text(_blocks(entry))) for entry in whole]
    entries += [_cut(entry, teaser_words) for entry in cut]
    search.write(sorted(entries, key=lambda entry: entry.story))


def _cut(entry: search.Entry, teaser_words: int) -> search.Entry:
    blocks = _blocks(entry)
    text, opened = open_text(blocks), open_text(teaser_of(blocks, teaser_words))
    return replace(entry, text=opened, hidden=rest_of(text, opened))


def _blocks(entry: search.Entry) -> list[ShownBlock]:
    return [ShownBlock("text", mark_safe(entry.text), "")]  # noqa: S308 - our own words

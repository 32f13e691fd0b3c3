"""Writing one story: a draft in the tree with its byline, topics, pictures and old addresses, published if wished."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from warta.intake import items
from warta.intake.items import IncomingStory
from warta.intake.store.body import BodyMaker, Raw
from warta.intake.store.desk import Desk, cut, short_key
from warta.intake.store.names import Names
from warta.intake.store.pictures import Pictures, Taken
from warta.intake.store.redirects import keep_addresses
from warta.intake.store.saved import Extras
from warta.intake.store.when import Times, times
from warta.stories.models import Story, StoryAuthor, StoryIndex
from warta.stories.rules import address_words
from warta.stories.services import index_of, save_story, year_of

HEADLINE, STANDFIRST, ALT, CITY = 255, 600, 250, 80
WORDS_OF_A_TITLE = 10
UNTITLED = {"id": "Tanpa judul", "en": "Untitled"}
# What a story that is not saved yet cannot have.
NOT_YET = {"path", "depth", "section", "content_type", "lead_photo", "locale", "editor", "owner", "slug"}


@dataclass(slots=True)
class StoryWriter:
    """Writes the stories of one source."""

    desk: Desk
    names: Names
    pictures: Pictures
    indexes: dict[tuple[int, int], StoryIndex] = field(default_factory=dict)

    def standing(self, item: IncomingStory) -> str | None:
        """The headline under which an earlier run has taken it; None if none has. One query."""
        return Story.objects.filter(origin=short_key(item.key)).values_list("title", flat=True).first()

    def write(self, item: IncomingStory, extras: Extras) -> str:
        """Write a new story; returns what became of it: draft, published or scheduled.

        raises ValidationError, IntegrityError, DataError: nothing of it stands then, but pictures it brought
        """
        due = times(item, publish=self.desk.wishes.publish, now=timezone.now())
        if due.doubt:
            self.desk.doubt("inferred", due.doubt, item.where)
        maker = BodyMaker(
            self.pictures, lambda kind, detail: self.desk.doubt(kind, detail, item.where), base(item, extras)
        )
        lead = self._lead(item, maker.base)
        body = maker.make(item.body)
        if self.desk.wishes.dry_run:
            self._check(self._built(item, extras, due, body, lead))
            keep_addresses(Story(), item.redirects, self.desk, item.where)
            return due.outcome
        with transaction.atomic():
            story = self._built(item, extras, due, body, lead)
            save_story(story, index=self._index(story))
            keep_addresses(story, item.redirects, self.desk, item.where)
            if due.outcome != "draft":
                bring_out(story, due)
        return due.outcome

    def _index(self, story: Story) -> StoryIndex:
        """Where a story of its year and language hangs; looked for once."""
        key = story.locale_id, year_of(story.published_at)
        if key not in self.indexes:
            self.desk.remember(self.indexes, key, index_of(story.locale, key[1]))
        return self.indexes[key]

    def _lead(self, item: IncomingStory, base: str) -> Taken:
        if item.lead is None:
            return Taken()
        taken = self.pictures.take(item.lead, base)
        if taken.photo is None and not taken.would:
            said = f", “{item.lead.caption}”" if item.lead.caption else ""
            self.desk.doubt("not-whole", f"lead picture missing: {item.lead.src[:200]}{said} ({taken.why})", item.where)
        return taken

    def _built(self, item: IncomingStory, extras: Extras, due: Times, body: list[Raw], lead: Taken) -> Story:
        """The story with all that belongs to it, not saved."""
        locale = self.names.locale(item.language)
        section, further = self.names.section(item.sections, locale, item.where)
        title = headline(item, locale.language_code, self.desk)
        story = Story(
            title=title,
            slug=f"{address_words(title)}-{hashlib.sha256(item.key.encode('utf-8', 'replace')).hexdigest()[:10]}",
            standfirst=standfirst(item, self.desk),
            section=section,
            locale=locale,
            level=item.level or "",
            dateline_city=cut(extras.dateline_city, CITY),
            published_at=due.published_at,
            updated_at=due.updated_at,
            go_live_at=due.go_live_at,
            lead_photo=lead.photo,
            origin=short_key(item.key),
            body=json.dumps(body),
            sources=json.dumps(list(extras.sources)),
        )
        if lead.photo is not None and item.lead is not None:
            story.lead_caption = item.lead.caption if item.lead.caption != lead.photo.caption else ""
            story.lead_alt = cut(item.lead.alt, ALT) if item.lead.alt != lead.photo.alt else ""
        authors = self.names.authors(item.authors, locale)
        topics = self.names.topics(item.topics, further, locale)
        if not self.desk.wishes.dry_run:
            story.bylines = [StoryAuthor(person=person, sort_order=order) for order, person in enumerate(authors)]
            story.topics = topics
        return story

    def _check(self, story: Story) -> None:
        """With a dry run: what can be checked of a story that is not saved. raises ValidationError"""
        story.clean_fields(exclude=NOT_YET)


def bring_out(page: Any, due: Times) -> None:
    """Publish or schedule a page that was just saved, with the times of its source."""
    page.publish(page.get_latest_revision())
    if due.outcome == "published":
        kept = {"first_published_at": due.published_at, "last_published_at": due.updated_at or due.published_at}
        if isinstance(page, Story):
            kept |= {"published_at": due.published_at, "updated_at": due.updated_at}
        type(page).objects.filter(pk=page.pk).update(**kept)


def headline(item: IncomingStory, language: str, desk: Desk) -> str:
    """The headline within its length; without one, the first words of the story."""
    if len(item.title) > HEADLINE:
        desk.doubt("inferred", f"the headline has {len(item.title)} characters: cut to {HEADLINE}", item.where)
        return cut(item.title, HEADLINE)
    if item.title:
        return item.title
    words = first_words(item)
    made = cut(words, HEADLINE) if words else UNTITLED.get(language, "Untitled")
    how = "was made from its first words" if words else "stands there until it has one"
    desk.doubt("inferred", f"it has no headline: “{made}” {how}", item.where)
    return made


def first_words(item: IncomingStory) -> str:
    """The first words of a story."""
    texts = [item.standfirst]
    for block in item.body[:5]:
        if isinstance(block, items.Text):
            texts.append(re.sub(r"<[^>]*>", " ", block.html[:2000]))
        elif isinstance(block, items.Subheading | items.Quote):
            texts.append(block.text[:2000])
    words = next((text.split() for text in texts if text.split()), [])
    more = "…" if len(words) > WORDS_OF_A_TITLE else ""
    return " ".join(words[:WORDS_OF_A_TITLE]) + more


def standfirst(item: IncomingStory, desk: Desk) -> str:
    """The standfirst within its length; what is cut off is named."""
    text = item.standfirst
    if len(text) <= STANDFIRST:
        return text
    head = cut(text, STANDFIRST)
    ends = [found.end() for found in re.finditer(r"[.!?…][”\"’)]?(?=\s)", text[:STANDFIRST])]
    if ends and ends[-1] > STANDFIRST // 3:
        head = text[: ends[-1]]
    left = text[len(head.rstrip("…")) :].strip()
    desk.doubt(
        "inferred", f"the standfirst was cut to {STANDFIRST} characters; left out: {cut(left, 2000)}", item.where
    )
    return head


def base(item: IncomingStory, extras: Extras) -> str:
    """The address of the site that an item comes from, where its key tells it."""
    if extras.base:
        return extras.base
    kind, _, rest = item.key.partition(":")
    site = rest.rsplit(":", 1)[0]
    return f"https://{site}/" if kind in {"wxr", "ghost"} and "." in site and " " not in site else ""

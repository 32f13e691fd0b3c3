"""Rows as the ordinary road leaves them, for writing many stories at once.

One story is saved and published by the services that take in anybody's, all its rows are read back, and the transaction
is undone. What remains is a *mould*: a new story's rows are the mould's with what is its own in them. So a column that
the newsroom fills is filled here too, whatever Wagtail or the story's model come to add.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from wagtail.models import Locale, Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from warta.demo.making import NewStory
from warta.stories.models import Person, Section, Story, StoryAuthor, Topic, TopicStory
from warta.stories.services import save_story


class Table:
    """Rows of one table, made of one row as the database has it, and written together."""

    def __init__(self, model: type[models.Model], row: models.Model, own: Sequence[str]) -> None:
        """`own` names the columns that differ from row to row, in the order in which `add` takes them."""
        fields = {field.attname: field for field in model._meta.local_concrete_fields}
        names = [*own, *(name for name in fields if name not in own and not fields[name].primary_key)]
        self.rest = tuple(fields[name].get_db_prep_save(getattr(row, name), connection) for name in names[len(own) :])
        quoted = ", ".join(connection.ops.quote_name(str(fields[name].column)) for name in names)
        marks = ", ".join(["%s"] * len(names))
        self.sql = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({quoted}) VALUES ({marks})"  # noqa: S608
        self.rows: list[tuple[Any, ...]] = []

    def add(self, *own: Any) -> None:
        """One row more, with its own values, as the database takes them."""
        self.rows.append(own + self.rest)


def _prepared(model: type[models.Model], name: str) -> Callable[[Any], Any]:
    """What turns a value of a column into the database's."""
    field: models.Field[Any, Any] = model._meta.get_field(name)  # type: ignore[assignment]
    return partial(field.get_db_prep_save, connection=connection)


@dataclass
class Mould:
    """A story of one language as the ordinary road leaves it."""

    locale: Locale
    content: dict[str, Any]
    page: Page
    story: Story
    byline: StoryAuthor
    topic: Any
    listed: TopicStory
    revision: Revision
    logs: list[PageLogEntry]
    references: list[ReferenceIndex]
    entry: IndexEntry


def cast(locale: Locale, section: Section, topic: Topic, author: Person) -> Mould:
    """Save and publish one story of a language, keep its rows, and undo it all. One short transaction."""
    with transaction.atomic():
        story = Story(title="Mould", standfirst="Mould", section=section, locale=locale, level="free", kind="news",
                      body=json.dumps([{"type": "text", "value": "<p>Mould</p>", "id": "0"}]))  # fmt: skip
        story.topics = [topic]
        story.bylines = [StoryAuthor(person=author, sort_order=0)]
        save_story(story)
        story.publish(story.get_latest_revision())
        story = Story.objects.get(pk=story.pk)
        get_search_backend().add(story)  # Wagtail's worker does so a moment later
        revision = Revision.objects.get(pk=story.latest_revision_id)
        page = ContentType.objects.get_for_model(Page)
        mould = Mould(
            locale=locale,
            content=revision.content,
            page=Page.objects.get(pk=story.pk),
            story=story,
            byline=story.bylines.get(),
            topic=Story.topics.through.objects.get(story=story),
            listed=TopicStory.objects.get(story=story),
            revision=revision,
            logs=list(PageLogEntry.objects.filter(page=story.pk).order_by("pk")),
            references=list(ReferenceIndex.objects.filter(base_content_type=page, object_id=story.pk).order_by("pk")),
            entry=IndexEntry.objects.get(content_type=story.content_type_id, object_id=story.pk),
        )
        transaction.set_rollback(True)
    return mould


class Rows:
    """The rows of stories of one language, in the order in which the tables refer to each other."""

    def __init__(self, mould: Mould) -> None:
        self.mould = mould
        own: tuple[str, ...] = ("id", "path", "title", "draft_title", "slug", "url_path", "translation_key")
        own += ("live_revision_id", "latest_revision_id", "latest_revision_created_at")
        own += ("first_published_at", "last_published_at")
        self.pages = Table(Page, mould.page, own)
        own = ("page_ptr_id", "origin", "standfirst", "kind", "level", "section_id", "body", "published_at")
        self.stories = Table(Story, mould.story, own)
        self.bylines = Table(StoryAuthor, mould.byline, ("id", "story_id", "person_id", "sort_order"))
        self.topics = Table(Story.topics.through, mould.topic, ("story_id", "topic_id"))
        self.listed = Table(TopicStory, mould.listed, ("topic_id", "story_id", "published_at"))
        self.revisions = Table(Revision, mould.revision, ("id", "object_id", "object_str", "created_at", "content"))
        self.logs = [Table(PageLogEntry, log, ("page_id", "revision_id", "label", "timestamp")) for log in mould.logs]
        own = ("object_id", "to_object_id", "content_path", "content_path_hash")
        self.references = [(kept, Table(ReferenceIndex, kept, own)) for kept in mould.references]
        self.entries = Table(IndexEntry, mould.entry, ("object_id", "title", "autocomplete", "body"))
        self.tables = [self.revisions, self.pages, self.stories, self.bylines, self.topics, self.listed, *self.logs]
        self.tables += [table for _, table in self.references]
        if connection.vendor != "postgresql":
            self.tables.append(self.entries)
        self.searched: list[Story] = []
        self.moment, self.key = _prepared(Story, "published_at"), _prepared(Page, "translation_key")
        self.content = _prepared(Revision, "content")
        to_hash = _prepared(ReferenceIndex, "content_path_hash")
        self.hash = lru_cache(maxsize=8)(lambda path: to_hash(ReferenceIndex._get_content_path_hash(path)))

    def make(self, stories: Iterable[NewStory], now: datetime) -> None:
        """The rows of some stories, in place of those that were made before; the stories' places must be known."""
        for table in self.tables:
            table.rows = []
        self.searched = []
        moment = self.moment(now)
        for story in stories:
            self._add(story, moment)

    def _add(self, story: NewStory, now: Any) -> None:
        pk, number, published_at = story.pk, story.revision, self.moment(story.published_at)
        self.pages.add(
            pk, story.path, story.title, story.title, story.slug, story.url_path, self.key(story.key), number, number,
            now, now, now,
        )  # fmt: skip
        self.stories.add(
            pk, story.origin, story.standfirst, story.kind, story.level, story.section, story.body, published_at,
        )  # fmt: skip
        self.revisions.add(number, str(pk), story.title, now, self.content(self._content(story)))
        for order, (byline, person) in enumerate(zip(story.bylines, story.authors, strict=True)):
            self.bylines.add(byline, pk, person, order)
        for topic in story.topics:
            self.topics.add(pk, topic)
            self.listed.add(topic, pk, published_at)
        if connection.vendor == "postgresql":  # which makes the entry's values itself
            searched = Story(pk=pk, title=story.title, standfirst=story.standfirst, body=story.body)
            self.searched.append(searched)
        else:
            self.entries.add(str(pk), story.title, story.title, f"{story.standfirst} {story.words}")
        for log, table in zip(self.mould.logs, self.logs, strict=True):
            table.add(pk, log.revision_id and number, story.title, now)
        for kept, table in self.references:
            for target, path in self._references(kept, story):
                table.add(str(pk), target, path, self.hash(path))

    def _content(self, story: NewStory) -> dict[str, Any]:
        """The version, as the newsroom keeps it."""
        own = {
            "pk": story.pk, "path": story.path, "title": story.title, "draft_title": story.title, "slug": story.slug,
            "url_path": story.url_path, "translation_key": str(story.key), "origin": story.origin, "kind": story.kind,
            "standfirst": story.standfirst, "level": story.level, "section": story.section,
            "topics": story.topics, "published_at": story.published_at, "body": story.body,
            "bylines": [
                {**self.mould.content["bylines"][0], "pk": byline, "story": story.pk, "person": person,
                 "sort_order": order}
                for order, (byline, person) in enumerate(zip(story.bylines, story.authors, strict=True))
            ],
        }  # fmt: skip
        return {**self.mould.content, **own}

    @staticmethod
    def _references(kept: ReferenceIndex, story: NewStory) -> Iterable[tuple[str, str]]:
        """What the story refers to where the mould refers to `kept`: id and path of each."""
        if kept.model_path == "section":
            yield str(story.section), kept.content_path
        elif kept.model_path == "bylines.item.person":
            for byline, person in zip(story.bylines, story.authors, strict=True):
                yield str(person), f"bylines.{byline}.person"
        else:
            yield kept.to_object_id, kept.content_path

    def write(self) -> None:
        """Insert all."""
        with connection.cursor() as cursor:
            for table in self.tables:
                if table.rows:
                    cursor.executemany(table.sql, table.rows)
        if self.searched:
            get_search_backend().add_bulk(Story, self.searched)

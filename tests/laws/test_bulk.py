"""An archive that was filled in bulk is the one that the ordinary road would have made: every row of every table."""

import json
import re
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.db import connection
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page

from warta.demo import archive
from warta.discovery import file
from warta.discovery.index import follow
from warta.stories.models import Section, Story, StoryAuthor, Topic
from warta.stories.services import save_story

SAMPLE = 100
# Done tasks and the log of changes are the road itself; full-text tables keep their insides in files of their own.
THE_ROAD = re.compile(r"django_tasks_database_.*|stories_change|stories_listenerplace|.*_fts(_\w+)?")
TIMES = re.compile(r"(created|published|updated|timestamp|_at$|^at$)")


def settle():
    """What the worker does behind the newsroom's back."""
    with patch.object(connection, "close"):  # the worker closes it after each task; the test's transaction is in it
        call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    assert not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists()
    while follow():
        pass


def rows():
    """Every row of every table, as text without its own id and the times of writing."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not THE_ROAD.fullmatch(table):
                cursor.execute(f'SELECT * FROM "{table}"')
                found[table] = named(cursor)
    if connection.vendor == "sqlite":
        found["discovery_text"] = named(file.connection().execute("SELECT rowid AS rowid, * FROM discovery_text"))
    return found


def named(cursor):
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def of_stories(found, pks):
    """Of `rows`, what belongs to each story, with what numbers and times differ by taken out."""
    name = {"stories_story": "page_ptr_id", "wagtailcore_page": "id", "discovery_text": "rowid",
            "wagtailcore_pagelogentry": "page_id"}  # fmt: skip
    if connection.vendor == "postgresql":
        name["discovery_text"] = "story"
    mine = {str(pk): {} for pk in pks}
    for table, all_rows in found.items():
        for row in all_rows:
            key = row.get(name.get(table, "story_id"), row.get("object_id"))
            if str(key) in mine:
                mine[str(key)].setdefault(table, []).append(row)
    return {
        pk: {table: sorted(map(plain, there), key=repr) for table, there in tables.items()}
        for pk, tables in mine.items()
    }


def plain(row):
    """A row without ids and times: its own id and place, and those of its version and bylines."""
    kept = {}
    for name, value in row.items():
        if name == "content":
            value = plain(json.loads(value))
        elif name == "bylines":
            value = [{**byline, "pk": 0, "story": 0} for byline in value]
        elif name == "body" and isinstance(value, str) and value.startswith("["):
            value = [{**block, "id": bool(block["id"])} for block in json.loads(value)]
        if name in ("id", "pk", "rowid", "story", "page_ptr_id", "page_id", "object_id", "story_id", "translation_key"):
            value = bool(value)
        elif name in ("latest_revision_id", "live_revision_id", "revision_id") or (
            name != "published_at" and TIMES.search(name)
        ):
            value = value is None
        elif name in ("path", "content_path"):
            value = re.sub(r"\d{1,}", "0", value) if name == "content_path" else value[:-4]
        elif name == "content_path_hash" and row["model_path"] != "section":
            value = bool(value)
        kept[name] = value
    return kept


def by_the_ordinary_road(story):
    """The same story, saved and published by the services of the newsroom."""
    twin = Story(
        title=story.title, standfirst=story.standfirst, kind=story.kind, level=story.level, section=story.section,
        locale=story.locale, published_at=story.published_at, origin=story.origin,
        body=json.dumps(list(story.body.raw_data)),
    )  # fmt: skip
    twin.topics = list(story.topics.order_by("pk"))
    twin.bylines = [StoryAuthor(person=byline.person, sort_order=byline.sort_order) for byline in story.bylines.all()]
    save_story(twin)
    twin.publish(twin.get_latest_revision())
    return twin


@pytest.fixture
def paper(newspaper):
    """Two sections and some topics a language, with other words, and three who write."""
    for locale, section in ((section.locale, section) for section in (newspaper.section, newspaper.section_en)):
        Section.objects.create(name="Rahasia", slug="rahasia", locale=locale, default_level="premium", parent=section)
        for number in range(4):
            Topic.objects.create(name=f"Topik {number}", slug=f"topik-{number}", locale=locale, aliases=f"kata{number}")
    for name in ("Ratri", "Galih", "Nala"):
        newspaper.person(name)
    return newspaper


def test_every_row_equals_that_of_a_story_saved_and_published_by_the_newsroom(paper):
    settle()
    assert archive.fill(SAMPLE, seed=7).made == SAMPLE
    settle()
    bulk = list(
        Story.objects.filter(origin__startswith="generate:7:").order_by("pk").select_related("locale", "section")
    )
    one = of_stories(rows(), [story.pk for story in bulk])
    tables_before = {table: len(there) for table, there in rows().items()}
    # Two stories of a year must not differ by the number that a second one of the same headline gets.
    Page.objects.filter(pk__in=[story.pk for story in bulk]).update(slug="elsewhere")
    Story.objects.filter(pk__in=[story.pk for story in bulk]).update(origin=None)
    twins = [by_the_ordinary_road(story) for story in bulk]
    settle()
    other = of_stories(rows(), [twin.pk for twin in twins])
    for story, twin in zip(bulk, twins, strict=True):
        assert one[str(story.pk)] == other[str(twin.pk)]
    grown = {table: len(there) - tables_before[table] for table, there in rows().items()}
    grown = {table: number for table, number in grown.items() if number}
    assert set(grown) == set(one[str(bulk[0].pk)]), "a table that bulk does not fill"
    assert {story.bylines.count() for story in bulk} >= {1, 2}

"""Filling an archive: killed on its way and begun again, it is the archive that it would have been."""

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.cli.command import environment
from tests.edge.served import until

pytestmark = pytest.mark.long
STORIES = 240
# As `warta generate` does, but with a process beside for few stories too, and some of them at a time.
FILL = """
import os, sys; os.environ.setdefault("DJANGO_SETTINGS_MODULE", "warta.settings")
import django; django.setup()
from wagtail.models import Locale, Page
from warta.demo import archive
from warta.stories.models import Section, Topic
for locale in Locale.objects.all():
    for name in ("Angin", "Batu", "Cahaya"):
        Section.objects.get_or_create(name=name, slug=name.lower(), locale=locale)
        Topic.objects.get_or_create(name=name, slug=name.lower(), locale=locale)
archive.BESIDE, archive.CHUNK = 1, 40
filled = archive.fill(int(sys.argv[1]), seed=5, progress=lambda done: print("DONE", done, flush=True))
assert not any(Page.find_problems()), Page.find_problems()
print("FILLED", filled.made, round(filled.longest_hold_s * 1000), flush=True)
"""

# A story by what it is known by, with all of its rows; what is numbered or timed is left out, or counted.
WHOLE = """
SELECT s.origin, p.title, p.slug, p.live, s.standfirst, s.kind, s.level, s.section_id, s.body, r.content,
    (SELECT group_concat(topic_id) FROM (SELECT topic_id FROM stories_story_topics
        WHERE story_id = p.id ORDER BY topic_id)),
    (SELECT group_concat(topic_id) FROM (SELECT topic_id FROM stories_topicstory
        WHERE story_id = p.id ORDER BY topic_id)),
    (SELECT group_concat(person_id) FROM (SELECT person_id FROM stories_storyauthor
        WHERE story_id = p.id ORDER BY sort_order)),
    (SELECT count(*) FROM wagtailcore_revision WHERE object_id = p.id),
    (SELECT count(*) FROM wagtailcore_pagelogentry WHERE page_id = p.id),
    (SELECT count(*) FROM wagtailcore_referenceindex WHERE object_id = p.id),
    (SELECT group_concat(e.title || e.body) FROM wagtailsearch_indexentry e WHERE e.object_id = p.id),
    (SELECT group_concat(f.title || f.body) FROM wagtailsearch_indexentry_fts f WHERE f.rowid =
        (SELECT e.id FROM wagtailsearch_indexentry e WHERE e.object_id = p.id)),
    (SELECT headline || standfirst || names || text FROM search.discovery_text WHERE rowid = p.id)
FROM stories_story s JOIN wagtailcore_page p ON p.id = s.page_ptr_id
LEFT JOIN wagtailcore_revision r ON r.id = p.live_revision_id
WHERE s.origin LIKE 'generate:%' ORDER BY s.origin
"""


def fill(data):
    command = [sys.executable, "-c", FILL, str(STORIES)]
    return subprocess.Popen(command, env=environment(WARTA_DATA=str(data)), stdout=subprocess.PIPE, text=True)


def finish(process):
    """What it said at the end: how many stories it made, and the longest hold of the lock in milliseconds."""
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return [int(number) for number in re.search(r"FILLED (\d+) (\d+)", out).groups()]


def stories(data):
    """All made-up stories by their origins, without ids and times."""
    with closing(sqlite3.connect(data / "warta.sqlite3")) as database:
        database.execute("ATTACH ? AS search", [str(data / "search.sqlite3")])
        rows = database.execute(WHOLE).fetchall()
    found = {origin: [plain(value) for value in rest] for origin, *rest in rows}
    assert len(found) == len(rows)
    return found


def plain(value):
    """JSON without the ids of its parts, its place and its times; anything else as it is."""
    if not isinstance(value, str) or not value.startswith(("[", "{")):
        return value
    found = json.loads(value)
    if isinstance(found, list):
        return [{**part, "id": None} for part in found]
    kept = {name: found[name] for name in ("title", "slug", "standfirst", "kind", "level", "section", "topics")}
    return kept | {"body": plain(found["body"]), "by": [byline["person"] for byline in found["bylines"]]}


def below(pid):
    with suppress(OSError):
        tasks = Path(f"/proc/{pid}/task").iterdir()
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    return []


@pytest.fixture
def second(data, tmp_path):
    """The same newspaper once more."""
    return shutil.copytree(data, tmp_path / "second")


def test_killed_and_run_again_it_is_the_same_archive(data, second):
    process = fill(data)
    lines = iter(process.stdout.readline, "")
    assert any(int(line.split()[1]) >= STORIES // 3 for line in lines if line.startswith("DONE"))
    beside = below(process.pid)
    process.kill()
    process.wait()
    process.stdout.close()
    assert beside, "nothing ran beside it"
    until(lambda: not any(Path(f"/proc/{pid}/cmdline").exists() for pid in beside), what="a process was left behind")
    partly = stories(data)
    assert 0 < len(partly) < STORIES
    made, _ = finish(fill(data))
    assert made == STORIES - len(partly)
    whole, other = stories(data), finish(fill(second)) and stories(second)
    assert len(whole) == STORIES
    for origin, row in partly.items():  # nothing is half there; the search index may have come behind
        assert row[:-1] == whole[origin][:-1]
    assert whole == other
    assert all(row[-1] for row in whole.values())

"""The change log from both sides: what the newsroom writes is what the edge reads."""

import os
import sqlite3
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from warta.access import Gate, Level
from warta.edge.log import PostgresLog, SqliteLog
from warta.stories.changes import ChangeKind
from warta.stories.models import Change

# Another connection sees what is committed alone.
ON_POSTGRESQL = bool(os.environ.get("WARTA_DATABASE_URL"))


@pytest.fixture
def log(tmp_path):
    """The log as the edge opens it; on SQLite a copy of the test's own table, taken again before each look."""
    if connection.vendor == "postgresql":
        known = connection.settings_dict
        url = f"postgresql://{known['USER']}:{known['PASSWORD']}@{known['HOST']}:{known['PORT']}/{known['NAME']}"
        found = PostgresLog(url)
        yield found
        found.close()
        return
    file = tmp_path / "warta.sqlite3"

    class Copied(SqliteLog):
        def _rows(self, sql, values):
            with connection.cursor() as cursor:
                cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'stories_change'")
                table = cursor.fetchone()[0]
                cursor.execute("SELECT * FROM stories_change")
                rows = cursor.fetchall()
            with sqlite3.connect(file) as copy:
                copy.execute("DROP TABLE IF EXISTS stories_change")
                copy.execute(table)
                for row in rows:
                    copy.execute(f"INSERT INTO stories_change VALUES ({', '.join('?' * len(row))})", row)
            return super()._rows(sql, values)

    found = Copied(file)
    yield found
    found.close()


@pytest.mark.django_db(transaction=ON_POSTGRESQL)
def test_rows_come_across_as_they_were_meant(log):
    start = log.newest()
    gate = Gate(41, Level.PREMIUM, published=True, public_from=timezone.now(), section=3)
    Change.record(ChangeKind.STORY_CHANGED, 41, gate=gate, language="id")
    Change.record(ChangeKind.POLICY_CHANGED)
    Change.record(ChangeKind.RIGHTS_CHANGED, reader=7, generation=5)
    Change.record_stories([1, 2])
    story, policy, rights, *others = log.after(start)
    assert (story.kind, story.story, story.language, story.gate) == ("story_changed", 41, "id", gate)
    assert (policy.kind, policy.gate, policy.tags) == ("policy_changed", None, {"policy"})
    assert (rights.kind, rights.reader, rights.generation) == ("rights_changed", 7, 5)
    assert [(row.story, row.gate) for row in others] == [(1, None), (2, None)]
    numbers = [row.id for row in (story, policy, rights, *others)]
    assert numbers == sorted(set(numbers)) and numbers[0] > start
    assert log.after(numbers[-1]) == []


@pytest.mark.django_db(transaction=ON_POSTGRESQL)
def test_a_new_worker_learns_whose_rights_changed_lately(log):
    Change.record(ChangeKind.RIGHTS_CHANGED, reader=7, generation=5)
    old = Change.record(ChangeKind.RIGHTS_CHANGED, reader=8, generation=1)
    Change.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(hours=1))
    assert [(row.reader, row.generation) for row in log.voids()] == [(7, 5)]


def test_a_log_that_is_not_there_is_told(tmp_path):
    with pytest.raises(OSError, match="change log"):
        SqliteLog(tmp_path / "none.sqlite3").newest()


def test_a_log_that_comes_back_is_read_on(tmp_path):
    file = tmp_path / "warta.sqlite3"
    log = SqliteLog(file)
    with pytest.raises(OSError):
        log.newest()
    with sqlite3.connect(file) as made:
        made.execute(
            "CREATE TABLE stories_change (id INTEGER PRIMARY KEY, kind, story, language, gate, reader, generation, at)"
        )
        made.execute("INSERT INTO stories_change (kind) VALUES ('list_changed')")
    assert log.newest() == 1 and [row.kind for row in log.after(0)] == ["list_changed"]

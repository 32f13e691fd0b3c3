"""What is read stands in a database of its own, and nothing else does."""

import sqlite3
from contextlib import closing

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from warta.audience.models import Count, Salt
from warta.stories.models import Change

pytestmark = pytest.mark.django_db


def tables(alias):
    return {name for name in connections[alias].introspection.table_names() if name.startswith("audience_")}


def test_reads_are_kept_apart():
    Salt.objects.create(day="2026-11-26", value="ab")
    assert Salt.objects.db == settings.READS
    assert Change.objects.db == "default"
    assert Salt.objects.using(settings.READS).count() == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL holds all in one")
def test_each_database_has_its_own_tables_alone():
    assert tables("default") == set()
    wanted = {"waiting", "salt", "seen", "present", "spent", "place", "count"}
    assert tables("reads") == {f"audience_{name}" for name in wanted}
    assert all(name.startswith("audience_") for name in connections["reads"].introspection.table_names())


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL holds all in one")
def test_the_migrations_make_what_the_models_say(tmp_path, django_db_blocker):
    """The tests' own database is made from the models; a newspaper's from the migrations."""
    fresh = connections["reads"].copy()
    fresh.settings_dict = {**connections["reads"].settings_dict, "NAME": str(tmp_path / "reads.sqlite3")}
    kept, connections["reads"] = connections["reads"], fresh
    try:
        call_command("migrate", "audience", database="reads", verbosity=0)
    finally:
        fresh.close()
        connections["reads"] = kept
    with closing(sqlite3.connect(tmp_path / "reads.sqlite3")) as made:
        rows = made.execute("SELECT name, sql FROM sqlite_schema WHERE name LIKE 'audience_%'").fetchall()
    with kept.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_schema WHERE name LIKE 'audience_%'")
        assert sorted(rows) == sorted(cursor.fetchall())


def test_nothing_counts_twice():
    """The unique constraint that adding up relies on."""
    assert [constraint.name for constraint in Count._meta.constraints] == ["audience_count_one"]
    assert not any(field.remote_field for model in (Count, Salt) for field in model._meta.get_fields())

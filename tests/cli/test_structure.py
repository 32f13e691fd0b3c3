"""The script that a new newspaper's tables come from leaves what all migrations leave."""

import importlib.util
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from warta.cli import structure

found = importlib.util.spec_from_file_location("structure_script", Path(__file__).parents[2] / "scripts/structure.py")
script = importlib.util.module_from_spec(found)
found.loader.exec_module(script)


def empty(path):
    """Django's connection to a database that is not there yet."""
    fresh = connection.copy()
    fresh.settings_dict = {**connection.settings_dict, "NAME": str(path)}
    return fresh


def test_it_is_what_the_migrations_leave(tmp_path, django_db_blocker):
    told = script.dump(script.replayed(tmp_path, "en"))
    with django_db_blocker.unblock(), closing(empty(tmp_path / "laid.sqlite3")) as laid:
        assert structure.load(laid, "en")
    assert script.dump(tmp_path / "laid.sqlite3") == told, "make structure"


def test_two_newspapers_have_keys_of_their_own(tmp_path, django_db_blocker):
    keys = set()
    for name in ("one", "two"):
        with django_db_blocker.unblock(), closing(empty(tmp_path / name)) as laid:
            structure.load(laid, "id")
        with closing(sqlite3.connect(tmp_path / name)) as database:
            keys |= {key for (key,) in database.execute("SELECT translation_key FROM wagtailcore_page")}
    assert len(keys) == 4 and {len(key) for key in keys} == {32}


def test_a_database_in_use_is_left_alone(db):
    assert connection.introspection.table_names()
    assert structure.load(connection, "id") is False


def test_a_script_that_knows_more_than_the_packages_is_left_alone(tmp_path, monkeypatch, django_db_blocker):
    newer = tmp_path / "structure.sql"
    row = "INSERT INTO django_migrations VALUES (9999, 'wagtailcore', '9999_of_tomorrow', CURRENT_TIMESTAMP);\n"
    newer.write_text(structure.FILE.read_text() + row)
    monkeypatch.setattr(structure, "FILE", newer)
    with django_db_blocker.unblock(), closing(empty(tmp_path / "fresh.sqlite3")) as fresh:
        assert structure.load(fresh, "id") is False
        assert fresh.introspection.table_names() == []
        monkeypatch.undo()
        assert structure.load(fresh, "en") is True
        with fresh.cursor() as cursor:
            assert cursor.execute("SELECT language_code FROM wagtailcore_locale").fetchall() == [("en",)]


def test_a_script_that_breaks_leaves_nothing(tmp_path, monkeypatch, django_db_blocker):
    monkeypatch.setattr(structure, "_is_known", lambda script: True)
    broken = tmp_path / "structure.sql"
    broken.write_text(structure.FILE.read_text() + "INSERT INTO nowhere VALUES (1);\n")
    monkeypatch.setattr(structure, "FILE", broken)
    with django_db_blocker.unblock(), closing(empty(tmp_path / "fresh.sqlite3")) as fresh:
        with pytest.raises(sqlite3.OperationalError):
            structure.load(fresh, "id")
        assert fresh.introspection.table_names() == []


@pytest.mark.django_db
def test_nothing_is_left_to_migrate():
    call_command("migrate", check_unapplied=True, verbosity=0)

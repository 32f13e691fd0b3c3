"""What all migrations leave in an empty SQLite database, as one script: to replay them takes ten times as long.

The script is made by `scripts/structure.py`; a test replays the migrations and compares. It may be older than the code:
migrations that it does not know are applied after it, as in a newspaper that is upgraded. PostgreSQL replays them all.
"""

from __future__ import annotations

import importlib
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("structure.sql")


def load(connection: Any, language: str) -> bool:
    """Lay the tables of a new newspaper into an empty SQLite database; whole or not at all.

    Returns False, having done nothing, if there are tables, if it is another engine, or if the script knows a migration
    that the installed packages do not have.

    connection  Django's
    language    the newspaper's: id, en, …
    """
    if connection.vendor != "sqlite" or connection.introspection.table_names():
        return False
    script = FILE.read_text()
    if not _is_known(script):
        return False
    with connection.cursor() as cursor:
        try:
            cursor.executescript(f"BEGIN IMMEDIATE;\n{script}")
            cursor.execute("UPDATE wagtailcore_locale SET language_code = %s", [language])  # made by a migration
            cursor.execute("COMMIT")
        except BaseException:
            connection.connection.rollback()
            raise
    return True


def _is_known(script: str) -> bool:
    """Do the installed packages have every migration that the script stands for?"""
    with closing(sqlite3.connect(":memory:")) as scratch:
        scratch.executescript(script)
        applied = set(scratch.execute("SELECT app, name FROM django_migrations"))
    loader = importlib.import_module("django.db.migrations.loader").MigrationLoader(None)
    there = loader.disk_migrations
    return applied <= set(there) | {key for migration in there.values() for key in migration.replaces}

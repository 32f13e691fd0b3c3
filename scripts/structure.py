"""Make `src/warta/cli/structure.sql` anew: what all migrations leave in an empty database.

Usage: python scripts/structure.py    after migrations were added (make structure)
"""

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from warta.cli.structure import FILE

LANGUAGE = "id"  # in which the script's one row of a language is; a new newspaper's takes its place
MIGRATE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""
# What differs from one newspaper to the next.
FRESH = {
    ("django_migrations", "applied"): "CURRENT_TIMESTAMP",
    ("wagtailcore_page", "translation_key"): "lower(hex(randomblob(16)))",
}
SEARCH = "wagtailsearch_indexentry_fts"  # makes its own tables, and holds nothing


def replayed(folder: Path, language: str) -> Path:
    """A database in which every migration was replayed, and nothing else happened."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("WARTA_", "DJANGO_"))}
    env |= {"WARTA_DATA": str(folder), "WARTA_MODE": "demo", "WARTA_SECRET_KEY": "only-to-replay-" * 3,
            "WARTA_LANGUAGE": language, "DJANGO_SETTINGS_MODULE": "warta.settings"}  # fmt: skip
    subprocess.run([sys.executable, "-c", MIGRATE], env=env, check=True)
    return folder / "warta.sqlite3"


def dump(path: Path) -> str:
    """The script that makes such a database again."""
    with closing(sqlite3.connect(path)) as database:
        return "\n".join(_statements(database)) + "\n"


def _statements(database: sqlite3.Connection) -> Iterator[str]:
    rows = database.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' "
        "ORDER BY type = 'table' DESC, type = 'index' DESC, name"
    ).fetchall()
    rows = [row for row in rows if not row[1].startswith(f"{SEARCH}_")]
    yield from (f"{sql};" for kind, _name, sql in rows if kind == "table")
    for kind, name, _sql in rows:
        if kind == "table" and name != SEARCH:
            yield from _inserts(database, name)
    yield from (f"{sql};" for kind, _name, sql in rows if kind != "table")


def _inserts(database: sqlite3.Connection, table: str) -> Iterator[str]:
    columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
    told = ", ".join(f"'{FRESH[table, name]}'" if (table, name) in FRESH else f'quote("{name}")' for name in columns)
    for row in database.execute(f"SELECT {told} FROM {table} ORDER BY rowid"):
        yield f"INSERT INTO {table} VALUES ({', '.join(row)});"


def main() -> None:
    """Write the script."""
    with tempfile.TemporaryDirectory() as folder:
        FILE.write_text(dump(replayed(Path(folder), LANGUAGE)))


if __name__ == "__main__":
    main()

"""A newspaper small enough to be copied a hundred times: the tables and files that a backup looks at, and no more."""

import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from warta.config import load

KEY = "k" * 48


def make(folder, *, name="old", stories=20, pictures=3, **settings):
    """A newspaper whose every story tells its name."""
    (folder / "media/images").mkdir(parents=True)
    (folder / "outbox").mkdir()
    lines = [f'secret_key = "{KEY}"', *(f'{key} = "{value}"' for key, value in settings.items())]
    (folder / "warta.toml").write_text("\n".join(lines) + "\n")
    for number in range(pictures):
        (folder / f"media/images/{name}-{number}.jpg").write_bytes(os.urandom(3000) + name.encode())
    with closing(sqlite3.connect(folder / "warta.sqlite3")) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE django_migrations (app TEXT, name TEXT)")
        database.execute("INSERT INTO django_migrations VALUES ('stories', '0001_initial')")
        database.execute("CREATE TABLE story (id INTEGER PRIMARY KEY, text TEXT)")
        database.executemany("INSERT INTO story (text) VALUES (?)", [(f"{name} {n} " * 50,) for n in range(stories)])
        database.commit()
    return folder


def state(folder):
    """What stands in a folder, as one number: stories and the bytes of pictures; None if there is no newspaper."""
    if not (folder / "warta.sqlite3").exists():
        return None
    seen = hashlib.sha256()
    with closing(sqlite3.connect(folder / "warta.sqlite3")) as database:
        try:
            seen.update(repr(database.execute("SELECT * FROM story ORDER BY id").fetchall()).encode())
        except sqlite3.DatabaseError:
            return "half"
    for path in sorted((folder / "media").rglob("*.jpg")):
        seen.update(path.name.encode() + path.read_bytes())
    return seen.hexdigest()


def config(folder, **environ):
    return load(Path(folder), environ=environ)


def besides(folder):
    """What stands beside a newspaper and bears its name: stages, old ones kept aside."""
    return sorted(path for path in folder.parent.iterdir() if folder.name in path.name and path != folder)

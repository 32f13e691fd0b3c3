"""What must be done once after an installation or an upgrade: folders, tables, files of the look."""

from __future__ import annotations

import hashlib
import importlib
import importlib.metadata
import json
from pathlib import Path

from warta.cli import structure
from warta.cli.folder import (
    READS_FILE,
    STAMP,
    FolderError,
    claim,
    newer,
    refuse_missing,
    refuse_newer,
    refuse_unwritable,
    write_whole,
)
from warta.cli.main import set_up_django
from warta.config import Config

UNDER_WAY = "{}"
READS = "reads"  # Django's name of the database of its own, where there is one
PACKAGE = Path(__file__).parent.parent


def prepare(config: Config, *, is_new: bool = False) -> bool:
    """Bring the data folder up to date with this version; returns whether there was something to do.

    A stamp tells that it was done, so that a later start does without Django. It is empty while the work is under way,
    so that the next call knows of an interrupted one.

    is_new  the newspaper is being made: the database must be empty
    raises  FolderError; OSError if the folder cannot be written
    """
    if not is_new:
        refuse_missing(config)
    config.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    claim(config)
    refuse_newer(config)
    refuse_unwritable(config)
    stamp = config.data / STAMP
    wanted = fingerprint(config)
    known = stamp.read_text() if stamp.exists() else ""
    if known == wanted and (config.database_url or (config.data / READS_FILE).exists()):
        return False
    config.data.chmod(0o700)  # accounts, letters and drafts are nobody else's
    for folder in ("media", "static", "outbox"):
        (config.data / folder).mkdir(parents=True, exist_ok=True)
    set_up_django()
    _refuse_database(config, is_new=is_new)
    write_whole(stamp, UNDER_WAY)
    structure.load(importlib.import_module("django.db").connection, config.language)
    call_command = importlib.import_module("django.core.management").call_command
    call_command("migrate", verbosity=0, interactive=False)
    if READS in importlib.import_module("django.db").connections:
        call_command("migrate", "audience", database=READS, verbosity=0, interactive=False)
    call_command(
        "collectstatic", verbosity=0, interactive=False, clear=known == UNDER_WAY
    )  # a file may be half written
    importlib.import_module("warta.desk.roles").make_roles()
    write_whole(stamp, wanted)
    return True


def _refuse_database(config: Config, *, is_new: bool) -> None:
    """raises FolderError if a new newspaper's database is in use, or if it has tables that this version cannot know"""
    connection = importlib.import_module("django.db").connection
    if is_new and connection.introspection.table_names():
        raise FolderError(
            "The database of database_url holds tables already: another newspaper's, or what an interrupted setup "
            "left. Name an empty one, or empty this one, then give the same command again."
        )
    loader = importlib.import_module("django.db.migrations.loader").MigrationLoader(connection)
    replaced = {key for migration in loader.disk_migrations.values() for key in migration.replaces}
    unknown = sorted(
        key
        for key in set(loader.applied_migrations) - set(loader.disk_migrations) - replaced
        if key[0] in loader.migrated_apps
    )
    if unknown:
        raise FolderError(newer(config, f"a newer version (it has {unknown[0][0]}.{unknown[0][1]})"))


def fingerprint(config: Config) -> str:
    """What the data folder was prepared for: versions, migrations, files of the look, the database."""
    files = sorted((*PACKAGE.glob("*/migrations/*.py"), *PACKAGE.glob("site/static/**/*"), PACKAGE / "desk/roles.py"))
    seen = hashlib.sha256()
    for file in files:
        status = file.stat()
        seen.update(f"{file.relative_to(PACKAGE)} {status.st_size} {status.st_mtime_ns}\n".encode())
    versions = {name: importlib.metadata.version(name) for name in ("warta", "wagtail", "django", "django-allauth")}
    database = hashlib.sha256(config.database_url.encode()).hexdigest()
    return json.dumps({**versions, "files": seen.hexdigest(), "database": database}, indent=1)

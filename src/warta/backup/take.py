"""Taking a backup while the newspaper runs.

Databases first, files after. A picture is written before the row that names it, and never changed in place: whatever a
row of the copied database names lies in the folder when the files are read, unless somebody deleted it since, on
purpose. The other order would lose a picture uploaded between the two. Pictures that came after the databases' moment
are in the file too; no row names them, and they do no harm.
"""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from warta import __version__
from warta.backup import contents, postgresql, sqlite
from warta.backup.archive import FORMAT, Manifest, Writer
from warta.backup.errors import BackupError
from warta.config import FILE_NAME, Config

SPARE = 16 << 20
Progress = Callable[[int, int, str], None]  # bytes done, bytes in all, what is copied now


@dataclass(frozen=True, slots=True)
class Taken:
    """A backup that stands: its size in bytes, its files, what vanished meanwhile, what was left out."""

    size: int
    files: int
    vanished: int
    left_out: list[str]


def take(config: Config, path: Path, *, overwrite: bool = False, tell: Progress | None = None) -> Taken:
    """Write a backup of a newspaper to `path`: whole, or not at all.

    tell    called as it goes on
    raises  BackupError; OSError and sqlite3.Error of the disk. FILE is then as it was
    """
    path = path.absolute()
    _refuse_inside(config.data, path)
    with Writer(path, overwrite=overwrite) as out:
        counted = _Counted(tell)
        found = contents.find(config.data)
        counted.total = _room(config, found, path.parent)
        migrations = _databases(config, found, out, counted)
        vanished = 0
        found = contents.find(config.data)  # after the databases' moment
        for file, name, _ in found.files:
            if file == config.data / FILE_NAME:
                continue
            vanished += not out.add_file(file, name, counted.add)
        out.add_bytes(f"{contents.DATA}/{FILE_NAME}", _settings(config))
        manifest = Manifest(
            format=FORMAT, warta=__version__, taken=datetime.now(UTC).isoformat(timespec="seconds"),
            engine="postgresql" if config.database_url else "sqlite", migrations=migrations, vanished=vanished,
        )  # fmt: skip
        size = out.finish(manifest)
        left_out = found.left_out + [f"{name} (it changed while it was read)" for name in out.torn]
        return Taken(size, len(out.members), vanished, left_out)


class _Counted:
    """Adds up what was done."""

    def __init__(self, tell: Progress | None) -> None:
        self.done, self.total, self.tell = 0, 0, tell

    def add(self, more: int, what: str) -> None:
        self.done += more
        if self.tell is not None:
            self.tell(self.done, max(self.total, self.done), what)


def _refuse_inside(data: Path, path: Path) -> None:
    for name in contents.FOLDERS:
        if path.resolve().is_relative_to((data / name).resolve()):
            raise BackupError(f"{path} would be part of itself: it lies in {data / name}. Choose a place elsewhere.")
    if not path.parent.is_dir():
        raise BackupError(f"{path.parent} is no folder. Nothing was written. Make it, or choose another place.")


def _room(config: Config, found: contents.Found, folder: Path) -> int:
    """The bytes that will be read. raises BackupError if there is no room for them"""
    if config.database_url:
        read = needed = postgresql.size(config.database_url)
    else:
        sizes = [path.stat().st_size for path in found.databases]
        read, needed = 2 * sum(sizes), max(sizes, default=0) + sum(sizes)  # one copy at a time, and what it packs to
    needed += found.size + SPARE
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise BackupError(
            f"{folder} has room for {free // 2**20} MB; the backup may need {needed // 2**20} MB. Nothing was written. "
            "Free some space, or choose a place on another disk."
        )
    return read + found.size


def _databases(config: Config, found: contents.Found, out: Writer, counted: _Counted) -> list[str]:
    """Copy every database; returns the migrations of the main one."""
    migrations: list[str] = []
    if config.database_url:
        migrations = postgresql.migrations(config.database_url)
        with postgresql.Dump(config.database_url) as stream:
            out.add_stream(stream, contents.DUMP, counted.add, pack=False)
    elif not any(path.name == contents.DATABASE for path in found.databases):
        raise BackupError(f"{config.data} holds no database ({contents.DATABASE}). Nothing was written.")
    work = out.path.parent / f".{out.path.name}.work"  # of a fixed name, so that the next takes away a killed one's
    shutil.rmtree(work, ignore_errors=True)
    try:
        work.mkdir(mode=0o700)
        for database in found.databases:
            if config.database_url and database.name == contents.DATABASE:
                continue  # of the time before PostgreSQL
            copy = work / database.name
            sqlite.copy(database, copy, lambda more, name=database.name: counted.add(more, name))  # type: ignore[misc]
            if database.name == contents.DATABASE:
                migrations = sqlite.migrations(copy)
            if database.name == contents.READS:
                sqlite.empty(copy, contents.OF_THE_DAY)
            with copy.open("rb") as stream:
                out.add_stream(stream, f"{contents.DATA}/{database.name}{contents.PACKED}", counted.add, pack=True)
            copy.unlink()
        work.rmdir()
    finally:  # also where a signal came just then
        shutil.rmtree(work, ignore_errors=True)
    return migrations


def _settings(config: Config) -> bytes:
    """The settings file, with the secret key in force: tokens and gift links are void without it."""
    path = config.data / FILE_NAME
    text = path.read_bytes().decode() if path.exists() else ""
    if config.secret_key and tomllib.loads(text).get("secret_key") != config.secret_key:
        text = re.sub(r"(?m)^[ \t]*[\"']?secret_key[\"']?[ \t]*=.*\n?", "", text)
        text = f"{text.rstrip()}\n# From the environment (WARTA_SECRET_KEY), when the backup was taken.\n".lstrip()
        text += f"secret_key = {json.dumps(config.secret_key)}\n"
        if tomllib.loads(text)["secret_key"] != config.secret_key:
            raise BackupError(f"The secret key cannot be written into a copy of {path}. Write it there yourself.")
    return text.encode()

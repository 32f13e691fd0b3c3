"""The data folder: whose it is, whether it can be written, and how a newspaper comes to stand in it.

A newspaper is made whole or not at all: while it is being made, the folder holds the file `unfinished`, locked by the
process that makes it. What an interrupted one left is thrown away by the next, so that the same command may be given
again; until then no other command works there.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from warta import __version__
from warta.backup import swap
from warta.config import FILE_NAME, Config

MARKER = "unfinished"
STAMP = "prepared.json"
ACCOUNTS = "demo-accounts.json"
DATABASE = "warta.sqlite3"
READS_FILE = "reads.sqlite3"
_DATABASES = (DATABASE, READS_FILE, "search.sqlite3")
# All that making a newspaper puts into its folder.
MADE = (FILE_NAME, *(f"{name}{end}" for name in _DATABASES for end in ("", "-wal", "-shm", "-journal")), "media",
        "static", "outbox", STAMP, ACCOUNTS)  # fmt: skip
NOBODYS = re.compile(r"\..*|lost\+found|.*\.(log|pid)")  # beside these a newspaper may be made


class FolderError(Exception):
    """The data folder cannot be used. The message says why, what stands, and what to do."""


def refuse_unfinished(config: Config) -> None:
    """raises FolderError if the newspaper in the folder was never made to the end"""
    if (config.data / MARKER).exists():
        raise FolderError(
            f"{config.data} holds a newspaper that was never finished: making it was interrupted, or is still under "
            "way. Give the same `warta init` or `warta demo` again; it begins anew."
        )


def refuse_missing(config: Config) -> None:
    """raises FolderError if no newspaper is in the folder, nor one set by the environment alone"""
    known = (FILE_NAME, DATABASE, STAMP)
    if not config.secret_key and not any((config.data / name).exists() for name in known):
        raise FolderError(
            f"{config.data} holds no newspaper (no {FILE_NAME}). Make one there with `warta init` or `warta demo`, or "
            "say with --data (or WARTA_DATA) where yours is."
        )


def refuse_unprepared(config: Config) -> None:
    """raises FolderError if no table was ever made here"""
    refuse_missing(config)
    if not (config.data / STAMP).exists():
        raise FolderError(f"{config.data} was never prepared: no tables, no files of the look. `warta serve` does it.")


def refuse_newer(config: Config) -> None:
    """raises FolderError if a newer version has worked on the folder"""
    try:
        there = str(json.loads((config.data / STAMP).read_text())["warta"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return
    if _numbers(there) > _numbers(__version__):
        raise FolderError(newer(config, f"Warta {there}"))


def newer(config: Config, what: str) -> str:
    """What is said of a folder that `what` has worked on."""
    return (
        f"{config.data} was last used by {what}; this is Warta {__version__}, which does not know its tables. Nothing "
        "was changed. Install the newer version, or take the copy made before the upgrade."
    )


def _numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]


def refuse_unwritable(config: Config) -> None:
    """Write a small file into the folder, and take it away. raises OSError naming the folder"""
    with tempfile.TemporaryFile(dir=config.data) as probe:
        probe.write(b"x" * 4096)
        probe.flush()


def write_whole(path: Path, text: str) -> None:
    """Write a file that its owner alone reads; whatever happens, the old or the new stands there whole."""
    draft = path.with_name(f"{path.name}.new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)


def claim(config: Config) -> None:
    """Say that we work in the folder, as long as this process lives, so that no restore takes it from under us.

    raises FolderError if one is doing so
    """
    if config.data.is_dir():
        try:
            swap.claim(config.data, alone=False)
        except BlockingIOError:
            raise FolderError(f"A backup is being restored into {config.data}. Wait for it to end.") from None


def is_new(config: Config) -> bool:
    """Has no newspaper been made here to the end?"""
    return (config.data / MARKER).exists() or not (config.data / FILE_NAME).exists()


@contextmanager
def newspaper_in(config: Config, settings: str) -> Iterator[None]:
    """Around the making of a newspaper in its folder, which is there afterwards: `settings` become its settings file.

    raises FolderError if the folder holds a newspaper or something else, or if another process is making one there
    """
    _refuse_foreign(config.data)
    config.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    marker = config.data / MARKER
    with marker.open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FolderError(f"Another process is making a newspaper in {config.data} right now.") from None
        if not marker.exists():  # it was finished between the two lines above
            raise FolderError(f"{config.data} holds a newspaper already. Nothing was changed.")
        _throw_away(config.data)
        write_whole(config.data / FILE_NAME, settings)
        yield
        marker.unlink()


def _refuse_foreign(folder: Path) -> None:
    if (folder / MARKER).exists() or not folder.exists():
        return
    if (folder / FILE_NAME).exists():
        raise FolderError(f"{folder / FILE_NAME} exists: this folder holds a newspaper already. Nothing was changed.")
    others = sorted(path.name for path in folder.iterdir() if not _is_nothing(path))
    if others:
        shown = ", ".join(others[:3]) + (" …" if others[3:] else "")
        raise FolderError(
            f"{folder} holds something else ({shown}) and no {FILE_NAME}. Nothing was changed. Choose an empty folder "
            "with --data."
        )


def _is_nothing(path: Path) -> bool:
    """A file or folder that nobody minds: hidden, a log, empty."""
    if NOBODYS.fullmatch(path.name):
        return True
    return not any(path.iterdir()) if path.is_dir() else path.stat().st_size == 0


def _throw_away(folder: Path) -> None:
    """Take away what an interrupted making left."""
    for name in MADE:
        path = folder / name
        if path.is_dir() and not path.is_symlink():
            for inside in path.iterdir():  # the folder itself may be a mounted one
                shutil.rmtree(inside) if inside.is_dir() and not inside.is_symlink() else inside.unlink()
        else:
            with suppress(FileNotFoundError):
                path.unlink()

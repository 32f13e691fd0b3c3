"""How a restored folder takes its place: made whole beside it, then exchanged in one step.

Beside DATA stands, while a restore works, the stage `.DATA.restoring`: `run.json` names the restore, `data/` is the
folder that it makes, whose `restored.json` bears the same name. Linux exchanges two folders in one call, so whenever we
are killed DATA is the old or the new one. What stands in the stage afterwards is the old one if DATA bears the name of
the run: it is then kept aside; else it is half a new one, and is thrown away.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import json
import os
import shutil
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from warta.backup.archive import sync_folder
from warta.backup.contents import RESTORED
from warta.backup.errors import BackupError

RUN = "run.json"
AT_FDCWD, RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h


def claim(folder: Path, *, alone: bool) -> int | None:
    """Hold a folder: whoever works in it does so with others, a restore does so alone. Ends with the process.

    The lock is the folder's own, so it needs no file and goes where the folder goes. Where a disk knows no locks there
    are none.

    returns the handle to close; None where there are no locks
    raises  BlockingIOError if somebody holds it otherwise
    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise
    except OSError:
        os.close(handle)
        return None
    return handle


class Stage:
    """The folder in which a restore works."""

    def __init__(self, data: Path) -> None:
        self.target = data
        self.home = data.with_name(f".{data.name}.restoring")
        self.data = self.home / "data"

    def begin(self, run: dict[str, Any]) -> None:
        """An empty stage for this run."""
        self.clear()
        self.data.mkdir(mode=0o700)
        self.note(run)

    def hold(self) -> None:
        """Make the stage, and hold it. raises BackupError if another restore does"""
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            claim(self.home, alone=True)
        except BlockingIOError:
            raise BackupError(f"Another process is restoring into {self.target} right now.") from None

    def clear(self) -> None:
        """Throw away what is in it."""
        for path in self.home.iterdir():
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()

    def leave(self) -> None:
        """Take the stage away."""
        shutil.rmtree(self.home, ignore_errors=True)

    def note(self, run: dict[str, Any]) -> None:
        """Write down how far this run is."""
        write(self.home / RUN, run)

    def run(self) -> dict[str, Any]:
        """What an earlier run wrote down; empty if there was none."""
        return read(self.home / RUN)

    def has_swapped(self) -> bool:
        """Did that run put its folder in place?"""
        return bool(self.run()) and read(self.target / RESTORED).get("run") == self.run().get("run")

    def put_in_place(self) -> None:
        """The new folder becomes DATA, in one step; the old one, if there is one, stands in the stage."""
        os.sync()
        if not self.target.exists() or not any(self.target.iterdir()):
            self.data.rename(self.target)
        else:
            _exchange(self.data, self.target)
        sync_folder(self.target.parent)

    def keep_aside(self) -> Path | None:
        """Move the old folder out of the stage, to a name that tells when; None if there is no old one."""
        if not self.data.exists():
            return None
        stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
        aside = self.target.with_name(f"{self.target.name}.before-restore-{stamp}")
        number = 1
        while aside.exists():
            number += 1
            aside = aside.with_name(f"{self.target.name}.before-restore-{stamp}-{number}")
        self.data.rename(aside)
        return aside


def _exchange(new: Path, old: Path) -> None:
    """Exchange two folders. Where the disk cannot in one step: in three, in which DATA is missing for a moment."""
    libc = ctypes.CDLL(None, use_errno=True)
    rename = getattr(libc, "renameat2", None)
    if rename is not None:
        if not rename(AT_FDCWD, os.fsencode(new), AT_FDCWD, os.fsencode(old), RENAME_EXCHANGE):
            return
        number = ctypes.get_errno()
        if number not in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
            raise OSError(number, os.strerror(number), str(old))
    between = new.with_name("old")
    old.rename(between)
    new.rename(old)
    between.rename(new)


def write(path: Path, table: dict[str, Any]) -> None:
    """Write a small table so that the old or the new stands there whole."""
    draft = path.with_name(f"{path.name}.new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        json.dump(table, out)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)


def read(path: Path) -> dict[str, Any]:
    """A small table; empty if it is not there or no table."""
    with suppress(OSError, ValueError):
        found = json.loads(path.read_text())
        if isinstance(found, dict):
            return found
    return {}

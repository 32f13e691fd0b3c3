"""How a restored folder takes its place: made whole beside it, then exchanged in one step.

Beside DATA stands, while a restore works, the stage `.DATA.restoring`: `run.json` names the restore, `data/` is the
folder that it makes, whose `restored.json` bears the same name. Linux exchanges two folders in one call, so whenever we
are killed DATA is the old or the new one. What stands in the stage is thrown away if it bears the name of the run, for
then it is half a new one; whatever else stands there is an old newspaper, and is kept aside. A disk that cannot
exchange folders is found out before anything is done: there, a restore makes a new folder but takes nobody's place.
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
THROWN = "thrown-away"
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
        self.lock: int | None = None

    def begin(self, run: dict[str, Any]) -> None:
        """An empty stage for this run."""
        self.clear()
        self.note(run)
        made = self.home / "made"
        made.mkdir(mode=0o700)
        write(made / RESTORED, run)
        made.rename(self.data)  # which is thus never without the name by which it may be thrown away

    def hold(self) -> None:
        """Make the stage, and hold it. raises BackupError if another restore does"""
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            self.lock = claim(self.home, alone=True)
        except BlockingIOError:
            raise BackupError(f"Another process is restoring into {self.target} right now.") from None

    def let_go(self) -> None:
        """Hold it no more."""
        if self.lock is not None:
            os.close(self.lock)
            self.lock = None

    def clear(self) -> None:
        """Throw away what is in it, but for an old newspaper, which is kept aside; what names the run stays."""
        thrown = self.home / THROWN
        if thrown.exists():
            shutil.rmtree(thrown)
        if self.holds_old():
            self.keep_aside()
        elif self.data.exists():
            self.data.rename(thrown)
            shutil.rmtree(thrown)
        for path in self.home.iterdir():
            if path.name != RUN:
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()

    def leave(self) -> None:
        """Take the stage away."""
        self.clear()
        (self.home / RUN).unlink(missing_ok=True)
        self.home.rmdir()

    def note(self, run: dict[str, Any]) -> None:
        """Write down how far this run is."""
        write(self.home / RUN, run)

    def run(self) -> dict[str, Any]:
        """What an earlier run wrote down; empty if there was none."""
        return read(self.home / RUN)

    def has_swapped(self) -> bool:
        """Did that run put its folder in place?"""
        return bool(self.run()) and read(self.target / RESTORED).get("run") == self.run().get("run")

    def holds_old(self) -> bool:
        """Is what stands in the stage an old newspaper?"""
        if not self.data.exists():
            return False
        return not self.run() or read(self.data / RESTORED).get("run") != self.run().get("run")

    def refuse_no_exchange(self) -> None:
        """raises BackupError if the disk cannot exchange two folders in one step"""
        one, other = self.home / "one", self.home / "other"
        for folder in (one, other):
            folder.mkdir(exist_ok=True)
        try:
            _exchange(one, other)
        except OSError as error:
            if error.errno not in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
                raise
            raise BackupError(
                f"The disk of {self.target} cannot exchange two folders in one step. Nothing was changed. Move the old "
                f"newspaper away yourself (mv {self.target} {self.target}.old), then give the same command again."
            ) from None
        finally:
            one.rmdir()
            other.rmdir()

    def is_free(self) -> bool:
        """Is nothing where the new folder shall stand?"""
        return not self.target.exists() or not any(self.target.iterdir())

    def put_in_place(self) -> None:
        """The new folder becomes DATA, in one step; the old one, if there is one, stands in the stage."""
        _sync_disk(self.home)
        if self.is_free():
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
        sync_folder(aside.parent)
        return aside


def _sync_disk(folder: Path) -> None:
    """Have the disk of a folder hold all that was written to it."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if ctypes.CDLL(None, use_errno=True).syncfs(handle):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(folder))
    finally:
        os.close(handle)


def _exchange(new: Path, old: Path) -> None:
    """Exchange two folders in one step. raises OSError; ENOSYS, EINVAL or ENOTSUP where there is no such step"""
    libc = ctypes.CDLL(None, use_errno=True)
    rename = getattr(libc, "renameat2", None)
    if rename is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), str(old))
    if rename(AT_FDCWD, os.fsencode(new), AT_FDCWD, os.fsencode(old), RENAME_EXCHANGE):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(old))


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

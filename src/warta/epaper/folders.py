"""The folder of an edition's builds: locked while one is made, swept of what a killed one left, written whole.

DATA/editions/2026-11-27-id/.lock            held by whoever makes it, as long as that process lives
DATA/editions/2026-11-27-id/.making-…/       under way; nobody looks into it
DATA/editions/2026-11-27-id/20261127T…-…/    a build: never changed once it has its name
DATA/editions/2026-11-27-id/incoming-….pdf   uploaded, not yet looked at
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from warta.epaper.errors import Busy

LOCK, MAKING, INCOMING = ".lock", ".making-", "incoming-"
RECORD = "build.json"
PDF, BOOK, COVER = "edition.pdf", "edition.epub", "cover.jpg"
STAMP = "%Y%m%dT%H%M%S%f"
SPARED = timedelta(hours=2)
STEP_S = 0.1


def new_name() -> str:
    """A build's name; a later one sorts after it."""
    return f"{datetime.now(UTC):{STAMP}}-{secrets.token_hex(4)}"


def page_name(number: int, *, small: bool = False) -> str:
    """The file of a page's picture."""
    return f"page-{number}{'-small' if small else ''}.webp"


@contextmanager
def locked(folder: Path, wait_s: float) -> Iterator[None]:
    """Around the making of an edition: nobody else makes it. The lock ends with the process, however that ends.

    raises Busy if another holds it for longer than `wait_s`
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / LOCK).open("a") as held:
        end = time.monotonic() + wait_s
        while True:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= end:
                    raise Busy(_("This edition is being made right now. Try again in a minute.")) from None
                time.sleep(STEP_S)
        yield


@contextmanager
def under_way(folder: Path) -> Iterator[Path]:
    """A new folder to make a build in, beside the others; gone afterwards unless it was `keep`t."""
    making = Path(tempfile.mkdtemp(prefix=MAKING, dir=folder))
    try:
        yield making
    finally:
        shutil.rmtree(making, ignore_errors=True)


def keep(making: Path, name: str) -> Path:
    """Give a folder that is whole its name, once all of it is on the disk."""
    for file in making.iterdir():
        _sync(file)
    _sync(making)
    target = making.parent / name
    making.rename(target)
    _sync(target.parent)
    return target


def _sync(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def sweep(folder: Path, wanted: Collection[str], current: str) -> None:
    """Take away what nobody wants any more: what a killed process left, uploads that were taken in, older builds.

    The newest build before `current` stays, and those of the last two hours: a backup under way may name them,
    and the desk may look at them. Readers get the pictures of `current` alone. Call it `locked`.
    wanted  names of builds and of an upload
    """
    names = [path.name for path in folder.iterdir() if path.is_dir() and path.name[0] != "."]
    late = f"{datetime.now(UTC) - SPARED:{STAMP}}"
    earlier = max((name for name in names if name < current), default="")
    kept = {LOCK, *wanted, current, earlier, *(name for name in names if name >= late)}
    for path in list(folder.iterdir()):
        if path.name in kept:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def tidy(folder: Path, wanted: Collection[str]) -> None:
    """Take away all builds but the `wanted` ones of an edition that is made no more; whoever makes it goes first."""
    if not folder.is_dir():
        return
    with suppress(Busy), locked(folder, 0):
        for path in list(folder.iterdir()):
            if path.is_dir() and path.name not in wanted:
                shutil.rmtree(path, ignore_errors=True)


def write_record(making: Path, record: dict[str, Any]) -> None:
    """Write what a build is: its pages, and what stands where."""
    (making / RECORD).write_text(json.dumps(record, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def read_record(build: Path) -> dict[str, Any] | None:
    """What a build is; None if it is not there, or not whole."""
    try:
        found: dict[str, Any] = json.loads((build / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if (build / PDF).is_file() else None

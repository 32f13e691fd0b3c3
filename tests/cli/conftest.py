"""One newspaper made by `warta init`, for all tests of the commands; each gets a copy."""

import os
import shutil
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.cli.command import INIT, run, start

TRIES = 10


@dataclass
class Making:
    """How the newspaper in `folder` came to be: where it was interrupted, and what was said."""

    folder: Path
    interrupted: dict = field(default_factory=dict)
    served: dict = field(default_factory=dict)
    last: tuple = ()


@pytest.fixture(scope="session")
def making(tmp_path_factory):
    """`warta init` under a umask that hides nothing, killed three times on its way, and given again."""
    made = Making(tmp_path_factory.mktemp("cli") / "news")
    log = made.folder / "warta.sqlite3-wal"
    moments = {
        "settings": (signal.SIGINT, (made.folder / "warta.toml").exists),
        "tables": (signal.SIGKILL, lambda: log.exists() and log.stat().st_size > 200_000),
        "look": (signal.SIGINT, (made.folder / "static/warta").exists),
    }
    old = os.umask(0)
    try:
        for name, (number, has_come) in moments.items():
            made.interrupted[name] = interrupt(made.folder, number, has_come)
            made.served[name] = run("serve", "--data", made.folder)
        made.last = run("init", "--data", made.folder, *INIT)
    finally:
        os.umask(old)
    return made


def interrupt(folder, number, has_come):
    """Send `warta init` a signal once a moment has come; gives what it complained of and its exit code.

    On a busy machine it may be through before the signal arrives: then all is put back, and it begins again.
    """
    before = folder.with_name("before")
    for _ in range(TRIES):
        if folder.exists():
            shutil.copytree(folder, before)
        process = start("init", "--data", folder, *INIT)
        while not has_come() and process.poll() is None:
            time.sleep(0.002)
        process.send_signal(number)
        complaint = process.communicate(timeout=120)[1]
        if process.returncode != 0:
            shutil.rmtree(before, ignore_errors=True)
            return complaint, process.returncode
        shutil.rmtree(folder)
        if before.exists():
            before.rename(folder)
    raise AssertionError(f"warta init was never caught on its way, {TRIES} times")


@pytest.fixture
def data(making, tmp_path):
    """A newspaper of one's own."""
    assert making.last[0] == 0, making.last
    return shutil.copytree(making.folder, tmp_path / "news")

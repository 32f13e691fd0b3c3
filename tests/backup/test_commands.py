"""`warta backup` and `warta restore` as somebody gives them: what is refused, and in which words."""

import fcntl
import os
import resource
import signal
import sqlite3
import stat
import subprocess
import time
from contextlib import closing, contextmanager

import pytest

from tests.backup import paper
from tests.cli.command import run, start
from warta.backup.archive import Writer
from warta.backup.errors import BackupError
from warta.backup.restore import restore
from warta.backup.swap import claim
from warta.backup.take import take


@pytest.fixture
def news(tmp_path):
    return paper.make(tmp_path / "news", mode="demo")


def test_there_and_back(tmp_path, news):
    file, fresh = tmp_path / "news.tar", tmp_path / "fresh"
    old = os.umask(0)
    try:
        code, out, err = run("backup", file, "--data", news)
        assert (code, err, "It holds secrets" in out) == (0, "", True)
        code, out, err = run("restore", file, "--data", fresh)
    finally:
        os.umask(old)
    assert (code, err) == (0, "")
    assert f"Serve it with: warta serve --data {fresh}" in out
    assert paper.state(fresh) == paper.state(news)
    assert (fresh / "warta.toml").read_bytes() == (news / "warta.toml").read_bytes()
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (file, fresh, *fresh.iterdir())}
    assert [modes[name] for name in ("news.tar", "fresh", "warta.toml", "warta.sqlite3")] == [
        0o600,
        0o700,
        0o600,
        0o600,
    ]
    assert [path for path in (fresh, *fresh.rglob("*")) if path.stat().st_mode & 0o022] == []


def test_what_is_there_is_not_replaced_unasked(tmp_path, news):
    file, other = tmp_path / "news.tar", paper.make(tmp_path / "other", name="other")
    file.write_text("mine")
    code, _, err = run("backup", file, "--data", news)
    assert (code, "add --overwrite" in err, file.read_text()) == (1, True, "mine")
    file.chmod(0o644)
    assert run("backup", file, "--data", news, "--overwrite")[0] == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = paper.state(other)
    code, _, err = run("restore", file, "--data", other)
    assert (code, "add --overwrite" in err, paper.state(other)) == (1, True, before)
    code, out, _ = run("restore", file, "--data", other, "--overwrite")
    (aside,) = paper.besides(other)
    assert (code, str(aside) in out) == (0, True)
    assert (paper.state(other), paper.state(aside)) == (paper.state(news), before)


def test_a_folder_of_something_else(tmp_path, news):
    take(paper.config(news), tmp_path / "news.tar")
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers/thesis.odt").write_text("x")
    with pytest.raises(BackupError, match="something else"):
        restore(paper.config(tmp_path / "papers"), tmp_path / "news.tar", overwrite=True)
    assert [path.name for path in (tmp_path / "papers").iterdir()] == ["thesis.odt"]


def test_the_lock(tmp_path, news):
    """Where a newspaper or a command works nothing is restored; where something is restored, nothing begins."""
    file = tmp_path / "news.tar"
    take(paper.config(news), file)
    handle = claim(news, alone=False)
    code, _, err = run("restore", file, "--data", news, "--overwrite")
    assert (code, "A newspaper runs in" in err, paper.besides(news)) == (1, True, [file])
    os.close(handle)
    handle = claim(news, alone=True)
    (news / "prepared.json").write_text("{}")
    for command in (("serve",), ("edge",), ("newsroom",), ("worker",), ("backup", tmp_path / "second.tar")):
        code, _, err = run(*command, "--data", news)
        assert (code, "A backup is being restored" in err) == (1, True), err
    os.close(handle)
    assert run("restore", file, "--data", news, "--overwrite")[0] == 0


def test_two_restores_or_two_backups_at_once(tmp_path, news):
    file, fresh = tmp_path / "news.tar", tmp_path / "fresh"
    take(paper.config(news), file)
    (tmp_path / ".fresh.restoring").mkdir()
    handle = claim(tmp_path / ".fresh.restoring", alone=True)
    with pytest.raises(BackupError, match="right now"):
        restore(paper.config(fresh), file)
    os.close(handle)
    with (tmp_path / "two.tar.part").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(BackupError, match="Another process is writing"):
            take(paper.config(news), tmp_path / "two.tar")
    assert not (tmp_path / "two.tar").exists()


def test_a_disk_that_cannot_exchange_folders(tmp_path, news, monkeypatch):
    take(paper.config(news), tmp_path / "news.tar")
    other = paper.make(tmp_path / "other", name="other")
    before = paper.state(other)
    monkeypatch.setattr("warta.backup.swap.RENAME_EXCHANGE", 1 << 20)  # a flag that no kernel knows
    with pytest.raises(BackupError, match="cannot exchange two folders"):
        restore(paper.config(other), tmp_path / "news.tar", overwrite=True)
    assert (paper.state(other), paper.besides(other)) == (before, [])
    restore(paper.config(tmp_path / "fresh"), tmp_path / "news.tar")
    assert paper.state(tmp_path / "fresh") == paper.state(news)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_on_the_way(tmp_path, number):
    """Ctrl-C leaves nothing behind but what was there."""
    news = paper.make(tmp_path / "news")
    with (news / "media/images/large.bin").open("wb") as large:
        large.truncate(2_000_000_000)  # takes seconds to read
    file = tmp_path / "news.tar"
    process = start("backup", file, "--data", news)
    while not (tmp_path / "news.tar.part").exists() and process.poll() is None:
        time.sleep(0.005)
    process.send_signal(number)
    err = process.communicate(timeout=60)[1]
    assert (process.returncode, "stopped" in err, "Traceback" in err) == (1, True, False), err
    assert [path.name for path in tmp_path.iterdir()] == ["news"]


@pytest.mark.parametrize(
    ("at", "words", "stands"),
    [("warta.backup.restore._unpack", "Nothing was changed", "old"),
     ("warta.backup.swap.Stage.keep_aside", "not yet kept aside", "new")],
)  # fmt: skip
def test_what_is_said_after_ctrl_c_is_true(tmp_path, monkeypatch, at, words, stands):
    new, news = paper.make(tmp_path / "elsewhere", name="new"), paper.make(tmp_path / "news")
    states = {"old": paper.state(news), "new": paper.state(new)}
    take(paper.config(new), tmp_path / "backup.tar")

    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(at, stopped)
    with pytest.raises(BackupError, match=words):
        restore(paper.config(news), tmp_path / "backup.tar", overwrite=True)
    monkeypatch.undo()
    assert paper.state(news) == states[stands]
    restore(paper.config(news), tmp_path / "backup.tar", overwrite=True)
    assert paper.state(news) == states["new"]
    assert [paper.state(path) for path in paper.besides(news)] == [states["old"]]


@contextmanager
def small_disk(folder, megabytes):
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if os.getuid() or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a small disk needs root, and leave to mount")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_small_disk(tmp_path, news):
    with small_disk(tmp_path / "disk", 4) as disk:
        code, _, err = run("backup", disk / "news.tar", "--data", news)
        assert (code, "has room for" in err, list(disk.iterdir())) == (1, True, [])
        assert run("backup", tmp_path / "news.tar", "--data", news)[0] == 0
        code, _, err = run("restore", tmp_path / "news.tar", "--data", disk / "news")
        assert (code, "has room for" in err, list(disk.iterdir())) == (1, True, [])
        code, _, err = run("restore", tmp_path / "news.tar", "--data", disk, "--overwrite")
        assert (code, "disk of its own" in err) == (1, True)


@pytest.mark.parametrize("limit", [4096, 60_000])
def test_a_disk_that_fills_on_the_way(tmp_path, limit):
    news, other = paper.make(tmp_path / "news", stories=2000), paper.make(tmp_path / "other", name="other")
    before = paper.state(other)

    def no_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    file = tmp_path / "news.tar"
    code, _, err = run("backup", file, "--data", news, preexec_fn=no_room)
    assert (code, f"no room is left to write {tmp_path}/.news.tar.work/" in err) == (1, True), err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["news", "other"]
    assert run("backup", file, "--data", news)[0] == 0
    code, _, err = run("restore", file, "--data", other, "--overwrite", preexec_fn=no_room)
    assert (code, "no room is left to write" in err) == (1, True), err
    assert (paper.state(other), paper.besides(other)) == (before, [])


def test_a_damaged_database_is_not_copied(tmp_path, news):
    with closing(sqlite3.connect(news / "warta.sqlite3")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray((news / "warta.sqlite3").read_bytes())
    content[4096:] = b"\xff" * len(content[4096:])
    (news / "warta.sqlite3").write_bytes(content)
    code, _, err = run("backup", tmp_path / "news.tar", "--data", news)
    assert (code, "is damaged" in err) == (1, True), err
    assert [path.name for path in tmp_path.iterdir()] == ["news"]


def test_a_link_in_the_way_is_not_followed(tmp_path, news):
    """FILE.part, or a picture, may be a link to what is nobody's to read or write."""
    secret = tmp_path / "secret"
    secret.write_text("secret")
    (tmp_path / "news.tar.part").symlink_to(secret)
    with pytest.raises(OSError), Writer(tmp_path / "news.tar", overwrite=False):
        pass
    (tmp_path / "news.tar.part").unlink()
    (news / "media/images/link.jpg").symlink_to(secret)
    taken = take(paper.config(news), tmp_path / "news.tar")
    assert taken.left_out == ["media/images/link.jpg"]
    assert secret.read_text() == "secret"


def test_the_secret_key_of_the_environment_comes_along(tmp_path, news):
    (news / "warta.toml").write_text('language = "en"\n')
    take(paper.config(news, WARTA_SECRET_KEY="e" * 40), tmp_path / "news.tar")
    restore(paper.config(tmp_path / "fresh"), tmp_path / "news.tar")
    assert (paper.config(tmp_path / "fresh").secret_key, paper.config(tmp_path / "fresh").language) == ("e" * 40, "en")

"""A newspaper is made whole or not at all, and never where something else is."""

import fcntl
import sqlite3
import stat
from contextlib import closing

import pytest

from tests.cli.command import INIT, run
from warta.cli.folder import MARKER, FolderError, newspaper_in, refuse_missing, write_whole
from warta.config import load


def test_an_interrupted_init_is_given_again(making):
    for err, code in making.interrupted.values():
        assert code != 0 and "Traceback" not in err
    assert [(code, "never finished" in err) for code, _, err in making.served.values()] == [(1, True)] * 3
    code, out, err = making.last
    assert (code, err) == (0, "")
    assert "First password: " in out
    assert not (making.folder / MARKER).exists()


def test_what_was_made_is_whole(data):
    with closing(sqlite3.connect(data / "warta.sqlite3")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("SELECT email FROM readers_user").fetchall() == [("editor@news.example",)]
    assert run("check", "--data", data)[:2] == (0, "Fit to be served.\n")
    code, _, err = run("init", "--data", data, *INIT)
    assert (code, "holds a newspaper already" in err) == (1, True)


def test_nobody_else_reads_or_writes_it(making):
    folder = making.folder
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}
    assert modes[folder] == 0o700
    assert modes[folder / "warta.toml"] == 0o600
    assert [path for path, mode in modes.items() if mode & 0o022] == []


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "thesis.odt").write_text("x")
    tmp_path.chmod(0o755)
    for arguments in (("init", *INIT), ("demo", "--no-serve")):
        code, _, err = run(*arguments, "--data", tmp_path)
        assert (code, "holds something else (thesis.odt)" in err) == (1, True)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.odt"]
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


@pytest.mark.parametrize(
    "arguments", [("serve",), ("worker",), ("newsroom",), ("generate", "--stories", "1"), ("check",)]
)
def test_no_newspaper_at_all(tmp_path, arguments):
    code, _, err = run(*arguments, "--data", tmp_path / "nowhere" / "news")
    assert (code, "holds no newspaper" in err) == (1, True)
    assert not (tmp_path / "nowhere").exists()


def test_a_newspaper_set_by_the_environment_alone_is_one(tmp_path):
    refuse_missing(load(tmp_path, environ={"WARTA_SECRET_KEY": "k" * 40}))
    with pytest.raises(FolderError):
        refuse_missing(load(tmp_path, environ={}))


def test_what_was_left_is_thrown_away_and_nothing_else(tmp_path):
    for name in (MARKER, "warta.sqlite3", "warta.sqlite3-wal", "demo-accounts.json", "notes.txt"):
        (tmp_path / name).write_text("old")
    (tmp_path / "media/images").mkdir(parents=True)
    with newspaper_in(load(tmp_path, environ={}), 'language = "en"\n'):
        assert sorted(path.name for path in tmp_path.iterdir()) == ["media", "notes.txt", MARKER, "warta.toml"]
        assert list((tmp_path / "media").iterdir()) == []
        assert load(tmp_path, environ={}).language == "en"
    assert not (tmp_path / MARKER).exists()


def test_two_at_once(tmp_path):
    config = load(tmp_path, environ={})
    with (tmp_path / MARKER).open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(FolderError, match="right now"), newspaper_in(config, ""):
            pass


def test_logs_and_empty_things_are_nobodys(tmp_path):
    (tmp_path / "serve.log").write_text("Starting")
    (tmp_path / "out").touch()
    (tmp_path / "media").mkdir()
    with newspaper_in(load(tmp_path, environ={}), ""):
        pass


def test_a_file_is_written_whole(tmp_path):
    file = tmp_path / "warta.toml"
    file.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(file, "new \udcff")
    assert file.read_text() == "old"
    write_whole(file, "new")
    assert (file.read_text(), stat.S_IMODE(file.stat().st_mode)) == ("new", 0o600)


def test_the_options_of_init_are_looked_at_first(tmp_path):
    for wrong in (("--host-name", "https://x/", "--email", "a@b"), ("--host-name", "x", "--email", "nobody")):
        code, _, err = run("init", "--data", tmp_path / "news", *wrong)
        assert (code, "should look like" in err) == (2, True)
    assert not (tmp_path / "news").exists()

"""Troubles of the machine: said in words, with the right exit code, never as a traceback."""

import json
import resource
import socket
import sqlite3
from contextlib import closing

import pytest

from tests.cli.command import INIT, environment, like_others, run
from warta.cli.supervise import cannot_listen, free_port
from warta.cli.trouble import explain, was_interrupted


def test_a_folder_that_may_not_be_written(data, tmp_path):
    for path in (*data.rglob("*"), data, tmp_path):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        code, _, err = run("serve", "--data", data, preexec_fn=like_others)
        assert (code, f"{data}" in err, "may not be written" in err) == (1, True, True)
        code, _, err = run("init", "--data", tmp_path / "other", *INIT, preexec_fn=like_others)
        assert (code, f"{tmp_path / 'other'} may not be written" in err) == (1, True)
    finally:
        for path in (tmp_path, *tmp_path.rglob("*")):
            path.chmod(0o755)


@pytest.mark.parametrize("limit", [100, 300_000])
def test_a_full_disk(tmp_path, limit):
    def no_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    code, _, err = run("init", "--data", tmp_path / "news", *INIT, preexec_fn=no_room)
    assert (code, "room" in err or "cannot grow" in err, str(tmp_path / "news") in err) == (1, True, True), err
    assert run("serve", "--data", tmp_path / "news")[0] == 1


def test_a_file_where_the_folder_should_be(tmp_path):
    file = tmp_path / "news"
    file.write_text("x")
    assert run("serve", "--data", file)[0] == 2
    assert run("settings", env=environment(WARTA_DATA=str(file)))[0] == 2
    code, _, err = run("init", "--data", file / "below", *INIT)
    assert (code, f"{file}/below" in err, "Not a directory" in err) == (2, True, True)


def test_a_port_in_use(data):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        for command in ("serve", "edge"):
            code, _, err = run(command, "--data", data, "--port", port)
            assert (code, f"127.0.0.1:{port} is in use by another program" in err) == (1, True)


def test_addresses_nobody_can_listen_on():
    assert cannot_listen("192.0.2.1", 8000).startswith("192.0.2.1 is not an address of this machine")
    assert cannot_listen("no such host", 8000).startswith("no such host is no address")
    assert cannot_listen("127.0.0.1", free_port()) == ""


def test_a_folder_of_a_newer_version(data):
    stamp = data / "prepared.json"
    known = stamp.read_text()
    stamp.write_text(json.dumps({**json.loads(known), "warta": "99.1"}))
    code, _, err = run("serve", "--data", data)
    assert (code, "was last used by Warta 99.1" in err) == (1, True)
    stamp.write_text(json.dumps({**json.loads(known), "files": "others"}))
    with closing(sqlite3.connect(data / "warta.sqlite3", isolation_level=None)) as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('stories', '9000_x', '2030-01-01')"
        )
    before = (data / "warta.sqlite3").read_bytes()
    code, _, err = run("serve", "--data", data)
    assert (code, "stories.9000_x" in err, "Nothing was changed" in err) == (1, True, True)
    assert (data / "warta.sqlite3").read_bytes() == before


def test_a_database_that_is_none(data):
    (data / "warta.sqlite3").write_bytes(b"nothing of the kind" * 1000)
    for old in data.glob("warta.sqlite3-*"):
        old.unlink()
    code, _, err = run("check", "--data", data)
    assert (code, "damaged, or no database" in err) == (1, True), err


def test_a_locked_database_is_explained(data):
    file = data / "warta.sqlite3"
    with closing(sqlite3.connect(file)) as one, closing(sqlite3.connect(file, timeout=0)) as other:
        one.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError) as error:
            other.execute("BEGIN IMMEDIATE")
    words = explain(error.value, data)
    assert words is not None and str(file) in words and "another program" in words


def test_a_mistake_of_ours_keeps_its_traceback(tmp_path):
    assert explain(KeyError("x"), tmp_path) is None
    assert explain(sqlite3.IntegrityError("UNIQUE constraint failed"), tmp_path) is None


def test_no_home(data):
    env = {name: value for name, value in environment().items() if name != "HOME"}
    assert run("settings", "--data", data, env=env)[0] == 0
    code, _, err = run("settings", "--data", "~nobody-of-this-name/news", env=env)
    assert (code, "home folder" in err) == (2, True)


@pytest.mark.parametrize("zone", ["Mars/Phobos", ":/etc/passwd", "", "x" * 5000])
def test_a_strange_zone_of_the_machine(data, zone):
    code, out, err = run("django", "--data", data, "check", env=environment(TZ=zone))
    assert (code, "no issues" in out) == (0, True), err


def test_ctrl_c_that_something_else_hid_is_ctrl_c():
    def clean_up():
        try:
            raise KeyboardInterrupt
        finally:
            raise OSError(9, "Bad file descriptor")

    with pytest.raises(OSError, match="Bad file") as hidden:
        clean_up()
    assert was_interrupted(hidden.value) and not was_interrupted(OSError(9, "Bad file descriptor"))

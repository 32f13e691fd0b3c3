"""What all tests share: a data folder of their own, a small newspaper, and what the machine may lack."""

import os
import shutil
import signal
from pathlib import Path

import pytest

from tests.environment import FOLDER

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in the background of a script; what is started inherits it
    signal.signal(signal.SIGINT, signal.default_int_handler)

REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"
NEEDED = {
    "browser": lambda: shutil.which("chromium") or shutil.which("chromium-browser"),
    "redis": lambda: shutil.which("redis-server") or shutil.which("valkey-server"),
    "postgresql": lambda: next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))), None),
}
# Tests that share what is dear to make stay in one process, where it is made once: fixture and name of the group. The
# groups begin first, the longest before; the other tests, which are short, fill up the time that is left.
TOGETHER = {"": "leaks", "server": "postgresql", "chromium": "browser", "site": "plays", "making": "commands"}


def pytest_collection_modifyitems(config, items):
    """Choose what runs, in which order, and what together when several processes share the tests (`make test`)."""
    leave_out(items)
    allow_all_databases(items)
    groups = {}
    for item in items:
        groups.setdefault(group_of(item), []).append(item)
    items[:] = [item for name in (*TOGETHER.values(), "") for item in groups.get(name, ())]


def group_of(item):
    """The group that a test belongs to, which it is marked with; empty if it stands alone."""
    if marker := item.get_closest_marker("xdist_group"):
        return marker.kwargs["name"]
    name = next((group for fixture, group in TOGETHER.items() if fixture in item.fixturenames), "")
    if name:
        item.add_marker(pytest.mark.xdist_group(name=name))
    return name


def allow_all_databases(items):
    """Whoever may use the database may use that of the reads: a front page asks it for what is read most."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker or {"db", "transactional_db"} & set(item.fixturenames):
            words = marker.kwargs if marker else {}
            item.add_marker(pytest.mark.django_db(**{**words, "databases": "__all__"}), append=False)


def leave_out(items):
    """Leave out, by name, what needs a program that the machine lacks; with REQUIRE_ALL=1 that is an error.

    What takes long (newspapers that are killed, crawled whole or lived through) runs with REQUIRE_ALL=1 alone, so that
    everybody else has an answer within minutes.
    """
    if not REQUIRE_ALL:
        for item in items:
            if item.get_closest_marker("long"):
                item.add_marker(pytest.mark.skip(reason="takes long: runs with REQUIRE_ALL=1, as in .ci/run"))
    for marker, find in NEEDED.items():
        needing = [item for item in items if item.get_closest_marker(marker)]
        if not needing or find():
            continue
        if REQUIRE_ALL:
            raise pytest.UsageError(f"REQUIRE_ALL=1, but the machine lacks what tests marked {marker!r} need.")
        for item in needing:
            item.add_marker(pytest.mark.skip(reason=f"the machine lacks what {marker} tests need"))


def pytest_sessionfinish(session, exitstatus):
    shutil.rmtree(FOLDER, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings():
    """Begin the tests' database as new newspapers begin, when it is SQLite's: migrations take ten seconds."""
    from django.db.backends.signals import connection_created

    from warta.cli import structure

    def begin(connection, **_):
        if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
            structure.load(connection, "id")

    connection_created.connect(begin, weak=False)
    yield
    connection_created.disconnect(begin)


@pytest.fixture(autouse=True)
def plain_files(settings):
    """Static files without a manifest, and no cache between tests."""
    from django.core.cache import caches

    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    for name in settings.CACHES:
        caches[name].clear()


@pytest.fixture(autouse=True)
def own_search_index():
    """No search index of an earlier test: its file is no part of the transaction that is undone."""
    from warta.discovery import file

    yield
    if file.path().exists():
        file.close()
        for ending in ("", "-wal", "-shm"):
            file.path().with_name(file.NAME + ending).unlink(missing_ok=True)


@pytest.fixture(scope="session")
def make_newspaper():
    """Makes an empty newspaper: by the services the first time, afterwards from the rows that they wrote."""
    from tests.again import Again
    from tests.newspaper import make

    return Again(make)


@pytest.fixture
def newspaper(db, make_newspaper):
    """An empty newspaper with roles, one section and one topic a language."""
    return make_newspaper()

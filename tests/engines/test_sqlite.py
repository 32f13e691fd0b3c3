"""The change log on SQLite, in a file as a newspaper has it: write transactions are IMMEDIATE, commits are ordered."""

import threading

import pytest
from django.conf import settings
from django.db import connections, transaction

from warta.stories.models import Change


@pytest.fixture
def file_database(tmp_path, django_db_blocker):
    """A second database `file`, with the settings of a newspaper's own and the table of the change log."""
    options = {
        "ENGINE": "django.db.backends.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }
    default = connections.databases["default"]
    connections.databases["file"] = {**default, **options, "NAME": str(tmp_path / "warta.sqlite3")}
    with django_db_blocker.unblock():
        with connections["file"].schema_editor() as editor:
            editor.create_model(Change)
        yield
        connections["file"].close()
    del connections.databases["file"]


def test_the_newspapers_own_database_is_immediate():
    if settings.WARTA.database_url == "":
        assert settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_rows_are_numbered_in_the_order_of_commits(file_database):
    began, done = threading.Event(), threading.Event()
    numbers = {}

    def second():
        began.set()
        with transaction.atomic(using="file"):
            numbers["second"] = Change.objects.using("file").create(kind="story_changed", story=2).pk
        connections["file"].close()
        done.set()

    with transaction.atomic(using="file"):
        numbers["first"] = Change.objects.using("file").create(kind="story_changed", story=1).pk
        thread = threading.Thread(target=second)
        thread.start()
        assert began.wait(10)
        assert not done.wait(0.5), "the second did not wait for the first"
    assert done.wait(10)
    thread.join()
    assert numbers["first"] < numbers["second"]

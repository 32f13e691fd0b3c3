"""Tests of what only PostgreSQL does; `test_postgresql.py` runs them on a server of its own."""

import json
import threading

import pytest
from django.db import connection, connections, transaction

from tests.subscriptions import books
from warta.stories.changes import ChangeKind
from warta.stories.models import Change

pytestmark = pytest.mark.django_db(transaction=True)


def test_this_is_postgresql():
    assert connection.vendor == "postgresql"


def test_rows_are_numbered_in_the_order_of_commits():
    """A second transaction that writes while the first is open waits, and gets the higher number."""
    second_began, second_done = threading.Event(), threading.Event()
    numbers = {}

    def second():
        try:
            with transaction.atomic():
                second_began.set()
                numbers["second"] = Change.record(ChangeKind.STORY_CHANGED, 2).pk
        finally:
            connections.close_all()
            second_done.set()

    with transaction.atomic():
        numbers["first"] = Change.record(ChangeKind.STORY_CHANGED, 1).pk
        thread = threading.Thread(target=second)
        thread.start()
        assert second_began.wait(10)
        assert not second_done.wait(0.5), "the second did not wait for the first"
    assert second_done.wait(10)
    thread.join()
    assert numbers["first"] < numbers["second"]
    assert list(Change.objects.order_by("pk").values_list("story", flat=True))[-2:] == [1, 2]


@pytest.mark.parametrize("what", ["voucher", "offer"])
def test_a_thousand_want_what_one_can_have(what, tmp_path):
    """From eighty connections at once: the server takes a hundred."""
    words = connection.settings_dict
    address = f"postgresql://{words['USER']}@{words['HOST']}:{words['PORT']}/{words['NAME']}"
    told = json.loads(books.run(tmp_path, "race", what, 1000, 8, 10, WARTA_DATABASE_URL=address))
    assert told["answers"] == {"had it": 1, "spent": 999}
    assert told["subscriptions"] == 1

"""Tests of what only PostgreSQL does; `test_postgresql.py` runs them on a server of its own."""

import json
import threading

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from tests.epaper.conftest import plain_book, plain_press
from tests.subscriptions import books
from warta.epaper import queries
from warta.epaper.models import Edition
from warta.epaper.services import desk, due, making, pointing
from warta.epaper.services.builds import build
from warta.stories.changes import ChangeKind
from warta.stories.models import Change

pytestmark = pytest.mark.django_db(transaction=True)


# It stands first: each test that follows leaves the tables empty, without the root of all pages.
def test_an_edition_is_made_published_and_taken_back(make_newspaper, settings, tmp_path, monkeypatch):
    """Two at once as well: the second waits for the first, and finds its pages made."""
    settings.DATA = tmp_path
    newspaper = make_newspaper()
    story = newspaper.story("Kali meluap")
    monkeypatch.setattr(making, "print_issue", plain_press)
    monkeypatch.setattr(making, "make_book", plain_book)
    edition = pointing.edition_for(timezone.localdate(), "id")
    due.follow()
    built = []

    def make():
        try:
            built.append(build(Edition.objects.get(pk=edition.pk), wait_s=30).is_new)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=make) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(built) == [False, True]
    edition.refresh_from_db()
    desk.publish(edition=edition)
    story.unpublish()
    due.editions_due(run=lambda pk, draft: None)
    assert edition.items.get().is_gone and queries.texts(edition) == []
    desk.withdraw(edition=edition, user=None, reason="Keliru")
    assert queries.newest("id") is None
    rows = Change.objects.filter(kind="edition_changed", story=-edition.pk)
    assert json.loads(rows.last().gate)["withdrawn"]


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

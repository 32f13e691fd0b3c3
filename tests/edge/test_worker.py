"""What a worker has drawn anew, without a server."""

import time

from tests.edge.conftest import own, plain
from warta.config import load
from warta.edge.exchange import Answer
from warta.edge.store import Change, entry_of
from warta.edge.worker import Worker


def test_what_was_wanted_while_it_was_drawn_is_not_drawn_once_more(tmp_path):
    worker = Worker(load(tmp_path, {}))
    store, now = worker.store, time.time()
    store.start_at(1, now)

    def drawn(as_of):
        store.put(entry_of("part", plain(own("text"), tags=("lists",)), as_of))

    def wanted():
        worker.note(Answer(200, [], b"", refresh=("part", "left the store")))
        return worker._due(time.time())

    drawn(1)
    store.apply(Change(2, "list_changed"), now)
    assert wanted() == ["part"]
    assert wanted() == ["part"]  # by readers who came while it was under way
    drawn(2)
    assert worker._due(time.time()) == [] and not worker._wanted
    store.apply(Change(3, "list_changed"), now)
    assert wanted() == ["part"]

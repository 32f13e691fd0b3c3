"""A process that dies: a real SQLite file, killed at every point, then notices again, duties and a comparison."""

import json
import os

import pytest

from tests.fakes import midtrans_server, stripe_server
from tests.subscriptions import books

EVERY = os.environ.get("FAULTS_EVERY", "20")  # of the points, one in so many: all of them take minutes


@pytest.mark.parametrize(
    ("code", "make"), [("midtrans", midtrans_server.FakeMidtrans), ("stripe", stripe_server.FakeStripe)]
)
def test_wherever_it_dies_nothing_is_lost_or_doubled(tmp_path, code, make):
    """One program makes a newspaper and forks for each life: `walk.py` says what it lives through."""
    books.copy(tmp_path)
    with make() as fake:
        told = json.loads(books.run(tmp_path, "providers.walk", code, fake.url, tmp_path, EVERY, timeout=1200))
    assert told["wrong"] == {}
    assert told["points"] >= 20, told
    assert {"close: before the call", "close: after the call"} <= set(told["names"])

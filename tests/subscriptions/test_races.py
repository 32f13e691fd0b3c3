"""A thousand at once, in processes and threads, on a database in a file: one has it, and all others are told so."""

import json

import pytest

from tests.subscriptions import books

pytestmark = pytest.mark.long

CROWD = (1000, 8, 125)  # readers, processes, threads of each: all at once


@pytest.fixture
def folder(tmp_path):
    books.copy(tmp_path)
    return tmp_path


def raced(folder, what, *crowd):
    return json.loads(books.run(folder, "race", what, *(crowd or CROWD)))


def test_a_thousand_redeem_one_voucher(folder):
    told = raced(folder, "voucher")
    assert told["answers"] == {"had it": 1, "spent": 999}
    assert (told["paid"], told["subscriptions"]) == (1, 1)


def test_one_reader_redeems_it_a_hundred_times_at_once(folder):
    told = raced(folder, "twice", 100, 4, 25)
    assert told["answers"] == {"had it": 1, "spent": 99}
    assert (told["paid"], told["subscriptions"]) == (1, 1)


def test_a_thousand_take_the_last_use_of_an_offer(folder):
    told = raced(folder, "offer")
    assert told["answers"] == {"had it": 1, "spent": 999}
    assert (told["uses"], told["orders"], told["subscriptions"]) == (1, 1, 1)

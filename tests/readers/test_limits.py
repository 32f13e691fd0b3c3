"""Counts that all processes share: none lost, and gone when their time ends."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from warta.readers.limits import is_too_many
from warta.readers.shared import SharedFile


@pytest.fixture
def counts(tmp_path):
    return SharedFile(str(tmp_path / "limits.sqlite3"), {})


def test_no_count_is_lost_among_many(counts):
    counts.add("tries", 0, timeout=60)
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda _: counts.incr("tries"), range(200)))
    assert sorted(numbers) == list(range(1, 201))


def test_counting_does_not_put_off_the_end(counts):
    counts.add("tries", 0, timeout=0.2)
    counts.incr("tries")
    end = time.monotonic() + 5
    while counts.get("tries") is not None:
        assert time.monotonic() < end
    with pytest.raises(ValueError, match="tries"):
        counts.incr("tries")


def test_so_many_and_no_more():
    assert [is_too_many("some:thing", 2, 60) for _ in range(4)] == [False, False, True, True]

"""What a batch says, by literals."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from warta.audience.rules import Batch, added_up, read_batch, spans_of, stories_of

TEXT = (
    '{"day":"2026-11-26","counts":[[41,"view","",2],[0,"dropped","limit",9]],"pairs":[[-5,41],[6,42]],'
    '"receipts":[[77,"shown",9,"side"]]}'
)
BATCH = Batch(60, "2026-11-26", ((41, "view", "", 2), (0, "dropped", "limit", 9)), ((-5, 41), (6, 42)),
              ((77, "shown", 9, "side"),))  # fmt: skip


def test_a_batch_is_read():
    assert read_batch(60, TEXT) == BATCH
    assert stories_of([BATCH]) == {41, 42}


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", "7", TEXT.replace("2]", '"two"]'), TEXT.replace(",2]", "]"),
                                  TEXT.replace("pairs", "pears"), TEXT[:-1]])  # fmt: skip
def test_what_is_no_batch_is_refused(text):
    with pytest.raises(ValueError):
        read_batch(60, text)


def test_batches_are_added_up_by_the_minute():
    other = Batch(120, "2026-11-26", ((41, "view", "", 1),))
    same = Batch(60, "2026-11-26", ((41, "view", "", 1), (41, "engaged", "", 30)))
    assert added_up([BATCH, other, same], {41}) == {
        (60, 41, "view", ""): 3, (60, 41, "engaged", ""): 30, (60, 0, "dropped", "limit"): 9,
        (120, 41, "view", ""): 1,
    }  # fmt: skip


def test_stories_that_there_are_not_count_as_dropped():
    batch = Batch(60, "2026-11-26", ((99, "view", "", 3), (99, "engaged", "", 500), (41, "view", "", 1)))
    assert added_up([batch], {41}) == {(60, 41, "view", ""): 1, (60, 0, "dropped", "unknown"): 4}


def at(*moment, zone=UTC):
    return datetime(*moment, tzinfo=zone)


@pytest.mark.parametrize(("zone", "moment", "minute", "hour", "day"), [
    ("Asia/Jakarta", at(2026, 11, 26, 18, 5, 7), at(2026, 11, 26, 18, 5), at(2026, 11, 26, 18),
     at(2026, 11, 26, 17)),
    ("Asia/Kolkata", at(2026, 11, 26, 18, 5), at(2026, 11, 26, 18, 5), at(2026, 11, 26, 17, 30),
     at(2026, 11, 25, 18, 30)),
    # Berlin sets its clocks back at 1:00 UTC: the hour from two to three is there twice.
    ("Europe/Berlin", at(2026, 10, 25, 0, 30), at(2026, 10, 25, 0, 30), at(2026, 10, 25, 0), at(2026, 10, 24, 22)),
    ("Europe/Berlin", at(2026, 10, 25, 1, 30), at(2026, 10, 25, 1, 30), at(2026, 10, 25, 1), at(2026, 10, 24, 22)),
])  # fmt: skip
def test_spans_begin_in_the_sites_zone(zone, moment, minute, hour, day):
    assert spans_of(int(moment.timestamp()), ZoneInfo(zone)) == {"m": minute, "h": hour, "d": day}

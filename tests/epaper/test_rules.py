from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from warta.epaper.rules import Signals, as_many_as_fit, closes_at, is_time, moment_of, number_of, span_of, weigh

JAKARTA, BERLIN = ZoneInfo("Asia/Jakarta"), ZoneInfo("Europe/Berlin")
PLAIN = Signals("news", 200)


@pytest.mark.parametrize(
    ("more", "less"),
    [
        (Signals("news", 200, zone="lead"), Signals("news", 2000, zone="secondary", read=0, ratio=1.5)),
        (Signals("news", 200, zone="secondary"), Signals("news", 200, zone="secondary", place=2)),
        (Signals("news", 200, zone="secondary"), Signals("news", 200, zone="picks")),
        (Signals("news", 200, read=0), Signals("news", 200, read=5)),
        (Signals("news", 200, read=40), Signals("brief", 20, read=40)),
        (Signals("news", 200, ratio=1.5), Signals("news", 200, ratio=0.7)),
        (Signals("news", 200, ratio=0.7), PLAIN),
        (Signals("news", 700), PLAIN),
        (PLAIN, Signals("news", 40)),
        (PLAIN, Signals("news", 200, is_again=True)),
        (Signals("news", 200, river=0), Signals("news", 200, river=3)),
        (Signals("analysis", 200), PLAIN),
    ],
)
def test_what_weighs_more(more, less):
    assert weigh(more) > weigh(less)


def test_weights_stay_within_their_bounds():
    assert weigh(Signals("live", 5000, zone="lead", river=0, read=0, ratio=2.0)) == 100
    assert weigh(Signals("opinion", 0, is_again=True)) >= 0


def test_only_as_many_as_pages_can_hold():
    assert as_many_as_fit([], 16) == 0
    assert as_many_as_fit([300] * 500, 16) == 107
    assert as_many_as_fit([10] * 500, 2) == 20
    assert as_many_as_fit([30_000, 300, 300], 1) == 1
    assert as_many_as_fit([30_000, 300, 300], 16) == 3


def test_a_span_begins_the_day_before_and_ends_now():
    now = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)  # eight in the morning in Jakarta
    start, end = span_of(date(2026, 11, 27), time(4), time(4), JAKARTA, now)
    assert (start, end) == (datetime(2026, 11, 25, 21, tzinfo=UTC), now)


def test_a_day_that_is_over_ends_at_its_hour():
    now = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)
    start, end = span_of(date(2026, 11, 20), time(4), time(5), JAKARTA, now)
    assert (start, end) == (datetime(2026, 11, 18, 21, tzinfo=UTC), datetime(2026, 11, 19, 22, tzinfo=UTC))


@pytest.mark.parametrize(
    ("day", "at", "moment"),
    [
        (date(2026, 3, 28), time(4), datetime(2026, 3, 28, 3, tzinfo=UTC)),
        (date(2026, 3, 29), time(4), datetime(2026, 3, 29, 2, tzinfo=UTC)),
        (date(2026, 3, 29), time(2, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # there is no such time
        (date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # there are two
        (date(2026, 10, 25), time(4), datetime(2026, 10, 25, 3, tzinfo=UTC)),
    ],
)
def test_when_clocks_change(day, at, moment):
    assert moment_of(day, at, BERLIN) == moment


def test_the_night_of_a_change_of_clocks_holds_its_hours():
    start, _ = span_of(date(2026, 3, 29), time(4), time(4), BERLIN, datetime(2026, 3, 29, 2, tzinfo=UTC))
    assert datetime(2026, 3, 29, 2, tzinfo=UTC) - start == timedelta(hours=23)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 11, 26, 20, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 26, 21, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 27, 16, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 27, 17, 0, tzinfo=UTC), False),  # tomorrow, in Jakarta
    ],
)
def test_it_is_time(now, due):
    assert is_time(date(2026, 11, 27), time(4), JAKARTA, now) is due


def test_numbers_and_closing():
    assert (number_of(4211, None), number_of(1, 17), number_of(4211, 17)) == (4211, 18, 4211)
    at = datetime(2026, 11, 27, tzinfo=UTC)
    assert (closes_at(at, 12), closes_at(at, 0)) == (at + timedelta(hours=12), None)

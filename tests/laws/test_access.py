"""What must hold for every story, reader, meter and policy."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from warta.access import METER_MAX, QUOTA_MAX, Gate, Level, Meter, Policy, Reader, Right, Shows, Window, decide
from warta.access.token import (
    Gift,
    Keys,
    Token,
    read_gift,
    read_meter,
    read_token,
    write_gift,
    write_meter,
    write_token,
)
from warta.access.wire import gate_in, gate_out, policy_in, policy_out

ZONES = ["Asia/Jakarta", "Europe/London", "America/St_Johns", "Pacific/Apia", "UTC"]
KEYS, OTHERS = Keys.of("a" * 40), Keys.of("b" * 40)
ORDER = [Shows.HIDDEN, Shows.TEASER, Shows.FULL]
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
ids = st.integers(1, 60)
meters = st.builds(Meter, st.integers(2020 * 12, 2035 * 12), st.lists(ids, unique=True, max_size=QUOTA_MAX).map(tuple))
rights = st.frozensets(st.sampled_from(list(Right)))
readers = st.builds(
    Reader, id=st.integers(0, 2**40), name=st.text(max_size=30), rights=rights, is_staff=st.booleans(),
    is_crawler=st.booleans(), gift=st.integers(0, 60),
)  # fmt: skip
gates = st.builds(
    Gate, story=ids, level=st.none() | st.sampled_from(list(Level)), published=st.booleans(), withdrawn=st.booleans(),
    public_from=st.none() | moments, published_at=st.none() | moments, section=st.integers(0, 5),
    right=st.sampled_from(list(Right)),
)  # fmt: skip
windows = st.builds(Window, moments, st.none() | moments, st.integers(0, 5), st.frozensets(st.integers(1, 5)))
days = st.none() | st.integers(1, 5000).map(lambda number: timedelta(days=number))
policies = st.builds(
    Policy, st.sampled_from(ZONES).map(ZoneInfo), st.integers(0, 60), st.integers(0, 60),
    st.dictionaries(st.integers(0, 5), st.sampled_from(list(Level))), days, days,
    st.lists(windows, max_size=3).map(tuple), crawlers_read=st.booleans(), teaser_words=st.integers(0, 400),
)  # fmt: skip


@given(gates, readers, meters, policies, moments, rights)
def test_more_rights_never_show_less(gate, reader, meter, policy, now, more):
    # An account is more than none only where the policy gives it no fewer free stories.
    policy = replace(policy, free_registered=max(policy.free_registered, policy.free_anonymous))
    before = decide(gate, reader, meter, policy, now)
    for stronger in (
        replace(reader, rights=reader.rights | more),
        replace(reader, is_staff=True),
        replace(reader, id=reader.id or 5),
        replace(reader, gift=gate.story),
    ):
        after = decide(gate, stronger, meter, policy, now)
        assert ORDER.index(after.shows) >= ORDER.index(before.shows)
        assert after.ads <= before.ads


@given(gates, readers, meters, policies, moments)
def test_what_is_hidden_is_hidden_from_every_reader(gate, reader, meter, policy, now):
    assert (decide(gate, reader, meter, policy, now).shows is Shows.HIDDEN) == (not gate.is_live(now))


@given(gates, readers, meters, policies, moments)
def test_reading_again_costs_nothing_and_shows_the_same(gate, reader, meter, policy, now):
    first = decide(gate, reader, meter, policy, now)
    again = decide(gate, reader, first.meter, policy, now)
    assert (again.shows, again.meter) == (first.shows, first.meter)


@given(gates, readers, meters, policies, moments)
def test_only_a_full_read_of_a_metered_story_costs_and_never_beyond_the_quota(gate, reader, meter, policy, now):
    decision = decide(gate, reader, meter, policy, now)
    known = meter.of(policy.month_of(now))
    if decision.meter not in (meter, known):
        assert decision.shows is Shows.FULL and policy.level_of(gate, now) is Level.METERED
        assert len(decision.meter.stories) == len(known.stories) + 1 <= policy.quota(reader) <= QUOTA_MAX


@given(meters, meters)
def test_merging_loses_nothing_that_was_read_and_gives_no_more_than_the_larger_allowance(one, other):
    other = replace(other, month=one.month)
    both = one.merge(other)
    assert set(both.stories) == {*one.stories, *other.stories} and len(both.stories) <= METER_MAX
    for quota in (3, 10, QUOTA_MAX):
        assert both.left(quota) <= min(one.left(quota), other.left(quota))


@given(meters, meters)
def test_merging_keeps_the_later_month(one, other):
    if one.month != other.month:
        assert one.merge(other) == max(one, other, key=lambda meter: meter.month)


@given(st.sampled_from(ZONES).map(ZoneInfo), st.integers(2021, 2034), st.integers(1, 12))
def test_months_roll_over_at_midnight_of_the_newspapers_zone(zone, year, month):
    """The first moment of a month is found by walking, so that a clock put forward or back then is no matter."""
    policy = Policy(zone)
    start = datetime(year, month, 1, tzinfo=zone).astimezone(UTC)
    assert policy.month_of(start) == year * 12 + month - 1
    assert policy.month_of(start - timedelta(hours=1)) in (year * 12 + month - 2, year * 12 + month - 1)
    assert policy.month_of(start - timedelta(hours=26)) == year * 12 + month - 2
    assert policy.month_of(start + timedelta(days=27)) == year * 12 + month - 1


@given(readers, st.integers(0, 2**31), moments, meters, st.booleans(), st.booleans())
def test_a_token_comes_back_as_it_was_until_it_expires(reader, generation, expires, meter, notices, history):
    reader = replace(reader, is_crawler=False, gift=0)
    token = Token(reader, generation, int(expires.timestamp()), meter, notices, history)
    text = write_token(token, KEYS)
    assert read_token(text, KEYS, token.expires - 1) == token
    assert read_token(text, KEYS, token.expires) is None
    assert read_token(text, OTHERS, token.expires - 1) is None
    assert all(letter.isalnum() or letter in ".-_" for letter in text)


@given(readers, meters, st.data())
def test_a_changed_token_is_a_strangers(reader, meter, data):
    text = write_token(Token(replace(reader, is_crawler=False, gift=0), 1, 2**33, meter), KEYS)
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.sampled_from("0123456789abcdefp.-_"))
    forged = text[:place] + letter + text[place + 1 :]
    assert forged == text or read_token(forged, KEYS, 0) is None


@given(st.text(max_size=200))
def test_nothing_else_is_a_token(text):
    assert read_token(text, KEYS, 0) is None and read_gift(text, KEYS, 0) is None
    assert read_meter(text, KEYS) == Meter()


@given(meters, st.builds(Gift, ids, ids, st.integers(1, 2**33)))
def test_meters_and_gifts_come_back_and_none_stands_for_another(meter, gift):
    assert read_meter(write_meter(meter, KEYS), KEYS) == meter
    assert read_gift(write_gift(gift, KEYS), KEYS, gift.expires - 1) == gift
    assert read_gift(write_gift(gift, KEYS), KEYS, gift.expires) is None
    assert read_meter(write_gift(gift, KEYS), KEYS) == Meter()
    assert read_token(write_meter(meter, KEYS), KEYS, 0) is None


@given(gates, policies)
def test_gates_and_policies_travel_whole(gate, policy):
    assert gate_in(gate_out(gate)) == gate
    assert policy_in(policy_out(policy)) == policy

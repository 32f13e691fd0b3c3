"""Each rule of the decision, by examples."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from zoneinfo import ZoneInfo

import pytest

from warta.access import (
    CRAWLER,
    STAFF,
    STRANGER,
    Gate,
    Level,
    Meter,
    Network,
    Policy,
    Reader,
    Reason,
    Right,
    Shows,
    Window,
    decide,
)

NOW = datetime(2026, 5, 10, 4, tzinfo=UTC)
POLICY = Policy(ZoneInfo("Asia/Jakarta"), free_anonymous=2, free_registered=3, sections={1: Level.METERED})
MONTH = POLICY.month_of(NOW)
REGISTERED = Reader(id=7, name="Budi")
AD_FREE = Reader(id=8, rights=frozenset({Right.AD_FREE}))
SUBSCRIBER = Reader(id=9, rights=frozenset(Right))


def gate(level=Level.PREMIUM, **fields):
    return Gate(**{"story": 41, "level": level, "published": True, "section": 1, "published_at": NOW, **fields})


def read(*stories):
    return Meter(MONTH, stories)


@pytest.mark.parametrize(
    ("level", "reader", "meter", "shows", "reason"),
    [
        (Level.FREE, STRANGER, read(), Shows.FULL, Reason.OPEN),
        (Level.REGISTERED, STRANGER, read(), Shows.TEASER, Reason.SIGN_IN),
        (Level.REGISTERED, REGISTERED, read(), Shows.FULL, Reason.SIGNED_IN),
        (Level.PREMIUM, STRANGER, read(), Shows.TEASER, Reason.SUBSCRIBE),
        (Level.PREMIUM, REGISTERED, read(), Shows.TEASER, Reason.SUBSCRIBE),
        (Level.PREMIUM, AD_FREE, read(), Shows.TEASER, Reason.PLAN_LACKS),
        (Level.PREMIUM, SUBSCRIBER, read(), Shows.FULL, Reason.RIGHT),
        (Level.PREMIUM, STAFF, read(), Shows.FULL, Reason.STAFF),
        (Level.METERED, STRANGER, read(1), Shows.FULL, Reason.METER),
        (Level.METERED, STRANGER, read(1, 2), Shows.TEASER, Reason.METER_SPENT),
        (Level.METERED, STRANGER, read(1, 41), Shows.FULL, Reason.METER),
        (Level.METERED, REGISTERED, read(1, 2), Shows.FULL, Reason.METER),
        (Level.METERED, REGISTERED, read(1, 2, 3), Shows.TEASER, Reason.METER_SPENT),
        (Level.METERED, AD_FREE, read(1, 2, 3), Shows.TEASER, Reason.PLAN_LACKS),
        (Level.METERED, SUBSCRIBER, read(1, 2, 3), Shows.FULL, Reason.RIGHT),
        (None, STRANGER, read(1, 2), Shows.TEASER, Reason.METER_SPENT),  # the section's level
    ],
)
def test_levels(level, reader, meter, shows, reason):
    decision = decide(gate(level), reader, meter, POLICY, NOW)
    assert (decision.shows, decision.reason) == (shows, reason)


def test_the_meter_after_a_read():
    assert decide(gate(Level.METERED), STRANGER, read(1), POLICY, NOW).meter == read(1, 41)
    assert decide(gate(Level.METERED), STRANGER, read(41), POLICY, NOW).meter == read(41)
    assert decide(gate(Level.METERED), STRANGER, read(1, 2), POLICY, NOW).meter == read(1, 2)
    assert decide(gate(Level.METERED), SUBSCRIBER, read(1), POLICY, NOW).meter == read(1)
    assert decide(gate(Level.FREE), STRANGER, read(1), POLICY, NOW).meter == read(1)
    assert decide(gate(Level.METERED), STRANGER, Meter(MONTH - 1, (1, 2)), POLICY, NOW).meter == read(41)


def test_where_only_an_account_reads_free_the_wall_says_sign_in():
    policy = replace(POLICY, free_anonymous=0)
    assert decide(gate(Level.METERED), STRANGER, read(), policy, NOW).reason is Reason.SIGN_IN


def test_advertising_is_a_right_of_its_own():
    for story in (gate(Level.FREE), gate(Level.PREMIUM), gate(Level.PREMIUM, published=False)):
        assert decide(story, AD_FREE, read(), POLICY, NOW).ads is False
        assert decide(story, REGISTERED, read(), POLICY, NOW).ads is True


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"published": False}, Reason.NOT_PUBLIC),
        ({"published": False, "withdrawn": True}, Reason.WITHDRAWN),
        ({"public_from": NOW + timedelta(seconds=1)}, Reason.NOT_PUBLIC),
    ],
)
def test_what_is_hidden_is_hidden_from_every_reader(fields, reason):
    for reader in (STRANGER, SUBSCRIBER, STAFF, CRAWLER, replace(STRANGER, gift=41)):
        for level in Level:
            decision = decide(gate(level, **fields), reader, read(), POLICY, NOW)
            assert (decision.shows, decision.reason) == (Shows.HIDDEN, reason)
    shown = decide(gate(**fields), replace(STRANGER, preview=41), read(), POLICY, NOW)
    assert (shown.shows, shown.reason) == (Shows.FULL, Reason.PREVIEW)
    assert decide(gate(**fields), replace(STRANGER, preview=42), read(), POLICY, NOW).shows is Shows.HIDDEN


def test_an_embargo_ends_to_the_second():
    assert decide(gate(Level.FREE, public_from=NOW), STRANGER, read(), POLICY, NOW).shows is Shows.FULL


def test_a_gift_opens_its_story_alone_and_costs_nothing():
    decision = decide(gate(), replace(STRANGER, gift=41), read(1, 2), POLICY, NOW)
    assert (decision.shows, decision.reason, decision.meter) == (Shows.FULL, Reason.GIFT, read(1, 2))
    assert decide(gate(), replace(STRANGER, gift=42), read(), POLICY, NOW).shows is Shows.TEASER


def test_crawlers_read_where_the_policy_lets_them():
    assert decide(gate(), CRAWLER, read(), POLICY, NOW).shows is Shows.TEASER
    allowing = replace(POLICY, crawlers_read=True)
    assert decide(gate(), CRAWLER, read(), allowing, NOW).reason is Reason.CRAWLER


@pytest.mark.parametrize(
    ("window", "opens"),
    [
        (Window(NOW), True),
        (Window(NOW - timedelta(hours=1), NOW), False),
        (Window(NOW + timedelta(seconds=1)), False),
        (Window(NOW, story=41), True),
        (Window(NOW, story=42), False),
        (Window(NOW, sections=frozenset({1, 5})), True),
        (Window(NOW, sections=frozenset({5})), False),
    ],
)
def test_free_windows(window, opens):
    decision = decide(gate(), STRANGER, read(), replace(POLICY, windows=(window,)), NOW)
    assert (decision.shows is Shows.FULL) == opens


@pytest.mark.parametrize(
    ("level", "days", "premium_after", "free_after", "becomes"),
    [
        (Level.METERED, 31, 30, None, Level.PREMIUM),
        (Level.METERED, 29, 30, None, Level.METERED),
        (Level.FREE, 31, 30, None, Level.FREE),  # made free on purpose
        (Level.PREMIUM, 31, None, 30, Level.FREE),
        (Level.PREMIUM, 31, 365, 30, Level.FREE),
        (Level.PREMIUM, 365, 365, 30, Level.PREMIUM),
        (Level.METERED, 365, 30, 365, Level.FREE),
        (Level.METERED, 40, 30, 30, Level.PREMIUM),
    ],
)
def test_age_closes_and_opens(level, days, premium_after, free_after, becomes):
    age = {"premium_after": premium_after, "free_after": free_after}
    policy = replace(POLICY, **{name: timedelta(days=value) if value else None for name, value in age.items()})
    assert policy.level_of(gate(level, published_at=NOW - timedelta(days=days)), NOW) is becomes


def test_when_time_alone_changes_a_decision():
    policy = replace(POLICY, premium_after=timedelta(days=30), windows=(Window(NOW + timedelta(days=2)),))
    assert policy.next_change(gate(), NOW) == NOW + timedelta(days=2)
    assert replace(policy, windows=()).next_change(gate(), NOW) == NOW + timedelta(days=30)
    assert policy.next_change(gate(public_from=NOW + timedelta(hours=1)), NOW) == NOW + timedelta(hours=1)
    assert POLICY.next_change(gate(), NOW) is None


def test_an_institution_has_rights_in_its_network():
    places = (
        Network("Kampus", ip_network("10.1.0.0/16"), frozenset({Right.PREMIUM})),
        Network("Perpustakaan", ip_network("2001:db8::/32"), frozenset({Right.EPAPER}), until=NOW),
    )
    policy = replace(POLICY, networks=places)
    assert policy.rights_at("10.1.2.3", NOW) == {Right.PREMIUM}
    assert policy.rights_at("::ffff:10.1.2.3", NOW) == {Right.PREMIUM}
    assert policy.rights_at("10.2.2.3", NOW) == set()
    assert policy.rights_at("2001:db8::1", NOW - timedelta(seconds=1)) == {Right.EPAPER}
    assert policy.rights_at("2001:db8::1", NOW) == set()
    assert policy.rights_at("nobody", NOW) == set()

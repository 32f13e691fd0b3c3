from datetime import UTC, datetime, timedelta

import pytest

from warta.access import STAFF, STRANGER, Gate, Level, Reader, Reason, Shows, decide

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def gate(level=Level.FREE, **fields):
    return Gate(**({"story": 1, "level": level, "published": True} | fields))


@pytest.mark.parametrize(
    ("level", "reader", "shows", "reason"),
    [
        (Level.FREE, STRANGER, Shows.FULL, Reason.OPEN),
        (Level.METERED, STRANGER, Shows.TEASER, Reason.SUBSCRIBE),
        (Level.REGISTERED, STRANGER, Shows.TEASER, Reason.SIGN_IN),
        (Level.REGISTERED, Reader(is_registered=True), Shows.TEASER, Reason.SIGN_IN),
        (Level.PREMIUM, STRANGER, Shows.TEASER, Reason.SUBSCRIBE),
        (Level.PREMIUM, STAFF, Shows.FULL, Reason.STAFF),
    ],
)
def test_levels(level, reader, shows, reason):
    decision = decide(gate(level), reader, NOW)
    assert (decision.shows, decision.reason) == (shows, reason)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"published": False}, Reason.NOT_PUBLIC),
        ({"published": False, "withdrawn": True}, Reason.WITHDRAWN),
        ({"public_from": NOW + timedelta(seconds=1)}, Reason.NOT_PUBLIC),
    ],
)
def test_what_is_hidden_is_hidden_from_staff_too(fields, reason):
    for reader in (STRANGER, STAFF):
        assert decide(gate(**fields), reader, NOW).shows is Shows.HIDDEN
        assert decide(gate(**fields), reader, NOW).reason is reason


def test_an_embargo_ends_at_its_very_moment():
    assert decide(gate(public_from=NOW), STRANGER, NOW).shows is Shows.FULL

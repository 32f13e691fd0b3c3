"""What the rules of a life draw from."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.subscriptions.lives.world import DEALS

NUMBER = st.integers(0, 999)
PLAN = st.sampled_from(sorted(DEALS))
PROVIDER = st.sampled_from(["bank", "midtrans", "stripe"])
DEATH = st.one_of(st.none(), st.none(), st.integers(0, 12))
OFTEN = st.sampled_from([True, True, True, False])
DAYS = st.one_of(st.integers(0, 4), st.integers(0, 4), st.integers(5, 35), st.integers(20, 120))
SECONDS = st.sampled_from([0, 1, 3_600, 43_199])


def chosen(things, number):
    return list(things)[number % len(things)]

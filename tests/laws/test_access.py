"""Laws of the decision, for any story, reader and moment."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from warta.access import STAFF, STRANGER, Gate, Level, Reader, Shows, decide

moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
gates = st.builds(
    Gate, story=st.integers(1), level=st.sampled_from(Level), published=st.booleans(), withdrawn=st.booleans(),
    public_from=st.none() | moments,
)  # fmt: skip
readers = st.builds(Reader, is_registered=st.booleans(), is_staff=st.booleans())
ORDER = [Shows.HIDDEN, Shows.TEASER, Shows.FULL]


@given(gates, readers, moments)
def test_more_rights_never_show_less(gate, reader, now):
    stranger, here, staff = (ORDER.index(decide(gate, who, now).shows) for who in (STRANGER, reader, STAFF))
    assert stranger <= here <= staff


@given(gates, readers, moments)
def test_what_is_hidden_is_hidden_from_every_reader(gate, reader, now):
    hidden = not gate.is_live(now)
    assert (decide(gate, reader, now).shows is Shows.HIDDEN) == hidden

"""The room's pure rules."""

from __future__ import annotations


def rise(recent: int, *, recent_hours: float, before: int, before_hours: float) -> float:
    """How much more is published about a topic than usual: the ratio of stories an hour, recent against before.

    recent, before  stories of the last `recent_hours`, and of the `before_hours` before those; >= 0
    A topic without a past counts as if it had had one story, so that a single new story is no sensation.
    """
    usual = max(before, 1) / before_hours
    return (recent / recent_hours) / usual

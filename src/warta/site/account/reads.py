"""What the edge reports of reading: metered stories, gifts opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from warta.access import METER_MAX, Meter
from warta.readers.meters import count_reads, meters_of

BATCH_MAX = 5000


def take(meters: Iterable[Mapping[str, Any]], gifts: Mapping[str, int], now: datetime) -> dict[str, Any]:
    """Keep what was read; returns each reader's meter as it is now, by reader.

    meters  ``{reader, month, stories}`` each
    gifts   how often each gift was opened, by its id
    """
    by_month: dict[int, dict[int, Meter]] = {}
    for row in list(meters)[:BATCH_MAX]:
        meter = Meter(int(row["month"]), tuple(int(story) for story in row["stories"][:METER_MAX]))
        by_month.setdefault(meter.month, {})[int(row["reader"])] = meter
    told: dict[str, Any] = {}
    for month, read in by_month.items():
        count_reads(read, month)
        for reader, meter in meters_of(read, month).items():
            told[str(reader)] = {"month": month, "stories": list(meter.stories)}
    return told

"""What the edge reports of reading: metered stories, gifts opened, what stands in readers' own lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from warta.readers.meters import count_reads, meters_of
from warta.readers.services import keep_history
from warta.subscriptions.services.gifts import count_openings

READS_MAX = 5000
OPENINGS_MAX = 1_000_000  # of one gift in one report


def take(
    reads: Iterable[Iterable[int]], gifts: Mapping[str, int], history: Iterable[Iterable[int]] = ()
) -> dict[str, Any]:  # fmt: skip
    """Keep what was read; returns each reader's meter as it is now, by reader. Two queries a month.

    reads    reader, month and story of each metered read
    gifts    how often each gift was opened, by its id
    history  reader and story of what was read whole by those who keep a list
    """
    listed = [(int(reader), int(story)) for reader, story in list(history)[:READS_MAX]]
    if listed:
        keep_history(listed)
    openings = {int(gift): min(max(int(number), 0), OPENINGS_MAX) for gift, number in list(gifts.items())[:READS_MAX]}
    if openings:
        count_openings(openings)
    by_month: dict[int, list[tuple[int, int]]] = {}
    for reader, month, story in list(reads)[:READS_MAX]:
        by_month.setdefault(int(month), []).append((int(reader), int(story)))
    told: dict[str, Any] = {}
    for month, rows in sorted(by_month.items()):
        count_reads(rows, month)
        for reader, meter in meters_of((reader for reader, _story in rows), month).items():
            told[str(reader)] = {"month": month, "stories": list(meter.stories)}
    return told

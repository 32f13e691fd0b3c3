"""The meters of registered readers: which metered stories each read in a month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction

from warta.access import Meter
from warta.readers.models import MeterRead


def meter_of(reader: int, month: int) -> Meter:
    """What a reader read in a month, the oldest first. One query."""
    found = MeterRead.objects.filter(reader=reader, month=month).order_by("pk").values_list("story", flat=True)
    return Meter(month, tuple(found))


def merged_meter(reader: int, anonymous: Meter, month: int) -> Meter:
    """The reader's meter with what they read before they signed in; that is kept. One query, two where it is new."""
    kept = meter_of(reader, month)
    both = kept.merge(anonymous.of(month))
    if both != kept:
        count_reads({reader: both}, month)
    return both


@transaction.atomic
def count_reads(meters: Mapping[int, Meter], month: int) -> None:
    """Keep what is new in these meters. One query."""
    rows = [
        MeterRead(reader=reader, month=month, story=story)
        for reader, meter in meters.items()
        for story in meter.stories
    ]
    MeterRead.objects.bulk_create(rows, ignore_conflicts=True)


def meters_of(readers: Iterable[int], month: int) -> dict[int, Meter]:
    """The meters of some readers. One query."""
    stories: dict[int, list[int]] = {reader: [] for reader in readers}
    found = MeterRead.objects.filter(reader__in=stories, month=month).order_by("pk").values_list("reader", "story")
    for reader, story in found:
        stories[reader].append(story)
    return {reader: Meter(month, tuple(read)) for reader, read in stories.items()}

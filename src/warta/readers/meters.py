"""The meters of registered readers: which metered stories each read in a month."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from warta.access import Meter
from warta.readers.models import MeterRead


@transaction.atomic
def count_reads(read: Iterable[tuple[int, int]], month: int) -> None:
    """Keep what is new of these reads: reader and story each. One query."""
    rows = [MeterRead(reader=reader, month=month, story=story) for reader, story in read]
    MeterRead.objects.bulk_create(rows, ignore_conflicts=True)


def meters_of(readers: Iterable[int], month: int) -> dict[int, Meter]:
    """The meters of some readers. One query."""
    stories: dict[int, list[int]] = {reader: [] for reader in readers}
    found = MeterRead.objects.filter(reader__in=stories, month=month).order_by("pk").values_list("reader", "story")
    for reader, story in found:
        stories[reader].append(story)
    return {reader: Meter(month, tuple(read)) for reader, read in stories.items()}

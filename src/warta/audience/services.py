"""Batches in, counts out: each exactly once, whatever dies when.

What was counted, who has been seen, and that the batch is done with stand in one transaction. Killed before it ends,
nothing happened and the batch still waits; killed after, the batch is gone. Of a stream the place up to which it was
read stands in that transaction, and what lies before is taken away afterwards.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, TypeVar

from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone

from warta.audience import stream
from warta.audience.models import Count, Place, Present, Salt, Seen, Spent, Waiting
from warta.audience.rules import AD, PRESENT_S, WHATS, Batch, Key, added_up, read_batch, spans_of, stories_of
from warta.stories.models import Story

TEXT_MAX = 150_000  # characters of batches in one transaction: the edge waits for it to end before it writes
ROWS = 400  # of one statement
DELETED = 5000  # rows in one transaction
SPENT_S = 2 * 24 * 3600  # a receipt is taken for a day
GRACE_S = 120  # the last batches of a day are counted before it is forgotten who was seen
T = TypeVar("T")
logger = logging.getLogger("warta.audience")


def take_in() -> int:
    """Count batches that wait, a portion of them; returns how many."""
    if settings.WARTA.reads_url:
        return _take_in_stream()
    with transaction.atomic(using=settings.READS):
        rows = list(_portion(Waiting.objects.select_for_update().order_by("pk").iterator(chunk_size=20)))
        if rows:
            _count(_batches((row.at, row.batch) for row in rows))
            Waiting.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def _take_in_stream() -> int:
    url = settings.WARTA.reads_stream
    place, _ = Place.objects.get_or_create(name=stream.NAME, defaults={"value": stream.START})
    rows = stream.after(url, place.value)
    if not rows:
        return 0
    with transaction.atomic(using=settings.READS):
        moved = Place.objects.filter(pk=place.pk, value=place.value).update(value=rows[-1][0])
        if moved:  # else another worker was quicker
            _count(_batches((at, text) for _id, at, text in rows))
    stream.drop_through(url, rows[-1][0])
    return len(rows)


def forget_reads() -> int:
    """Drop what may no longer be known, and counts finer than their age allows; returns how many rows."""
    now = timezone.now()
    seconds = int(now.timestamp())
    today = timezone.localdate(now).isoformat()
    minutes = now - timedelta(days=settings.WARTA.reads_minutes_days)
    hours = now - timedelta(days=settings.WARTA.reads_hours_days)
    over = timezone.localdate(now - timedelta(seconds=GRACE_S)).isoformat()
    return sum(
        _drop(rows)
        for rows in (
            Salt.objects.filter(day__lt=today),
            Seen.objects.filter(day__lt=over),
            Present.objects.filter(at__lt=seconds - PRESENT_S),
            Spent.objects.filter(at__lt=seconds - SPENT_S),
            Count.objects.filter(span="m", what__in=WHATS, at__lt=minutes),
            Count.objects.filter(span="h", what__in=WHATS, at__lt=hours),
        )
    )


def _drop(rows: Any) -> int:
    """Delete rows, at most some thousand, so that whoever writes meanwhile does not wait long."""
    keys = list(rows.values_list("pk", flat=True)[:DELETED])
    return rows.model.objects.filter(pk__in=keys).delete()[0] if keys else 0


def _portion(rows: Iterable[Waiting]) -> Iterator[Waiting]:
    """The oldest of them, up to a size."""
    size = 0
    for row in rows:
        yield row
        size += len(row.batch)
        if size > TEXT_MAX:
            return


def _batches(rows: Iterable[tuple[int, str]]) -> list[Batch]:
    """What rows say; one that says nothing is left out, and told."""
    found = []
    for at, text in rows:
        try:
            found.append(read_batch(at, text))
        except ValueError as error:
            logger.error("a batch of reads cannot be understood and is left out: %s", error)
    return found


def _count(batches: Sequence[Batch]) -> None:
    """Count batches within the transaction that is under way."""
    stories = _existing(stories_of(batches))
    total = added_up(batches, stories)
    for batch in batches:
        pairs = [pair for pair in batch.pairs if pair[1] in stories]
        for story in _seen(batch.day, pairs):
            total[batch.at, story, "read", ""] += 1
        for word, creative, slot in _spent(batch):
            total[batch.at, creative, AD + word, slot] += 1
        _present(batch.at, pairs)
    _add(total)


def _existing(stories: Iterable[int]) -> set[int]:
    """Those of the stories that there are. A query for each 400."""
    found: set[int] = set()
    for some in _chunks(sorted(stories)):
        found.update(Story.objects.filter(pk__in=some).order_by().values_list("pk", flat=True))
    return found


def _seen(day: str, pairs: Sequence[tuple[int, int]]) -> list[int]:
    """Note who has read what on a day; returns the story of each pair that was not known."""
    sql = "INSERT INTO audience_seen (day, visitor, story) VALUES {} ON CONFLICT DO NOTHING RETURNING story"
    return [row[0] for some in _chunks(pairs) for row in _run(sql, "(%s, %s, %s)", [(day, *pair) for pair in some])]


def _spent(batch: Batch) -> list[tuple[str, int, str]]:
    """Note which receipts are spent; returns word, creative and slot of each that was not."""
    ads = {(nonce, word): (word, creative, slot) for nonce, word, creative, slot in batch.receipts}
    sql = (
        "INSERT INTO audience_spent (receipt, word, at) VALUES {} ON CONFLICT DO NOTHING RETURNING receipt, word"
    )  # fmt: skip
    return [
        ads[nonce, word]
        for some in _chunks(list(ads))
        for nonce, word in _run(sql, "(%s, %s, %s)", [(*receipt, batch.at) for receipt in some])
    ]


def _present(at: int, pairs: Sequence[tuple[int, int]]) -> None:
    """Note which visitors are here, and with which story: the last they were heard of."""
    now = int(timezone.now().timestamp())
    last = min(now, at + 59)
    if last < now - PRESENT_S:
        return
    sql = (
        "INSERT INTO audience_present (visitor, story, at) VALUES {} ON CONFLICT (visitor) DO UPDATE "
        "SET story = excluded.story, at = excluded.at WHERE audience_present.at <= excluded.at"
    )
    for some in _chunks(list(dict(pairs).items())):
        _run(sql, "(%s, %s, %s)", [(visitor, story, last) for visitor, story in some])


def _add(total: Counter[Key]) -> None:
    """Add what was counted to the minute, the hour and the day it belongs to."""
    zone = timezone.get_default_timezone()
    adapt = connections[settings.READS].ops.adapt_datetimefield_value
    spans = {at: spans_of(at, zone) for at in {key[0] for key in total}}
    sums: Counter[tuple[str, datetime, int, str, str]] = Counter()
    for (at, story, what, key), number in total.items():
        for span, begin in spans[at].items():
            sums[span, begin, story, what, key] += number
    sql = (
        "INSERT INTO audience_count (span, at, story, what, key, number) VALUES {} "
        "ON CONFLICT (span, what, at, story, key) DO UPDATE SET number = audience_count.number + excluded.number"
    )
    rows = [(span, adapt(begin.astimezone(UTC)), *rest, number) for (span, begin, *rest), number in sums.items()]
    for some in _chunks(rows):
        _run(sql, "(%s, %s, %s, %s, %s, %s)", some)


def _run(sql: str, place: str, rows: Sequence[Sequence[Any]]) -> list[Any]:
    """Run one statement for many rows; returns what it gives back."""
    with connections[settings.READS].cursor() as cursor:
        cursor.execute(sql.format(", ".join([place] * len(rows))), [value for row in rows for value in row])
        return cursor.fetchall() if cursor.description else []


def _chunks(rows: Sequence[T]) -> Iterator[list[T]]:
    """Rows in portions of one statement."""
    whole = iter(rows)
    while some := list(islice(whole, ROWS)):
        yield some

"""Batches as the edge writes them, and the counts that come of them."""

import json
import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Sum
from django.utils import timezone

from warta.audience.models import Count, Waiting
from warta.audience.services import take_in

ZONE = ZoneInfo("Asia/Jakarta")


def today(now=None):
    return timezone.localdate(now).isoformat()


def wait(counts=(), pairs=(), receipts=(), at=None, day=None):
    """A batch that waits; `at` in seconds since 1970 (default: this minute)."""
    at = int(time.time() if at is None else at) // 60 * 60
    day = day or datetime.fromtimestamp(at, ZONE).date().isoformat()
    told = {"day": day, "counts": list(counts), "pairs": list(pairs), "receipts": list(receipts)}
    Waiting.objects.create(at=at, batch=json.dumps(told))


def counted(span="d", **wanted):
    """What was counted, as {(story, what, key): number}."""
    rows = Count.objects.filter(span=span, **wanted).values_list("story", "what", "key").annotate(total=Sum("number"))
    return {tuple(key): total for *key, total in rows}


@pytest.fixture
def take_all():
    """Takes in until nothing waits."""

    def take():
        taken = 0
        while some := take_in():
            taken += some
        return taken

    return take

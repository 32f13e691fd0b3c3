"""The sample newspaper's readers of the last day, so that its front page has something that is read most."""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from warta.audience.models import Count, Waiting
from warta.audience.services import take_in
from warta.stories.queries import latest

STORIES = 24  # a language
HOURS = 12
MOST = 40  # readers of the most read story in an hour
DEPTHS = (("25", 1), ("50", 2), ("75", 3), ("100", 4))  # and of how many readers one came so far
SOURCES = ("search", "social", "direct", "newsletter", "site", "block:related", "block:lead", "block:latest")


def make_reads() -> None:
    """Have made-up readers counted as real ones are, if nobody was ever counted."""
    if Count.objects.exists() or Waiting.objects.exists():
        return
    chance = random.Random(41)  # noqa: S311 - no secret
    stories = [ids for code, _name in settings.LANGUAGES if (ids := latest(code, STORIES))]
    for ids in stories:
        chance.shuffle(ids)
    now = timezone.now()
    for hours in range(HOURS):
        at = now - timedelta(hours=hours)
        batch = _batch(chance, stories)
        day = timezone.localdate(at).isoformat()
        Waiting.objects.create(at=_minute(at), batch=json.dumps({"day": day, "receipts": [], **batch}))
    while take_in():
        pass


def _minute(moment: datetime) -> int:
    return int(moment.timestamp()) // 60 * 60


def _batch(chance: random.Random, stories: list[list[int]]) -> dict[str, Any]:
    """One hour's counts and pairs: of each language the first story has most readers."""
    counts: list[tuple[int, str, str, int]] = []
    pairs: list[tuple[int, int]] = []
    for ids in stories:
        for place, story in enumerate(ids):
            readers = chance.randint(1, 2 + MOST // (place + 1))
            pairs += [(chance.getrandbits(62), story) for _ in range(readers)]
            counts += [(story, "view", "", readers + readers // 5), (story, "engaged", "", 45 * readers)]
            counts += [(story, "depth", key, readers // part) for key, part in DEPTHS if readers >= part]
            counts.append((story, "source", chance.choice(SOURCES), readers))
    return {"counts": counts, "pairs": pairs}

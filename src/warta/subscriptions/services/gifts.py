"""Gift links: one transaction with the row of the change log by which the edge learns of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import F

from warta.access import NO_RIGHTS, Level, Right
from warta.readers.models import User
from warta.stories.changes import ChangeKind
from warta.stories.models import Change, ReadingPolicy, Story
from warta.stories.policy import current_policy
from warta.subscriptions.errors import GiftsSpent, NoGiftNeeded, NotASubscriber, NotPublic
from warta.subscriptions.models import Gift
from warta.subscriptions.queries import living_gift, standing_of
from warta.subscriptions.rules.rights import month_start


def may_give(*, reader: int, story: Story, now: datetime, here: frozenset[Right] = NO_RIGHTS) -> None:
    """Is the story one that this reader can give? Five queries. raises NotPublic, NoGiftNeeded, NotASubscriber

    here  the rights of the place the reader asks from (an institution's network)
    """
    gate = story.gate
    if not gate.is_live(now):
        raise NotPublic("The story is not public.")
    if current_policy().level_of(gate, now) is Level.FREE:
        raise NoGiftNeeded("Everybody may read the story.")
    if gate.right not in standing_of(reader, now).rights | here:
        raise NotASubscriber("Only who may read the story by right can give it.")


def gifts_left(reader: int, now: datetime) -> int:
    """How many stories a reader may still give in this calendar month of the newspaper's zone. Two queries.

    A gift that was revoked counts: it was given.
    """
    most = (ReadingPolicy.objects.first() or ReadingPolicy()).gifts_a_month
    start = month_start(now, ZoneInfo(settings.TIME_ZONE))
    return max(0, most - Gift.objects.filter(reader=reader, at__gte=start).count())


@transaction.atomic
def give(*, reader: int, story: Story, now: datetime, here: frozenset[Right] = NO_RIGHTS) -> Gift:
    """Open a story to whoever holds a link; the one that the reader has already, if it works.

    raises  as `may_give`; GiftsSpent
    """
    may_give(reader=reader, story=story, now=now, here=here)
    User.objects.select_for_update().filter(pk=reader).first()  # one gift at a time
    if (living := living_gift(reader, story.pk, now)) is not None:
        return living
    if not gifts_left(reader, now):
        raise GiftsSpent("The gifts of this month are given.")
    days = (ReadingPolicy.objects.first() or ReadingPolicy()).gift_days
    return Gift.objects.create(reader=reader, story=story.pk, at=now, expires=now + timedelta(days=days))


@transaction.atomic
def revoke_gift(*, gift: Gift, now: datetime) -> None:
    """Close a gift's link, within a second at every edge; one that is closed stays as it is."""
    if Gift.objects.filter(pk=gift.pk, revoked_at=None).update(revoked_at=now) and gift.expires > now:
        Change.record(ChangeKind.PASSES_CHANGED)


@transaction.atomic
def count_openings(openings: Mapping[int, int]) -> None:
    """Add to how often gifts were opened. One query for each number."""
    gifts: dict[int, list[int]] = {}
    for gift, number in openings.items():
        gifts.setdefault(number, []).append(gift)
    for number, pks in gifts.items():
        Gift.objects.filter(pk__in=pks).update(opened=F("opened") + number)

"""The listener of the clock: what time alone changes for readers is written into the change log like any other change.

A free window that begins or ends is a change of policy; an embargo that passes on a public story, and a story that
grows old enough to turn premium or free, are changes of the story. The edge decides by the clock itself; the rows are
for what is made beforehand: cards in lists, the search index, whoever else follows the log.

`ListenerPlace` keeps the moment up to which time has been told, in microseconds since 1970. It is moved when something
was told, or once a minute: a write a second would wear the disk. What is told twice (after a crash between rows and
place) harms nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from warta.access import Policy
from warta.stories.changes import ChangeKind
from warta.stories.models import Change, FreeWindow, ListenerPlace, Story
from warta.stories.policy import current_policy

PLACE = "time"
BATCH = 200  # stories of one step; more only where they share one moment
KEEP = timedelta(minutes=1)  # the place is moved so often where nothing happens
MICROSECOND = timedelta(microseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def tell_time() -> int:
    """Tell what time has changed since the last call, a step of it if that is much; returns how many rows.

    Seven queries when idle, two more where stories age.
    """
    now = timezone.now()
    place, is_new = ListenerPlace.objects.get_or_create(name=PLACE, defaults={"change": _number(now)})
    since = EPOCH + place.change * MICROSECOND
    if is_new or since >= now:
        return 0
    policy = current_policy()
    until = _step(policy, since, now)
    told = _tell_windows(since, until) + _tell_stories(policy, since, until)
    if told or until < now or until - since > KEEP:
        ListenerPlace.objects.filter(name=PLACE).update(change=_number(until))
    return told + (1 if until < now else 0)


def _number(moment: datetime) -> int:
    return (moment - EPOCH) // MICROSECOND


def _step(policy: Policy, since: datetime, now: datetime) -> datetime:
    """How far to go: to `now`, or to where a batch of stories is full."""
    until = now
    for found, field, age in _sources(policy, since, now):
        moments = list(found.order_by(field).values_list(field, flat=True)[:BATCH])
        if len(moments) == BATCH:
            until = min(until, moments[-1] + age)
    return until


def _sources(
    policy: Policy, since: datetime, until: datetime
) -> Iterator[tuple[QuerySet[Story], str, timedelta]]:  # fmt: skip
    """The stories that time may have changed: those whose field, so much later, lies in the span. Each by an index."""
    none = timedelta(0)
    ages = {age for age in (policy.premium_after, policy.free_after) if age is not None}
    for field, age in [("embargo_until", none), *(("published_at", age) for age in sorted(ages))]:
        span = {f"{field}__gt": since - age, f"{field}__lte": until - age}
        yield Story.objects.filter(live=True, **span), field, age


def _tell_windows(since: datetime, until: datetime) -> int:
    begun, ended = Q(start__gt=since, start__lte=until), Q(end__gt=since, end__lte=until)
    if not FreeWindow.objects.filter(begun | ended).exists():
        return 0
    Change.record(ChangeKind.POLICY_CHANGED)
    return 1


def _tell_stories(policy: Policy, since: datetime, until: datetime) -> int:
    """Write the rows of the stories of which readers now see another thing, some hundred in a transaction."""
    pks = sorted({pk for found, _, _ in _sources(policy, since, until) for pk in found.values_list("pk", flat=True)})
    told = 0
    for start in range(0, len(pks), BATCH):
        stories = (
            Story.objects.filter(pk__in=pks[start : start + BATCH]).select_related("locale").defer("body", "sources")
        )
        rows = [
            Change.of_story(story.gate, story.language) for story in stories if _differs(policy, story, since, until)
        ]
        if rows:
            Change.record_all(rows)
        told += len(rows)
    return told


def _differs(policy: Policy, story: Story, since: datetime, until: datetime) -> bool:
    gate = story.gate
    before = gate.is_live(since), policy.level_of(gate, since)
    return before != (gate.is_live(until), policy.level_of(gate, until))

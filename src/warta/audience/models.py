"""What was read: batches that wait, what the day must remember, and the counts that stay.

The edge writes `Waiting` and `Salt` with plain SQL and knows nothing of these classes (`edge/sink.py`): their names are
a contract, tested from both sides (`tests/audience/test_contract.py`).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Waiting(models.Model):
    """A batch of one edge worker, not yet counted.

    at      seconds since 1970, by the edge's clock
    batch   JSON: what `edge/beacon.py` describes
    """

    at = models.BigIntegerField()
    batch = models.TextField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk} of {self.at}"


class Salt(models.Model):
    """The secret of one day, by which visitors are numbered. Nobody can be told again once it is deleted.

    day     as 2026-11-26, in the site's zone
    value   hexadecimal
    """

    day = models.CharField(max_length=10, primary_key=True)
    value = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.day


class Seen(models.Model):
    """A visitor has read a story today. Dropped with the salt."""

    day = models.CharField(max_length=10)
    visitor = models.BigIntegerField()
    story = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "visitor", "story"], name="audience_seen_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.story}"


class Present(models.Model):
    """A visitor of the last five minutes, and the story they were last heard of.

    at  seconds since 1970
    """

    visitor = models.BigIntegerField(primary_key=True)
    story = models.BigIntegerField()
    at = models.BigIntegerField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.story} at {self.at}"


class Spent(models.Model):
    """A receipt of an advertisement that has been counted, once a word (shown, viewable, clicked).

    receipt     the number that was drawn for it
    at          seconds since 1970, when it was counted
    """

    receipt = models.BigIntegerField()
    word = models.CharField(max_length=10)
    at = models.BigIntegerField(db_index=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["receipt", "word"], name="audience_spent_once"),
        ]

    def __str__(self) -> str:
        return f"{self.receipt} {self.word}"


class Place(models.Model):
    """How far a stream outside the database has been taken in, written with what was counted of it."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.CharField(max_length=40)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name} {self.value}"


class Span(models.TextChoices):
    """How long the time is that a count stands for."""

    MINUTE = "m"
    HOUR = "h"
    DAY = "d"


class Count(models.Model):
    """How often something happened to a story within a minute, an hour and a day of the site's zone.

    Each event is in all three at once; minutes and hours are dropped in time, days stay.

    at      when the span begins
    story   the story's id; a creative's for what begins with `ad_`; 0 for what concerns none
    what    read, view, engaged (seconds), depth, source, outcome, dropped; ad_shown, ad_viewable, ad_clicked
    key     of depth: 25, 50, 75, 100; of source: search, social, direct, newsletter, site, block:PLACE; of outcome:
            full, teaser, wall:REASON, offer; of ad_…: the slot; else empty
    """

    span = models.CharField(max_length=1, choices=Span.choices)
    at = models.DateTimeField()
    story = models.BigIntegerField()
    what = models.CharField(max_length=12)
    key = models.CharField(max_length=40, blank=True)
    number = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        permissions: ClassVar = [("see_audience", _("Can see what is read"))]
        constraints: ClassVar = [
            # In the order in which a list of stories asks: one word, the newest hours, all stories.
            models.UniqueConstraint(fields=["span", "what", "at", "story", "key"], name="audience_count_one"),
        ]
        indexes: ClassVar = [models.Index(fields=["story", "span", "at"], name="audience_count_story")]

    def __str__(self) -> str:
        return f"{self.span} {self.at:%Y-%m-%d %H:%M} {self.story} {self.what} {self.key} {self.number}"

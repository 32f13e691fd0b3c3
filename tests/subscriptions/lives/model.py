"""What a reader should hold: a subscription as a row of spans of time, each of a plan and each paid by somebody.

Nothing here is taken from the newspaper's own rules: it is the agreement in other words. Rights at a moment are those
of the span that holds it; after the last span come the days of grace, for who is expected to pay.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Berlin")  # whose clocks change twice a year


class Deal(NamedTuple):
    """What is agreed: a plan at a price; `low` is the price of the next `left` periods."""

    plan: str
    rights: frozenset
    price: int
    months: int
    grace: int
    low: int = 0
    left: int = 0

    @property
    def due(self):
        return self.low if self.left else self.price

    def spent(self):
        return self._replace(left=max(0, self.left - 1))


def months_on(start, months, day):
    """The same time of the clock, so many months later, on that day of the month or its last."""
    local = start.astimezone(ZONE)
    year, month = local.year, local.month
    for _month in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    day = min(day, monthrange(year, month)[1])
    return datetime(year, month, day, local.hour, local.minute, local.second, local.microsecond, ZONE).astimezone(UTC)


@dataclass
class Span:
    start: datetime
    end: datetime
    deal: Deal
    paid: int | None  # None: a trial
    number: str = ""  # of the payment
    bought: datetime | None = None

    def share(self, now):
        """How much of it is left, from 1 to 0."""
        return max(0.0, min(1.0, (self.end - now) / (self.end - self.start)))

    def cost(self, deal):
        """Of as long a time at another price."""
        return deal.price * max(1, round((self.end - self.start).days / 30.4 / deal.months))


class Before(NamedTuple):
    """What a change at once, paid by that number, has put an end to."""

    number: str
    deal: Deal
    end: datetime
    at: datetime


@dataclass
class Life:
    """One subscription.

    status    waiting, on, paused, over (the money went back), taken (by the reader's bank)
    failed    a charge of the provider's failed since the last payment
    cut       when the provider gave up, in the days of grace
    """

    reader: int
    deal: Deal
    renewal: str
    status: str = "waiting"
    spans: list[Span] = field(default_factory=list)
    cancelled: bool = False
    failed: bool = False
    booked: Deal | None = None
    paused: datetime | None = None
    anchor: datetime | None = None
    before: str = ""
    shut: bool = False  # by the chargeback of a gift, which alone was left
    cut: datetime | None = None
    changes: list[Before] = field(default_factory=list)  # at once, that nothing has followed

    @property
    def end(self):
        return self.spans[-1].end if self.spans else None

    @property
    def closes(self):
        last = self.spans[-1]
        waits = not self.cancelled and self.renewal != "none"
        if last.paid is None and self.renewal != "itself":
            waits = False
        grace = timedelta(days=last.deal.grace) if waits else timedelta()
        return min(last.end + grace, self.cut) if self.cut else last.end + grace

    def lives(self, now):
        return self.status == "paused" or (self.status == "on" and now < self.closes)

    def is_running(self, now):
        """Is a period under way, or tried, that nobody ended?"""
        return self.status == "on" and not self.cancelled and not self.failed and now < self.end

    def is_tried(self):
        return all(span.paid is None for span in self.spans)

    def rights(self, now):
        if self.status != "on" or now >= self.closes:
            return frozenset()
        return next((span.deal.rights for span in self.spans if now < span.end), self.spans[-1].deal.rights)

    def next(self):
        return self.booked or (self.spans[-1].deal if self.spans else self.deal)

    # What happens

    def try_it(self, now, end):
        self.status, self.spans = "on", [Span(now, end, self.deal, None, bought=now)]

    def pay(self, at, deal, paid, number, months=0, theirs=None):
        """A span follows, or begins. theirs: its begin and end, where the provider keeps the calendar."""
        follows = self.status == "paused" or (self.status == "on" and at < self.closes)
        start = self.end if follows else at
        if not follows:
            self.spans, self.cancelled, self.status, self.anchor, self.changes = [], False, "on", at, []
        if self.anchor is None:
            self.anchor = start
        end = months_on(start, months or deal.months, self.anchor.astimezone(ZONE).day)
        if theirs:
            end = theirs[1] + max(timedelta(), start - theirs[0]) if follows else theirs[1]
        self.spans.append(Span(start, end, deal, paid, number, at))
        self.booked, self.failed, self.cut, self.shut = None, False, None, False

    def go_on(self, now):
        """After a pause: what was left begins now."""
        gap = now - self.paused
        self.spans = [replace(s, start=s.start + gap, end=s.end + gap) for s in self.spans if s.end > self.paused]
        self.status, self.paused, self.anchor = "on", None, None

    def cancel(self, now):
        if self.paused:
            self.go_on(now)
        self.cancelled, self.booked = True, None

    def keep(self):
        self.cancelled = False
        self.remind()

    def pause(self, now):
        self.status, self.paused = "paused", now
        self.remind()

    def remind(self):
        if self.renewal == "itself":
            self.renewal = "reminder"

    def can_change(self, now):
        is_paid = any(span.paid is not None and span.end > now for span in self.spans)
        return self.is_running(now) and is_paid

    def plan_at(self, now):
        """The plan under way."""
        return next((span.deal.plan for span in self.spans if span.end > now), "")

    def paid(self, now):
        """What was paid for each span that is left."""
        return tuple((span.end, span.paid) for span in self.spans if span.end > now and span.paid is not None)

    def difference(self, deal, now):
        """What another plan at once should cost, but for the units lost in rounding; less than nothing: it is less."""
        left = [span for span in self.spans if span.end > now and span.paid is not None]
        credit = sum(span.paid * span.share(now) for span in left)
        if any(span.deal.months != deal.months for span in left):
            return deal.price - credit
        return sum(span.cost(deal) * span.share(now) for span in left) - credit

    def change_back(self, number, deal, now):
        """The difference went back: the plan before, as long as nothing followed the change."""
        last = self.changes[-1] if self.changes else None
        if last and last.number == number and self.can_change(now) and self.is_all(deal, last.at):
            before = self.changes.pop()
            if len({before.deal.months, deal.months}) == 1:
                for span in self.spans:
                    span.deal, span.paid = before.deal, None if span.paid is None else span.cost(before.deal)
            else:
                end, self.anchor = max(before.end, now), now
                worth = before.deal.price * min(1.0, (end - now) / timedelta(days=30.436875 * before.deal.months))
                self.spans = [Span(now, end, before.deal, worth, bought=now)]
            self.booked = None

    def is_all(self, deal, at):
        return all(span.deal.plan == deal.plan and span.bought <= at for span in self.spans)

    def change(self, deal, now, number):
        self.changes.append(Before(number, self.spans[-1].deal, self.end, now))
        anew = any(span.deal.months != deal.months for span in self.spans if span.end > now and span.paid is not None)
        if anew:
            self.anchor = now
            end = months_on(now, deal.months, now.astimezone(ZONE).day)
            self.spans = [Span(now, end, deal, deal.price, number, now)]
        else:
            self.spans = [span for span in self.spans if span.end > now]
            for span in self.spans:
                if span.end > now:
                    span.deal, span.paid = deal, None if span.paid is None else span.cost(deal)
        self.booked = None

    def give_back(self, number, now):
        """The money of a span went back: its rest is gone, and what was paid for behind it comes the earlier."""
        moment = self.paused or now
        gone = next((span for span in self.spans if span.number == number), None)
        if gone is None or not self.lives(now) or (gone.end <= moment and gone is not self.spans[-1]):
            return
        is_last = gone is self.spans[-1]
        cut = max(timedelta(), gone.end - max(gone.start, moment))
        behind = [replace(s, start=s.start - cut, end=s.end - cut) for s in self.spans if s.start >= gone.end]
        kept = [span for span in self.spans if span is not gone and span.start < gone.end] + behind
        if gone.end <= moment or not kept or kept[-1].end <= moment:
            self.status = "over"
            return
        self.spans = kept
        if not is_last:
            self.anchor = None

    def take_gift(self, number, now, by_bank):
        """What was redeemed under that number ends; returns what was left of it, None if there was nothing to take."""
        moment = self.paused or now
        gone = next((span for span in self.spans if span.number == number), None)
        if gone is None or gone.paid != 0 or not self.lives(now):
            return None
        if gone.end <= moment and gone is not self.spans[-1]:
            return None
        rest = max(timedelta(), gone.end - max(gone.start, moment))
        self.give_back(number, now)
        if self.status == "over" and by_bank:
            self.status, self.shut = "taken", True
        return rest

    def gift_again(self, number, now, rest):
        """What was left of it follows, or begins."""
        deal = self.next()
        follows = self.status == "paused" or (self.status == "on" and now < self.closes)
        start = self.end if follows else now
        self.pay(now, deal.spent(), 0, number, theirs=(start, start + rest))
        self.anchor = None

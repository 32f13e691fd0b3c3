"""The one decision that everything which leaves the server obeys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from warta.access.meter import EMPTY, Meter
from warta.access.policy import Policy
from warta.access.values import Gate, Level, Reader, Right


class Shows(StrEnum):
    """How much of a story is shown."""

    FULL = "full"
    TEASER = "teaser"
    HIDDEN = "hidden"


class Reason(StrEnum):
    """Why; the reason of a teaser chooses its wall (`WALLS`)."""

    OPEN = "open"
    RIGHT = "right"
    SIGNED_IN = "signed-in"
    METER = "meter"
    GIFT = "gift"
    CRAWLER = "crawler"
    STAFF = "staff"
    PREVIEW = "preview"
    NOT_PUBLIC = "not-public"
    WITHDRAWN = "withdrawn"
    SIGN_IN = "sign-in"
    METER_SPENT = "meter-spent"
    SUBSCRIBE = "subscribe"
    PLAN_LACKS = "plan-lacks"


WALLS = (Reason.SIGN_IN, Reason.METER_SPENT, Reason.SUBSCRIBE, Reason.PLAN_LACKS)


@dataclass(frozen=True, slots=True)
class Decision:
    """What of a story a reader may see, why, whether advertising stands beside it, and their meter after the read."""

    shows: Shows
    reason: Reason
    ads: bool = True
    meter: Meter = EMPTY


def decide(story: Gate, reader: Reader, meter: Meter, policy: Policy, now: datetime) -> Decision:
    """What of `story` this `reader` may see at `now` (aware).

    meter   the metered stories they read; one of another month counts as empty
    raises  nothing: whatever is unknown gets the teaser
    law     more rights never show less (tests/laws/test_access.py)
    """
    ads = Right.AD_FREE not in reader.rights
    if not story.is_live(now):
        if reader.preview == story.story and reader.preview:
            return Decision(Shows.FULL, Reason.PREVIEW, ads, meter)
        return Decision(Shows.HIDDEN, Reason.WITHDRAWN if story.withdrawn else Reason.NOT_PUBLIC, ads, meter)
    level = policy.level_of(story, now)
    if level is Level.FREE:
        return Decision(Shows.FULL, Reason.OPEN, ads, meter)
    if story.right in reader.rights:
        return Decision(Shows.FULL, Reason.RIGHT, ads, meter)
    if policy.windows and policy.is_open(story, now):
        return Decision(Shows.FULL, Reason.OPEN, ads, meter)
    passed = _pass(story, reader, policy)
    if passed is not None:
        return Decision(Shows.FULL, passed, ads, meter)
    if level is Level.REGISTERED:
        if reader.is_registered:
            return Decision(Shows.FULL, Reason.SIGNED_IN, ads, meter)
        return Decision(Shows.TEASER, Reason.SIGN_IN, ads, meter)
    if level is Level.METERED:
        return _metered(story, reader, meter.of(policy.month_of(now)), policy, ads=ads)
    return Decision(Shows.TEASER, _subscription(reader), ads, meter)


def _pass(story: Gate, reader: Reader, policy: Policy) -> Reason | None:
    """What in the reader's hands opens a locked story, whatever their rights."""
    if reader.is_staff:
        return Reason.STAFF
    if reader.gift and reader.gift == story.story:
        return Reason.GIFT
    if reader.preview and reader.preview == story.story:
        return Reason.PREVIEW
    return Reason.CRAWLER if reader.is_crawler and policy.crawlers_read else None


def _metered(story: Gate, reader: Reader, meter: Meter, policy: Policy, *, ads: bool) -> Decision:
    """A metered story: full as long as the month's quota lasts."""
    if meter.can_read(story.story, policy.quota(reader)):
        return Decision(Shows.FULL, Reason.METER, ads, meter.after(story.story))
    if reader.is_registered:
        return Decision(Shows.TEASER, Reason.PLAN_LACKS if reader.rights else Reason.METER_SPENT, ads, meter)
    if not policy.free_anonymous and policy.free_registered:
        return Decision(Shows.TEASER, Reason.SIGN_IN, ads, meter)
    return Decision(Shows.TEASER, Reason.METER_SPENT, ads, meter)


def _subscription(reader: Reader) -> Reason:
    return Reason.PLAN_LACKS if reader.rights else Reason.SUBSCRIBE

"""Which advertisements stand on one page: a pure choice from the plan, the moment, and what the reader saw today.

A campaign may be chosen while its flight lasts, in its sections and slots, below its cap for this reader and day, and
while this worker has impressions of it left (`leases.py` of the newsroom shares them out, so that all workers together
keep an even pace and exceed no goal). Among those the priority decides, then who is most behind. On a page each
campaign stands once at most; slots are given so that, rank by rank, as many campaigns as possible find one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from warta.access.frames import frame_policy

OLD_S = 60.0  # a plan so old is not followed any more: what was refused since is not known
LATELY_S = 8  # what was chosen so lately may not be counted yet
CAPS_MAX = 30  # campaigns that a reader's cookie remembers
COUNT_MAX = 100


@dataclass(frozen=True, slots=True)
class Creative:
    """Something to show. `consent`: only for who agreed to third parties."""

    id: int
    slots: frozenset[str]
    html: str
    consent: bool


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign as the newsroom told it; moments in seconds since 1970, no sections: all."""

    id: int
    priority: int
    begins: float
    over: float | None
    goal: int | None
    cap: int | None
    sections: frozenset[int]
    creatives: tuple[Creative, ...]

    def may_run(self, section: int, now: float, seen: Mapping[int, int]) -> bool:
        """Now, there, and for who saw so much of it today?"""
        return (
            self.begins <= now
            and (self.over is None or now < self.over)
            and (not self.sections or section in self.sections)
            and (self.cap is None or seen.get(self.id, 0) < self.cap)
        )


@dataclass(frozen=True, slots=True)
class Frame:
    """The document of an HTML creative or a tag, and the policy it runs under."""

    document: bytes
    policy: str
    consent: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What may run. `tags`: what fills a slot that no campaign fills, for who agreed."""

    version: str
    zone: ZoneInfo
    campaigns: tuple[Campaign, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)
    frames: Mapping[str, Frame] = field(default_factory=dict)


EMPTY = Plan("", ZoneInfo("UTC"))


def plan_in(version: str, plain: Mapping[str, Any]) -> Plan:
    """The plan of what the newsroom told (`advertising/plan.py`). raises KeyError, ValueError, TypeError"""
    campaigns = [
        Campaign(
            id=int(row["id"]), priority=int(row["priority"]), begins=float(row["begins"]), over=row["over"],
            goal=row["goal"], cap=row["cap"], sections=frozenset(row["sections"]),
            creatives=tuple(
                Creative(int(c["id"]), frozenset(c["slots"]), str(c["html"]), bool(c["consent"]))
                for c in row["creatives"]
            ),
        )
        for row in plain["campaigns"]
    ]  # fmt: skip
    frames = {
        name: Frame(row["document"].encode(), frame_policy(third_party=row["consent"]), bool(row["consent"]))
        for name, row in plain["frames"].items()
    }
    return Plan(version, ZoneInfo(plain["zone"]), tuple(campaigns), dict(plain["tags"]), frames)


@dataclass
class Pace:
    """What this worker may still choose and what it chose, by campaign.

    left    of campaigns with a goal: granted and not yet chosen
    chosen  by second, so that the newsroom can be told what is perhaps not counted yet
    shown   how often each creative was chosen here, so that a campaign's creatives take turns
    """

    left: Counter[int] = field(default_factory=Counter)
    chosen: dict[int, Counter[int]] = field(default_factory=dict)
    shown: Counter[int] = field(default_factory=Counter)
    total: Counter[int] = field(default_factory=Counter)

    def note(self, campaign: Campaign, creative: Creative, now: float) -> None:
        """One was chosen."""
        if campaign.goal is not None:
            self.left[campaign.id] -= 1
            self.chosen.setdefault(int(now), Counter())[campaign.id] += 1
        self.shown[creative.id] += 1
        self.total[campaign.id] += 1

    def lately(self, now: float) -> dict[int, int]:
        """What was chosen in the last seconds."""
        for second in [second for second in self.chosen if now - second > LATELY_S]:
            del self.chosen[second]
        found: Counter[int] = Counter()
        for counted in self.chosen.values():
            found.update(counted)
        return dict(found)

    def grant(self, granted: Mapping[int, int], asked_at: Mapping[int, int]) -> None:
        """What the newsroom promised, less what was chosen since it was asked.

        asked_at  `total` as it stood then
        """
        self.left = Counter(
            {campaign: n - (self.total[campaign] - asked_at.get(campaign, 0)) for campaign, n in granted.items()}
        )


def choose(
    plan: Plan, pace: Pace, *, slots: Sequence[str], section: int, now: float, seen: Mapping[int, int], agreed: bool
) -> dict[str, tuple[Campaign, Creative]]:
    """What stands in each of `slots`; those that nobody fills are left out. Nothing is noted yet.

    seen    impressions of this reader today, by campaign
    agreed  has the reader agreed to third parties?
    """
    ranked = sorted(
        (
            campaign for campaign in plan.campaigns
            if (campaign.goal is None or pace.left[campaign.id] > 0) and campaign.may_run(section, now, seen)
        ),
        key=lambda campaign: _rank(campaign, pace),
    )  # fmt: skip
    given: dict[str, tuple[Campaign, Creative]] = {}
    for campaign in ranked:
        if len(given) == len(slots):
            break
        _place(campaign, slots, given, pace, agreed, set())
    return given


def _rank(campaign: Campaign, pace: Pace) -> tuple[int, bool, float, int]:
    """The priority; then goals before what takes any room; who is most behind, or was chosen least; the older."""
    if campaign.goal is None:
        return -campaign.priority, True, pace.total[campaign.id], campaign.id
    return -campaign.priority, False, -pace.left[campaign.id] / campaign.goal, campaign.id


def _place(
    campaign: Campaign, slots: Sequence[str], given: dict[str, tuple[Campaign, Creative]], pace: Pace, agreed: bool,
    tried: set[str],
) -> bool:  # fmt: skip
    """Find a slot for a campaign; one that was given already is taken only if its holder finds another."""
    for slot in slots:
        if slot in tried or (creative := _creative(campaign, slot, pace, agreed)) is None:
            continue
        tried.add(slot)
        holder = given.get(slot)
        if holder is None or _place(holder[0], slots, given, pace, agreed, tried):
            given[slot] = campaign, creative
            return True
    return False


def _creative(campaign: Campaign, slot: str, pace: Pace, agreed: bool) -> Creative | None:
    """The creative for a slot that was shown least."""
    fitting = [c for c in campaign.creatives if slot in c.slots and (agreed or not c.consent)]
    return min(fitting, key=lambda creative: (pace.shown[creative.id], creative.id), default=None)


# What a reader saw today travels in a cookie that says nothing of them: the day, and how often each campaign.


def read_seen(text: str, today: date) -> dict[int, int]:
    """The cookie's counts; none of another day or of a cookie that is not ours."""
    day, *rows = text.split(".")[: CAPS_MAX + 1]
    if day != f"{today:%Y%m%d}":
        return {}
    found = {}
    for row in rows:
        campaign, _, number = row.partition("-")
        if campaign.isascii() and campaign.isdigit() and number.isascii() and number.isdigit() and len(row) < 30:
            found[int(campaign)] = min(int(number), COUNT_MAX)
    return found


def write_seen(seen: Mapping[int, int], today: date) -> str:
    """The counts as a cookie's value, the newest last and the oldest forgotten."""
    rows = list(seen.items())[-CAPS_MAX:]
    return ".".join([f"{today:%Y%m%d}", *(f"{campaign}-{min(number, COUNT_MAX)}" for campaign, number in rows)])


def day_of(plan: Plan, now: float) -> date:
    """The day in the newspaper's zone."""
    return datetime.fromtimestamp(now, UTC).astimezone(plan.zone).date()


def seconds_left(plan: Plan, now: float) -> int:
    """How long the day lasts there, at most a little longer: a cookie of it is of no use after."""
    local = datetime.fromtimestamp(now, UTC).astimezone(plan.zone)
    return 86_400 + 3_600 - (local.hour * 3600 + local.minute * 60 + local.second)


def counted(
    chosen: Iterable[tuple[Campaign, Creative]], seen: Mapping[int, int]
) -> dict[int, int]:  # fmt: skip
    """What the reader has seen after this page, of campaigns that have a cap."""
    after = dict(seen)
    for campaign, _creative in chosen:
        if campaign.cap is not None:
            after[campaign.id] = after.pop(campaign.id, 0) + 1
    return after

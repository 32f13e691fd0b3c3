"""Figures of a subscription business, out of plain rows. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from warta.subscriptions.rules.money import divide


@dataclass(frozen=True, slots=True)
class Life:
    """A subscription as far as figures go. began, over: days in the newspaper's zone; over: None while it lives.

    amount  of a period of `months`, in minor units
    recurs  a period follows a period; not of a voucher or a gift, which end with what they were made for
    """

    began: date
    over: date | None
    plan: str
    provider: str
    amount: int
    months: int
    currency: str
    is_trial: bool = False
    recurs: bool = True


@dataclass(frozen=True, slots=True)
class Month:
    """One month: who lived at its end, who came, who left. churn: of those who lived at its start, in thousandths."""

    start: date
    active: int
    new: int
    lost: int
    churn: int


@dataclass
class Cohort:
    """Who began in a month, and how many of them still lived 0, 1, 2 … whole months later."""

    start: date
    size: int
    kept: list[int] = field(default_factory=list)


def month_of(day: date) -> date:
    """The first of its month."""
    return day.replace(day=1)


def next_month(start: date, months: int = 1) -> date:
    """The first of a month so many months later."""
    number = start.year * 12 + start.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def by_month(lives: Iterable[Life], first: date, last: date) -> list[Month]:
    """The months from that of `first` to that of `last`. Trials do not count until they are paid for."""
    rows = [life for life in lives if not life.is_trial]
    found = []
    start = month_of(first)
    while start <= last:
        end = next_month(start)
        before = [life for life in rows if life.began < start and (life.over is None or life.over >= start)]
        new = sum(start <= life.began < end for life in rows)
        lost = sum(life.over is not None and start <= life.over < end for life in rows)
        lost_of_before = sum(life.over is not None and life.over < end for life in before)
        active = sum(life.began < end and (life.over is None or life.over >= end) for life in rows)
        churn = divide(1000 * lost_of_before, len(before)) if before else 0
        found.append(Month(start, active, new, lost, churn))
        start = end
    return found


def monthly_revenue(lives: Iterable[Life]) -> dict[tuple[str, str, str], int]:
    """What the living pay a month, by plan, provider and currency: a period's price shared among its months."""
    total: dict[tuple[str, str, str], int] = defaultdict(int)
    for life in lives:
        if life.over is None and life.recurs and not life.is_trial:
            total[life.plan, life.provider, life.currency] += divide(life.amount, life.months)
    return dict(sorted(total.items(), key=lambda item: -item[1]))


def cohorts(lives: Iterable[Life], today: date, most: int = 12) -> list[Cohort]:
    """Retention of the last months' cohorts, oldest first; a month under way is not counted."""
    groups: dict[date, list[Life]] = defaultdict(list)
    for life in lives:
        if not life.is_trial:
            groups[month_of(life.began)].append(life)
    found = []
    for start in sorted(groups)[-most:]:
        rows = groups[start]
        cohort = Cohort(start, len(rows))
        age = 0
        while next_month(start, age) <= month_of(today):
            end = next_month(start, age + 1)
            cohort.kept.append(sum(life.over is None or life.over >= end for life in rows))
            age += 1
        found.append(cohort)
    return found


def thousandths(part: int, whole: int) -> int:
    """A share in thousandths; 0 of nothing."""
    return divide(1000 * part, whole) if whole else 0

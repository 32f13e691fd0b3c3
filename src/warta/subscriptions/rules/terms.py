"""What a reader agreed to: the terms of a subscription, and the lengths of its periods."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from warta.access import Right
from warta.subscriptions.rules.money import Money
from warta.subscriptions.rules.rights import rights_in, rights_text

MONTHS_MAX = 60  # of one period


class Renewal(StrEnum):
    """How a period follows a period.

    ITSELF   the provider charges again by itself
    REMINDER the reader is reminded, and pays again
    NONE     it ends with what was paid for
    """

    ITSELF = "itself"
    REMINDER = "reminder"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed; a plan that changes later changes nothing here.

    plan         the plan's code
    price        of a period
    months       the length of a period
    grace_days   how long a period that is not paid for still opens what the plan opens
    seats        readers who have the rights, the payer one of them
    intro        the price of the first periods, if an offer lowered it
    intro_left   how many periods to come are at that price
    """

    plan: str
    rights: frozenset[Right]
    price: Money
    months: int
    renewal: Renewal = Renewal.REMINDER
    grace_days: int = 0
    seats: int = 1
    intro: Money | None = None
    intro_left: int = 0

    @property
    def due(self) -> Money:
        """What the next period costs."""
        return self.intro if self.intro is not None and self.intro_left > 0 else self.price

    @property
    def grace(self) -> timedelta:
        """The days of grace."""
        return timedelta(days=self.grace_days)

    def after_period(self) -> Terms:
        """The terms once one more period is paid for."""
        return replace(self, intro_left=max(0, self.intro_left - 1))

    def as_json(self) -> dict[str, Any]:
        """As the ledger keeps them."""
        told: dict[str, Any] = {
            "plan": self.plan, "rights": rights_text(self.rights), "price": self.price.amount,
            "currency": self.price.currency, "months": self.months, "renewal": self.renewal.value,
            "grace_days": self.grace_days, "seats": self.seats,
        }  # fmt: skip
        if self.intro is not None:
            told |= {"intro": self.intro.amount, "intro_left": self.intro_left}
        return told

    @classmethod
    def of_json(cls, told: dict[str, Any]) -> Terms:
        """As the ledger kept them. raises KeyError, ValueError for what is none"""
        currency = told["currency"]
        intro = Money(int(told["intro"]), currency) if "intro" in told else None
        return cls(
            told["plan"], rights_in(told["rights"]), Money(int(told["price"]), currency), int(told["months"]),
            Renewal(told["renewal"]), int(told["grace_days"]), int(told["seats"]), intro,
            int(told.get("intro_left", 0)),
        )  # fmt: skip


def months_after(start: datetime, months: int, zone: ZoneInfo, day: int = 0) -> datetime:
    """The end of a period of calendar months: the same time of day in `zone`, on the same day or the month's last.

    day  the day of the month on which the first period began, so that a subscription of the 31st comes back to it
    """
    local = start.astimezone(zone)
    number = local.year * 12 + local.month - 1 + months
    year, month = divmod(number, 12)
    last = monthrange(year, month + 1)[1]
    naive = local.replace(year=year, month=month + 1, day=min(day or local.day, last), fold=0)
    return naive.astimezone(start.tzinfo)

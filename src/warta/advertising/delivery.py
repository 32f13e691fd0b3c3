"""How campaigns stand: in words and figures for the newsroom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from warta.advertising import counts, rules
from warta.advertising.models import Campaign, Decided


@dataclass(frozen=True, slots=True)
class Delivery:
    """A campaign's state in words, what was shown of it, and what an even pace wants by now (None: no goal)."""

    state: str
    code: str
    shown: int
    goal: int | None
    due: int | None

    @property
    def percent(self) -> int | None:
        """Of the goal."""
        return round(100 * self.shown / self.goal) if self.goal else None


def delivery(campaign: Campaign, shown: int, now: datetime) -> Delivery:
    """How a campaign stands, with its creatives read already."""
    begins, over = campaign.flight
    state, code = _state(campaign, shown, now)
    due = rules.due(campaign.goal, begins, over, now) if campaign.goal and over else None
    return Delivery(state, code, shown, campaign.goal, due)


def _state(campaign: Campaign, shown: int, now: datetime) -> tuple[str, str]:
    begins, over = campaign.flight
    if over is not None and over <= now:
        return _("ended"), "ended"
    if campaign.paused:
        return _("paused"), "paused"
    if not any(creative.may_run for creative in campaign.creatives.all()):
        waits = any(creative.state == Decided.State.SUBMITTED for creative in campaign.creatives.all())
        return (_("waits for approval"), "waits") if waits else (_("nothing approved"), "draft")
    if begins > now:
        return _("scheduled"), "scheduled"
    if campaign.goal and shown >= campaign.goal:
        return _("goal reached"), "reached"
    return _("running"), "running"


def deliveries(campaigns: Iterable[Campaign], now: datetime) -> dict[int, Delivery]:
    """How each stands. Two queries, if creatives were read with the campaigns."""
    rows = list(campaigns)
    shown = counts.shown(creative.pk for campaign in rows for creative in campaign.creatives.all())
    return {
        campaign.pk: delivery(campaign, sum(shown.get(c.pk, 0) for c in campaign.creatives.all()), now)
        for campaign in rows
    }


def attach(campaigns: Iterable[Campaign], now: datetime) -> None:
    """Give each row of a list how it stands, as `delivery`."""
    rows = list(campaigns)
    for campaign in rows:
        for creative in campaign.creatives.all():
            creative.campaign = campaign
    found: dict[int, Any] = deliveries(rows, now)
    for campaign in rows:
        campaign.__dict__["delivery"] = found[campaign.pk]

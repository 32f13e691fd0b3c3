"""What one worker does with advertising: asks the newsroom what may run, and how often it may be chosen here."""

from __future__ import annotations

import secrets
import time

from warta.edge.ads import Ads
from warta.edge.choosing import plan_in
from warta.edge.newsroom import Newsroom, NewsroomDown

EVERY_S, SELDOM_S = 1.0, 15.0


class AdPlan:
    """Keeps the plan of a worker's advertising true."""

    def __init__(self, ads: Ads, newsroom: Newsroom) -> None:
        self.ads, self.newsroom = ads, newsroom
        self.name = secrets.token_hex(8)  # by which the newsroom knows what it promised to whom

    @property
    def rest_s(self) -> float:
        """How long to rest before the next question: a second while goals are to be met."""
        return EVERY_S if any(campaign.goal for campaign in self.ads.plan.campaigns) else SELDOM_S

    async def load(self) -> None:
        """Ask; told is what was chosen lately. The plan itself comes if it is another. raises NewsroomDown"""
        ads = self.ads
        was_true, asked_at = ads.is_true, dict(ads.pace.total)
        ads.is_true = True  # unless the log says otherwise meanwhile
        asked = {"worker": self.name, "chosen": ads.pace.lately(time.time()), "version": ads.plan.version}
        try:
            told = await self.newsroom.tell("advertising", asked)
        except NewsroomDown:
            ads.is_true = ads.is_true and was_true
            raise
        if told["plan"] is not None:
            ads.plan = plan_in(told["version"], told["plan"])
        ads.plan_at = time.time()
        ads.pace.grant({int(campaign): int(number) for campaign, number in told["granted"].items()}, asked_at)

"""How many impressions each worker of the edge may choose until it asks again, so that all together exceed no goal.

What is due and neither delivered, nor chosen lately and not yet counted, nor promised to another worker, is free; who
asks gets their share of it. Nothing of this is kept on a disk: workers say each time what they chose lately, and after
a start nothing is promised until whoever may hold an older promise has been heard.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

LISTEN_S = 2.5  # after a start: workers ask every second
FORGET_S = 10.0  # a worker that has been silent for so long is gone, and what it chose is counted or lost


@dataclass
class Leases:
    """The promises of one newsroom. `begun`: when it started, in seconds of any clock that `take` is given too."""

    begun: float
    _heard: dict[str, float] = field(default_factory=dict)
    _held: dict[str, Mapping[int, int]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, worker: str, chosen: Mapping[int, int], wanted: Mapping[int, int], now: float) -> dict[int, int]:
        """What `worker` may choose of each campaign until it asks again.

        chosen  what it chose lately, by campaign: perhaps counted already, perhaps not
        wanted  what is due of each campaign and not delivered
        """
        with self._lock:
            for name in [name for name, at in self._heard.items() if now - at > FORGET_S]:
                del self._heard[name], self._held[name]
            others = [held for name, held in self._held.items() if name != worker]
            granted = {}
            for campaign, number in wanted.items():
                free = number - chosen.get(campaign, 0) - sum(held.get(campaign, 0) for held in others)
                share = -(-free // (len(others) + 1))
                granted[campaign] = max(0, share) if now - self.begun >= LISTEN_S else 0
            self._heard[worker] = now
            self._held[worker] = {
                campaign: chosen.get(campaign, 0) + granted.get(campaign, 0) for campaign in {*chosen, *granted}
            }
            return granted

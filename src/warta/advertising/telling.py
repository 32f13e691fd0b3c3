"""What the edge is told each second: the plan, if it is another than the one it has, and what it may choose."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from warta.advertising.leases import Leases
from warta.advertising.plan import plan, version_of, wanted

KEPT_S = 10.0  # a plan is made anew after so long, changed or not: a picture may have become ready


@dataclass
class Telling:
    """One newsroom's: the plan as it was last made, and the promises that are out."""

    leases: Leases = field(default_factory=lambda: Leases(time.monotonic()))
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _made: dict[str, Any] = field(default_factory=dict)
    _version: str = ""
    _of: tuple[int, float] = (-1, 0.0)

    def told(
        self, *, worker: str, chosen: Mapping[int, int], version: str, change: int, now: datetime
    ) -> dict[str, Any]:  # fmt: skip
        """What a worker is told that has the plan `version`.

        chosen  what it chose lately, by campaign
        change  the newest row of the change log, read before
        """
        clock = time.monotonic()
        with self._lock:
            if self._of[0] != change or clock - self._of[1] > KEPT_S:
                self._made = plan(now)
                self._version, self._of = version_of(self._made), (change, clock)
            made, known = self._made, self._version
        granted = self.leases.take(worker, chosen, wanted(now), clock)
        return {"version": known, "plan": None if version == known else made, "granted": granted}


TELLING = Telling()

"""What a worker has heard of readers and not yet written down, added up, within bounds.

A visitor is the first 8 bytes of HMAC-SHA256 over address and user agent (of a reader who is signed in: over their id),
keyed by the salt of the day. The salt is thrown away when the day is over, and then nobody can be told again.

A batch holds one minute, so that what had to wait is counted when it happened. As JSON, it is the contract between the
edge and the room that counts (`audience/rules.py`):

    {"day": "2026-11-26", "counts": [[STORY, WHAT, KEY, NUMBER], …], "pairs": [[VISITOR, STORY], …],
     "receipts": [[NONCE, WORD, CREATIVE, SLOT], …]}
"""

from __future__ import annotations

import hmac
import json
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from warta.access.receipt import read_receipt
from warta.access.token import Keys, read_token
from warta.edge import beacon
from warta.edge.asker import READER_COOKIE
from warta.edge.exchange import Request, cookie
from warta.edge.limits import Limits

HELD_MAX = 100_000  # counts, pairs and receipts in memory, some 80 MB with what is being written
BATCH_MAX = 5000  # of them in one batch: some hundred kilobytes, counted in some hundredths of a second
AGENTS_MAX = 10_000
AHEAD_S = 600  # the salt of the next day is fetched so long before


@dataclass(slots=True)
class Batch:
    """What was heard in one minute.

    at      seconds since 1970, when it began
    events  how many events it is made of
    counts  story, what, key: number
    """

    at: int
    day: str
    events: int = 0
    counts: dict[tuple[int, str, str], int] = field(default_factory=dict)
    pairs: dict[tuple[int, int], None] = field(default_factory=dict)
    receipts: dict[tuple[int, str], tuple[int, str]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How much it holds."""
        return len(self.counts) + len(self.pairs) + len(self.receipts)

    def add(self, story: int, what: str, key: str, number: int) -> None:
        """Count something."""
        place = (story, what, key)
        self.counts[place] = self.counts.get(place, 0) + number

    def dropped(self) -> Batch:
        """What is left of it if it cannot be kept: how many events it was made of, and what was dropped before."""
        told = {place: number for place, number in self.counts.items() if place[1] == "dropped"}
        left = Batch(self.at, self.day, 0, told)
        left.add(0, "dropped", "full", self.events)
        return left

    def text(self) -> str:
        """As JSON."""
        told = {
            "day": self.day,
            "counts": [[*place, number] for place, number in self.counts.items()],
            "pairs": list(self.pairs),
            "receipts": [[*receipt, *ad] for receipt, ad in self.receipts.items()],
        }
        return json.dumps(told, separators=(",", ":"))


@dataclass
class Collector:
    """One worker's ear.

    salts  by day; without that of today nothing can be counted
    """

    zone: ZoneInfo
    limits: Limits
    salts: dict[str, bytes] = field(default_factory=dict)
    _full: deque[Batch] = field(default_factory=deque)
    _held: int = 0  # in full batches
    _now: Batch | None = None
    _day: tuple[str, float] = ("", 0.0)  # today, and when it ends
    _agents: dict[str, bool] = field(default_factory=dict)

    def hear(self, request: Request, body: bytes, keys: Keys, places: frozenset[str], now: float) -> None:
        """Take in what a page reports, if its reader may be counted."""
        header = request.header
        agent = header("user-agent") or ""
        if not beacon.is_own(header) or not beacon.is_willing(header) or self._is_bot(agent):
            return
        cookies = header("cookie")
        text = cookie(cookies, READER_COOKIE) if cookies else ""
        token = read_token(text, keys, 0.0) if text else None  # one that expired still says who it is
        if token is not None and token.reader.is_staff:
            return
        heard = beacon.hear(body, places)
        if not heard.events:
            return
        day = self.day(now)
        batch = self._batch(now, day)
        salt = self.salts.get(day)
        if salt is None or self._held + batch.size >= HELD_MAX:
            batch.add(0, "dropped", "full", heard.events)
            return
        address = request.address()
        who = f"reader {token.reader.id}" if token is not None and token.reader.id else f"{address} {agent}"
        visitor = number_of(salt, who)
        if not self.limits.allow(address, visitor, heard.events, day, now):
            batch.add(0, "dropped", "limit", heard.events)
            return
        batch.events += heard.events
        for count in heard.counts:
            batch.add(*count)
        for story in heard.stories:
            batch.pairs[visitor, story] = None
        if heard.receipts:
            self._spend(batch, heard.receipts, keys, now)

    def day(self, now: float) -> str:
        """Today in the site's zone, as 2026-11-26."""
        name, end = self._day
        if now >= end or now < end - 48 * 3600:
            today = datetime.fromtimestamp(now, self.zone).date()
            tomorrow = today + timedelta(days=1)
            end = datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=self.zone).timestamp()
            name = today.isoformat()
            self._day = (name, end)
        return name

    def lacking(self, now: float) -> list[str]:
        """Days whose salt is needed, and not there yet; salts of days that are over are forgotten."""
        days = dict.fromkeys((self.day(now), datetime.fromtimestamp(now + AHEAD_S, self.zone).date().isoformat()))
        self.salts = {day: salt for day, salt in self.salts.items() if day in days}
        return [day for day in days if day not in self.salts]

    def take(self) -> list[Batch]:
        """Everything that waits to be written, the oldest first; it is no longer held here."""
        taken = [*self._full, *([self._now] if self._now is not None and self._now.size else [])]
        self._full.clear()
        self._held, self._now = 0, None
        return taken

    def put_back(self, batches: Iterable[Batch]) -> None:
        """What could not be written waits on. Of what goes beyond the bound only how much it was is kept."""
        for batch in reversed(list(batches)):
            if self._held + batch.size > HELD_MAX:
                batch = batch.dropped()
            self._full.appendleft(batch)
            self._held += batch.size

    def _batch(self, now: float, day: str) -> Batch:
        """The batch that `now` belongs to."""
        minute = int(now) // 60 * 60
        batch = self._now
        if batch is None or batch.at != minute or batch.size >= BATCH_MAX:
            if batch is not None and batch.size:
                self._full.append(batch)
                self._held += batch.size
            batch = self._now = Batch(minute, day)
        return batch

    def _spend(self, batch: Batch, receipts: list[tuple[str, str]], keys: Keys, now: float) -> None:
        for text, word in receipts:
            receipt = read_receipt(text, keys, now)
            if receipt is not None:
                batch.receipts[receipt.nonce, word] = (receipt.creative, receipt.slot)

    def _is_bot(self, agent: str) -> bool:
        known = self._agents.get(agent)
        if known is None:
            known = beacon.is_bot(agent)
            if len(self._agents) >= AGENTS_MAX:
                self._agents.clear()
            if len(agent) <= 500:
                self._agents[agent] = known
        return known


def number_of(salt: bytes, who: str) -> int:
    """The visitor's number of the day, as a signed one of 64 bits."""
    return int.from_bytes(hmac.digest(salt, who.encode("utf-8", "replace"), "sha256")[:8], "big", signed=True)

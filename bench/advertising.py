"""What fills the slots of a page, at the edge alone: fifty campaigns that all want everything."""

from __future__ import annotations

import time
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.rows import Rows
from warta.access import Policy
from warta.access.token import Keys
from warta.edge.choosing import Campaign, Creative, Plan
from warta.edge.exchange import Answer, Known, Request, Rules
from warta.edge.files import Files
from warta.edge.front import Front
from warta.edge.store import Store

CAMPAIGNS, ROUNDS, REPEATS = 50, 500, 5
SLOTS = ("top", "end", "side-1", "side-2", "side-3", "side-4")


def measure(rows: Rows) -> None:
    """One call for a page of six slots: the reader, the choice, six receipts, the cookie of caps."""
    now = time.time()
    front = Front(Store(1 << 20), Files(Path()), Rules(Keys.of("a secret for measuring"), frozenset({"bench"})))
    front.store.start_at(0, now)
    front.store.learn(Policy(ZoneInfo("Asia/Jakarta")), 0)
    front.ads.plan = Plan("bench", ZoneInfo("Asia/Jakarta"), tuple(_campaign(number) for number in range(CAMPAIGNS)))
    front.ads.is_true, front.ads.plan_at = True, now
    sent = {"host": "bench", "cookie": "warta_ads=20270101.1-1.2-1"}
    request = Request("GET", "/ads", f"page=3&slots={','.join(SLOTS)}", sent.get, lambda: "")

    def page() -> None:
        answer = front.answer(request, Known(), now)
        assert isinstance(answer, Answer) and answer.status == 200 and len(answer.body) > 1000

    best = min(_seconds(page) for _ in range(REPEATS))
    note = f"{CAMPAIGNS} campaigns, {len(SLOTS)} slots; processor time"
    rows.add("advertising for a page, at the edge", best / ROUNDS * 1e3, "ms", target="<= 5", note=note)


def _campaign(number: int) -> Campaign:
    shown = (Creative(number, frozenset(SLOTS), f"<a>{number}</a>" * 20, consent=False),)
    return Campaign(number, 1 + number % 10, 0.0, None, None, 100, frozenset(), shown)


def _seconds(job) -> float:
    began = time.process_time()
    for _ in range(ROUNDS):
        job()
    return time.process_time() - began

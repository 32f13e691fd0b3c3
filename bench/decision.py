"""The token, the decision and the meter alone, without any server."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bench.rows import Rows
from warta.access import STRANGER, Gate, Level, Meter, Policy, Reader, Right, decide
from warta.access.token import Keys, Token, read_meter, read_token, write_meter, write_token

ROUNDS = 20_000
REPEATS = 5


def measure(rows: Rows) -> None:
    """Two readers: one with a token, and a stranger whose meter is read, counted and signed anew."""
    keys, now = Keys.of("a secret for measuring, forty characters"), datetime.now(UTC)
    policy = Policy(ZoneInfo("Asia/Jakarta"), 5, 10, {3: Level.METERED})
    gate = Gate(1000, None, published=True, section=3, published_at=now)
    month = policy.month_of(now)
    reader = Reader(4242, "Budi Santoso", frozenset({Right.AD_FREE}))
    token = write_token(Token(reader, 3, int(now.timestamp()) + 600, Meter(month, (5, 6, 7))), keys)
    meter = write_meter(Meter(month, (5, 6, 7)), keys)

    def known() -> None:
        found = read_token(token, keys, now.timestamp())
        assert found is not None
        decide(gate, found.reader, found.meter, policy, now)

    def stranger() -> None:
        write_meter(decide(gate, STRANGER, read_meter(meter, keys), policy, now).meter, keys)

    for name, job in (("decision for a known reader", known), ("decision for a stranger, meter counted", stranger)):
        best = min(_seconds(job) for _ in range(REPEATS))
        rows.add(name, best / ROUNDS * 1e6, "us", target="<= 10", note="token or meter checked; processor time")


def _seconds(job) -> float:
    began = time.process_time()
    for _ in range(ROUNDS):
        job()
    return time.process_time() - began

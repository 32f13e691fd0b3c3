"""What readers report: requests of 20 events each to one edge worker, and whether every event is counted."""

from __future__ import annotations

import json
import random
import sqlite3
import statistics
import time
from contextlib import closing
from pathlib import Path

from bench.rows import Rows
from bench.servers import Newspaper, below, cpu_s, memory_mb, served, wrk

READERS, STORIES, EVENTS = 20_000, 1000, 20
ROUNDS, SECONDS = 3, 6
# Every reader has an address of their own, as a proxy tells it; the limits of one address are another test's.
SETTINGS = {"WARTA_TRUSTED_PROXIES": "127.0.0.1"}
COUNTED = "SELECT coalesce(sum(number), 0) FROM audience_count WHERE span = 'd' AND what = ?"


def measure(rows: Rows, data: Path, folder: Path) -> None:
    """20,000 readers, 1,000 stories by Zipf's law; each event is a page that was opened and is counted as such."""
    with served(data, env=SETTINGS) as newspaper:
        script = _script(newspaper, folder / "reads.lua")
        wrk(newspaper.port, script, newspaper.edge, seconds=2)
        _settle(data)
        views, dropped = _counted(data, "view"), _counted(data, "dropped")
        memory, edge_before = memory_mb(newspaper.tree()), _edge_mb(newspaper)
        worker = next(pid for pid in newspaper.tree() if _is_worker(pid))
        used, edge_used = cpu_s(worker), cpu_s(newspaper.edge)
        loads = [wrk(newspaper.port, script, newspaper.edge, seconds=SECONDS) for _ in range(ROUNDS)]
        sent = sum(load.number for load in loads)
        edge, grown = _edge_mb(newspaper), memory_mb(newspaper.tree()) - memory
        _settle(data)
        views, dropped = _counted(data, "view") - views, _counted(data, "dropped") - dropped
        share = (cpu_s(worker) - used) / max(cpu_s(newspaper.edge) - edge_used, 1e-9)
    rate = statistics.median(load.per_second for load in loads)
    cost = statistics.median(load.cpu_us for load in loads)
    limits = "reading the body and JSON; the rest is the server's interface"
    rows.add("reads reported, requests of 20 events", rate, "requests/s", target=">= 2,000",
             note=f"{rate * EVENTS:,.0f} events/s, one edge worker beside all else; {limits}")  # fmt: skip
    rows.add("reads reported, of one core", 1e6 / cost, "requests/s", target=">= 2,000",
             note=f"{cost:.0f} us of the edge's processor time a request; the counting worker took {share:.2f} of the "
             "edge's time")  # fmt: skip
    events = sent * EVENTS
    rows.add("reads counted, or dropped and counted so", (views + dropped) / events, "of sent", target="1",
             note=f"{views:,} counted and {dropped:,} dropped of {events:,}; up to 16 requests a round were not "
             "answered in time to be told here")  # fmt: skip
    rows.add("memory that reads took", grown, "MB",
             note=f"all processes, after against before; the edge {edge_before:.0f} before, {edge:.0f} after, bounded "
             "by what it may hold while the database is behind")  # fmt: skip


def _edge_mb(newspaper: Newspaper) -> float:
    return memory_mb([newspaper.edge, *below(newspaper.edge)])


def _script(newspaper: Newspaper, script: Path) -> Path:
    """A script of wrk: each request is another reader's."""
    with closing(sqlite3.connect(newspaper.data / "warta.sqlite3")) as opened:
        sql = "SELECT page_ptr_id FROM stories_story ORDER BY page_ptr_id DESC LIMIT ?"
        stories = [row[0] for row in opened.execute(sql, (STORIES,))]
    chance = random.Random(1)
    weights = [1 / (rank + 1) for rank in range(len(stories))]
    lines = ["local r = {}"]
    for number in range(READERS):
        events = [{"k": "read", "s": story, "n": 1, "e": chance.randint(1, 15), "d": chance.choice((25, 50, 75, 100)),
                   "r": chance.choice(("search", "social", "direct")), "o": "full"}
                  for story in chance.choices(stories, weights, k=EVENTS)]  # fmt: skip
        headers = {
            "Host": "127.0.0.1", "Origin": "http://127.0.0.1", "Sec-Fetch-Site": "same-origin",
            "X-Forwarded-For": f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}",
            "User-Agent": f"Mozilla/5.0 (X11; Linux x86_64; rv:{number % 50}.0) Gecko/20100101 Firefox/140.0",
        }  # fmt: skip
        told = ",".join(f'["{name}"]="{value}"' for name, value in headers.items())
        body = json.dumps(events, separators=(",", ":"))
        lines.append(f'r[#r+1] = wrk.format("POST", "/b", {{{told}}}, \'{body}\')')
    script.write_text("\n".join([*lines, "local i = 0", "function request() i = i % #r + 1 return r[i] end", ""]))
    return script


def _is_worker(pid: int) -> bool:
    try:
        return b"worker" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False


def _counted(data: Path, what: str) -> int:
    with closing(sqlite3.connect(data / "reads.sqlite3")) as reads:
        return int(reads.execute(COUNTED, (what,)).fetchone()[0])


def _settle(data: Path) -> None:
    """Wait until nothing waits."""
    end = time.monotonic() + 120
    time.sleep(1.0)
    with closing(sqlite3.connect(data / "reads.sqlite3")) as reads:
        while reads.execute("SELECT count(*) FROM audience_waiting").fetchone()[0]:
            if time.monotonic() > end:
                raise SystemExit("reads wait, and nobody takes them in")
            time.sleep(0.1)

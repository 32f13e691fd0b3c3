"""Story pages for mixed readers, against nginx with a static file of the same size."""

from __future__ import annotations

import random
import sqlite3
import statistics
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.desk import Desk
from bench.rows import Rows
from bench.servers import Newspaper, get, nginx, served, wrk
from warta import config
from warta.access import Meter, Policy, Reader, Right
from warta.access.token import Keys, Token, write_meter, write_token

STORIES, REQUESTS = 1000, 6000
ROUNDS, SECONDS = 3, 6
CHANGED_S = 15
STATEMENT = (
    "SELECT p.id FROM wagtailcore_page p JOIN stories_story s ON s.page_ptr_id = p.id "
    "JOIN wagtailcore_locale l ON l.id = p.locale_id WHERE p.live = 1 AND l.language_code = 'id' "
    "ORDER BY s.published_at DESC LIMIT ?"
)


def measure(rows: Rows, data: Path, folder: Path) -> None:
    """70% strangers with a meter, 20% registered readers, 10% subscribers; 1,000 stories, popular by Zipf's law; gzip.

    One worker each, in turn; the ratio is the median of the rounds.
    """
    with served(data) as newspaper:
        paths, script, size = _readers(newspaper, folder / "readers.lua")
        wrk(newspaper.port, script, newspaper.edge, seconds=SECONDS)  # every reader's first round, every variant
        body = _page_of(newspaper, paths, size)
        with nginx(body, folder) as (port, pid):
            static, ours = [], []
            for _ in range(ROUNDS):
                static.append(wrk(port, script, pid, seconds=SECONDS))
                ours.append(wrk(newspaper.port, script, newspaper.edge, seconds=SECONDS))
            _tell(rows, static, ours, len(body))
            quiet = statistics.median(load.per_second for load in ours)
            _while_publishing(rows, newspaper, script, quiet)


def _tell(rows: Rows, static: list, ours: list, size: int) -> None:
    median = statistics.median
    ratio = median(mine.per_second / theirs.per_second for mine, theirs in zip(ours, static, strict=True))
    rows.add("nginx, static gzip file", median(load.per_second for load in static), "requests/s",
             note=f"{size} bytes, one worker")  # fmt: skip
    rows.add("story page, mixed readers", median(load.per_second for load in ours), "requests/s",
             against="nginx", ratio=ratio, target=">= 0.40 of nginx",
             note=f"one edge worker, RSGI; {sum(load.failed for load in ours)} failed")  # fmt: skip
    costs = median(theirs.cpu_us / mine.cpu_us for mine, theirs in zip(ours, static, strict=True))
    rows.add("story page, processor time", median(load.cpu_us for load in ours), "us", against="nginx (inverse)",
             ratio=costs, note="of the server's processes; does not depend on what else runs")  # fmt: skip
    p99 = median(mine.p99_ms / theirs.p99_ms for mine, theirs in zip(ours, static, strict=True))
    rows.add("story page, p99", median(load.p99_ms for load in ours), "ms", against="nginx", ratio=p99,
             target="<= 5 x nginx", note="at the highest rate of each")  # fmt: skip


def _while_publishing(rows: Rows, newspaper: Newspaper, script: Path, quiet: float) -> None:
    """The same while one story a second is published and one a second corrected."""
    with Desk(newspaper.data) as desk:
        stop = threading.Event()

        def work() -> None:
            while not stop.is_set():
                began = time.monotonic()
                desk("publish()")
                desk("correct()")
                stop.wait(max(0.0, 1.0 - (time.monotonic() - began)))

        thread = threading.Thread(target=work)
        thread.start()
        try:
            busy = wrk(newspaper.port, script, newspaper.edge, seconds=CHANGED_S)
        finally:
            stop.set()
            thread.join()
    rows.add("story page while publishing", busy.per_second, "requests/s", against="undisturbed",
             ratio=busy.per_second / quiet, target=">= 0.80 of undisturbed",
             note="one story a second published, one corrected; newsroom and wrk share the processors")  # fmt: skip


def _readers(newspaper: Newspaper, script: Path) -> tuple[list[str], Path, float]:
    """The requests as a script for wrk, all pages warm; gives the paths and the mean size of a page."""
    known = config.load(newspaper.data, {})
    keys, now = Keys.of(known.secret_key), datetime.now(UTC)
    month = Policy(ZoneInfo(known.time_zone)).month_of(now)
    with sqlite3.connect(f"file:{newspaper.data / 'warta.sqlite3'}?mode=ro", uri=True) as database:
        ids = [row[0] for row in database.execute(STATEMENT, (STORIES,))]
    paths, sizes = [], []
    for pk in ids:
        path = get(newspaper.port, f"/x/{pk}/")[2].get("location", f"/x/{pk}/")
        sizes.append(len(get(newspaper.port, path)[1]))
        paths.append(path)
    chance = random.Random(1)
    weights = [1 / (rank + 1) for rank in range(len(paths))]
    expires = int(now.timestamp()) + 86_400
    lines = ["local r = {}"]
    for path in chance.choices(paths, weights, k=REQUESTS):
        share = chance.random()
        if share < 0.7:
            cookie = "warta_meter=" + write_meter(Meter(month, tuple(chance.sample(ids, chance.randint(0, 5)))), keys)
        else:
            rights = frozenset() if share < 0.9 else frozenset(Right)
            reader = Reader((10**6 if share < 0.9 else 2 * 10**6) + chance.randrange(2000), "Pembaca", rights)
            meter = Meter(month, tuple(chance.sample(ids, chance.randint(0, 8))))
            cookie = "warta_reader=" + write_token(Token(reader, 0, expires, meter), keys)
        headers = f'["Host"]="127.0.0.1",["Accept-Encoding"]="gzip",["Cookie"]="{cookie}"'
        lines.append(f'r[#r+1] = wrk.format("GET", "{path}", {{{headers}}})')
    script.write_text("\n".join([*lines, "local i = 0", "function request() i = i % #r + 1 return r[i] end", ""]))
    return paths, script, statistics.mean(sizes)


def _page_of(newspaper: Newspaper, paths: list[str], size: float) -> bytes:
    """The page whose size is nearest to the mean: what nginx gives to everybody."""
    bodies = [get(newspaper.port, path)[1] for path in paths[:200]]
    return min(bodies, key=lambda body: abs(len(body) - size))

"""From the commit of a publication to the first new byte, by polling each address."""

from __future__ import annotations

import gzip
import http.client
import threading
import time
from pathlib import Path

from bench.desk import Desk
from bench.rows import Rows, percentile
from bench.servers import get, served

PUBLICATIONS = 40
POLL_S = 0.01
ADDRESSES = {"front": "/", "section": "/daerah/", "feed": "/feed.xml", "sitemap": "/news-sitemap.xml"}


def measure(rows: Rows, archives: dict[int, Path]) -> None:
    """Story, front, section, feed and sitemap, at each size of the archive."""
    smallest: dict[str, float] = {}
    for size, data in archives.items():
        found = _times(data)
        for name, times in found.items():
            p99 = percentile(times, 0.99) * 1000
            ratio = p99 / smallest[name] if name in smallest else None
            smallest.setdefault(name, p99)
            rows.add(f"publication to first new byte, {name}, {size:,}", p99, "ms (p99)", ratio=ratio,
                     against="the smallest archive" if ratio else "", target="<= 300, <= 1.5 x the smallest",
                     note=f"p50 {percentile(times, 0.5) * 1000:.0f} ms, polled each {POLL_S * 1000:.0f}")  # fmt: skip


def _times(data: Path) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {name: [] for name in ("story", *ADDRESSES)}
    with served(data) as newspaper, Desk(data) as desk:
        for path in ADDRESSES.values():
            get(newspaper.port, path)
        desk("publish()")
        for number in range(PUBLICATIONS):
            headline = f"Penanda{time.time_ns()}"
            seen: dict[str, float] = {}
            stop = threading.Event()
            pollers = [
                threading.Thread(target=_poll, args=(newspaper.port, name, path, headline.encode(), seen, stop))
                for name, path in ADDRESSES.items()
            ]
            for poller in pollers:
                poller.start()
            told = desk(f"publish({headline!r})")
            _poll(newspaper.port, "story", told["path"], headline.encode(), seen, stop)
            for poller in pollers:
                poller.join(timeout=20)
            stop.set()
            for name, at in seen.items():
                found[name].append(max(0.0, at - told["at"]))
            missing = set(found) - set(seen)
            if missing:
                raise SystemExit(f"publication {number} never appeared on {', '.join(sorted(missing))}")
    return found


def _poll(port: int, name: str, path: str, mark: bytes, seen: dict[str, float], stop: threading.Event) -> None:
    """Ask again and again until the mark stands there; notes when."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    end = time.monotonic() + 20
    while not stop.is_set() and time.monotonic() < end:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        body = answer.read()
        at = time.time()
        if answer.getheader("content-encoding") == "gzip":
            body = gzip.decompress(body)
        if mark in body:
            seen[name] = at
            break
        time.sleep(POLL_S)
    connection.close()

"""Counters of the workers: each writes its own into a file; one process serves them all, in Prometheus' text format."""

from __future__ import annotations

import contextlib
import json
import os
import threading
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from warta.edge.store import Store

OUTCOMES = ("hit", "miss", "stale", "cutoff", "file", "me", "redirect", "refused", "unavailable", "health", "passed",
            "heard")  # fmt: skip
GAUGES = {
    "warta_edge_store_bytes": "Bytes of the page store.",
    "warta_edge_store_entries": "Pages and parts in the store.",
    "warta_edge_log_lag_seconds": "Time since the change log was last read.",
}
COUNTERS = {
    "warta_edge_requests_total": "Requests, by how they were answered.",
    "warta_edge_renders_total": "Pages and parts that the newsroom drew.",
    "warta_edge_joins_total": "Pages that were put together.",
    "warta_edge_evictions_total": "Entries that left the store for others.",
}


class Metrics:
    """One worker's counters."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / f"edge-{os.getpid()}.json"
        self.counts: dict[str, int] = dict.fromkeys((*OUTCOMES, "render"), 0)

    def count(self, what: str, number: int = 1) -> None:
        """Count an outcome, or something drawn."""
        self.counts[what] = self.counts.get(what, 0) + number

    def write(self, store: Store, lag_s: float) -> None:
        """Write them down, whole or not at all."""
        values = {
            "counts": self.counts, "bytes": store.bytes, "entries": len(store), "lag": lag_s,
            "evictions": store.evictions, "joins": store.joins,
        }  # fmt: skip
        with contextlib.suppress(OSError):
            self.file.parent.mkdir(mode=0o700, exist_ok=True)
            new = self.file.with_suffix(".new")
            new.write_text(json.dumps(values))
            new.replace(self.file)


def exposition(folder: Path) -> str:
    """All workers' counters as text. Those that ended still count; what a worker holds does so while it lives."""
    found = [(int(file.stem.partition("-")[2]), _read(file)) for file in sorted(folder.glob("edge-*.json"))]
    living = [(pid, values) for pid, values in found if values and _lives(pid)]
    lines: list[str] = []
    totals: dict[str, int] = {}
    for _pid, values in found:
        for name, number in values.get("counts", {}).items():
            totals[name] = totals.get(name, 0) + number
    renders = totals.pop("render", 0)
    _add(lines, "warta_edge_requests_total", "counter", ((f'{{outcome="{name}"}}', totals[name]) for name in totals))
    _add(lines, "warta_edge_renders_total", "counter", [("", renders)])
    for name, key in (("warta_edge_joins_total", "joins"), ("warta_edge_evictions_total", "evictions")):
        _add(lines, name, "counter", [("", sum(values.get(key, 0) for _pid, values in found))])
    for name, key in zip(GAUGES, ("bytes", "entries", "lag"), strict=True):
        _add(lines, name, "gauge", ((f'{{worker="{pid}"}}', values[key]) for pid, values in living))
    return "\n".join(lines) + "\n"


def serve(folder: Path, host: str, port: int) -> ThreadingHTTPServer:
    """Serve them at `/metrics` on a port of their own, in a thread. raises OSError"""
    folder.mkdir(mode=0o700, exist_ok=True)
    for file in folder.glob("edge-*"):  # another run's
        file.unlink()

    class Handler(BaseHTTPRequestHandler):
        """Answers `/metrics` alone."""

        def do_GET(self) -> None:
            """The counters."""
            body = exposition(folder).encode() if self.path == "/metrics" else b""
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer((host, port), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()
    return server


def _add(lines: list[str], name: str, kind: str, rows: Iterable[tuple[str, float]]) -> None:
    lines += [f"# HELP {name} {(COUNTERS | GAUGES)[name]}", f"# TYPE {name} {kind}"]
    lines += [f"{name}{labels} {value}" for labels, value in rows]


def _read(file: Path) -> dict[str, Any]:
    try:
        values: dict[str, Any] = json.loads(file.read_text())
        return values
    except (OSError, ValueError):
        return {}


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

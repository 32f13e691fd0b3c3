"""Measure the sample newspaper, and write `bench/results.json`: figures and their ratios, all of one run.

Usage: make bench

Times depend on the machine; ratios between two figures of the same run say more. Each row: name, value, unit, what it
is set against, the ratio, the target, and what limits it.
"""

import gzip
import importlib
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "bench/results.json"
REQUESTS = 200


def main() -> None:
    """Run all measures and print them as a table."""
    rows: list[dict] = []
    with tempfile.TemporaryDirectory(prefix="warta-bench-") as folder:
        data, port = Path(folder), free_port()
        for name, target in (("first start", 20.0), ("later start", 4.0)):
            server, seconds = start(data, port)
            rows.append(
                row(name, seconds, "s", target=f"<= {target:.0f} s", note="from the command to a served front page")
            )
            if name == "first start":
                stop(server)
        try:
            rows += pages(f"http://127.0.0.1:{port}")
        finally:
            stop(server)
        rows += newsroom(data)
    RESULTS.write_text(json.dumps(rows, indent=1) + "\n")
    for entry in rows:
        ratio = f"  {entry['ratio']:.3f} of {entry['against']}" if entry["ratio"] else ""
        print(f"{entry['name']:<34} {entry['value']:>10.3f} {entry['unit']:<4}{ratio}  {entry['target']}")


def row(name, value, unit, *, against="", ratio=None, target="", note="") -> dict:
    """One figure."""
    return {"name": name, "value": round(value, 4), "unit": unit, "against": against,
            "ratio": round(ratio, 4) if ratio else None, "target": target, "note": note}  # fmt: skip


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(data: Path, port: int) -> tuple[subprocess.Popen, float]:
    """Start the sample newspaper; returns it, and the seconds until its front page answered."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("WARTA_", "DJANGO_"))}
    began = time.monotonic()
    command = [sys.executable, "-m", "warta", "demo", "--data", str(data), "--port", str(port)]
    server = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while time.monotonic() - began < 180:
        try:
            fetch(f"http://127.0.0.1:{port}/")
            return server, time.monotonic() - began
        except OSError:
            time.sleep(0.05)
    raise SystemExit("the sample newspaper did not start")


def stop(server: subprocess.Popen) -> None:
    """End it, and wait."""
    server.send_signal(signal.SIGTERM)
    server.wait(timeout=30)


def fetch(url: str) -> bytes:
    """One answer, unpacked by nobody: gzip as readers ask for it."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return bytes(answer.read())


def per_request(url: str) -> tuple[float, int]:
    """Median milliseconds of one answer after another, and its bytes."""
    for _ in range(10):
        size = len(fetch(url))
    times = []
    for _ in range(REQUESTS):
        began = time.perf_counter()
        fetch(url)
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times), size


def pages(base: str) -> list[dict]:
    """Pages drawn anew for each request, against a static file from the same server."""
    front = fetch(f"{base}/latest/")
    html = gzip.decompress(front).decode()
    story = re.search(r'href="(/[a-z]+/[a-z0-9-]+-\d+/)"', html)[1]
    sheet = re.search(r'href="(/static/[^"]+\.css)"', html)[1]
    static, _ = per_request(base + sheet)
    rows = [row("static file", static, "ms", note="one request after another, one connection each")]
    for name, path in (("story page", story), ("front page", "/"), ("feed", "/feed.xml")):
        milliseconds, size = per_request(base + path)
        rows.append(
            row(name, milliseconds, "ms", against="static file", ratio=static / milliseconds,
                note=f"{size} bytes gzip; drawn anew by Django for each reader")
        )  # fmt: skip
    return rows


def newsroom(data: Path) -> list[dict]:
    """Saving a draft and publishing it, by the newsroom's own services."""
    os.environ["WARTA_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "warta.settings")
    importlib.import_module("django").setup()
    models = importlib.import_module("warta.stories.models")
    save_story = importlib.import_module("warta.stories.services").save_story
    section = models.Section.objects.select_related("locale").first()
    saving, publishing = [], []
    for number in range(30):
        story = models.Story(
            title=f"Bench {number}", section=section, locale=section.locale, body=[("text", "<p>Text.</p>")]
        )
        began = time.perf_counter()
        save_story(story)
        saved = time.perf_counter()
        story.publish(story.get_latest_revision())
        publishing.append((time.perf_counter() - saved) * 1000)
        saving.append((saved - began) * 1000)
    return [
        row("save a draft (p50)", statistics.median(saving), "ms", target="<= 150 ms", note="without the form"),
        row("publish (p50)", statistics.median(publishing), "ms", target="<= 300 ms", note="without the form"),
    ]


if __name__ == "__main__":
    main()

"""Random lives of subscriptions, compared with a simple model after each step."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.subscriptions import books

from bench.rows import Rows
from bench.servers import environment

STEPS = 10_000


def measure(rows: Rows, folder: Path) -> None:
    """Ten thousand steps on a database in a file; one that goes wrong ends the run, told with all before it."""
    data = folder / "lives"
    data.mkdir()
    books.copy(data)
    command = [sys.executable, "-m", "tests.subscriptions.lives", str(STEPS), str(os.getpid())]
    env = environment() | {"WARTA_DATA": str(data)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    told = json.loads(done.stdout.splitlines()[-1])
    rows.add("random lives of subscriptions: steps", told["steps"], "steps", target=">= 10,000",
             note="reader, desk, notices, clock, crashes; the model agreed after each")  # fmt: skip
    rows.add("random lives of subscriptions: failures", 0, "failures", target="0", note=f"seed {os.getpid()}")
    rows.add("random lives of subscriptions", told["steps"] / told["seconds"], "steps/s", note="with all checks")

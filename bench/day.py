"""A simulated day of a million reads and ten campaigns (`simulated.py`)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from bench.rows import Rows
from bench.servers import QUIET, environment, warta

READS = 1_000_000


def measure(rows: Rows, folder: Path, reads: int = READS) -> None:
    """A day in a newspaper of its own."""
    data = folder / "day"
    subprocess.run(warta("demo", "--data", data, "--no-serve"), env=environment(), check=True, **QUIET)
    command = [sys.executable, "-m", "bench.simulated", str(reads)]
    env = environment() | {"WARTA_DATA": str(data)}
    done = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
    told = json.loads(done.stdout.splitlines()[-1])
    name = f"a day of {reads:,} reads, 10 campaigns"
    rows.add(f"{name}: goal missed by", told["missed"], "% (most)", target="<= 2",
             note=f"nine goals, {told['goals']:,} impressions; {told['shown']:,} with what fills the rest")  # fmt: skip
    rows.add(f"{name}: shown above a cap", told["above"], "times", target="0")
    rows.add(f"{name}: counts that differ from the simulator's", told["differ"], "counts", target="0",
             note=f"of {told['counts']:,}; two edge workers and the counting killed on the way, {told['lost']:,} "
                  "events lost with them, of the last seconds before")  # fmt: skip
    rows.add(f"{name}: advertisements of a page chosen in", told["choose_us"], "us", target="<= 5,000",
             note=f"p99 {told['choose_p99_us']:.0f} us; the whole answer to GET /ads")  # fmt: skip
    rows.add(f"{name}: counted", told["counted"], "events/s", note="one process, from the file into the counts")

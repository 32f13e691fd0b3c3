"""Measure a newspaper, and write `bench/results.json`: figures and their ratios, all of one run.

Usage: make bench [SCALE=small] [KEEP=FOLDER]

SCALE  small: archives of 1,000 and 20,000 stories; otherwise of 100,000 and 1,000,000 too
KEEP   a folder in which the archives are kept, and taken from when they are there

Times depend on the machine and on what else it does; ratios of one run say more. Each row: name, value, unit, what it
is set against, the ratio, the target, and what limits it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import advertising, day, decision, delivery, freshness, lives, payments, reads, scale, start
from bench.rows import Rows
from bench.servers import make_archive, nginx_program, wrk_program

RESULTS = Path(__file__).parent / "results.json"
SIZES = {"small": (1_000, 20_000), "full": (1_000, 20_000, 100_000, 1_000_000)}
DAYS = {"small": 100_000, "full": 1_000_000}  # reads of a simulated day


def main() -> None:
    """Run all measures and print them as a table."""
    chosen = os.environ.get("SCALE", "full")
    if chosen not in SIZES:
        raise SystemExit(f"SCALE={chosen} is unknown: small or full.")
    install()
    rows = Rows(RESULTS)
    keep = os.environ.get("KEEP")
    with tempfile.TemporaryDirectory(prefix="warta-bench-") as temporary:
        folder = Path(keep).absolute() if keep else Path(temporary)
        decision.measure(rows)
        advertising.measure(rows)
        lives.measure(rows, Path(temporary))
        start.measure(rows, Path(temporary))
        day.measure(rows, Path(temporary), DAYS[chosen])
        archives = {}
        for size in SIZES[chosen]:
            archives[size] = make_archive(folder / f"stories-{size}", size, rows)
        smallest = archives[SIZES[chosen][0]]
        if nginx_program() and wrk_program():
            delivery.measure(rows, smallest, Path(temporary))
            reads.measure(rows, smallest, Path(temporary))
        else:
            print("nginx or wrk is missing: the delivery and the reads are not measured.", file=sys.stderr)
        payments.measure(rows, smallest)
        freshness.measure(rows, archives)
        scale.measure(rows, archives)
    rows.show()


def install() -> None:
    """Install nginx and wrk if they are missing and we may."""
    missing = [name for name, found in (("nginx-light", nginx_program()), ("wrk", wrk_program())) if not found]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        subprocess.run(["apt-get", "install", "-y", "-qq", *missing], check=False, **quiet)


if __name__ == "__main__":
    main()

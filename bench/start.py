"""The first start on an empty folder, and a later one."""

from __future__ import annotations

from pathlib import Path

from bench.rows import Rows
from bench.servers import served


def measure(rows: Rows, folder: Path) -> None:
    """From the command to a served front page of the sample newspaper."""
    for name, target in (("first start", 20.0), ("later start", 4.0)):
        with served(folder / "start", start="demo") as newspaper:
            rows.add(name, newspaper.seconds, "s", target=f"<= {target:.0f}", note="to a served front page")

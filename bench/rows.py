"""The figures of a run."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Rows:
    """What was measured; written down after each figure, so that a run that is stopped has not been for nothing."""

    file: Path
    all: list[dict[str, Any]] = field(default_factory=list)

    def add(
        self, name: str, value: float, unit: str, *, against: str = "", ratio: float | None = None, target: str = "",
        note: str = "",
    ) -> None:  # fmt: skip
        """Add one figure, and say it."""
        row = {"name": name, "value": round(value, 4), "unit": unit, "against": against,
               "ratio": round(ratio, 4) if ratio is not None else None, "target": target, "note": note}  # fmt: skip
        self.all.append(row)
        self.file.write_text(json.dumps(self.all, indent=1) + "\n")
        print(line(row), flush=True)

    def show(self) -> None:
        """All of them once more, as a table."""
        print()
        for row in self.all:
            print(line(row))


def line(row: dict[str, Any]) -> str:
    """A figure as a line."""
    ratio = f"{row['ratio']:>8.3f} of {row['against']}" if row["ratio"] is not None else ""
    return f"{row['name']:<46} {row['value']:>11.3f} {row['unit']:<10}{ratio:<40} {row['target']}"


def percentile(values: list[float], share: float) -> float:
    """The value that `share` (0 to 1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

"""Tables of figures in the newsroom: on a page, with a chart above each, and as CSV."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, NamedTuple

from django.http import HttpResponse

Row = list[Any]


class Bar(NamedTuple):
    """One bar of a chart. share: hundredths of the longest; part: those of a figure that is within it, if one is."""

    label: str
    figure: Any
    share: int
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table. code: the name of its CSV; note: a sentence on what is counted; links: where each row leads, if any."""

    code: str
    name: str
    head: Row
    rows: list[Row]
    bars: list[Bar] = field(default_factory=list)
    note: str = ""
    links: list[str] = field(default_factory=list)

    @property
    def linked(self) -> Iterator[tuple[str, Row]]:
        """Each row after its link."""
        return zip_longest(self.links[: len(self.rows)], self.rows, fillvalue="")  # type: ignore[arg-type]


def bars(
    rows: Sequence[Row], column: int, shown: Callable[[Row], Row] = list,
    size: Callable[[Any], tuple[str, int]] = lambda cell: ("", int(cell)), part: int | None = None,
) -> list[Bar]:  # fmt: skip
    """The bars of a chart of one column, labelled by what stands before it.

    shown  the cells of a row as people read them
    size   a cell's unit and number; the longest bar is found for each unit
    part   the column of what is within each bar
    """
    longest: dict[str, int] = {}
    for row in rows:
        unit, number = size(row[column])
        longest[unit] = max(longest.get(unit, 1), number)
    found = []
    for row in rows:
        (unit, number), words = size(row[column]), shown(row)
        label = ", ".join(str(cell) for cell in words[:column] if cell != "") if column > 1 else str(words[0])
        within = None if part is None else round(100 * size(row[part])[1] / longest[unit])
        found.append(Bar(label, words[column], round(100 * number / longest[unit]), within))
    return found


def csv_file(name: str, rows: Iterable[Row]) -> HttpResponse:
    """Rows as a file to save, the head first. No cell is one that a spreadsheet takes for a formula."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    csv.writer(answer).writerows([_plain(row) for row in rows])
    return answer


def _plain(row: Row) -> list[str]:
    return [f"'{cell}" if str(cell)[:1] in ("=", "+", "-", "@", "\t") else str(cell) for cell in row]

"""Text through columns: which lines of which item stand in which rectangle, and where the text stops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from warta.epaper.compose.draft import Item, Mark, Run

KEPT = 2  # lines that must follow a subheading in its column


@dataclass(frozen=True, slots=True)
class Poured:
    """What pouring gave: runs for each rectangle, where the text stopped (None: at its end), lines used and left over.

    short  rows free in the column where the text stopped
    """

    rects: tuple[tuple[Run, ...], ...]
    rest: Mark | None
    used: int
    free: int
    short: int


class _Columns:
    """The columns of all rectangles, one after the other, and how full the present one is."""

    __slots__ = ("at", "count", "heights", "left", "rect", "rects", "runs")

    def __init__(self, rects: Sequence[tuple[int, int]]) -> None:
        self.rects = [number for number, (columns, _) in enumerate(rects) for _ in range(columns)]
        self.heights = [rows for columns, rows in rects for _ in range(columns)]
        self.runs: list[list[Run]] = [[] for _ in rects]
        self.count = len(self.heights)
        self.at, self.left, self.rect = 0, self.heights[0] if self.heights else 0, 0

    @property
    def free(self) -> int:
        return self.left + sum(self.heights[self.at + 1 :])

    def next(self) -> bool:
        """Go to the next column; whether the runs that follow need a break to get there."""
        self.at += 1
        if self.at >= self.count:
            self.left = 0
            return False
        before, self.rect, self.left = self.rect, self.rects[self.at], self.heights[self.at]
        return before == self.rect


def pour(items: Sequence[Item], start: Mark, rects: Sequence[tuple[int, int]], stop: Mark | None = None) -> Poured:
    """Let the items from `start` to `stop` (None: their end) flow through rectangles of (columns, rows)."""
    end = stop or Mark(len(items), 0)
    columns = _Columns(rects)
    mark, used = start, 0
    while (mark.item, mark.line) < (end.item, end.line) and columns.at < columns.count:
        item = items[mark.item]
        last = end.line if mark.item == end.item else item.lines
        done = _text(columns, mark, last) if item.kind == "text" else _whole(columns, items, mark)
        if done is None:
            break
        used += done - mark.line
        mark = Mark(mark.item + 1, 0) if done >= item.lines else Mark(mark.item, done)
    is_done = (mark.item, mark.line) >= (end.item, end.line)
    return Poured(
        tuple(tuple(runs) for runs in columns.runs), None if is_done and stop is None else mark, used, columns.free,
        columns.left,
    )  # fmt: skip


def _text(columns: _Columns, mark: Mark, last: int) -> int:
    """Set lines of a text as far as the present rectangle goes; the line it came to."""
    rect, line = columns.rect, mark.line
    while line < last and columns.at < columns.count and columns.rect == rect:
        lines = min(columns.left, last - line)
        line += lines
        columns.left -= lines
        if not columns.left:
            columns.next()
    columns.runs[rect].append(Run(mark.item, mark.line, line))
    return line


def _whole(columns: _Columns, items: Sequence[Item], mark: Mark) -> int | None:
    """Set something that is not broken, in the next column if this one is too short; None if no column holds it."""
    item = items[mark.item]
    follows = items[mark.item + 1].lines if mark.item + 1 < len(items) else 0
    keeps = min(KEPT, follows) if item.kind == "subheading" else 0
    breaks = False
    while columns.at < columns.count:
        gap = 1 if columns.left < columns.heights[columns.at] else 0
        if item.lines + gap + keeps <= columns.left:
            columns.runs[columns.rect].append(Run(mark.item, 0, item.lines, gap, breaks))
            columns.left -= item.lines + gap
            if not columns.left:
                columns.next()
            return item.lines
        breaks = columns.next()
    return None

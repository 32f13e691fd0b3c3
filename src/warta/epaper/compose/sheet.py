"""The sheet: columns and rows of a page, and the sizes of type."""

from __future__ import annotations

from dataclasses import dataclass

MM = 72 / 25.4
ROW = 11.4  # points from baseline to baseline; everything stands on it
TEXT = 9.4  # points, the size of running text
GUTTER = 13.0
MARGIN = 12 * MM
HEAD = 2  # rows of the running head of a page
BAND_GAP = 2  # rows between two bands, with a rule in the middle
STACK_GAP = 2  # the same between modules one above the other
BANNER = 3  # rows of a section's name over its first band

# Sizes of headlines and their line heights in points, small to large.
SIZES: tuple[tuple[float, float], ...] = (
    (13.5, 14.6), (17, 18), (21.5, 22.8), (27, 28), (33, 34.2), (42, 43), (54, 54.5), (68, 68.4),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's measures. Width and height in points."""

    width: float
    height: float
    columns: int

    @property
    def column(self) -> float:
        """The width of a column in points."""
        return (self.width - 2 * MARGIN - (self.columns - 1) * GUTTER) / self.columns

    @property
    def rows(self) -> int:
        """How many rows a page has under its running head."""
        return int((self.height - 2 * MARGIN) / ROW) - HEAD

    def span(self, columns: float) -> float:
        """The width in points of so many columns and the gutters between them."""
        return columns * self.column + (columns - 1) * GUTTER

    def left(self, column: int) -> float:
        """Where a column begins, in points from the page's left."""
        return MARGIN + column * (self.column + GUTTER)

    def top(self, row: float) -> float:
        """Where a row begins, in points from the page's top."""
        return MARGIN + (HEAD + row) * ROW


def sheet_of(width_mm: int, height_mm: int) -> Sheet:
    """The sheet of a page of that size: columns of some 48 mm, three to seven."""
    columns = min(max(round((width_mm - 24) / 51), 3), 7)
    return Sheet(width_mm * MM, height_mm * MM, columns)

"""A CSV file as rows, each with the line it begins at.

The csv module joins lines until a quote is closed, so one quote too many would eat all that follows. Here it is strict,
and when it complains only the first line of what it joined is broken: the others are read once more, each as a row of
its own. They, and what follows a broken row up to the next of full width, count only if they have exactly as many cells
as the headings (`again`), because they may be the inside of a long note.
"""

import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from warta.intake import encoding
from warta.intake.encoding import Encoding
from warta.intake.errors import Unreadable
from warta.intake.options import MIB

MARKS = (",", ";", "\t", "|")
MAX_ROW = 16 * MIB  # characters, whatever a row holds
MAX_AGAIN = 64 * MIB  # characters read once more because of quotes that do not match
SAMPLE = 1 << 16  # characters looked at to find the separator
SAMPLED = 50  # rows
ADDRESS = re.compile(r"""\s*[^\s@<>,;:|"()\[\]]+@[^\s@<>,;:|"()\[\]]+\.[^\s@<>,;:|"()\[\].]{2,}\s*""")
_END = re.compile(r"\r\n|\r|\n")
_SAID = re.compile(r'"?sep=(.)"?\s*$')


@dataclass(frozen=True, slots=True)
class Row:
    """A row; `line` is where it begins, counted from 1. `broken` says why it cannot be read."""

    line: int
    cells: tuple[str, ...] = ()
    broken: str = ""
    again: bool = False


def lines(path: Path, code: Encoding) -> Iterator[tuple[int, str]]:
    """Each line with its number and its end, whichever of the three it is. raises Unreadable for one without end"""
    number, left = 1, ""
    for piece in encoding.pieces(path, code):
        text, at = left + piece, 0
        for end in _END.finditer(text, max(0, len(left) - 1)):
            if end.end() == len(text) and end.group() == "\r":
                break  # its line feed may come with the next piece
            yield number, text[at : end.end()]
            number, at = number + 1, end.end()
        left = text[at:]
        if len(left) > MAX_ROW:
            raise Unreadable(path, f"a line of more than {MAX_ROW // MIB} million characters.", line=number)
    if left:
        yield number, left


def separator(path: Path, code: Encoding) -> str:
    """What parts the cells: what the first line says (`sep=;`), else what makes most addresses stand alone."""
    text = next(encoding.pieces(path, code), "")[:SAMPLE]
    if said := _SAID.match(text.splitlines()[0] if text else ""):
        return said.group(1)
    sample = [line for line in text.splitlines(keepends=True) if line.strip()]

    def fits(mark: str) -> tuple[int, int, int]:
        found = list(islice(csv.reader(sample, delimiter=mark, skipinitialspace=True), SAMPLED))
        addresses = sum(any(map(ADDRESS.fullmatch, row)) for row in found)
        widths = [len(row) for row in found]
        same = max(map(widths.count, widths), default=0) if max(widths, default=1) > 1 else 0
        return addresses, same, max(widths, default=0)

    return max(MARKS, key=fits)


def rows(path: Path, code: Encoding, mark: str) -> Iterator[Row]:
    """The rows of a file; blank ones are passed over. raises Unreadable where a row has no end"""
    csv.field_size_limit(MAX_ROW)
    feed = _Feed(path, lines(path, code))
    reader = csv.reader(feed, delimiter=mark, strict=True, skipinitialspace=True)
    width, is_after = 0, False
    while True:
        feed.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Row(feed.first, broken="its quotes do not match", again=feed.is_again)
            feed.put_back()
            is_after = True
            continue
        says = feed.first == 1 and len(cells) < 3 and _SAID.match(mark.join(cells))
        if any(cell.strip() for cell in cells) and not says:
            width = width or len(cells)
            yield Row(feed.first, tuple(cells), again=feed.is_again or is_after)
            is_after = is_after and len(cells) != width


class _Feed:
    """Lines for the csv module, which remembers those of the row under way."""

    def __init__(self, path: Path, source: Iterator[tuple[int, str]]) -> None:
        self.path = path
        self.source = source
        self.held: list[tuple[int, str]] = []
        self.waiting: deque[tuple[int, str]] = deque()
        self.size = self.returned = self.first = 0
        self.is_again = False

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        is_again = bool(self.waiting)
        number, text = self.waiting.popleft() if is_again else next(self.source)
        if not self.held:
            self.first, self.is_again = number, is_again
        self.held.append((number, text))
        self.size += len(text)
        if self.size > MAX_ROW:
            raise Unreadable(self.path, "a row without end: a quote is opened here and not closed.", line=self.first)
        return text

    def begin(self) -> None:
        """A new row."""
        self.held.clear()
        self.size = 0

    def put_back(self) -> None:
        """All lines of the row but its first are read once more."""
        self.returned += self.size
        if self.returned > MAX_AGAIN:
            raise Unreadable(self.path, "the quotes of many rows do not match.", line=self.first)
        self.waiting.extendleft(reversed(self.held[1:]))

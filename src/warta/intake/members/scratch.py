"""What must be known of a whole list at once, kept in a temporary database on the disk that vanishes when closed."""

import sqlite3
from collections.abc import Iterable

TABLES = """
CREATE TABLE seen (address TEXT PRIMARY KEY, place INTEGER, refused INTEGER) WITHOUT ROWID;
CREATE TABLE link (kind TEXT, one TEXT, other TEXT, PRIMARY KEY (kind, one, other)) WITHOUT ROWID;
"""
SEEN = """
INSERT INTO seen VALUES (?, ?, ?) ON CONFLICT (address) DO UPDATE SET refused = max(refused, excluded.refused)
"""


class Scratch:
    """Where addresses stand first, and which rows of one table belong to which of another."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None)
        self._base.executescript(TABLES)
        self._base.execute("BEGIN")

    def close(self) -> None:
        """Forget all; the file is gone."""
        self._base.close()

    def see(self, address: str, place: int, *, refused: bool) -> None:
        """An address stands at a place; `refused`: there it says no to newsletters."""
        self._base.execute(SEEN, (address, place, refused))

    def first(self, address: str) -> tuple[int, bool]:
        """Where a seen address stands first, and whether any of its rows says no to newsletters."""
        place, refused = self._base.execute(
            "SELECT place, refused FROM seen WHERE address = ?", (address,)
        ).fetchone()  # fmt: skip
        return place, bool(refused)

    def tie(self, kind: str, one: str, other: str) -> None:
        """Row `one` has row `other`."""
        self._base.execute("INSERT OR IGNORE INTO link VALUES (?, ?, ?)", (kind, one, other))

    def tied(self, kind: str, ones: Iterable[str]) -> list[str]:
        """What some rows have, in order of name."""
        found = set()
        for one in ones:
            rows = self._base.execute("SELECT other FROM link WHERE kind = ? AND one = ?", (kind, one))
            found |= {other for (other,) in rows}
        return sorted(found)

"""A way to ask the newspaper for something."""

from __future__ import annotations

from dataclasses import dataclass, field

ONE, FEW, ALL = range(3)


@dataclass(frozen=True)
class Road:
    """A way to ask.

    name     of the view, or of what is tried
    by       ALL kinds of readers ask; FEW: a stranger and a subscriber; ONE: a stranger, once
    once     once is enough for them, too
    word     a word that is searched for: the page repeats it
    opens    a story that it opens, whoever asks
    prints   the stories of an edition: whoever has the e-paper may read them there
    """

    name: str
    path: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict, hash=False)
    by: int = ALL
    once: bool = False
    word: str = ""
    opens: str = ""
    prints: frozenset[str] = frozenset()

    def is_for(self, reader: str, turn: int) -> bool:
        """Does this reader ask in this turn (from 0)?"""
        if turn > 0 and (self.once or self.by == ONE):
            return False
        return self.by == ALL or reader == "spent" or (reader == "subscriber" and self.by == FEW)

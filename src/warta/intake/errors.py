"""What can go wrong while reading.

IntakeError               the whole file is refused; nothing of it was taken
├── UnknownKind           the file is of a kind that is not taken (yet); names the kind
├── Unreadable            cut, empty, binary, wrongly encoded, hostile or larger than the stated limit
└── NoArticle             a page without a story: a sign-in page, a list, a server's error
MediaRefused              one picture is not taken; the item it belongs to stays
"""

from pathlib import Path


class IntakeError(Exception):
    """A file that cannot be taken: what, where, what now stands, what to do."""

    stands = "Nothing was imported."

    def __init__(self, path: Path | str, what: str, *, line: int | None = None, do: str = "") -> None:
        self.path = Path(path)
        self.line = line
        self.what = what
        self.do = do
        super().__init__(self.message())

    def message(self) -> str:
        """Two lines: file, place and reason; then what stands and what to do."""
        place = f"{self.path.name} line {self.line}" if self.line else self.path.name
        return f"{place}: {self.what}\n{self.stands} {self.do}".rstrip()


class UnknownKind(IntakeError):
    """The file is of a kind that `warta import` does not take."""


class Unreadable(IntakeError):
    """The file is broken, hostile or too large."""


class NoArticle(IntakeError):
    """The page holds no story."""


class MediaRefused(Exception):
    """A picture that is not fetched or not found; says why."""

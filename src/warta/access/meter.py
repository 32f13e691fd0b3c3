"""The meter: which metered stories somebody read in a calendar month."""

from __future__ import annotations

from dataclasses import dataclass

QUOTA_MAX = 50  # free stories a month, at most
METER_MAX = 2 * QUOTA_MAX  # stories a meter remembers: two full ones, merged, lose nothing


@dataclass(frozen=True, slots=True)
class Meter:
    """The distinct metered stories read in a month, the oldest first; at most `METER_MAX`.

    month  the year times twelve plus the month from 0, in the newspaper's time zone
    """

    month: int = 0
    stories: tuple[int, ...] = ()

    def of(self, month: int) -> Meter:
        """This meter in `month`: empty if it counted another one."""
        return self if self.month == month else Meter(month)

    def can_read(self, story: int, quota: int) -> bool:
        """May the story be read: was it already, or is one of `quota` left?"""
        return story in self.stories or len(self.stories) < quota

    def after(self, story: int) -> Meter:
        """The meter after reading a story; the same one if it was read before."""
        if story in self.stories:
            return self
        return Meter(self.month, (*self.stories, story)[-METER_MAX:])

    def left(self, quota: int) -> int:
        """How many more stories `quota` allows."""
        return max(0, quota - len(self.stories))

    def merge(self, other: Meter) -> Meter:
        """Both meters as one, as when a reader signs in: nothing that was read is lost. The later month counts."""
        if self.month != other.month:
            return max(self, other, key=lambda meter: meter.month)
        new = [story for story in other.stories if story not in self.stories]
        return Meter(self.month, (*self.stories, *new)[-METER_MAX:]) if new else self


EMPTY = Meter()

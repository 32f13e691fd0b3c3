"""How much a story weighs in an edition, and when editions are due. Plain values in, plain values out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from warta.epaper.values import Spans

WEIGHT_MAX = 100
OF_KIND = {"news": 34, "analysis": 36, "opinion": 30, "photo_story": 32, "live": 36}
OF_ZONE = {"lead": 66, "secondary": 26, "opinion": 16, "photos": 16, "picks": 16, "river": 10}
READ = 14  # the most read one; the others less, by their place
PHOTO, WIDE_PHOTO, LONG, MIDDLE, SHORT, AGAIN, EARLY_SECTION = 6, 10, 8, 4, -12, -6, 4
WIDE = 1.2  # width by height
LONG_WORDS, MIDDLE_WORDS, SHORT_WORDS = 600, 300, 80
WORDS_A_PAGE = 2000  # of type alone, on a page of 280 by 400 mm
PIECES_A_PAGE = 10
UPLOAD_MAX = 100 << 20  # bytes of a print system's PDF


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known of a story that may stand in an edition.

    zone, place  the zone of the front page in which an editor holds it, and its place there from 0; empty: none
    river        the place of its section's zone on the front page, from 0; None without one
    read         its place among the most read, from 0; None if it is not among them
    ratio        width by height of its photo; None without one
    is_again     it came out before, and was updated
    """

    kind: str
    words: int
    zone: str = ""
    place: int = 0
    river: int | None = None
    read: int | None = None
    ratio: float | None = None
    is_again: bool = False


def weigh(story: Signals) -> int:
    """How large a story's headline and how early its page should be, from 0 to 100.

    What editors did counts most, then what readers read, then what the story is. A story that an editor made the front
    page's lead has 90 and more.
    """
    weight = OF_KIND.get(story.kind, OF_KIND["news"])
    if story.zone:
        weight += max(0, OF_ZONE.get(story.zone, 0) - 4 * story.place)
    if story.river is not None:
        weight += max(0, EARLY_SECTION - story.river)
    if story.read is not None:
        weight += max(0, READ - story.read)
    if story.ratio is not None:
        weight += WIDE_PHOTO if story.ratio > WIDE else PHOTO
    weight += _of_length(story.words)
    return max(0, min(WEIGHT_MAX, weight + (AGAIN if story.is_again else 0)))


def _of_length(words: int) -> int:
    if words >= LONG_WORDS:
        return LONG
    if words >= MIDDLE_WORDS:
        return MIDDLE
    return SHORT if words < SHORT_WORDS else 0


def as_many_as_fit(words: Sequence[int], pages: int) -> int:
    """Of stories so long, best first, how many `pages` can hold at most. The press finds out what really does."""
    most, left = PIECES_A_PAGE * pages, WORDS_A_PAGE * pages
    for number, count in enumerate(words[:most]):
        if left <= 0:
            return number
        left -= min(count, WORDS_A_PAGE)
    return min(most, len(words))


def moment_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """When it is `at` on `day` in a zone (aware, UTC).

    A time that a change of clocks leaves out counts as if they had not been changed; of one that comes twice the first.
    """
    return datetime.combine(day, at, zone).astimezone(ZoneInfo("UTC"))


def span_of(day: date, since: time, made: time, zone: ZoneInfo, now: datetime) -> tuple[datetime, datetime]:
    """From when until when stories come out that stand in the edition of `day`, chosen `now`.

    Since `since` of the day before, until now; of a day that is over, until the hour at which it is made.
    """
    start = moment_of(day - timedelta(days=1), since, zone)
    if day < now.astimezone(zone).date():
        return start, min(now, moment_of(day, made, zone))
    return start, now


def is_time(day: date, made: time, zone: ZoneInfo, now: datetime) -> bool:
    """Is `day` today, and its hour come?"""
    return day == now.astimezone(zone).date() and now >= moment_of(day, made, zone)


def closes_at(published: datetime, hours: int) -> datetime | None:
    """When an edition published then is closed; None: when the desk closes it."""
    return published + timedelta(hours=hours) if hours else None


def number_of(first: int, before: int | None) -> int:
    """The number of an edition: one more than that of the edition `before` it, else the first number of all."""
    return first if before is None else max(first, before + 1)


def text_of(spans: Spans) -> str:
    """The words of some spans."""
    return "".join(span.text for span in spans)


def chunks(items: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    """The items, so many at a time."""
    for start in range(0, len(items), size):
        yield items[start : start + size]

"""Dates and times as pages write them, in Indonesian and English: found, never guessed.

`1/2/2024` is the first of February: day before month, as both languages write it outside America.
"""

# ruff: noqa: E501 - patterns are lists of words

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan", "februari february feb pebruari", "maret march mar mrt", "april apr", "mei may",
            "juni june jun", "juli july jul", "agustus august agu aug agt ags", "september sep sept", "oktober october okt oct",
            "november nov nopember nop", "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("senin monday mon", "selasa tuesday tue tues", "rabu wednesday wed", "kamis thursday thu thur thurs",
         "jumat jum'at jum’at friday fri", "sabtu saturday sat", "minggu ahad sunday sun")
    )
    for name in names.split()
}  # fmt: skip
ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ZONES = {
    "wib": 7, "wita": 8, "wit": 9, "gmt": 0, "utc": 0, "z": 0, "bst": 1, "cet": 1, "cest": 2, "est": -5, "edt": -4,
    "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "sgt": 8, "jst": 9, "aest": 10, "aedt": 11,
}  # fmt: skip
_M = "|".join(sorted(_MONTHS, key=len, reverse=True))
_W = "|".join(sorted((re.escape(w) for w in _WEEKDAYS), key=len, reverse=True))
_DAY = (
    rf"(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?[ \-/]+(?:of )?(?P<m1>{_M})\.?,?[ \-/]+(?P<y1>\d{{4}}))"
    rf"|(?:(?P<m2>{_M})\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y2>\d{{4}}))"
    r"|(?:(?P<y3>\d{4})-(?P<m3>\d{1,2})-(?P<d3>\d{1,2}))"
    r"|(?:(?P<d4>\d{1,2})[/.](?P<m4>\d{1,2})[/.](?P<y4>\d{4}))"
)
_CLOCK = (
    r"(?P<h>[01]?\d|2[0-3])[.:](?P<mi>[0-5]\d)(?:[.:](?P<s>[0-5]\d)(?:\.\d+)?)?\s*(?P<ap>[ap]\.?\s?m\.?(?![a-z]))?"
    r"|(?P<h2>1?\d)\s*(?P<ap2>[ap]\.?m\.?)(?![a-z])"
)
_ZONE = rf"(?:\s*\(?(?P<z>{'|'.join(_ZONES)})\b\)?|\s*(?:gmt|utc)?(?P<o>[+-]\d\d:?\d\d))"
STAMP = re.compile(
    rf"(?:\b(?P<w>{_W})\b[\s,.(]{{1,3}})?(?<![\d/])(?:{_DAY})(?![\d/])"
    rf"(?:[\s,|·•–—\-)]{{0,5}}(?:(?:pukul|jam|at|t|-)\s*)?(?<!\d)(?:{_CLOCK})(?:{_ZONE})?)?",
    re.I,
)
_CLOCK_FIRST = re.compile(rf"(?:{_CLOCK})(?:{_ZONE})?[\s,|·•–—\-]{{1,5}}(?:on )?(?:(?:{_W})[\s,]{{1,2}})?$", re.I)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date in a text: what it says, and nothing that it does not."""

    day: date
    clock: time | None
    zone: tzinfo | None
    weekday: int | None
    text: str
    start: int
    end: int

    def moment(self, zone: tzinfo) -> datetime:
        """The time meant, in its own zone or in `zone`; midnight when no clock is given."""
        return datetime.combine(self.day, self.clock or time(), self.zone or zone)


def stamps(text: str) -> list[Stamp]:
    """All full dates of a text, in order."""
    out = []
    for found in STAMP.finditer(text):
        day = _day(found)
        if day is None:
            continue
        clock, zone = _clock(found), _zone(found)
        if clock is None:
            before = _CLOCK_FIRST.search(text[max(0, found.start() - 40) : found.start()])
            if before:
                clock, zone = _clock(before), _zone(before)
        weekday = _WEEKDAYS.get((found["w"] or "").lower())
        out.append(Stamp(day, clock, zone, weekday, found.group(0).strip(" ,|·-("), found.start(), found.end()))
    return out


def iso(text: str) -> datetime | None:
    """A machine-readable time; None if it is not one."""
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        found = stamps(text)
        return found[0].moment(found[0].zone) if found and found[0].zone and found[0].clock else None


def of_address(url: str) -> date | None:
    """The day in an address such as `/2026/01/14/`."""
    found = re.search(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:/|-|$)", url)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _day(found: re.Match[str]) -> date | None:
    for n in "1234":
        if found[f"y{n}"]:
            month = found[f"m{n}"].lower().rstrip(".")
            number = _MONTHS.get(month) or int(month)
            day = int(found[f"d{n}"])
            if n == "4" and number > 12 >= day:
                day, number = number, day
            try:
                return date(int(found[f"y{n}"]), number, day)
            except ValueError:
                return None
    return None


def _clock(found: re.Match[str]) -> time | None:
    hour = found["h"] or found["h2"]
    if hour is None:
        return None
    number = int(hour)
    half = (found["ap"] or found["ap2"] or "").lower()
    if half:
        if not 1 <= number <= 12:
            return None
        number = number % 12 + (12 if half.startswith("p") else 0)
    return time(number, int(found["mi"] or 0), int(found["s"] or 0))


def _zone(found: re.Match[str]) -> tzinfo | None:
    if found["z"]:
        return timezone(timedelta(hours=_ZONES[found["z"].lower()]))
    if found["o"]:
        sign = -1 if found["o"][0] == "-" else 1
        digits = found["o"][1:].replace(":", "")
        minutes = int(digits[:2]) * 60 + int(digits[2:])
        return timezone(sign * timedelta(minutes=minutes)) if minutes <= 14 * 60 else None
    return None

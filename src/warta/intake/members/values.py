"""What a cell says: an address, a time, yes or no, labels. Pure; nothing is taken for a yes that is not one."""

import re
from datetime import UTC, datetime, tzinfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from warta.intake import clean

EMAIL_MAX = 254
NAME_MAX = 150  # of each of the two parts an account keeps
CELL_MAX = 65_536
LABELS_MAX, LABEL_MAX = 100, 191
YES = frozenset(
    "1 true yes y t on x ya iya benar aktif active subscribed berlangganan si sí sim oui ja da verdadero vrai".split()
)
NO = frozenset(
    """
    0 false no n f off none tidak tdk bukan nonaktif inactive unsubscribed berhenti bounced cleaned complained
    nonsubscribed suppressed deleted não nao non nein nie falso faux -
    """.split()
)
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")
_AROUND = " \t\u00a0\u200b\u200c\u200d\u2060\ufeff"
_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:[ ,T]+(\d{1,2}):(\d\d)(?::(\d\d))?)?$")
_NUMBER = re.compile(r"\d{10}(?:\d{3})?$")


def breaks_a_line(text: str) -> bool:
    """Does it hold what could begin a new line in a letter's head, or another control character?"""
    return bool(_BREAKS.search(text))


def address(text: object) -> tuple[str, str]:
    """An address in small letters, and else why there is none; the reason never repeats it."""
    if not isinstance(text, str) or not text.strip(_AROUND + "\r\n"):
        return "", "it has no address"
    bare = text.strip(_AROUND)
    if breaks_a_line(bare):
        return "", "its address holds a line break or control character"
    if len(bare) > EMAIL_MAX:
        return "", f"its address is longer than {EMAIL_MAX} characters"
    try:
        validate_email(bare)
    except ValidationError:
        return "", "its address is not one"
    return bare.lower(), ""


def consent(text: object) -> bool | None:
    """Yes, no, or None for what is neither."""
    if isinstance(text, bool):
        return text
    word = str(text).strip().casefold() if isinstance(text, str | int) else ""
    if word in YES:
        return True
    return False if word in NO else None


def is_set(text: object) -> bool:
    """Is there anything that is no plain no: a date, a word, a yes?"""
    return consent(text) is not False and bool(str(text if text is not None else "").strip())


def moment(text: str, zone: tzinfo, *, day_first: bool | None = None) -> datetime | None:
    """A time in ISO 8601, in seconds or milliseconds, or with a day, month and year; None for what is none.

    zone       of a time that says none
    day_first  whether the day stands before the month where both could be either; None: then it is no time
    """
    bare = text.strip()
    try:
        if _NUMBER.match(bare):
            return datetime.fromtimestamp(int(bare) / (1000 if len(bare) > 10 else 1), UTC)
        if day := _DAY.match(bare):
            return _by_day(day, zone, day_first)
        found = datetime.fromisoformat(bare)
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _by_day(found: re.Match[str], zone: tzinfo, day_first: bool | None) -> datetime | None:
    one, two, year = (int(part) for part in found.groups()[:3])
    if one <= 12 and two <= 12 and one != two and day_first is None:
        return None
    is_day_first = one > 12 or (two <= 12 and bool(day_first))
    day, month = (one, two) if is_day_first else (two, one)
    hour, minute, second = (int(part or 0) for part in found.groups()[3:])
    return datetime(year, month, day, hour, minute, second, tzinfo=zone).astimezone(UTC)


def order_of_day(text: str) -> bool | None:
    """Does the day stand first in a date, as far as this one shows it? None: it could be either."""
    found = _DAY.match(text.strip())
    if found is None:
        return None
    one, two = int(found.group(1)), int(found.group(2))
    return True if one > 12 >= two else False if two > 12 >= one else None


def labels(text: str) -> tuple[str, ...]:
    """Labels with commas between, as Ghost writes them, each once."""
    return tidy_labels(re.split(r"[,;\n]", text))


def tidy_labels(names: object) -> tuple[str, ...]:
    """Each label on one line, once whatever its case, at most 100."""
    found: dict[str, str] = {}
    for name in names if isinstance(names, list) else []:
        label = clean.line(name)[:LABEL_MAX].strip()
        if label:
            found.setdefault(label.casefold(), label)
    return tuple(found.values())[:LABELS_MAX]

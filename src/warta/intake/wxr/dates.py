"""Dates of an export: GMT where given, the feed's own date next, local time with a stated zone last."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime

_FORM = re.compile(r"(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d))?")
_NONE = re.compile(r"^(?:0000-00-00.*|-0001-11-30.*|)$")
FIRST, LAST = 1900, 2099


@dataclass(frozen=True, slots=True)
class Found:
    """A time, aware or None, and why it is in doubt (empty if it is not)."""

    time: datetime | None
    doubt: str = ""


def moment(local: str, gmt: str, feed: str, zone: tzinfo, name: str = "wp:post_date") -> Found:
    """The time of an item.

    local, gmt  wp:post_date and wp:post_date_gmt
    feed        pubDate, which WordPress writes in GMT
    """
    sure = _plain(gmt)
    if sure:
        return Found(sure.replace(tzinfo=UTC))
    try:
        sent = parsedate_to_datetime(feed) if feed else None
    except (ValueError, TypeError, IndexError, OverflowError):
        sent = None
    if sent and FIRST <= sent.year <= LAST:
        return Found(sent.replace(tzinfo=sent.tzinfo or UTC).astimezone(UTC))
    here = _plain(local)
    if here:
        return Found(here.replace(tzinfo=zone).astimezone(UTC), f"{name} {local} names no zone: {zone} was assumed")
    wrong = next((text for text in (local, gmt) if not _NONE.match(text)), "")
    return Found(None, f'{name} "{wrong[:60]}" is not a date' if wrong else "")


def _plain(text: str) -> datetime | None:
    found = _FORM.fullmatch(text)
    if not found:
        return None
    try:
        time = datetime(*(int(g or 0) for g in found.groups()))  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None
    return time if FIRST <= time.year <= LAST else None

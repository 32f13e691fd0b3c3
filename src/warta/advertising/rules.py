"""What is decided without looking anything up: flights, pace, and what no creative may hold."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

HTML_MAX = 30_000  # bytes of a creative's HTML
TAG_MAX = 5_000  # bytes of an ad server's tag
PICTURE_MAX = 8 * 1024 * 1024  # bytes of a picture as it was uploaded
PICTURE_TYPES = ("avif", "jpeg", "jpg", "png", "webp")
PICTURE_WIDTH_MIN = 600  # pixels
RATIO_TOLERANCE = 0.15
EARLY = 0.97  # of a flight: by then an even pace has reached the goal, so that a quiet last hour loses nothing
BRINGS = ("src", "srcset", "poster", "data", "background", "action", "formaction", "href", "ping")
FORBIDDEN = ("base", "meta", "link", "iframe", "frame", "object", "embed", "form", "portal")


class Fault(StrEnum):
    """Why something cannot be taken."""

    NOT_HTTPS = "not-https"
    NO_HOST = "no-host"
    WITH_PASSWORD = "with-password"  # noqa: S105 - a fault's name
    LEADS_ELSEWHERE = "leads-elsewhere"
    TOO_LONG = "too-long"
    EMPTY = "empty"
    FORBIDDEN_ELEMENT = "forbidden-element"
    FROM_ELSEWHERE = "from-elsewhere"
    NOT_LOCKED = "not-locked"


def start_of(day: date, zone: tzinfo) -> datetime:
    """The first moment of a day in a zone, in UTC, whatever the clocks did that night.

    A midnight that is skipped stands for the moment when the clocks jump, one that comes twice for its first time: both
    are what `fold=0` means (PEP 495).
    """
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def flight(starts: date, ends: date | None, zone: tzinfo) -> tuple[datetime, datetime | None]:
    """When a flight of whole days begins, and the first moment when it is over; None: never."""
    return start_of(starts, zone), start_of(ends + timedelta(days=1), zone) if ends else None


def due(goal: int, begins: datetime, over: datetime, now: datetime) -> int:
    """How many impressions an even pace wants to have had at `now`."""
    share = (now - begins) / ((over - begins) * EARLY)
    return int(goal * min(1.0, max(0.0, share)))


def link_fault(link: str, *, is_house: bool = False) -> Fault | None:
    """Why a creative may not lead there; None: it may. The newspaper's own may lead to its own pages, as `/…/`.

    An address that carries another one on another host is a redirect that counts readers on the way.
    """
    if len(link) > 1000:
        return Fault.TOO_LONG
    if any(ord(sign) <= 32 for sign in link) or "\\" in link:
        return Fault.NO_HOST
    if is_house and link.startswith("/") and not link.startswith("//"):
        return None
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
    except ValueError:
        return Fault.NO_HOST
    if parts.scheme != "https":
        return Fault.NOT_HTTPS
    if "." not in host or host.startswith("."):
        return Fault.NO_HOST
    if parts.username is not None or parts.password is not None:
        return Fault.WITH_PASSWORD
    return Fault.LEADS_ELSEWHERE if _carried(link, host) else None


def _carried(link: str, host: str) -> bool:
    """Does an address carry one of another host in its path, query or fragment?"""
    parts = urlsplit(link)
    texts = [value for text in (parts.query, parts.fragment) for _name, value in parse_qsl(text)]
    texts += [parts.query, parts.fragment]
    if any(_host_of(text) not in ("", host) for text in texts):
        return True
    return "http:/" in parts.path or "https:/" in parts.path


def _host_of(text: str) -> str:
    try:
        parts = urlsplit(text.strip())
        return (parts.hostname or "") if parts.scheme in ("", "http", "https") and "//" in text else ""
    except ValueError:
        return ""


def html_fault(html: str) -> tuple[Fault, str] | None:
    """Why a creative's HTML is not taken, and what in it; None: it is.

    Scripts and styles are its own affair: it runs in a frame from which it reaches nothing. But all must be in it:
    what it would load from elsewhere would tell others of our readers, and is blocked there besides.
    """
    if not html.strip() or "\0" in html:
        return Fault.EMPTY, ""
    if len(html.encode()) > HTML_MAX:
        return Fault.TOO_LONG, ""
    looked = _Looked()
    looked.feed(html)
    looked.close()
    return looked.fault


class _Looked(HTMLParser):
    """Looks at every tag there is, wherever it stands: a parser that makes a tree would leave some out."""

    def __init__(self) -> None:
        super().__init__()
        self.fault: tuple[Fault, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that opens."""
        self.fault = self.fault or _tag_fault(tag, [(name, (value or "").strip()) for name, value in attrs])

    def handle_data(self, data: str) -> None:
        """Text, that of a style sheet among it."""
        if self.cdata_elem == "style" and _loads(data):
            self.fault = self.fault or (Fault.FROM_ELSEWHERE, "<style>")


def _tag_fault(tag: str, attributes: list[tuple[str, str]]) -> tuple[Fault, str] | None:
    if tag in FORBIDDEN:
        return Fault.FORBIDDEN_ELEMENT, f"<{tag}>"
    for name, text in attributes:
        attribute = name.rpartition(":")[2]
        if attribute == "href" and tag in ("a", "area"):
            if not text.startswith("#") and (fault := link_fault(text)):
                return fault, text[:80]
        elif _loads(text) if attribute == "style" else attribute in BRINGS and not text.startswith(("data:", "#")):
            return Fault.FROM_ELSEWHERE, text[:80]
    return None


def _loads(css: str) -> bool:
    """Does a style load something that is not in it?"""
    plain = css.lower().replace(" ", "").replace('"', "").replace("'", "")
    return "@import" in plain or plain.count("url(") != plain.count("url(data:") + plain.count("url(#")


def tag_fault(html: str) -> tuple[Fault, str] | None:
    """Why an ad server's tag is not taken; None: it is. It loads what it likes, but by https alone."""
    if not html.strip():
        return Fault.EMPTY, ""
    if len(html.encode()) > TAG_MAX:
        return Fault.TOO_LONG, ""
    plain = html.lower()
    for begin in ("http:", "javascript:"):
        if begin in plain:
            return Fault.NOT_LOCKED, begin
    return None


def fingerprint(*values: object) -> str:
    """What was approved, in few characters: another content has another."""
    return hashlib.sha256("\0".join(map(repr, values)).encode()).hexdigest()


DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.IGNORECASE)
VARIABLE = re.compile(r"(contact|subdomain|inventorypartnerdomain|ownerdomain|managerdomain)=.+", re.IGNORECASE)


def is_ads_txt(line: str) -> bool:
    """Is it a line of ads.txt: a seller, a variable, a comment or nothing?

    source  IAB Tech Lab, ads.txt 1.1
    """
    plain = line.partition("#")[0].strip()
    if not plain or VARIABLE.fullmatch(plain):
        return line.isprintable() or "\t" in line
    fields = [field.strip() for field in plain.partition(";")[0].split(",")]
    return (
        len(fields) in (3, 4)
        and DOMAIN.fullmatch(fields[0]) is not None
        and bool(fields[1])
        and fields[2].upper() in ("DIRECT", "RESELLER")
    )

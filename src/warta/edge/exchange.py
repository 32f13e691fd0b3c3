"""What passes between a server, the front and the worker: requests, answers, and what must be asked first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from warta.access.token import Keys
from warta.edge.store import Entry

FIELDS_MAX = 100  # of a query


@dataclass(slots=True)
class Request:
    """What a server's interface gives.

    header   gives a header by its name in lower case, or None
    address  gives the reader's address: asked only where it matters
    """

    method: str
    path: str
    query: str
    header: Callable[[str], str | None]
    address: Callable[[], str]


@dataclass(slots=True)
class Known:
    """What was learned for this request.

    token    the minted token; empty: nobody is signed in
    told     what the newsroom told of the path; page: a page of it that is not stored
    flushed  what the reader read here has been reported, or cannot be
    redrawn  what was stale for too long has been drawn anew
    is_away  the newsroom does not answer: what is stored must do, however stale
    asked_ads  the plan of advertising has been asked for anew, or cannot be
    missed   was something asked for?
    """

    token: str | None = None
    told: Mapping[str, Any] | None = None
    page: Entry | None = None
    flushed: bool = False
    redrawn: bool = False
    is_away: bool = False
    asked_ads: bool = False
    missed: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """What must be obtained first: page, error, parts, redraw, token, policy, reads, notices,
    advertising.

    `pass`: nothing; the newsroom answers itself.
    """

    what: str
    value: Any = None


@dataclass(slots=True)
class Answer:
    """An answer. `outcome` is for the metrics; `refresh` names what is to be drawn anew meanwhile."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes = b""
    file: str = ""
    outcome: str = "hit"
    refresh: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """What a worker is told at its start, and by the newsroom with the policy."""

    keys: Keys
    hosts: frozenset[str]
    is_secure: bool = False
    cutoff: str = "teaser"
    params: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()
    passed: tuple[str, ...] = ()
    short_links: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ()
    language: str = "id"
    headers: tuple[tuple[str, str], ...] = ()


def is_read(request: Request) -> bool:
    """Does somebody read what they ask for? HEAD, a part, and what a browser fetches ahead never count."""
    purpose = request.header("sec-purpose") or request.header("purpose") or ""
    return request.method == "GET" and not request.header("range") and "prefetch" not in purpose


def fields_of(query: str) -> dict[str, str]:
    """The fields of a query, the last of each name; none of one that has too many."""
    try:
        return dict(parse_qsl(query, keep_blank_values=True, max_num_fields=FIELDS_MAX))
    except ValueError:
        return {}


def cookie(header: str, name: str) -> str:
    """A cookie's value; empty if it is not there."""
    begin = f"{name}="
    place = header.find(begin)
    while place > 0 and header[place - 1] not in " ;":
        place = header.find(begin, place + 1)
    if place < 0:
        return ""
    place += len(begin)
    end = header.find(";", place)
    return header[place:] if end < 0 else header[place:end]

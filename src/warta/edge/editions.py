"""Pictures of the e-paper's pages: files that the edge serves itself, to whom the edition's own page would be shown.

An address names the edition, its build and the page: `/epaper/2026-11-27/BUILD/page-3.webp`, `-small` for a thumbnail,
after `/en` for another language. The edition's stored page says which build is the one that readers get (the header
`x-warta-build`) and holds the gate: an older build, which may show what has been withdrawn since, is not found. The
first page is free as long as the edition is public; each other page is decided about like the edition's page. Like the
front, no input or output beyond looking the file up.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from warta.access import Decision, Right, Shows
from warta.access.token import LIFETIME_S
from warta.edge.exchange import Answer, Ask, Known, Request
from warta.edge.store import Entry

if TYPE_CHECKING:
    from warta.edge.front import Front

PATH = "/epaper/"
PICTURE = re.compile(
    r"(?:/([a-z]{2,3}(?:-[a-z]{2,4})?))?/epaper/([0-9]{4}-[0-9]{2}-[0-9]{2})/([A-Za-z0-9_-]{1,40})"
    r"/(page-([1-9][0-9]{0,2})(?:-small)?\.webp)"
)
BUILD = "x-warta-build"
SHOWN = "x-warta-shows"  # how much of an edition a page shows: what keeps it on a device looks here
FREE_PAGE = "1"
# What needs a right is asked for again when a token has run out, and no shared cache keeps it.
OWN = f"private, max-age={LIFETIME_S}"
ANYONES = "public, max-age=300"


def answer(front: Front, request: Request, known: Known, now: float) -> Answer | Ask | None:
    """The picture of a page, a refusal, or what must be asked first; None: the address is no picture's."""
    match = PICTURE.fullmatch(request.path)
    if match is None:
        return None
    if front.store.policy is None:
        return Ask("policy")
    prefix, day, build, file, number = match.groups()
    rules = front.rules
    if prefix is not None and (prefix not in rules.languages or prefix == rules.language):
        return front.plain(404, "")
    page = _page(front, f"/{prefix}/epaper/{day}/" if prefix else f"/epaper/{day}/", build, known)
    if not isinstance(page, Entry):
        return page
    asks = front.asker.asks(request, known, rules, now)
    if isinstance(asks, Ask):
        return asks
    reader, meter, token, is_cut_off = asks
    assert page.gate is not None
    decision = front.decided(request, page.gate, reader, meter, token, known, now, is_cut_off=is_cut_off)
    if not isinstance(decision, Decision):
        return decision
    if decision.shows is Shows.HIDDEN:
        return front.plain(404, "")
    if number != FREE_PAGE and decision.shows is not Shows.FULL:
        return front.plain(403, "This page is open to readers of the e-paper.")
    return _file(front, request, known, f"{day}-{prefix or rules.language}/{build}/{file}", number == FREE_PAGE)


def _page(front: Front, path: str, build: str, known: Known) -> Entry | Answer | Ask:
    """The stored page of the edition whose picture is asked for, if that build is the one readers get."""
    page = front.store.get(path) or known.page
    if page is None:
        return Ask("page", (path, "")) if known.told is None else front.plain(404, "")
    if page.gate is None or page.gate.right is not Right.EPAPER:
        return front.plain(404, "")
    if dict(page.headers).get(BUILD) == build:
        return page
    if page.stale and not known.redrawn and not known.is_away:  # perhaps the build has just been made
        return Ask("redraw", (path,))
    return front.plain(404, "")


def _file(front: Front, request: Request, known: Known, name: str, is_free: bool) -> Answer:
    headers = [("cache-control", ANYONES if is_free else OWN), *front.rules.headers]
    if not is_free:
        headers.append(("vary", "Cookie"))
    found = front.files.edition(name, request.header("if-none-match") or "")
    if found is None:
        return front.plain(404, "")
    if not is_free:  # what anybody's cache may keep sets no cookie
        front.carry(headers, known)
    return Answer(found.status, [*found.headers, *headers], file=found.path, outcome="file")

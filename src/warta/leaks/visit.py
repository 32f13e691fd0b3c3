"""Asking, and judging an answer."""

from __future__ import annotations

import hashlib
import http.client
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus, urlencode

from warta.access import Level
from warta.leaks.marks import AD_MARK, MARK, found_in, unpacked

if TYPE_CHECKING:
    from warta.leaks.paper import Paper, Told
    from warta.leaks.readers import Asker
    from warta.leaks.roads import Road

HERE = "127.0.0.1"
TIMEOUT_S = 60
SHOWN_MAX = 3  # marks of one answer
CONTRACT = b'"as_of":'  # in each answer of the newsroom to the edge, and in no other
ADS = ('data-block="offer"', "data-slot", "data-consent", "offer-label", "offer-line", "js/ads", '"receipt"', AD_MARK)
ENCODINGS = (
    None, "identity", "gzip", "br", "deflate", "zstd", "*", "gzip;q=0", "identity;q=0, gzip;q=0.5",
    "gzip;q=0, br;q=0, *;q=0", "br, gzip, deflate, zstd", "x-gzip, *;q=0.1", "GZIP",
)  # fmt: skip


REFUSING = ("identity", "br", "gzip;q=0", "gzip;q=0, br;q=0, *;q=0")


@dataclass
class Reply:
    """An answer: `body` as it came, `plain` without its encoding."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    plain: bytes

    def header(self, name: str) -> str:
        """A header's values, joined."""
        return ", ".join(value for key, value in self.headers if key == name)

    @property
    def cookies(self) -> dict[str, str]:
        """The cookies that it sets."""
        jar: SimpleCookie = SimpleCookie()
        for name, value in self.headers:
            if name == "set-cookie":
                jar.load(value)
        return {name: morsel.value for name, morsel in jar.items() if morsel.value}

    @property
    def text(self) -> str:
        """The body as text."""
        return self.plain.decode("utf-8", "replace")


class Client:
    """Asks, over one connection a thread. Nothing of an address is tidied, and no redirect is followed."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.requests = 0
        self.renew()

    def renew(self) -> None:
        """Have new connections from now on, which other workers may hold than held those before."""
        self._own = threading.local()

    def ask(
        self, method: str, path: str, *, cookies: dict[str, str] | None = None, headers: Iterable[tuple[str, str]] = (),
        encoding: str | None = None, form: dict[str, str] | None = None, address: str = HERE,
    ) -> Reply:  # fmt: skip
        """Ask for something, from an address of this machine. raises OSError, http.client.HTTPException, Unreadable"""
        sent = [*headers]
        if encoding is not None:
            sent.append(("Accept-Encoding", encoding))
        if cookies:
            sent.append(("Cookie", "; ".join(f"{name}={value}" for name, value in cookies.items())))
        body = urlencode(form).encode() if form is not None else b""
        if form is not None:
            sent.append(("Content-Type", "application/x-www-form-urlencoded"))
            sent.append(("Content-Length", str(len(body))))
        try:
            return self._once(method, path, sent, body, address)
        except (OSError, http.client.HTTPException):  # the connection had ended meanwhile
            vars(self._own).pop(address, None)
            return self._once(method, path, sent, body, address)

    def _once(self, method: str, path: str, headers: list[tuple[str, str]], body: bytes, address: str) -> Reply:
        mine: dict[str, http.client.HTTPConnection] = vars(self._own)
        if address not in mine:
            mine[address] = http.client.HTTPConnection(HERE, self.port, TIMEOUT_S, source_address=(address, 0))
        connection = mine[address]
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        if "Host" not in dict(headers):
            connection.putheader("Host", f"{HERE}:{self.port}")
        for name, value in headers:
            connection.putheader(name, value)
        connection.endheaders(body or None)
        answer = connection.getresponse()
        raw = answer.read()
        self.requests += 1
        rows = [(name.lower(), value) for name, value in answer.getheaders()]
        encoding = next((value for name, value in rows if name == "content-encoding"), "")
        return Reply(answer.status, rows, raw, unpacked(raw, encoding) if raw else b"")


@dataclass(frozen=True)
class Leak:
    """What must not be: which road, which reader, in which encoding, and what."""

    road: str
    reader: str
    encoding: str
    what: str

    def __str__(self) -> str:
        return f"{self.road}, {self.reader}, {self.encoding}: {self.what}"


@dataclass
class Judge:
    """Judges answers. `told` counts the marks that were rightly found: by road, reader, and `open` or the level."""

    paper: Paper
    leaks: dict[Leak, None] = field(default_factory=dict)
    told: dict[tuple[str, str, str], int] = field(default_factory=dict)
    _known: dict[bytes, dict[str, str]] = field(default_factory=dict)

    def judge(self, road: Road, asker: Asker, encoding: str | None, reply: Reply) -> bool:
        """Note what is wrong with an answer; False if there is something."""
        wrong = self.wrong(road, asker, encoding, reply)
        for what in wrong:
            where = f"{road.method} {road.path[:160]} {road.headers or ''}".strip()
            self.leaks.setdefault(Leak(where, asker.name, str(encoding), what))
        return not wrong

    def wrong(self, road: Road, asker: Asker, encoding: str | None, reply: Reply) -> list[str]:
        """What is wrong with an answer."""
        wrong = [*self._marks(road, asker, reply), *self._caching(reply), *self._ads(asker, reply)]
        if CONTRACT in reply.plain:
            wrong.append("what the newsroom tells the edge alone")
        if reply.status >= 500 and not (reply.status == 503 and "prefetch" in str(road.headers)):
            wrong.append(f"answered {reply.status}")
        if encoding in REFUSING and reply.header("content-encoding") == "gzip":
            wrong.append("gzip for who refuses it")
        return wrong

    def _marks(self, road: Road, asker: Asker, reply: Reply) -> list[str]:
        """Marks that this reader may not have by this road."""
        wrong = []
        is_shared = "public" in reply.header("cache-control")
        for found, how in self.marks(reply).items():
            if (road.word and road.word in found) or found in road.path:
                continue
            owner = self.paper.owner(found)
            if owner is None:
                continue
            if found in owner.open and owner.level is not None:
                right, kind = True, "open"
            else:
                right = self._may_have(road, asker, owner)
                right = right and (owner.level is Level.FREE or not is_shared)
                kind = owner.level.value if owner.level else ""
            if right:
                key = (road.name, asker.name, kind)
                self.told[key] = self.told.get(key, 0) + 1
            else:
                wrong.append(f"{found} of the story {owner.name} ({how})")
        return [", ".join(wrong[:SHOWN_MAX])] if wrong else []

    @staticmethod
    def _may_have(road: Road, asker: Asker, owner: Told) -> bool:
        """May this reader have, by this road, what is hidden of a story or an edition?"""
        if owner.kind == "edition":
            return asker.epaper and owner.level is not None
        is_printed = asker.epaper and owner.name in road.prints and owner.level is not None
        return is_printed or asker.may_read(owner.name, owner.level) or owner.name == road.opens

    def marks(self, reply: Reply) -> dict[str, str]:
        """The marks in an answer: its body, as it came and unpacked, and its headers."""
        whole = reply.plain if reply.body == reply.plain else reply.plain + b"\n" + reply.body
        digest = hashlib.sha256(whole).digest()
        if digest not in self._known:
            self._known[digest] = found_in(whole)
        said = " ".join(value for name, value in reply.headers if name not in ("date", "server-timing"))
        return self._known[digest] | dict.fromkeys(MARK.findall(unquote_plus(said)), "header")

    @staticmethod
    def _caching(reply: Reply) -> list[str]:
        """What a shared cache must not be told of a private answer."""
        control, wrong = reply.header("cache-control"), []
        is_private = "private" in control or "no-store" in control
        if reply.header("set-cookie") and not is_private:
            wrong.append(f"sets a cookie with Cache-Control {control!r}")
        if is_private and ("public" in control or "s-maxage" in control):
            wrong.append(f"private and shared at once: {control!r}")
        if "cookie" in reply.header("vary").lower() and "public" in control:
            wrong.append("public, but varies on the cookie")
        if not control and reply.status in (200, 203, 204, 206, 300, 301, 302, 308, 404, 405, 410, 414, 501):
            wrong.append(f"answered {reply.status} without Cache-Control")
        if (
            "public" in control
            and reply.header("content-encoding")
            and "accept-encoding" not in reply.header("vary").lower()
        ):
            wrong.append("shared and packed, but does not vary on Accept-Encoding")
        return wrong

    def _ads(self, asker: Asker, reply: Reply) -> list[str]:
        if asker.ads or not any(kind in reply.header("content-type") for kind in ("html", "json")):
            return []
        name = self.paper.banner.rpartition("/")[2].partition(".")[0]
        return [f"advertising: {text}" for text in (*ADS, name) if text in reply.text]

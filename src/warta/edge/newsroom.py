"""The newsroom as the edge asks it: on its socket, under `/_edge/`; and handing on what it answers readers itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx

from warta.edge.files import accepts

ASK_S = 20.0  # until a recipe is drawn
PASS_S = 120.0  # until the newsroom's own answer begins
AT_ONCE = 24  # questions under way
WAITING_MAX = 400  # questions that wait; more are refused
HOP_BY_HOP = frozenset(
    "connection keep-alive proxy-authenticate proxy-authorization te trailer transfer-encoding upgrade host "
    "content-length expect".split()
)
OURS = ("x-warta-", "x-forwarded-")  # nobody else may say these to the newsroom
IN_PATHS = "/:@!$&'()*+,;=~"  # what may stand in a path as it is


class NewsroomDown(Exception):
    """The newsroom does not answer, or not with what was asked."""


def target_of(path: str, query: str) -> str:
    """What stands in a request's first line, for a path whose escapes have been read; it is read as that path again."""
    target = quote(path, safe=IN_PATHS, errors="replace")
    return f"{target}?{quote(query, safe=IN_PATHS + '%?', errors='replace')}" if query else target


def may_pass(name: str) -> bool:
    """May a reader's header (in lower case) go on to the newsroom?

    To a WSGI server `x_warta_address` is the same as `x-warta-address`: no header of ours or of HTTP has a low line.
    """
    return name not in HOP_BY_HOP and not name.startswith(OURS) and "_" not in name


LOCAL = "127.0.0.1"  # where a socket is: nowhere


class Newsroom:
    """A worker's connections to the newsroom.

    host  by which it asks for itself: one of the names that the newspaper answers to, or Django refuses
    """

    def __init__(self, socket: Path, host: str = LOCAL) -> None:
        limits = httpx.Limits(max_connections=200, max_keepalive_connections=40)
        transport = httpx.AsyncHTTPTransport(uds=str(socket), limits=limits, retries=1)
        self._client = httpx.AsyncClient(transport=transport, headers={"host": host}, trust_env=False)
        self._places = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    async def ask(self, path: str, query: str = "", cookies: str = "") -> dict[str, Any]:
        """What the newsroom says under `/_edge/`. raises NewsroomDown"""
        headers = {"cookie": cookies} if cookies else {}
        return await self._json("GET", f"/_edge/{path}", query, headers)

    async def tell(self, path: str, value: Any) -> dict[str, Any]:
        """Post something. raises NewsroomDown"""
        return await self._json("POST", f"/_edge/{path}", "", {}, value)

    async def parts(self, keys: Iterable[str]) -> dict[str, Any]:
        """Parts by their keys. raises NewsroomDown"""
        return await self.ask("parts", urlencode([("key", key) for key in keys]))

    async def hand_on(
        self, method: str, target: str, headers: Iterable[tuple[str, str]], body: AsyncIterator[bytes] | bytes,
        said: Mapping[str, str],
    ) -> httpx.Response:  # fmt: skip
        """The newsroom's own answer, whose body is still to be read; close it. raises NewsroomDown

        target  as `target_of` writes it
        said    what the edge says of the reader: address and scheme
        """
        rows = list(headers)
        # Django reads a coding that is refused (`gzip;q=0`) as one that is taken.
        kept = [(n, v) for n, v in rows if may_pass(n) and (n != "accept-encoding" or accepts(v, "gzip"))]
        host = next((value for name, value in rows if name == "host"), LOCAL)
        length = next((value for name, value in rows if name == "content-length"), None)
        kept += [("host", host), *said.items()]
        if length is not None and body != b"":
            kept.append(("content-length", length))
        url = httpx.URL(f"http://{LOCAL}", raw_path=target.encode("ascii"))
        request = httpx.Request(
            method, url, headers=[(name.encode(), value.encode("utf-8", "ignore")) for name, value in kept],
            content=body, extensions={"timeout": httpx.Timeout(PASS_S).as_dict()},
        )  # fmt: skip
        try:
            return await self._client.send(request, stream=True)
        except httpx.HTTPError as error:
            raise NewsroomDown(str(error)) from error

    async def close(self) -> None:
        """End the connections."""
        await self._client.aclose()

    async def _json(
        self, method: str, path: str, query: str, headers: dict[str, str], value: Any = None
    ) -> dict[str, Any]:  # fmt: skip
        if self._waiting >= WAITING_MAX:
            raise NewsroomDown("too many questions wait already")
        url = httpx.URL(f"http://{LOCAL}", raw_path=target_of(path, query).encode("ascii"))
        self._waiting += 1
        try:
            async with self._places:
                answer = await self._client.request(method, url, headers=headers, json=value, timeout=ASK_S)
            if answer.status_code not in (200, 404):
                raise NewsroomDown(f"{path} answered {answer.status_code}")
            told: dict[str, Any] = answer.json()
            return told
        except (httpx.HTTPError, ValueError) as error:
            raise NewsroomDown(f"{path}: {type(error).__name__}") from error
        finally:
            self._waiting -= 1

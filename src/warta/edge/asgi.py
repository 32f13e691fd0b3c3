"""The edge under ASGI, for servers other than Granian. The same front, the same worker."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

from warta.config import load
from warta.edge import beacon
from warta.edge.exchange import Answer, Request
from warta.edge.handing import Handing, TooLarge, address_of
from warta.edge.newsroom import NewsroomDown, target_of
from warta.edge.worker import Worker

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
FILE_PART = 256 * 1024  # bytes


class Application:
    """One worker's application."""

    def __init__(self) -> None:
        self.worker: Worker | None = None

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer a request, or the server's words on its beginning and end."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(self._started(), scope, receive, send)

    def _started(self) -> Worker:
        if self.worker is None:
            self.worker = Worker(load())
            self.worker.start(asyncio.get_running_loop())
        return self.worker

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._started()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                self._started().stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _answer(self, worker: Worker, scope: Message, receive: Receive, send: Send) -> None:
        rows = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
        headers = dict(reversed(rows))  # of a name that stands there twice, the first
        peer = scope["client"][0] if scope.get("client") else ""
        query = scope["query_string"].decode("latin-1")
        forwarded = [value for name, value in rows if name == "x-forwarded-for"]

        def address() -> str:
            return address_of(peer, forwarded, worker.config.trusted_proxies)

        request = Request(scope["method"], scope["path"], query, headers.get, address)
        if request.path == beacon.PATH and request.method == "POST":
            status, told = await self._hear(worker, request, receive)
            await send({"type": "http.response.start", "status": status, "headers": _raw(told)})
            await send({"type": "http.response.body", "body": b""})
            return
        answer = await worker.answer(request)
        if not isinstance(answer, Answer):
            await self._hand_on(worker, scope, request, rows, peer, receive, send)
            return
        worker.note(answer)
        is_head = scope["method"] == "HEAD"
        size = Path(answer.file).stat().st_size if answer.file else len(answer.body)
        if answer.status not in (204, 304):
            answer.headers.append(("content-length", str(size)))
        await send({"type": "http.response.start", "status": answer.status, "headers": _raw(answer.headers)})
        if answer.file and not is_head:
            with Path(answer.file).open("rb") as file:
                while part := file.read(FILE_PART):
                    await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": b"" if is_head or answer.file else answer.body})

    async def _hear(
        self, worker: Worker, request: Request, receive: Receive
    ) -> tuple[int, list[tuple[str, str]]]:  # fmt: skip
        """Take in what a page reports; the answer tells nothing of it."""
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
            if len(body) > beacon.BYTES_MAX:
                return beacon.TOO_LARGE
        worker.hear(request, body)
        return beacon.ANSWER

    async def _hand_on(
        self, worker: Worker, scope: Message, request: Request, rows: list[tuple[str, str]], peer: str,
        receive: Receive, send: Send,
    ) -> None:  # fmt: skip
        """Let the newsroom answer."""
        worker.metrics.count("passed")
        handing = Handing(worker.config, worker.newsroom)
        limit = handing.limit(request.path)

        async def body() -> AsyncIterator[bytes]:
            read, more = 0, True
            while more:
                message = await receive()
                part, more = message.get("body", b""), message.get("more_body", False)
                read += len(part)
                if read > limit:
                    raise TooLarge
                yield part

        target = target_of(request.path, request.query)
        has_body = request.method not in ("GET", "HEAD", "OPTIONS")
        said = handing.said(request.address(), peer, request.header("x-forwarded-proto"))
        try:
            answer = await worker.newsroom.hand_on(request.method, target, rows, body() if has_body else b"", said)
        except (TooLarge, NewsroomDown) as error:
            status = 413 if isinstance(error, TooLarge) else 503
            plain = worker.front.plain(status, "", retry=status == 503)
            await send({"type": "http.response.start", "status": status, "headers": _raw(plain.headers)})
            await send({"type": "http.response.body", "body": plain.body})
            return
        try:
            headers = _raw(handing.headers(answer))
            await send({"type": "http.response.start", "status": answer.status_code, "headers": headers})
            async for part in answer.aiter_raw():
                await send({"type": "http.response.body", "body": part, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            await answer.aclose()


def _raw(headers: list[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in headers]


application = Application()

"""The edge under Granian's own interface, RSGI: the default, as it costs least."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

from warta.config import load
from warta.edge import beacon
from warta.edge.exchange import Answer, Ask, Known, Request
from warta.edge.handing import Handing, TooLarge, address_of
from warta.edge.newsroom import NewsroomDown, target_of
from warta.edge.worker import Worker


class Application:
    """One worker's application."""

    def __init__(self) -> None:
        self.worker = Worker(load())
        self.handing = Handing(self.worker.config, self.worker.newsroom)

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """The worker begins."""
        self.worker.start(loop)

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """The worker ends."""
        self.worker.stop()

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """Answer a request."""
        worker = self.worker
        headers = scope.headers

        def address() -> str:
            return address_of(peer_of(scope), headers.get_all("x-forwarded-for"), worker.config.trusted_proxies)

        request = Request(scope.method, scope.path, scope.query_string, headers.get, address)
        if scope.path == beacon.PATH and scope.method == "POST":
            protocol.response_empty(*await self._hear(protocol, request))
            return
        known = Known()
        answer = worker.front.answer(request, known, time.time())
        if isinstance(answer, Answer):
            self._send(scope, protocol, answer)
        else:  # Granian's own tasks are none of asyncio's, which clients and locks look for
            await asyncio.get_running_loop().create_task(self._finish(scope, protocol, request, known, answer))

    async def _hear(self, protocol: Any, request: Request) -> tuple[int, list[tuple[str, str]]]:
        """Take in what a page reports; the answer tells nothing of it."""
        length = request.header("content-length")
        if length is not None and length.isdecimal() and int(length) <= beacon.BYTES_MAX:
            self.worker.hear(request, await protocol())
            return beacon.ANSWER
        body = b""
        if length is None:
            async for part in protocol:
                body += part
                if len(body) > beacon.BYTES_MAX:
                    return beacon.TOO_LARGE
            self.worker.hear(request, body)
            return beacon.ANSWER
        return beacon.TOO_LARGE

    async def _finish(self, scope: Any, protocol: Any, request: Request, known: Known, asked: Ask) -> None:
        """Answer once what is missing has been obtained; or let the newsroom answer."""
        answer = await self.worker.finish(request, known, asked)
        if isinstance(answer, Answer):
            self._send(scope, protocol, answer)
        else:
            await self._hand_on(scope, protocol, request)

    def _send(self, scope: Any, protocol: Any, answer: Answer) -> None:
        self.worker.note(answer)
        if answer.file and scope.method != "HEAD":
            protocol.response_file(answer.status, answer.headers, answer.file)
        elif scope.method == "HEAD" or not answer.body:
            if scope.method == "HEAD" and answer.body:
                answer.headers.append(("content-length", str(len(answer.body))))
            protocol.response_empty(answer.status, answer.headers)
        else:
            protocol.response_bytes(answer.status, answer.headers, answer.body)

    async def _hand_on(self, scope: Any, protocol: Any, request: Request) -> None:
        """Let the newsroom answer."""
        worker = self.worker
        worker.metrics.count("passed")
        target = target_of(scope.path, scope.query_string)
        headers = list(scope.headers.items())
        limit = self.handing.limit(scope.path)

        async def body() -> AsyncIterator[bytes]:
            read = 0
            async for part in protocol:
                read += len(part)
                if read > limit:
                    raise TooLarge
                yield bytes(part)

        has_body = scope.method not in ("GET", "HEAD", "OPTIONS")
        said = self.handing.said(request.address(), peer_of(scope), scope.headers.get("x-forwarded-proto"))
        try:
            answer = await worker.newsroom.hand_on(scope.method, target, headers, body() if has_body else b"", said)
        except TooLarge:
            refused = worker.front.plain(413, "This is too large.")
            protocol.response_bytes(refused.status, refused.headers, refused.body)
            return
        except NewsroomDown:
            away = worker.front.plain(503, "", retry=True)
            protocol.response_bytes(away.status, away.headers, away.body)
            return
        try:
            kept = self.handing.headers(answer)
            if scope.method == "HEAD" or answer.status_code in (204, 304):
                protocol.response_empty(answer.status_code, kept)
                return
            transport = protocol.response_stream(answer.status_code, kept)
            async for part in answer.aiter_raw():
                await transport.send_bytes(part)
        finally:
            await answer.aclose()


def peer_of(scope: Any) -> str:
    """The address at the other end of the connection."""
    return str(scope.client).rpartition(":")[0].strip("[]")


application = Application()

"""What the newsroom is told of a reader whose request is handed on, and what of it comes back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import httpx

from warta.config import Config
from warta.edge.newsroom import HOP_BY_HOP, Newsroom

BODY_MAX = 2 * 1024 * 1024  # bytes of a form
UPLOADS = ("/admin/",)
PDFS, PDF_MAX = ("/admin/editions/",), 100 * 1024 * 1024  # of a print system


class TooLarge(Exception):
    """More was sent than is taken."""


@dataclass(frozen=True, slots=True)
class Handing:
    """How requests are handed on."""

    config: Config
    newsroom: Newsroom

    def limit(self, path: str) -> int:
        """How many bytes a request may bring."""
        if not path.startswith(UPLOADS):
            return BODY_MAX
        largest = int(self.config.upload_bytes)
        return BODY_MAX + (max(largest, PDF_MAX) if path.startswith(PDFS) else largest)

    def said(self, address: str, peer: str, proto: str | None) -> dict[str, str]:
        """Address and scheme, in headers that only the edge may send. A proxy's word counts if it is trusted."""
        scheme = "https" if self.config.https else "http"
        if peer in self.config.trusted_proxies and proto in ("http", "https"):
            scheme = proto
        return {"x-warta-address": address or "127.0.0.1", "x-warta-scheme": scheme}

    @staticmethod
    def headers(answer: httpx.Response) -> list[tuple[str, str]]:
        """The headers that go on to the reader."""
        kept = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in answer.headers.raw]
        return [row for row in kept if row[0] not in HOP_BY_HOP or row[0] == "content-length"]


def address_of(peer: str, forwarded: Sequence[str], trusted: Collection[str]) -> str:
    """The reader's address: the connection's, or from a trusted proxy the last one it did not add itself.

    forwarded  the lines of X-Forwarded-For: some proxies add a line of their own below what the reader sent
    """
    if peer not in trusted or not forwarded:
        return peer
    for text in reversed([part.strip() for part in ",".join(forwarded).split(",") if part.strip()]):
        if text not in trusted:
            return text
    return peer

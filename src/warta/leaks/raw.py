"""Requests as no client of ours writes them: lengths that disagree, two hosts, addresses of other forms.

Each is sent as bytes over a connection of its own, and whatever comes back is judged as a stranger's, however many
answers it is: a request hidden in another's body would be answered beside it.
"""

from __future__ import annotations

import contextlib
import re
import socket
from collections.abc import Iterator

from warta.leaks.paper import CAMPUS, Paper
from warta.leaks.visit import HERE

SILENT_S = 1.5  # what answers at all does so in a tenth of it
FAILED = re.compile(rb"HTTP/1\.\d (500|502|504) ")
PART = 65536
ANSWER_MAX = 4_000_000  # bytes
NO_STORE = [("cache-control", "private, no-store")]
Wire = tuple[str, bytes]


def control(paper: Paper) -> bytes:
    """Two requests in a row, both of which are answered: what must be seen."""
    path = paper.stories["freenews"].path
    return _get(path, "Connection: keep-alive") + _get(path)


def wires(paper: Paper) -> Iterator[Wire]:
    """What is tried, by name."""
    path = paper.stories["premiumnews"].path
    doors = (f"/_edge/page{path}", "/_edge/policy", "/_edge/parts?key=wall:id:plan-lacks")
    for inner in doors:
        yield from _hidden_in_a_body(inner)
        yield from _of_other_forms(inner)
    for spoof in _claims():
        yield f"claim {spoof!r}", _get(path, spoof)
        yield f"claim on the newsroom's road {spoof!r}", _get(f"/search/?q={path.split('/')[1]}", spoof)
    yield "long path", _get("/" + "x" * 70_000)
    yield "long path that is ours", _get(path + "?" + "a" * 70_000)
    yield "many headers", _get(path, *[f"X-{number}: {number}" for number in range(900)])
    yield "no address", _get("*")
    yield "no version", f"GET {path}\r\n\r\n".encode()
    yield "HTTP/1.0 without a host", f"GET {path} HTTP/1.0\r\n\r\n".encode()
    yield "HTTP/2 unasked", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(9)


def _get(target: str, *headers: str, host: str = HERE, method: str = "GET") -> bytes:
    rows = [f"{method} {target} HTTP/1.1", f"Host: {host}", *headers]
    if not any(row.lower().startswith("connection:") for row in headers):
        rows.append("Connection: close")
    return ("\r\n".join(rows) + "\r\n\r\n").encode("latin-1")


def _hidden_in_a_body(inner: str) -> Iterator[Wire]:
    """A request in the body of another, which a server finds that reads another length than the one before it."""
    hidden = _get(inner).decode()
    length, chunks = f"Content-Length: {len(hidden)}", f"{len(hidden):x}\r\n{hidden}\r\n0\r\n\r\n"
    ended = f"0\r\n\r\n{hidden}"
    both: dict[str, tuple[tuple[str, ...], str]] = {
        "length of nothing": (("Content-Length: 0",), hidden),
        "length": ((length,), hidden),
        "length and chunks": ((f"Content-Length: {len(ended)}", "Transfer-Encoding: chunked"), ended),
        "chunks and length": (("Transfer-Encoding: chunked", "Content-Length: 4"), chunks),
        "chunks": (("Transfer-Encoding: chunked",), chunks),
        "two lengths": (("Content-Length: 0", length), hidden),
        "lengths in a row": ((f"Content-Length: 0, {len(hidden)}",), hidden),
        "a signed length": ((f"Content-Length: +{len(hidden)}",), hidden),
        "a length below nothing": (("Content-Length: -1",), hidden),
        "a hexadecimal length": (("Content-Length: 0x0",), hidden),
        "a length with a blank before its colon": (("Content-Length : 0",), hidden),
        "unknown chunks": (("Transfer-Encoding: xchunked", length), ended),
        "chunks twice": (("Transfer-Encoding: chunked", "Transfer-Encoding: identity", length), ended),
        "chunks after identity": (("Transfer-Encoding: identity, chunked", length), ended),
        "chunks behind a tab": (("Transfer-Encoding:\tchunked", length), ended),
        "chunks in a line that goes on": (("Transfer-Encoding:\r\n chunked", length), ended),
        "chunks behind a bare line feed": (("X: y\nTransfer-Encoding: chunked", length), ended),
        "a chunk that is too long": (("Transfer-Encoding: chunked",), f"fffffffffffffffff\r\n{hidden}"),
        "a trailer of ours": (("Transfer-Encoding: chunked",), f"0\r\nX-Warta-Address: {CAMPUS}\r\n\r\n"),
        "an upgrade": (("Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABk"), hidden),
        "who goes on unasked": (("Expect: 100-continue", length), hidden),
    }  # fmt: skip
    for target in ("/accounts/login/", "/"):
        for method in ("POST", "GET"):
            for name, (headers, body) in both.items():
                head = _get(target, *headers, "Connection: keep-alive", method=method)
                last = _get("/healthz")  # whoever reads on to the end ends the connection here
                yield f"{method} {target} with {inner} hidden by {name}", head + body.encode("latin-1") + last


def _of_other_forms(inner: str) -> Iterator[Wire]:
    """The same address in forms that the first reader may take for another than the second."""
    targets = (
        f"http://{HERE}{inner}", f"http://elsewhere.example{inner}", f"https://{HERE}@elsewhere.example{inner}",
        f"//{HERE}{inner}", f"///{inner}", f"/{inner}", f"/accounts/%2e%2e{inner}", f"/accounts/%252e%252e{inner}",
        f"/accounts/..%2f{inner[1:]}", f"/accounts/..;{inner}", f"/accounts/\\..{inner}", f"/accounts/%00/..{inner}",
        inner.replace("_", "%5f"), inner.replace("_", "%255f"), inner.replace("_", "%25255f"), f"{inner}%00",
        inner.replace("/_", "/%20_"), inner.replace("_edge", "_edge%2f"), inner.replace("_edge", "_EDGE"),
        inner.replace("/_edge", "/./_edge"), inner.replace("_edge", "_ed\u0131ge"), inner[1:],
        f"?{inner}", f"#{inner}",
    )  # fmt: skip
    for target in targets:
        yield f"address {target!r}", _get(target.encode("utf-8").decode("latin-1"))
    yield f"a connection to {inner}", _get(f"{HERE}:443", method="CONNECT") + _get(inner)
    for name, value in (("X-Original-URL", inner), ("X-Rewrite-URL", inner), ("X-HTTP-Method-Override", "POST")):
        yield f"{name} to {inner}", _get("/accounts/login/", f"{name}: {value}")


def _claims() -> Iterator[str]:
    """What a reader might say of who they are: each header or more, as they stand in a request."""
    names = ("X-Warta-Address", "X-Warta-Scheme", "x_warta_address", "X-Forwarded-For", "X_Forwarded_For", "X-Real-IP",
             "Forwarded", "True-Client-IP", "X-Warta-Address ", "X-Warta-\tAddress", "REMOTE_ADDR")  # fmt: skip
    for name in names:
        yield f"{name}: {CAMPUS}"
        yield f"{name}: 203.0.113.1\r\n{name}: {CAMPUS}"
        yield f"{name}: {CAMPUS}\r\nConnection: close, {name.strip()}"
    yield f"X: y\r\n\tX-Warta-Address: {CAMPUS}"
    yield f"X: y\nX-Warta-Address: {CAMPUS}"
    yield f"X: y\rX-Warta-Address: {CAMPUS}"
    yield "Host: elsewhere.example"
    yield f"Host: {CAMPUS}"
    yield "X-Forwarded-Host: elsewhere.example\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Port: 1"


def send(port: int, wire: bytes) -> bytes:
    """All that comes back, until the other side ends the connection or has been silent for a while."""
    heard = b""
    with contextlib.suppress(OSError), socket.create_connection((HERE, port), timeout=SILENT_S) as connection:
        connection.sendall(wire)
        while len(heard) < ANSWER_MAX and (part := connection.recv(PART)):
            heard += part
    return heard


def wrong_in(heard: bytes) -> list[str]:
    """What else than a mark must not stand in what came back."""
    return [f"answered {status.decode()}" for status in FAILED.findall(heard)]

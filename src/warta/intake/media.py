"""Pictures of a source: found in its folder or fetched, never from outside either.

A name in an export is a stranger's word: it may climb out of the folder, name a device or another program's file. An
address may lead inside the network, at once, after a redirect, or when its name is resolved a second time; so it is
the address actually connected to that is checked, at the moment of connecting.
"""

import hashlib
import io
import ipaddress
import re
import socket
import time
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

import httpcore
import httpx
from PIL import Image, UnidentifiedImageError

from warta.intake.errors import MediaRefused
from warta.intake.options import MIB

MAX_BYTES = 40 * MIB
MAX_PIXELS = 100_000_000
MAX_SECONDS = 60.0
MAX_REDIRECTS = 5
PORTS = {80, 443}
FORMATS = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp", "AVIF": "avif"}
RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's bytes, checked: its format's extension and its size in pixels."""

    data: bytes
    extension: str
    width: int
    height: int


def find(name: str, folders: Iterable[Path]) -> Path:
    """The file that `name` means, in one of `folders`: as a path, below `uploads` or `images`, or by its last part.

    raises  MediaRefused if the name leaves the folder or no such file is there
    """
    parts = _parts(name)
    for folder in folders:
        base = folder.resolve()
        for tail in (parts, parts[-1:]):
            path = base.joinpath(*tail)
            try:
                real = path.resolve()
                if real.is_relative_to(base) and real.is_file():
                    return real
            except (OSError, ValueError, RuntimeError):
                continue
    raise MediaRefused(f"no file {parts[-1][:80]!r} in the media folder")


def _parts(name: str) -> list[str]:
    plain = unquote(unquote(name)).replace("\\", "/")
    if "\0" in plain or not plain.strip() or re.match(r"[A-Za-z]:", plain) or plain.startswith("/"):
        raise MediaRefused(f"unsafe media name {name[:80]!r}")
    parts = [p for p in PurePosixPath(plain).parts if p != "."]
    if not parts or ".." in parts or any(len(p.encode("utf-8", "replace")) > 255 for p in parts):
        raise MediaRefused(f"unsafe media name {name[:80]!r}")
    return parts


def safe_name(name: str, key: str, extension: str) -> str:
    """A name to store a picture under: plain letters, one extension, and a mark of its key so that no two are one."""
    last = unquote(name).replace("\\", "/").rsplit("/", 1)[-1]
    stem = last.rsplit(".", 1)[0] if "." in last.lstrip(".") else last
    flat = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    flat = re.sub(r"[^a-z0-9]+", "-", flat).strip("-")[:60].strip("-")
    if not flat or flat in RESERVED:
        flat = f"picture-{flat}".strip("-")
    mark = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:8]
    return f"{flat}-{mark}.{extension}"


def load(path: Path) -> Picture:
    """A picture from a file that `find` gave. Raises MediaRefused."""
    if path.stat().st_size > MAX_BYTES:
        raise MediaRefused(f"{path.name} is larger than {MAX_BYTES // MIB} MB")
    return checked(path.read_bytes())


def checked(data: bytes) -> Picture:
    """The bytes as a picture, by what they are, not by their name. Raises MediaRefused."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            width, height, form = image.width, image.height, image.format or ""
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        OSError,
        ValueError,
        SyntaxError,
        TypeError,
        MemoryError,
    ):
        raise MediaRefused("it is no picture") from None
    if form not in FORMATS:
        raise MediaRefused(f"a picture of a kind that is not taken ({form})")
    if width * height > MAX_PIXELS:
        raise MediaRefused(f"{width} × {height} pixels are too many")
    return Picture(data, FORMATS[form], width, height)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, also behind IPv6's ways to write an IPv4 address."""
    try:
        ip = ipaddress.ip_address(address.split("%", 1)[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


class _PublicOnly(httpcore.NetworkBackend):
    """Connects to public addresses alone: resolves once, checks every answer, connects to what it checked."""

    def __init__(self) -> None:
        self.inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        try:
            answers = {info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
        except (OSError, UnicodeError):
            raise MediaRefused(f"no such host: {host[:100]}") from None
        if not answers or not all(is_public(str(a)) for a in answers):
            raise MediaRefused(f"{host[:100]} leads inside a network")
        return self.inner.connect_tcp(str(sorted(map(str, answers))[0]), port, timeout, local_address, socket_options)

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Any = None
    ) -> httpcore.NetworkStream:
        raise MediaRefused("no sockets of this machine")


class _Transport(httpx.HTTPTransport):
    def __init__(self) -> None:
        super().__init__(trust_env=False)
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False), network_backend=_PublicOnly(), max_connections=4
        )


def fetch(url: str, *, max_bytes: int = MAX_BYTES, max_seconds: float = MAX_SECONDS) -> Picture:
    """A picture from a public address.

    raises  MediaRefused: not http(s), inside the network, too large, too slow, or no picture
    """
    ends = time.monotonic() + max_seconds
    with httpx.Client(transport=_Transport(), trust_env=False, follow_redirects=False, timeout=10.0) as client:
        for _ in range(MAX_REDIRECTS + 1):
            _check_url(url)
            try:
                with client.stream("GET", url, headers={"Accept": "image/*"}) as answer:
                    if answer.is_redirect:
                        url = str(answer.url.join(answer.headers.get("location", "")))
                        continue
                    if answer.status_code != 200:
                        raise MediaRefused(f"the server answered {answer.status_code}")
                    return checked(_body(answer, max_bytes, ends))
            except (
                httpx.HTTPError,
                httpx.InvalidURL,
                httpcore.NetworkError,
                httpcore.TimeoutException,
                OSError,
                ValueError,
            ) as error:
                raise MediaRefused(f"it could not be fetched ({type(error).__name__})") from None
    raise MediaRefused("too many redirects")


def _body(answer: httpx.Response, max_bytes: int, ends: float) -> bytes:
    out = bytearray()
    for chunk in answer.iter_bytes(1 << 16):
        out += chunk
        if len(out) > max_bytes:
            raise MediaRefused(f"larger than {max_bytes // MIB} MB")
        if time.monotonic() > ends:
            raise MediaRefused("it took too long")
    return bytes(out)


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise MediaRefused("no address") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise MediaRefused(f"not an http address: {url[:80]}")
    if parts.username or parts.password or port not in PORTS:
        raise MediaRefused(f"an address with a password or an unusual port: {url[:80]}")

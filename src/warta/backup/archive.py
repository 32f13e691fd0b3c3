"""The backup's file: a tar archive whose last member is the manifest.

Members are hashed while they are written. A database is compressed on its way, so its length is known only at its end:
the member's header is then written into the room that was left for it. `FILE.part` becomes `FILE` only when all of it
is on the disk.
"""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import json
import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, BinaryIO

from warta.backup.contents import MANIFEST, may_come_back
from warta.backup.errors import BackupError, Damaged

CHUNK = 1 << 20
LARGE = 32 << 20  # read in pieces from here on; below, whole
MOST_MANIFEST = 512 << 20
GZIP_LEVEL = 3  # a third of the time of 6, for 5% more bytes
FORMAT = 1
Tell = Callable[[int, str], None]  # so many bytes more; of what


@dataclass(slots=True)
class Manifest:
    """What a backup holds.

    taken       when, ISO 8601 in UTC
    engine      sqlite or postgresql
    migrations  "app.name" of each that the database has seen
    members     name: (bytes in the archive, SHA-256 in hex, bytes when unpacked)
    torn        members that changed while they were read: not restored
    """

    format: int
    warta: str
    taken: str
    engine: str
    migrations: list[str]
    members: dict[str, tuple[int, str, int]] = field(default_factory=dict)
    torn: list[str] = field(default_factory=list)
    vanished: int = 0

    @property
    def size(self) -> int:
        """Bytes of all members when unpacked."""
        return sum(raw for _, _, raw in self.members.values())


class Writer:
    """Writes FILE by way of FILE.part, which goes away unless `finish` was reached.

    raises  BackupError if FILE is there, or somebody else writes it now
    """

    def __init__(self, path: Path, *, overwrite: bool) -> None:
        self.path, self.overwrite = path, overwrite
        self.part = path.with_name(path.name + ".part")
        if path.is_dir():
            raise BackupError(f"{path} is a folder. Name a file in it.")
        if not overwrite and os.path.lexists(path):
            raise BackupError(f"{path} exists already. Nothing was changed. Choose another name, or add --overwrite.")
        self.members: dict[str, tuple[int, str, int]] = {}
        self.torn: list[str] = []

    def __enter__(self) -> Writer:
        """Begin; what a killed backup left of FILE.part is written over."""
        self.out = os.fdopen(os.open(self.part, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600), "r+b")
        try:
            fcntl.flock(self.out, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.out.close()
            raise BackupError(f"Another process is writing {self.part} right now. Nothing was changed.") from None
        os.fchmod(self.out.fileno(), 0o600)
        self.out.truncate(0)
        return self

    def __exit__(self, kind: object, error: object, *_: object) -> None:
        """Take away what was not finished; name the file to whoever tells of the error."""
        self.part.unlink(missing_ok=True)
        with suppress(OSError):  # a full disk again
            self.out.close()
        if isinstance(error, OSError) and error.filename is None:
            error.filename = str(self.part)

    def add_bytes(self, name: str, content: bytes, *, mtime: float = 0) -> None:
        """A small member."""
        self._header(name, len(content), mtime)
        self.out.write(content)
        self._end(len(content))
        self.members[name] = (len(content), hashlib.sha256(content).hexdigest(), len(content))

    def add_file(self, path: Path, name: str, tell: Tell) -> bool:
        """A file as it is; False if it is there no more."""
        try:
            opened = os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb")
        except FileNotFoundError:
            return False
        with opened as file:
            status = os.fstat(file.fileno())
            if status.st_size < LARGE:
                content = file.read()  # what is read is what is written, even of a file that still grows
                self.add_bytes(name, content, mtime=status.st_mtime)
                tell(len(content), path.name)
            else:
                self._add_large(file, name, status, tell)
        return True

    def _add_large(self, file: BinaryIO, name: str, status: os.stat_result, tell: Tell) -> None:
        size = left = status.st_size
        self._header(name, size, status.st_mtime)
        seen = hashlib.sha256()
        while left and (piece := file.read(min(CHUNK, left))):
            seen.update(piece)
            self.out.write(piece)
            left -= len(piece)
            tell(len(piece), name)
        if left or os.fstat(file.fileno()).st_mtime_ns != status.st_mtime_ns:
            self.torn.append(name)
            self.out.write(b"\0" * left)
        self._end(size)
        if name not in self.torn:
            self.members[name] = (size, seen.hexdigest(), size)

    def add_stream(self, stream: IO[bytes], name: str, tell: Tell, *, pack: bool) -> None:
        """A member whose length is not known before its end, compressed if `pack`."""
        at = self.out.tell()
        self.out.write(b"\0" * tarfile.BLOCKSIZE)
        hashed = _Hashed(self.out)
        raw = 0
        sink: Any = gzip.GzipFile("", "wb", GZIP_LEVEL, hashed, mtime=0) if pack else hashed
        while piece := stream.read(CHUNK):
            sink.write(piece)
            raw += len(piece)
            tell(len(piece), name)
        if pack:
            sink.close()
        self._end(hashed.size)
        end = self.out.tell()
        self.out.seek(at)
        self._header(name, hashed.size, 0)
        assert self.out.tell() == at + tarfile.BLOCKSIZE, "names of such members are short"
        self.out.seek(end)
        self.members[name] = (hashed.size, hashed.seen.hexdigest(), raw)

    def finish(self, manifest: Manifest) -> int:
        """Seal the file with its manifest and give it its name; returns its size in bytes."""
        manifest.members, manifest.torn = self.members, self.torn
        content = json.dumps(asdict(manifest), indent=0).encode()
        self._header(MANIFEST, len(content), 0)
        self.out.write(content)
        self._end(len(content))
        self.out.write(b"\0" * tarfile.BLOCKSIZE * 2)
        self.out.flush()
        os.fsync(self.out.fileno())
        size = self.out.tell()
        if self.overwrite:
            self.part.replace(self.path)
        else:
            self._name_new()
        sync_folder(self.path.parent)
        return size

    def _name_new(self) -> None:
        """Name the file so that none is replaced that came meanwhile."""
        try:
            os.link(self.part, self.path)
        except FileExistsError:
            raise BackupError(f"{self.path} was made by somebody else meanwhile; it was left alone.") from None
        except OSError:  # a disk without links
            self.part.rename(self.path)

    def _header(self, name: str, size: int, mtime: float) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mtime, member.mode = size, int(mtime), 0o600
        self.out.write(member.tobuf(tarfile.GNU_FORMAT, "utf-8", "surrogateescape"))

    def _end(self, size: int) -> None:
        self.out.write(b"\0" * (-size % tarfile.BLOCKSIZE))


class _Hashed:
    """A sink that counts and hashes."""

    def __init__(self, out: BinaryIO) -> None:
        self.out, self.size, self.seen = out, 0, hashlib.sha256()

    def write(self, piece: bytes) -> int:
        self.size += len(piece)
        self.seen.update(piece)
        return self.out.write(piece)

    def flush(self) -> None:
        """Nothing to do: the file beneath is flushed at its end."""


class Reader:
    """Reads a backup: `scan` looks at every header and gives the manifest, `members` gives the contents."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.file = path.open("rb")
        except FileNotFoundError:
            raise BackupError(f"{path} is not there. Nothing was changed.") from None
        except IsADirectoryError:
            raise BackupError(f"{path} is a folder, not a backup. Nothing was changed.") from None

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.file.close()

    def scan(self) -> Manifest:
        """Look at every name, and read the manifest. raises Damaged"""
        sizes: dict[str, int] = {}
        raw = b""
        for member, content in self._all():
            if not may_come_back(member.name):
                raise Damaged(f"{self.path} holds {member.name!r}, which no backup of ours holds.")
            if member.name in sizes or MANIFEST in sizes:
                raise Damaged(f"{self.path} holds {member.name!r} where it should not.")
            sizes[member.name] = member.size
            if member.name == MANIFEST and member.size <= MOST_MANIFEST:
                raw = _read(content)
        if not raw:
            raise Damaged(f"{self.path} is cut short, or no backup: it has no manifest at its end.")
        manifest = self._manifest(raw)
        told = {name: row[0] for name, row in manifest.members.items()}
        there = {name: size for name, size in sizes.items() if name != MANIFEST and name not in manifest.torn}
        if told != there:
            wrong = sorted(told.items() ^ there.items())[0][0]
            raise Damaged(f"{self.path}: {wrong} is not as the manifest says.")
        return manifest

    def members(self, manifest: Manifest) -> Iterator[tuple[tarfile.TarInfo, IO[bytes]]]:
        """Every member but the manifest, in order. raises Damaged"""
        for member, content in self._all():
            if member.name in manifest.members:
                yield member, content

    def _all(self) -> Iterator[tuple[tarfile.TarInfo, IO[bytes]]]:
        self.file.seek(0)
        try:
            with tarfile.open(fileobj=self.file, mode="r:", encoding="utf-8", errors="surrogateescape") as tar:
                while (member := tar.next()) is not None:
                    tar.members = []  # type: ignore[attr-defined]  # a million of them would fill the memory
                    content = tar.extractfile(member) if member.isreg() else None
                    if content is None or member.issparse():
                        raise Damaged(f"{self.path} holds {member.name!r}, which is no plain file.")
                    yield member, content
        except (tarfile.TarError, EOFError, ValueError, OverflowError) as error:
            raise Damaged(f"{self.path} is damaged, or no backup ({error}).") from None

    def _manifest(self, raw: bytes) -> Manifest:
        try:
            table = json.loads(raw)
            if table["format"] != FORMAT:
                raise BackupError(f"{self.path} is of form {table['format']}, which this version does not know. "
                                  "Nothing was changed. Install the version that took it.")  # fmt: skip
            manifest = Manifest(**table)
            manifest.members = {
                str(name): (int(size), str(sha), int(whole)) for name, (size, sha, whole) in table["members"].items()
            }
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise Damaged(f"{self.path}: its manifest cannot be read.") from None
        return manifest


def _read(content: IO[bytes]) -> bytes:
    """All of a member; nothing if it is cut short."""
    try:
        return content.read()
    except tarfile.ReadError:
        return b""


def sync_folder(folder: Path) -> None:
    """Have the disk hold what was named in a folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

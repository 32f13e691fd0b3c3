"""A ZIP archive becomes a folder: only texts and pictures, only below that folder, and never more than stated.

What an archive says of itself is a stranger's word. Its list is measured before it is read, what it would unpack to
before a byte is written; names that lead elsewhere are left out and named, archives inside it are not opened.
"""

import re
import shutil
import stat
import struct
import zipfile
import zlib
from pathlib import Path

from warta.intake.errors import Unreadable
from warta.intake.items import Skipped
from warta.intake.options import MIB
from warta.intake.sources import LISTS, PICTURES, TAKEN

MARKS = (b"PK\x03\x04", b"PK\x05\x06")
MAX_ENTRIES = 50_000
MAX_LIST = 16 * MIB
MAX_RATIO = 100
FREE_RATIO_BELOW = 10 * MIB
CHUNK = 1 << 20
_END = 22  # bytes of the record that ends an archive, before its comment
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    struct.error,
    FileExistsError,
    NotADirectoryError,
    IsADirectoryError,
)


def is_archive(path: Path) -> bool:
    """Does a file begin as a ZIP archive does?"""
    with path.open("rb") as file:
        return file.read(4) in MARKS


def exports_in(path: Path, kind: str | None = None) -> list[str]:
    """The names in an archive that may be exports or pages (lists, of members); none if it cannot be read."""
    try:
        _measure_list(path)
        with zipfile.ZipFile(path) as archive:
            return [entry.filename for entry in archive.infolist() if _is_wanted(entry, _taken(kind))]
    except (Unreadable, *_BROKEN):
        return []


def unpack(path: Path, folder: Path, *, max_bytes: int, kind: str | None = None) -> tuple[Skipped, ...]:
    """Unpack the texts and pictures of an archive into `folder`; returns the entries with names that lead elsewhere.

    raises  Unreadable if it is cut, encrypted, or would be larger than the limits
    """
    _measure_list(path)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _measure(path, entries, folder, max_bytes)
            left_out = []
            for entry in entries:
                why = _unsafe(entry)
                if why:
                    left_out.append(Skipped(f"{path.name}: {entry.filename[:120]!r}", why))
                elif _is_wanted(entry, _taken(kind) | PICTURES):
                    _write(archive, entry, folder / entry.filename)
    except _BROKEN as error:
        raise Unreadable(path, f"the ZIP archive is cut, encrypted or broken ({type(error).__name__}).") from None
    return tuple(left_out)


def _measure_list(path: Path) -> None:
    """Refuse an archive whose list alone is too long, before it is read. raises Unreadable"""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _END - 65_535))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END:
        raise Unreadable(path, "the ZIP archive has no end: it was cut.", do="Fetch or make it again.")
    entries, length = struct.unpack("<HL", tail[at + 10 : at + 16])
    if entries > MAX_ENTRIES or length > MAX_LIST:
        raise Unreadable(
            path, f"the ZIP archive holds more than {MAX_ENTRIES} files.", do="Unpack it and import the folder."
        )


def _measure(path: Path, entries: list[zipfile.ZipInfo], folder: Path, max_bytes: int) -> None:
    """Refuse what would unpack to too much. raises Unreadable"""
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if total > max_bytes or total > shutil.disk_usage(folder).free // 2:
        raise Unreadable(path, f"it would unpack to {total // MIB} MB, more than the limit or than there is room for.")
    if total > FREE_RATIO_BELOW and total > MAX_RATIO * max(packed, path.stat().st_size):
        raise Unreadable(path, f"{path.stat().st_size // 1024} KB would unpack to {total // MIB} MB: a bomb, not news.")


def _unsafe(entry: zipfile.ZipInfo) -> str:
    """Why an entry must not be unpacked; empty if it may."""
    name = entry.orig_filename
    parts = re.split(r"[\\/]", name)
    if "\\" in name or name.startswith("/") or re.match(r"[A-Za-z]:", name) or ".." in parts or "\0" in name:
        return "its name leads out of the folder"
    if any(len(part.encode("utf-8", "replace")) > 255 for part in parts) or len(name) > 1000:
        return "its name is too long"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "it is a link"
    return "it is encrypted" if entry.flag_bits & 1 else ""


def _taken(kind: str | None) -> set[str]:
    return LISTS if kind == "members" else TAKEN


def _is_wanted(entry: zipfile.ZipInfo, endings: set[str]) -> bool:
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in entry.filename.split("/"))
    wanted = Path(entry.filename).suffix.lower() in endings and not entry.is_dir()
    return wanted and not hidden and not _unsafe(entry)


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(entry) as source, target.open("xb") as file:
        shutil.copyfileobj(source, file, CHUNK)

"""What of a data folder belongs to a backup, and by which names it may come back. Pure, but for the walk.

    data/warta.toml, data/demo-accounts.json     settings with the secret key; the sample's accounts
    data/NAME.sqlite3.gz                         a database, compressed
    data/media/…, data/outbox/…                  pictures and documents as they are; letters
    data/editions/DAY-LANGUAGE/BUILD/…           the e-paper's files: a build is never changed once it is there
    postgresql.dump                              the database of database_url, in pg_dump's custom form
    manifest.json                                the last: what the file holds

Of the database of reads (`reads.sqlite3`, or with database_url the same tables there) what numbers visitors for a day
is left out: it is thrown away daily, and a copy would keep it.

Not in it: `static/` and `prepared.json` (the next start makes them), `run/`, SQLite's `-wal` and `-shm` (the online
backup reads them), and `search.sqlite3`: how far the index has read the change log stands in the main database, so
copies of two moments would contradict each other. The worker makes it anew; until it is through no text is searched.
Pictures are never changed in place: a new file has a new name. Of the editions what is under way is left out, which
begins with a dot.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from warta.config import FILE_NAME

MANIFEST = "manifest.json"
DUMP = "postgresql.dump"
DATA = "data"
FILES = (FILE_NAME, "demo-accounts.json")
FOLDERS = ("media", "outbox", "editions")
DATABASE = "warta.sqlite3"
SEARCH = "search.sqlite3"  # made again
READS = "reads.sqlite3"
OF_THE_DAY = ("audience_salt", "audience_seen", "audience_present")  # tables without which nobody can be told again
STAMP = "prepared.json"
UNFINISHED = "unfinished"
RESTORED = "restored.json"  # which restore made the folder
PACKED = ".gz"
_ALSO_KNOWN = {"static", "run", STAMP, RESTORED}


@dataclass(slots=True)
class Found:
    """What lies in a data folder.

    files       path, name in the archive and bytes of each file to copy
    left_out    what is no file or folder of ours, or no plain file
    """

    databases: list[Path] = field(default_factory=list)
    files: list[tuple[Path, str, int]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(size for _, _, size in self.files)


def databases(data: Path) -> list[Path]:
    """Every SQLite database of the folder that cannot be made again, the main one first."""
    found = sorted(path for path in data.glob("*.sqlite3") if path.is_file() and not path.is_symlink())
    found = [path for path in found if path.name != SEARCH]
    return sorted(found, key=lambda path: path.name != DATABASE)


def find(data: Path) -> Found:
    """Everything of a data folder that belongs to a backup, in order of name."""
    found = Found(databases=databases(data))
    known = {SEARCH, *(path.name for path in found.databases)}
    known |= {f"{name}-{end}" for name in known for end in ("wal", "shm", "journal")} | _ALSO_KNOWN | {*FILES, *FOLDERS}
    found.left_out = sorted(path.name for path in data.iterdir() if path.name not in known and path.name[0] != ".")
    for name in FILES:
        if (data / name).is_file():
            found.files.append((data / name, f"{DATA}/{name}", (data / name).stat().st_size))
    for folder in FOLDERS:
        for path in _walk(data / folder, hidden=folder != "editions"):
            name = path.relative_to(data).as_posix()
            if path.is_symlink() or not path.is_file():
                found.left_out.append(name)
                continue
            try:
                found.files.append((path, f"{DATA}/{name}", path.stat().st_size))
            except FileNotFoundError:  # deleted since it was listed
                continue
    return found


def _walk(top: Path, *, hidden: bool) -> Iterator[Path]:
    """The files below a folder in order of name. hidden: those too whose name, or whose folder's, begins with a dot"""
    for folder, folders, names in os.walk(top):
        if not hidden:
            folders[:] = [name for name in folders if name[0] != "."]
            names = [name for name in names if name[0] != "."]
        folders.sort()
        yield from (Path(folder) / name for name in sorted(names))
        yield from (Path(folder) / name for name in folders if (Path(folder) / name).is_symlink())


def may_come_back(name: str) -> bool:
    """Is this a name that a backup of ours can hold? None that leaves the folder, none that it would not know."""
    if name in (MANIFEST, DUMP):
        return True
    parts = name.split("/")
    if (
        parts[0] != DATA
        or len(parts) < 2
        or any(part in ("", ".", "..") or "\\" in part or "\0" in part for part in parts)
    ):
        return False
    if len(parts) == 2:
        is_database = parts[1].endswith(f".sqlite3{PACKED}") and not parts[1].startswith(".")
        return parts[1] in FILES or (is_database and parts[1] != f"{SEARCH}{PACKED}")
    return parts[1] in FOLDERS


def target(name: str) -> PurePosixPath:
    """Where in the data folder a member belongs."""
    inside = PurePosixPath(name).relative_to(DATA)
    return inside.with_suffix("") if is_packed(name) else inside


def is_packed(name: str) -> bool:
    """Is it a database, which is compressed?"""
    return name.count("/") == 1 and name.endswith(f".sqlite3{PACKED}")

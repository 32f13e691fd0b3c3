"""The way in: a file or folder → sources; a source → its records.

for found in sources(path, kind=None):
    if isinstance(found, IntakeError): …             # refused, says why
    report = Report(found.kind)
    for record in read(found, options):              # raises IntakeError before the first record, or never
        …                                            # store it in a transaction of its own
        report.note(record)
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from warta.intake.errors import IntakeError, UnknownKind, Unreadable
from warta.intake.ghost.read import read as read_ghost
from warta.intake.items import Record
from warta.intake.members.ghost import read as read_ghost_members
from warta.intake.members.table import read as read_table
from warta.intake.options import Options
from warta.intake.page.read import read_html, read_text
from warta.intake.sniff import Form, Kind, sniff
from warta.intake.wxr.read import read as read_wxr

MAX_FILES = 100_000
TAKEN = {".xml", ".json", ".html", ".htm", ".xhtml", ".txt", ".wxr", ""}
LISTS = {".csv", ".tsv", ".txt", ".json", ""}  # of members
PICTURES = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".ico", ".bmp", ".tif", ".tiff", ".css", ".js",
            ".woff", ".woff2", ".mp3", ".mp4", ".map"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read. `name` is its path under the folder given; `media` the folders that may hold its pictures."""

    path: Path
    kind: Kind
    form: Form
    name: str
    media: tuple[Path, ...] = ()


def sources(path: Path, kind: str | None = None) -> Iterator[Source | IntakeError]:
    """The sources of a file, or of all files in a folder, in order of name; what cannot be taken is an error.

    A folder's pictures, styles and scripts, hidden files and links to elsewhere are passed over.
    """
    if path.is_dir():
        for file in _files(path):
            yield _source(file, kind, path)
    elif path.is_file():
        yield _source(path, kind, path.parent)
    else:
        yield Unreadable(path, "there is no such file or folder.")


def read(source: Source, options: Options | None = None) -> Iterator[Record]:
    """The records of a source, one at a time.

    raises  IntakeError, when the first record is asked for: the file was refused and nothing was taken
    """
    options = options or Options()
    if source.kind == "wxr":
        return read_wxr(source.path, options)
    if source.kind == "ghost":
        return read_ghost(source.path, options)
    if source.kind == "members":
        return read_ghost_members(source.path, options) if source.form == "json" else read_table(source.path, options)
    if source.form == "html":
        return read_html(source.path, options)
    return read_text(source.path, options)


def _source(path: Path, kind: str | None, base: Path) -> Source | IntakeError:
    name = path.relative_to(base).as_posix() if path.is_relative_to(base) else path.name
    try:
        found = sniff(path, kind)
    except IntakeError as error:
        return error
    except OSError as error:
        return Unreadable(path, f"it cannot be read ({error.strerror}).")
    folders = (path.with_name(path.stem + "_files"), path.parent / "wp-content/uploads", path.parent / "uploads",
               path.parent / "content/images", path.parent / "images", path.parent)  # fmt: skip
    return Source(path, found.kind, found.form, name, tuple(f for f in folders if f.is_dir()))


def _files(folder: Path) -> Iterator[Path]:
    count = 0
    for root, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and not f.endswith("_files"))
        for name in sorted(names):
            path = Path(root, name)
            if name.startswith(".") or path.suffix.lower() in PICTURES or path.is_symlink() or not path.is_file():
                continue
            count += 1
            if count > MAX_FILES:
                raise UnknownKind(folder, f"the folder holds more than {MAX_FILES} files.")
            yield path

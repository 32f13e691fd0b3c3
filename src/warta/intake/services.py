"""Importing: a file or folder goes in, a report for each file comes out, and what could be taken stands."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from warta.intake.archive import exports_in, is_archive, unpack
from warta.intake.errors import IntakeError, Unreadable
from warta.intake.options import MIB, Options, Wishes
from warta.intake.report import Report
from warta.intake.sources import Source, read, sources
from warta.intake.store.desk import Desk
from warta.intake.store.members import Members
from warta.intake.store.names import Names
from warta.intake.store.run import Run

SHEETS = {".xlsx", ".xlsm", ".ods", ".numbers"}  # ZIP archives, to look at
Tell = Callable[[str, Report], None]


@dataclass(frozen=True, slots=True)
class Done:
    """One file and what became of it; `error` if it was refused as a whole."""

    name: str
    report: Report
    error: IntakeError | None = None


def import_path(
    path: Path, wishes: Wishes, *, kind: str | None = None, story_types: frozenset[str] = frozenset(),
    columns: tuple[tuple[str, str], ...] = (), tell: Tell | None = None,
) -> Iterator[Done]:  # fmt: skip
    """Import a file, or every file of a folder or ZIP archive; one `Done` a file, in order of name.

    Safe to run again: what an earlier run took is left as it stands now. Each item is a transaction of its own; of
    members, some dozens are.

    tell    called after every record with the file's name and its report so far
    raises  IntakeError before anything is done, if the section wished for does not exist
    """
    Names(Desk(wishes, Report(kind or ""))).check_section(path.name)
    options = Options(zone=ZoneInfo(settings.TIME_ZONE), story_types=story_types, columns=columns)
    if path.is_file() and is_archive(path):
        yield from _import_archive(path, wishes, kind, options, tell)
    else:
        yield from _import_sources(path, wishes, kind, options, tell)


def is_many(path: Path, kind: str | None = None) -> bool:
    """Is the report one for each file? Of a folder always; of a ZIP archive unless it holds a single export."""
    if path.is_file() and is_archive(path):
        return len(exports_in(path, kind)) > 1
    return path.is_dir()


def _import_archive(
    path: Path, wishes: Wishes, kind: str | None, options: Options, tell: Tell | None
) -> Iterator[Done]:  # fmt: skip
    """Every export of a ZIP archive, unpacked into a folder of ours for the time it takes."""
    with tempfile.TemporaryDirectory(prefix="import-", dir=settings.DATA) as folder:
        try:
            left_out = unpack(path, Path(folder), max_bytes=wishes.max_bytes, kind=kind)
        except IntakeError as error:
            yield _refused(path.name, kind or "", error)
            return
        number = 0
        for number, done in enumerate(_import_sources(Path(folder), wishes, kind, options, tell), start=1):
            if number == 1 and done.error is None:
                for entry in left_out:
                    done.report.note(entry)
            yield done
        if not number:
            is_sheet = path.suffix.lower() in SHEETS
            nothing = Unreadable(
                path, "this is a spreadsheet." if is_sheet else "the ZIP archive holds no export and no page.",
                do="Save it as CSV, and import that." if is_sheet else "",
            )  # fmt: skip
            yield _refused(path.name, kind or "", nothing)


def _import_sources(
    path: Path, wishes: Wishes, kind: str | None, options: Options, tell: Tell | None
) -> Iterator[Done]:  # fmt: skip
    for found in sources(path, kind):
        if isinstance(found, IntakeError):
            yield _refused(_name(found.path, path), kind or "", found)
            continue
        done = _import_source(found, wishes, options, tell)
        yield done
        if done.report.stopped:
            return


def _import_source(source: Source, wishes: Wishes, options: Options, tell: Tell | None) -> Done:
    report = Report(source.kind)
    try:
        if source.path.stat().st_size > wishes.max_bytes:
            raise Unreadable(
                source.path, f"larger than the limit of {wishes.max_bytes // MIB or 1} MB.",
                do="Raise the setting import_bytes, or import it in parts.",
            )  # fmt: skip
        is_of_members = source.kind == "members"
        run: Members | Run = (
            Members(wishes, report, source.name) if is_of_members else Run(wishes, report, source.media)
        )
        for record in read(source, options):
            run.take(record)
            if tell is not None:
                tell(source.name, report)
        run.finish()
    except IntakeError as error:
        return _refused(source.name, source.kind, error)
    except KeyboardInterrupt:
        report.stopped = True
    return Done(source.name, report)


def _refused(name: str, kind: str, error: IntakeError) -> Done:
    return Done(name, Report(kind, error=error.message()), error)


def _name(file: Path, base: Path) -> str:
    return file.relative_to(base).as_posix() if base.is_dir() and file.is_relative_to(base) else file.name

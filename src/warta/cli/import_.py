"""`warta import`: bring in what was published elsewhere."""

from __future__ import annotations

import importlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from warta.access import Right
from warta.cli.main import EXIT_FAILED, EXIT_OK, EXIT_PARTLY, EXIT_USAGE, configure, data_option, fail, set_up_django
from warta.cli.prepare import STAMP, prepare
from warta.intake.members.columns import FIELDS

SHOWN = 20
REASONS = 50
FILES = click.Path(path_type=Path)


def _columns(_context: click.Context, _option: click.Parameter, said: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """FIELD=HEADING in two parts. raises BadParameter"""
    found = []
    for text in said:
        name, equals, heading = text.partition("=")
        if name not in FIELDS or not equals or not heading.strip():
            raise click.BadParameter(f"{text!r} should be FIELD=HEADING, with one of these: {', '.join(FIELDS)}.")
        found.append((name, heading.strip()))
    return tuple(found)


@click.command("import")
@click.argument("paths", metavar="FILE_OR_FOLDER…", type=FILES, nargs=-1, required=True)
@data_option
@click.option("--kind", metavar="KIND", help="wxr (WordPress), ghost or page; found out by itself if not given. "
              "members, for a list of readers, is never guessed.")  # fmt: skip
@click.option("--publish", is_flag=True, help="Publish what the source has published, with its dates. Else: drafts.")
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would be done.")
@click.option("--section", metavar="SLUG", default="", help="The section for all stories. Else: that of each item.")
@click.option("--language", type=click.Choice(["id", "en"]), help="For items that name no language.")
@click.option("--media", type=click.Path(path_type=Path, file_okay=False, exists=True), multiple=True,
              help="A folder that holds the pictures, such as wp-content/uploads. May be given again.")  # fmt: skip
@click.option("--no-download", is_flag=True, help="Take pictures from folders alone, never from the network.")
@click.option("--post-type", multiple=True, help="A WordPress post type to take as stories besides post.")
@click.option("--column", metavar="FIELD=HEADING", multiple=True, callback=_columns,
              help="Members: the column that holds a field, by its heading or number. May be given again.")  # fmt: skip
@click.option("--newsletter", metavar="NAME", default="", help="Members: the newsletter of those who want one.")
@click.option("--complimentary", type=click.Choice([right.value for right in Right]), multiple=True,
              help="Members: what those with a complimentary plan get. May be given again. Else: nothing.")  # fmt: skip
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), help="Write the whole report as JSON.")
def command(
    paths: tuple[Path, ...], data: Path | None, kind: str | None, publish: bool, dry_run: bool, section: str,
    language: str | None, media: tuple[Path, ...], no_download: bool, post_type: tuple[str, ...],
    column: tuple[tuple[str, str], ...], newsletter: str, complimentary: tuple[str, ...], report: Path | None,
) -> None:  # fmt: skip
    """Bring in stories from a WordPress export, a Ghost export, a saved news page, or a folder or ZIP of them; or
    readers from a list of members.

    Everything arrives as a draft that keeps its date; --publish publishes what was public. Pictures are looked for in
    --media, in folders such as `uploads` beside the file, and on the web. Old addresses lead to the new stories. What
    an editor should look at is listed at the end. Run again, it goes on where it stopped and changes nothing else.

    With --kind members, a CSV or Ghost export of members becomes readers' accounts without a password. Nobody gets a
    mail by it, and nobody a newsletter who did not want one.

    Exit codes: 0 all taken, 1 nothing taken, 3 taken but for the broken items it names, or stopped by Ctrl-C.

    Example: warta import export.xml --media wp-content/uploads --publish --report report.json
    """
    if kind != "members" and (column or newsletter or complimentary):
        raise click.UsageError("--column, --newsletter and --complimentary go with --kind members.")
    config = configure(data)
    if not (config.data / STAMP).exists():
        fail(f"warta import: there is no newspaper in {config.data}.\n"
             "Nothing was imported; make one with warta init, or say where it is with --data.", EXIT_USAGE)  # fmt: skip
    prepare(config)
    set_up_django()
    services = importlib.import_module("warta.intake.services")
    errors = importlib.import_module("warta.intake.errors")
    wishes = importlib.import_module("warta.intake.options").Wishes(
        publish=publish, dry_run=dry_run, section=section, language=language or "",
        downloads=config.import_downloads and not no_download, folders=media, max_bytes=config.import_bytes,
        newsletter=newsletter.strip(), complimentary=frozenset(map(Right, complimentary)),
    )  # fmt: skip
    totals = Totals(dry_run=dry_run, publish=publish, is_of_members=kind == "members")
    is_many = len(paths) > 1 or services.is_many(paths[0], kind)
    how = {"kind": kind, "story_types": frozenset(post_type), "columns": column}
    try:
        with Written(report, is_folder=is_many) as written, _progress() as tell:
            for name, done in _import_all(services.import_path, paths, wishes, how | {"tell": tell}):
                if done.error is not None:
                    click.echo(f"warta import: {done.error.message()}", err=True)
                written.add(name, done.report.as_dict())
                totals.add(done)
    except errors.IntakeError as error:
        fail(f"warta import: {error.message()}")
    except importlib.import_module("django.db").OperationalError as error:
        fail(f"warta import: the database does not answer: {error}.\n"
             "What was imported before stands; run the same command again to go on.", EXIT_PARTLY)  # fmt: skip
    except OSError as error:
        fail(f"warta import: {error.filename or report or paths[0]}: {error.strerror}.\n"
             "What was imported before stands; run the same command again to go on.")  # fmt: skip
    totals.show(report)
    sys.exit(totals.exit_code)


def _import_all(
    import_path: Callable[..., Iterator[Any]], paths: tuple[Path, ...], wishes: Any, how: dict[str, Any]
) -> Iterator[tuple[str, Any]]:  # fmt: skip
    """Every file of every path, under the name that it has in the report, until somebody stops it."""
    for path in paths:
        for done in import_path(path, wishes, **how):
            inside = "" if done.name == path.name else f"/{done.name}"
            yield (done.name if len(paths) == 1 else f"{path}{inside}"), done
            if done.report.stopped:
                return


class Written:
    """The report's file, written file by file, so that a folder of any size fits."""

    def __init__(self, path: Path | None, *, is_folder: bool) -> None:
        self.path, self.is_folder = path, is_folder
        self.file: IO[str] | None = None
        self.number = 0

    def __enter__(self) -> Written:
        """Open it before anything is imported."""
        if self.path is not None:
            try:
                self.file = self.path.open("w", encoding="utf-8")
            except OSError as error:
                fail(f"warta import: {self.path}: {error.strerror}.\nNothing was imported; choose another --report.")
                raise
            self.file.write("{" if self.is_folder else "")
        return self

    def __exit__(self, *_: object) -> None:
        """End it, so that it is JSON even after an interruption."""
        if self.file is not None:
            self.file.write("}\n" if self.is_folder else "\n" if self.number else "{}\n")
            self.file.close()

    def add(self, name: str, report: dict[str, Any]) -> None:
        """One more file's report."""
        if self.file is not None:
            before = f"{',' if self.number else ''}\n{json.dumps(name, ensure_ascii=False)}: " if self.is_folder else ""
            self.file.write(before + json.dumps(report, ensure_ascii=False, indent=1))
        self.number += 1


@contextmanager
def _progress() -> Iterator[Any]:
    """A line on stderr that counts, if somebody looks."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[count]}"))
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as progress:
        task = progress.add_task("Importing", total=None, count="")

        def tell(name: str, report: Any) -> None:
            count = f"{report.imported} taken, {report.already_there} already there, {len(report.skipped)} left out"
            progress.update(task, description=name, count=count)

        yield tell


@dataclass(slots=True)
class Totals:
    """The sum of all files, for the summary; holds no more than it shows."""

    dry_run: bool
    publish: bool
    is_of_members: bool = False
    files: int = 0
    refused: int = 0
    imported: int = 0
    already: int = 0
    stopped: bool = False
    codes: set[int] = field(default_factory=set)
    items: Counter[tuple[str, str]] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    made: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    doubt_kinds: Counter[str] = field(default_factory=Counter)
    doubts: list[str] = field(default_factory=list)
    more_doubts: int = 0
    skipped: list[str] = field(default_factory=list)
    skipped_number: int = 0
    authors: int = 0
    terms: int = 0
    media: int = 0

    @property
    def exit_code(self) -> int:
        """0: all taken; 1: nothing taken; 3: taken, broken items or files left out."""
        if not self.codes or self.codes == {EXIT_FAILED}:
            return EXIT_FAILED
        return EXIT_OK if self.codes == {EXIT_OK} else EXIT_PARTLY

    def add(self, done: Any) -> None:
        """Add one file."""
        report = done.report
        self.files += 1
        if done.error is not None or report.items or report.skipped:  # an export of nothing is no fault of a folder's
            self.codes.add(report.exit_code)
        self.stopped = self.stopped or report.stopped
        if done.error is not None:
            self.refused += 1
            return
        for kind, states in report.items.items():
            for state, number in states.items():
                self.items[kind, state] += number
        for mine, theirs in ((self.outcomes, report.outcomes), (self.made, report.made),
                             (self.left_out, report.left_out)):  # fmt: skip
            mine.update(theirs)
        self.doubt_kinds.update(row["kind"] for row in report.doubts)
        self.more_doubts += report.unlisted_doubts
        self.doubts += [_doubt(done.name, row) for row in report.doubts[: SHOWN - len(self.doubts)]]
        self.skipped += [f"{row['where']}: {row['why']}" for row in report.skipped[: REASONS - len(self.skipped)]]
        self.skipped_number += len(report.skipped) + report.unlisted
        for name in ("imported", "authors", "terms", "media"):
            setattr(self, name, getattr(self, name) + getattr(report, name))
        self.already += report.already_there

    def show(self, report: Path | None) -> None:
        """Print the summary."""
        if self.refused == self.files:
            if self.files > 1:
                click.echo(f"None of {self.files} files could be taken; each is named above.")
            return
        click.echo(self._headline())
        self._show_counts()
        self._show_doubts()
        self._show_skipped()
        if next_steps := list(self._next(report)):
            click.echo("\nWhat to do next\n" + "\n".join(f"  - {line}" for line in next_steps))

    def _headline(self) -> str:
        if self.dry_run:
            return "Nothing was written: this was a dry run. It would do this:"
        if self.stopped:
            return "Stopped before the end of the source. Taken so far:"
        if self.imported:
            return "Imported."
        if self.already:
            return "Nothing new: all that could be taken was there already."
        what = "member" if self.is_of_members else "story, page or picture"
        return f"Nothing was imported: there is no {what} in it that could be taken."

    def _show_counts(self) -> None:
        if self.files > 1:
            click.echo(f"\nFiles: {self.files}, of which {self.refused} could not be taken.")
        click.echo("\nIn the source")
        for (kind, state), number in sorted(self.items.items()):
            click.echo(f"  {number:>6}  {kind} ({state})")
        if not self.is_of_members:
            click.echo(f"  {self.authors} authors, {self.terms} sections and topics, {self.media} pictures named")
        click.echo("\nIn the newsroom" + (" it would be" if self.dry_run else ""))
        for outcome, number in sorted(self.outcomes.items()):
            click.echo(f"  {number:>6}  {outcome}")
        for name, number in sorted(self.made.items()):
            is_said = "download" in name or "filled" in name
            click.echo(f"  {number:>6}  {name}" if is_said else f"  {number:>6}  {name} made")
        if not self.outcomes:
            click.echo("       0  items")
        if self.left_out:
            click.echo("\nLeft out on purpose")
            for name, number in sorted(self.left_out.items()):
                click.echo(f"  {number:>6}  {name}")

    def _show_doubts(self) -> None:
        if not self.doubt_kinds:
            return
        total = self.doubt_kinds.total() + self.more_doubts
        click.echo(f"\nDoubts: {total}, for an editor to look at")
        for kind, number in self.doubt_kinds.most_common():
            click.echo(f"  {number:>6}  {kind}")
        for line in self.doubts:
            click.echo(f"    {line}")
        if total > len(self.doubts):
            click.echo(f"    and {total - len(self.doubts)} more")

    def _show_skipped(self) -> None:
        if not self.skipped_number:
            return
        click.echo(f"\nBroken and left out: {self.skipped_number}")
        for line in self.skipped:
            click.echo(f"    {line}")
        if self.skipped_number > len(self.skipped):
            click.echo(f"    and {self.skipped_number - len(self.skipped)} more")

    def _next(self, report: Path | None) -> Iterator[str]:
        if self.stopped:
            yield "It was stopped. What stands, stands; run the same command again to go on."
        if self.dry_run:
            yield "Run it without --dry-run to import."
        elif self.is_of_members:
            yield from self._next_of_members()
        elif self.outcomes["draft"]:
            yield "Look the drafts over in the newsroom (/admin/) and publish them; their dates are kept."
        if self.outcomes["already there"] and not self.is_of_members:
            yield "What was there already was left as it stands, published or not."
        if self.skipped_number or self.refused:
            yield "Correct what is named above and run the same command again; nothing is taken twice."
        if self.doubt_kinds and report is None:
            yield "All doubts in one file: the same command with --report report.json."
        elif report is not None:
            yield f"The whole report is in {report}."
        if self.imported and not (self.skipped_number or self.refused or self.doubt_kinds) and not self.dry_run:
            yield "Nothing is left to correct."

    def _next_of_members(self) -> Iterator[str]:
        if self.imported:
            yield "Nobody got a mail. Tell the readers that they sign in with a code sent to their address."
        if self.already:
            yield "Readers who were there already chose for themselves: of theirs, only blanks were filled."
        if any(name.startswith("paid subscription") for name in self.left_out):
            yield "Who pays by Stripe goes on paying there and opens nothing here: docs/import.md says what to do."


def _doubt(name: str, row: dict[str, Any]) -> str:
    detail = row["detail"] if isinstance(row["detail"], str) else " / ".join(row["detail"])
    return f"{row.get('where') or name}: {row['kind']}: {detail[:300]}"

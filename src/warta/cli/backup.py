"""`warta backup`: a copy of the whole newspaper in one file."""

from __future__ import annotations

import importlib
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from warta.cli.folder import claim, refuse_missing
from warta.cli.main import EXIT_FAILED, configure, data_option, fail

MB = 1_000_000


@click.command("backup")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@data_option
@click.option("--overwrite", is_flag=True, help="Replace FILE if it is there, once the new one is whole.")
def command(path: Path, data: Path | None, overwrite: bool) -> None:
    """Copy the whole newspaper into one file, while it runs: databases, pictures, documents, settings.

    The file holds secrets: the key that signs sessions and gift links, password hashes, readers' addresses. It is made
    readable by its owner alone; keep it so, and keep it on another machine. Until it is whole it is called FILE.part.

    Example: warta backup /backups/news-2026-11-26.tar --data /srv/news
    """
    config = configure(data)
    refuse_missing(config)
    claim(config)
    take = importlib.import_module("warta.backup.take").take
    with said_plainly("backup"), progress("Copying") as tell:
        taken = take(config, path, overwrite=overwrite, tell=tell)
    click.echo(f"The backup stands in {path}: {taken.files} files, {taken.size / MB:.1f} MB.")
    if taken.vanished:
        click.echo(f"{taken.vanished} files were deleted while it was taken; they are not in it.")
    for name in taken.left_out:
        click.echo(f"Left out: {name}")
    click.echo("It holds secrets: keep it where nobody else reads it, on another machine.")


@contextmanager
def said_plainly(verb: str) -> Iterator[None]:
    """Errors of backup and restore in words; SIGTERM ends them as Ctrl-C does, with what they began taken away."""
    errors = importlib.import_module("warta.backup.errors")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except errors.BackupError as error:
        fail(f"warta {verb}: {error}")
    except KeyboardInterrupt:
        click.echo(f"warta {verb}: stopped. No file was made or replaced; give the same command again.", err=True)
        sys.exit(EXIT_FAILED)


@contextmanager
def progress(doing: str) -> Iterator[Callable[[int, int, str], None] | None]:
    """A bar on stderr, if somebody looks."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(doing, total=None)
        yield lambda done, total, what: bar.update(
            task, completed=done, total=total, description=f"{doing} {what[-30:]}"
        )

"""`warta edition`: the e-paper, made by hand."""

from __future__ import annotations

import importlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from warta.cli.folder import claim, refuse_unprepared
from warta.cli.main import EXIT_FAILED, EXIT_OK, F, configure, data_option, fail, set_up_django, watched_option
from warta.cli.supervise import end_with_supervisor
from warta.config import BY_NAME, Config

WAIT_S = 600.0  # for somebody else who makes the same edition
PICTURES = "page-*.webp"


class Day(click.ParamType):
    """A day as somebody writes it; None for today."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> date | None:
        """Read it."""
        if value == "today" or isinstance(value, date):
            return None if value == "today" else value
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no day. Write it as in 2026-11-27.", param, context)
        if not 1900 <= day.year <= 2200:
            self.fail(f"{value}: a newspaper of that day cannot be made.", param, context)
        return day


def day_option(function: F) -> F:
    """The option that names the day."""
    return click.option(
        "--date", "day", type=Day(), required=True, help="The day, as in 2026-11-27, or `today`."
    )(function)  # fmt: skip


def language_option(function: F) -> F:
    """The option that names the language."""
    choices = click.Choice(BY_NAME["language"].choices)
    return click.option("--language", type=choices, help="Its language (default: the newspaper's own).")(function)


@click.group("edition")
def command() -> None:
    """Make the e-paper of a day by hand, or list what there is. The worker makes each day's by itself.

    Example: warta edition build --date 2026-11-27 --out /srv/print
    """


def _set_up(data: Path | None) -> Config:
    config = configure(data)
    refuse_unprepared(config)
    claim(config)
    set_up_django()
    return config


@command.command("build")
@data_option
@day_option
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for copies of PDF and EPUB.")
@language_option
@click.option("--pages", "with_pictures", is_flag=True, help="Copy the pictures of the pages too.")
@click.option("--publish", is_flag=True, help="Readers get it; without, one that nobody has yet stays with the desk.")
@click.option("--choose", is_flag=True, help="Choose its stories anew, with those that came out since.")
def build(
    data: Path | None, day: date | None, out: Path | None, language: str | None, with_pictures: bool, publish: bool,
    choose: bool,
) -> None:  # fmt: skip
    """Make the e-paper of a day: PDF, EPUB and pictures of its pages; copy them to --out.

    What the desk arranged holds, and what is there and made of the same is not made again. An edition that readers have
    is replaced for them, as after a correction. It works while the newspaper is served and while it is not.

    Example: warta edition build --date 2026-11-27 --out /srv/print
    """
    config = _set_up(data)
    builds = importlib.import_module("warta.epaper.services.builds")
    pointing = importlib.import_module("warta.epaper.services.pointing")
    edition = pointing.edition_for(_day(day), language or str(config.language))
    if choose:
        pointing.choose_pieces(edition)
    built = _built(lambda tell: builds.build(edition, wait_s=WAIT_S, tell=tell))
    if publish and edition.published_at is None:
        importlib.import_module("warta.epaper.services.desk").publish(edition=edition)
    names = _copy(built, out, with_pictures) if out is not None else []
    state = "made" if built.is_new else "there already, and made of the same"
    click.echo(f"The edition of {edition}: {len(built.record.pages)} pages, {state}.")
    for name in names:
        click.echo(name)
    if edition.published_at is None:
        click.echo("Readers do not have it yet: publish it in the newsroom, or give the command with --publish.")
    for key in built.record.left_out:
        click.echo(f"Without room, listed by its headline: {key}", err=True)


def _day(day: date | None) -> date:
    """The day, or today in the newspaper's zone."""
    if day is not None:
        return day
    today: date = importlib.import_module("django.utils.timezone").localdate()
    return today


def _built(work: Callable[[Any], Any]) -> Any:
    """Do it, with progress; what fails is said in words."""
    error: Any = importlib.import_module("warta.epaper.errors").EpaperError
    try:
        with _progress() as tell:
            return work(tell)
    except error as failed:
        fail(f"warta edition: {failed}\nWhat was there before stands. Mend it, then give the same command again.")


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on stderr, if somebody looks."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda what, done, total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Choosing the stories", total=None)
        yield lambda what, done, total: bar.update(task, description=what, completed=done, total=total)


def _copy(built: Any, out: Path, with_pictures: bool) -> list[Path]:
    """Copy the files under names that tell what they are; each is there whole or not at all."""
    out.mkdir(parents=True, exist_ok=True)
    edition = built.edition
    stem = f"{edition.day:%Y-%m-%d}-{edition.language}"
    wanted = {"edition.pdf": f"{stem}.pdf", "edition.epub": f"{stem}.epub"}
    if with_pictures:
        wanted |= {path.name: f"{stem}-{path.name}" for path in built.folder.glob(PICTURES)}
    return [_copy_whole(built.folder / name, out / target) for name, target in sorted(wanted.items())]


def _copy_whole(source: Path, target: Path) -> Path:
    number, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    draft = Path(name)
    try:
        with source.open("rb") as data, os.fdopen(number, "wb") as copy:
            shutil.copyfileobj(data, copy)
            copy.flush()
            os.fsync(copy.fileno())
        draft.chmod(0o644)
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return target


@command.command("list")
@data_option
@click.option("--language", help="Only those in it.")
@click.option("--limit", type=click.IntRange(1, 1000), default=14, show_default=True, help="So many, newest first.")
def list_(data: Path | None, language: str | None, limit: int) -> None:
    """List editions, newest first, with how each stands.

    Example: warta edition list --limit 30
    """
    _set_up(data)
    edition: Any = importlib.import_module("warta.epaper.models").Edition
    found = edition.objects.order_by("-day", "language")
    if language:
        found = found.filter(language=language)
    rows = list(found[:limit])
    for row in rows:
        click.echo(f"{row.day:%Y-%m-%d}  {row.language}  no. {row.number:<6} {_state(row)}")
    if not rows:
        click.echo("No edition was made yet.")


def _state(row: Any) -> str:
    words = [
        "withdrawn" if row.withdrawn_at else "published" if row.published_at else "not published",
        "closed" if row.closed_at else "",
        "from a print system" if row.uploaded else "",
        "" if row.build else "no pages",
        f"failed: {row.failure}" if row.failure else "",
    ]
    return ", ".join(word for word in words if word)


@command.command("upload")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@data_option
@day_option
@language_option
@click.option("--publish", is_flag=True, help="Readers get it now; without, when its hour comes.")
def upload(path: Path, data: Path | None, day: date | None, language: str | None, publish: bool) -> None:
    """Take a finished PDF from a print system as the edition of a day, in the place of composed pages.

    Scripts, forms and attachments are taken out of it; a protected or damaged one is refused.

    Example: warta edition upload /srv/print/front-to-back.pdf --date 2026-11-27 --publish
    """
    config = _set_up(data)
    builds = importlib.import_module("warta.epaper.services.builds")
    desk = importlib.import_module("warta.epaper.services.desk")
    pointing = importlib.import_module("warta.epaper.services.pointing")
    edition = pointing.edition_for(_day(day), language or str(config.language))

    def work(tell: Any) -> Any:
        with path.open("rb") as file:
            desk.upload_pdf(edition=edition, file=file)
        return builds.build(edition, wait_s=WAIT_S, tell=tell)

    built = _built(work)
    if publish and edition.published_at is None:
        desk.publish(edition=edition)
    click.echo(f"The edition of {edition}: {len(built.record.pages)} pages of {path}.")


@command.command("make", hidden=True)
@click.argument("edition", type=int)
@data_option
@click.option("--draft", is_flag=True)
@watched_option
def make(edition: int, data: Path | None, draft: bool, watched: bool) -> None:
    """Make an edition for the worker, which asks for it by number, and whose patience with others it inherits."""
    if watched:
        end_with_supervisor()
    _set_up(data)
    builds = importlib.import_module("warta.epaper.services.builds")
    errors = importlib.import_module("warta.epaper.errors")
    model: Any = importlib.import_module("warta.epaper.models").Edition
    row = model.objects.filter(pk=edition).first()
    if row is None:
        fail(f"warta edition: there is no edition of number {edition}.", EXIT_FAILED)
    try:
        builds.build(row, draft=draft, wait_s=WAIT_S)
    except errors.Busy:  # somebody else makes it; what is asked for is still asked for
        sys.exit(EXIT_OK)
    except errors.BuildFailed:
        sys.exit(importlib.import_module("warta.epaper.services.due").NOTED)
    sys.exit(EXIT_OK)

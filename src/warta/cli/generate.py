"""`warta generate`: an archive of made-up stories."""

from __future__ import annotations

import importlib
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from warta.cli.main import configure, data_option, fail, set_up_django
from warta.cli.prepare import prepare


@click.command("generate")
@data_option
@click.option("--stories", "count", type=click.IntRange(1, 10_000_000), required=True, help="How many stories.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same stories.")
def command(data: Path | None, count: int, seed: int) -> None:
    """Fill the newspaper with made-up stories, Indonesian and English, over eight years: to try out and to measure.

    May be stopped and run again; what is there stays.

    Example: warta generate --stories 1000 --seed 7
    """
    prepare(configure(data))
    set_up_django()
    archive = importlib.import_module("warta.demo.archive")
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Stories", total=count)
        try:
            filled = archive.fill(count, seed=seed, progress=lambda done: bar.update(task, completed=done))
        except archive.NothingToFill as error:
            fail(f"warta generate: {error}")
    click.echo(f"{filled.made} stories made, {count - filled.made} were there already.")
    held_ms = round(filled.longest_hold_s * 1000)
    click.echo(f"The longest write took {held_ms} ms, for which a newsroom at work would wait.")

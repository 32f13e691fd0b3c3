"""`warta worker`: work in the background, schedules, and listeners of the change log."""

from __future__ import annotations

import importlib
import os
from pathlib import Path

import click

from warta.cli.folder import claim, refuse_unprepared
from warta.cli.main import configure, data_option, set_up_django, watched_option
from warta.cli.serve import refuse_unsafe
from warta.cli.supervise import end_with_supervisor

NICE = 10  # pictures can wait; readers cannot


@click.command("worker")
@data_option
@watched_option
def command(data: Path | None, watched: bool) -> None:
    """Run the worker alone (`warta serve` starts it with the others). There must be one, and only one.

    Example: warta worker --data /srv/news
    """
    config = configure(data)
    refuse_unsafe(config)
    refuse_unprepared(config)
    claim(config)
    if watched:
        end_with_supervisor()
    os.nice(NICE)
    set_up_django()
    importlib.import_module("warta.cli.schedule").run()

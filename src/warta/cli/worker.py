"""`warta worker`: work in the background, schedules, and listeners of the change log."""

from __future__ import annotations

import importlib
import os
from pathlib import Path

import click

from warta.cli.main import configure, data_option, set_up_django
from warta.cli.serve import refuse_unsafe

NICE = 10  # pictures can wait; readers cannot


@click.command("worker")
@data_option
def command(data: Path | None) -> None:
    """Run the worker alone (`warta serve` starts it with the others). There must be one, and only one.

    Example: warta worker --data /srv/news
    """
    refuse_unsafe(configure(data))
    os.nice(NICE)
    set_up_django()
    importlib.import_module("warta.cli.schedule").run()

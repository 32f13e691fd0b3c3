"""`warta check`: is this newspaper fit to be served?"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import click

from warta.cli.folder import refuse_unprepared
from warta.cli.main import EXIT_FAILED, EXIT_OK, configure, data_option, set_up_django
from warta.config import unsafe


@click.command("check")
@data_option
def command(data: Path | None) -> None:
    """Check settings, database and deployment; names each fault and says what to do. Exit code 1 if there is one.

    Example: warta check --data /srv/news
    """
    config = configure(data)
    refuse_unprepared(config)
    faults = [] if config.is_demo else unsafe(config)
    set_up_django()
    faults += importlib.import_module("warta.desk.check").faults()
    for fault in faults:
        click.echo(f"- {fault}", err=True)
    click.echo("Fit to be served." if not faults else f"{len(faults)} to mend.")
    sys.exit(EXIT_FAILED if faults else EXIT_OK)

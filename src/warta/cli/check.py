"""`warta check`: is this newspaper fit to be served?"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import click

from warta.cli.folder import refuse_unprepared
from warta.cli.main import EXIT_FAILED, EXIT_OK, configure, data_option, set_up_django
from warta.config import unsafe


class Checks(click.Group):
    """Checks of their own, imported when they are called: they need what a mere check does without."""

    def list_commands(self, context: click.Context) -> list[str]:
        """Their names."""
        return ["leaks", "payments"]

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """One of them."""
        if name not in self.list_commands(context):
            return None
        found: click.Command = importlib.import_module(f"warta.cli.{name}").command
        return found


@click.command("check", cls=Checks, invoke_without_command=True)
@data_option
@click.pass_context
def command(context: click.Context, data: Path | None) -> None:
    """Check settings, database and deployment; names each fault and says what to do. Exit code 1 if there is one.

    `warta check leaks` proves on a newspaper of its own that nothing locked or hidden reaches who may not have it.
    `warta check payments` compares orders and payments with what each provider says.

    Example: warta check --data /srv/news
    """
    if context.invoked_subcommand is None:
        check(data)


def check(data: Path | None) -> None:
    """Name the faults, and leave."""
    config = configure(data)
    refuse_unprepared(config)
    faults = [] if config.is_demo else unsafe(config)
    set_up_django()
    faults += importlib.import_module("warta.desk.check").faults()
    for fault in faults:
        click.echo(f"- {fault}", err=True)
    click.echo("Fit to be served." if not faults else f"{len(faults)} to mend.")
    sys.exit(EXIT_FAILED if faults else EXIT_OK)

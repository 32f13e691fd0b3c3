"""`warta django …`: Django's own commands, for who knows them."""

from __future__ import annotations

import importlib
from pathlib import Path

import click

from warta.cli.folder import claim
from warta.cli.main import configure, data_option, set_up_django


@click.command("django", context_settings={"ignore_unknown_options": True, "help_option_names": []})
@data_option
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(data: Path | None, arguments: tuple[str, ...]) -> None:
    """Pass a command on to Django.

    Example: warta django showmigrations
    """
    claim(configure(data))
    set_up_django()
    importlib.import_module("django.core.management").execute_from_command_line(["warta django", *arguments])

"""`warta settings`: what can be set, and what is."""

from __future__ import annotations

from pathlib import Path

import click

from warta.cli.main import configure, data_option
from warta.config import TABLE, as_markdown


@click.command("settings")
@data_option
@click.option("--markdown", is_flag=True, help="Print the page docs/settings.md.")
def command(data: Path | None, markdown: bool) -> None:
    """List all settings with their values; secrets are not shown.

    Example: WARTA_PORT=9000 warta settings
    """
    if markdown:
        click.echo(as_markdown(), nl=False)
        return
    config = configure(data)
    click.echo(f"data = {config.data}")
    for setting in TABLE:
        value = getattr(config, setting.name)
        shown = ("(set)" if value else "(not set)") if setting.secret else value
        click.echo(f"{setting.name} = {shown!r:<28}  # {setting.doc}" if not setting.secret else
                   f"{setting.name} = {shown:<28}  # {setting.doc}")  # fmt: skip

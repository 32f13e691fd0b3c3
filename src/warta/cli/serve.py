"""`warta serve`: the newspaper, as it runs for readers."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from warta.cli.folder import refuse_missing
from warta.cli.main import EXIT_USAGE, address_options, configure, data_option, fail, workers_option
from warta.cli.prepare import prepare
from warta.cli.supervise import Supervisor
from warta.config import Config, unsafe


@click.command("serve")
@data_option
@address_options
@workers_option
def command(data: Path | None, host: str | None, port: int | None, workers: int | None) -> None:
    """Serve the newspaper: the edge that answers readers, the newsroom behind it, and the worker beside them.

    The database is brought up to date first. Ends on Ctrl-C or SIGTERM, after the requests under way.

    Example: warta serve --data /srv/news --port 8000
    """
    config = configure(data, host=host, port=port, workers=workers)
    refuse_unsafe(config)
    prepare(config)
    sys.exit(Supervisor(config).run(lambda: click.echo(f"Serving on http://{config.host}:{config.port}/")))


def refuse_unsafe(config: Config) -> None:
    """Leave with the faults of a production configuration, each saying what to set. raises FolderError"""
    refuse_missing(config)
    faults = [] if config.is_demo else unsafe(config)
    if faults:
        lines = "\n".join(f"  - {fault}" for fault in faults)
        fail(f"warta: this configuration is not safe to serve:\n{lines}", EXIT_USAGE)

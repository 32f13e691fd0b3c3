"""`warta newsroom`: the process that renders pages and serves the newsroom."""

from __future__ import annotations

from pathlib import Path

import click
from granian import Granian
from granian.constants import Interfaces

from warta.cli.folder import refuse_unprepared
from warta.cli.main import address_options, configure, data_option, fail, watched_option
from warta.cli.serve import refuse_unsafe
from warta.cli.supervise import cannot_listen, end_with_supervisor

BACKLOG = 512  # connections that may wait
SEVERITY = {"DEBUG": "debug", "INFO": "error", "WARNING": "error", "ERROR": "error"}  # the server's own messages


@click.command("newsroom")
@data_option
@address_options
@watched_option
def command(data: Path | None, host: str | None, port: int | None, watched: bool) -> None:
    """Run the newsroom process alone (`warta serve` starts it with the others).

    Example: warta newsroom --port 8001
    """
    config = configure(data, host=host, port=port)
    refuse_unsafe(config)
    refuse_unprepared(config)
    if fault := cannot_listen(config.host, config.port):
        fail(f"warta newsroom: {fault}")
    if watched:
        end_with_supervisor()
    Granian(
        "warta.wsgi:application",
        address=config.host,
        port=config.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=config.threads,
        backlog=BACKLOG,
        respawn_failed_workers=True,
        log_level=SEVERITY[config.log_level],
    ).serve()

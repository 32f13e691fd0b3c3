"""`warta newsroom`: the process that renders pages and serves the newsroom."""

from __future__ import annotations

from pathlib import Path

import click
from granian import Granian
from granian.constants import Interfaces, Loops

from warta.cli.folder import claim, refuse_unprepared
from warta.cli.main import configure, data_option, fail, watched_option
from warta.cli.serve import refuse_unsafe
from warta.cli.supervise import answers, end_with_supervisor

BACKLOG = 512  # connections that may wait
SEVERITY = {"DEBUG": "debug", "INFO": "error", "WARNING": "error", "ERROR": "error"}  # the server's own messages


@click.command("newsroom")
@data_option
@watched_option
def command(data: Path | None, watched: bool) -> None:
    """Run the newsroom process alone (`warta serve` starts it with the others).

    It listens on a Unix socket in the data folder, where only the edge reaches it.

    Example: warta newsroom --data /srv/news
    """
    config = configure(data)
    refuse_unsafe(config)
    refuse_unprepared(config)
    claim(config)
    socket = config.newsroom_socket
    socket.parent.mkdir(mode=0o700, exist_ok=True)
    if answers(socket):
        fail(f"warta newsroom: another one listens on {socket} already. Stop it first.")
    socket.unlink(missing_ok=True)
    if watched:
        end_with_supervisor()
    Granian(
        "warta.wsgi:application",
        uds=socket,
        uds_permissions=0o600,
        interface=Interfaces.WSGI,
        workers=1,
        loop=Loops.asyncio,  # the other one cannot watch a Unix socket here
        blocking_threads=config.threads,
        backlog=BACKLOG,
        respawn_failed_workers=True,
        log_level=SEVERITY[config.log_level],
    ).serve()

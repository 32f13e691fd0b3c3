"""`warta edge`: the processes that answer readers."""

from __future__ import annotations

from pathlib import Path

import click
from granian import Granian
from granian.constants import Interfaces, TaskImpl

from warta.cli.folder import claim, refuse_unprepared
from warta.cli.main import address_options, configure, data_option, fail, watched_option, workers_option
from warta.cli.newsroom import SEVERITY
from warta.cli.serve import refuse_unsafe
from warta.cli.supervise import cannot_listen, end_with_supervisor
from warta.edge import metrics

BACKLOG = 2048  # connections that may wait
AGAIN_S = 0.5  # a worker that died is started again after so long


@click.command("edge")
@data_option
@address_options
@workers_option
@watched_option
def command(data: Path | None, host: str | None, port: int | None, workers: int | None, watched: bool) -> None:
    """Run the edge alone: the workers that answer readers (`warta serve` starts it with the others).

    It asks the newsroom on its socket in the data folder for what it does not hold, and reads the change log itself.

    Example: warta edge --port 8001 --workers 2
    """
    config = configure(data, host=host, port=port, workers=workers)
    refuse_unsafe(config)
    refuse_unprepared(config)
    claim(config)
    if fault := cannot_listen(config.host, config.port):
        fail(f"warta edge: {fault}")
    if watched:
        end_with_supervisor()
    if config.metrics_port:
        if fault := cannot_listen("127.0.0.1", config.metrics_port):
            fail(f"warta edge: metrics: {fault}")
        metrics.serve(config.data / "run", "127.0.0.1", config.metrics_port)
    Granian(
        f"warta.edge.{config.interface}:application",
        address=config.host,
        port=config.port,
        interface=Interfaces(config.interface),
        # Granian's own tasks begin at once, which saves a twelfth of a request's processor time (`edge/rsgi.py`).
        task_impl=TaskImpl.rust if config.interface == "rsgi" else TaskImpl.asyncio,
        workers=config.workers,
        backlog=BACKLOG,
        websockets=False,
        respawn_failed_workers=True,
        respawn_interval=AGAIN_S,
        log_level=SEVERITY[config.log_level],
    ).serve()

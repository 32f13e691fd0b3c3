"""`warta check leaks`: a newspaper of its own, served and crawled."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click

from warta.cli.folder import newspaper_in
from warta.cli.main import EXIT_FAILED, EXIT_OK, configure, fail, set_up_django
from warta.cli.prepare import prepare
from warta.cli.supervise import answers, free_port, is_taken
from warta.config import BY_NAME, PREFIX, Config

PATIENCE_S = 120.0
SHOWN_MAX = 60  # leaks
INTERFACES = BY_NAME["interface"].choices


@click.command("leaks")
@click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False),
    help="Where the newspaper that is crawled is made and kept; empty or new (default: a temporary folder).",
)  # fmt: skip
@click.option("--workers", type=click.IntRange(1, 64), default=2, help="Processes that answer readers (default: 2).")
@click.option("--interface", type=click.Choice(INTERFACES), default=INTERFACES[0], help="How they are run.")
@click.option("--database", default="", help="postgresql://… of an empty database, which is filled (default: SQLite).")
def command(data: Path | None, workers: int, interface: str, database: str) -> None:
    """Prove that no reader gets what they may not have: crawl a newspaper made for this, by every road.

    It has stories of every kind and level, with marks in every place that can be hidden. It is served on a free port
    of this machine. Your own newspaper is not touched: no setting of yours is read. Exit code 1 if anything leaked:
    each leak is named with its road, reader, encoding and mark. It takes about a minute or two.

    Example: warta check leaks --interface asgi
    """
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        del os.environ[name]  # another newspaper's folder or database
    with contextlib.ExitStack() as stack:
        folder = data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="warta-leaks-")))
        code = _crawl(folder, {"workers": workers, "interface": interface, "database_url": database})
    sys.exit(code)


def _crawl(folder: Path, chosen: dict[str, str | int]) -> int:
    """Make, serve and crawl it, with the settings that were chosen; returns the exit code."""
    port = free_port()
    settings = (
        "# Made by `warta check leaks`, with marks in all its stories.\n"
        f'mode = "demo"\nsecret_key = "{secrets.token_urlsafe(48)}"\nport = {port}\nlog_level = "ERROR"\n'
        f'site_url = "http://127.0.0.1:{port}"\ntrusted_proxies = ["127.0.0.3"]\n'
    ) + "".join(f"{name} = {json.dumps(value)}\n" for name, value in chosen.items())
    config = configure(folder, unfinished=True)
    with newspaper_in(config, settings):
        config = configure(folder, unfinished=True)
        click.echo("making the newspaper", err=True)
        prepare(config, is_new=True)
        set_up_django()
        paper = importlib.import_module("warta.leaks.paper").Maker().make()
        importlib.import_module("warta.leaks.edition").make_editions(paper)
    with Served(config) as served:
        crawl = importlib.import_module("warta.leaks.crawl").Crawl(paper, port, lambda text: click.echo(text, err=True))
        report = crawl.run(served.restart_edge)
    for leak in report.leaks[:SHOWN_MAX]:
        click.echo(f"- leak: {leak}", err=True)
    if len(report.leaks) > SHOWN_MAX:
        click.echo(f"- … and {len(report.leaks) - SHOWN_MAX} more", err=True)
    for name in report.blind:
        click.echo(f"- blind: nothing was found where something stands: {name}", err=True)
    click.echo(
        f"{len(report.leaks)} leaks. {report.requests} requests, {report.roads} addresses, {report.readers} kinds of "
        f"readers; {report.found} marks rightly found; the slowest change was seen after {report.slowest_s:.2f} s."
    )
    return EXIT_OK if report.is_clean else EXIT_FAILED


class Served:
    """The three processes of a newspaper, of which the edge can be started anew by itself."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.log = config.data / "served.log"
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Served:
        try:
            for name in ("newsroom", "edge", "worker"):
                self._start(name)
            self._wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=15)
                continue
            process.kill()
            process.wait()

    def restart_edge(self) -> None:
        """An edge with an empty store."""
        edge = self.running["edge"]
        edge.terminate()
        edge.wait(timeout=30)
        self._start("edge")
        self._wait()

    def _start(self, name: str) -> None:
        with self.log.open("ab") as log:  # its standard input closes when we end, however we end
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", "warta", name, "--watched"], stdin=subprocess.PIPE, stdout=log, stderr=log
            )

    def _wait(self) -> None:
        end = time.monotonic() + PATIENCE_S
        while not (
            answers(self.config.newsroom_socket) and is_taken(self.config.host, self.config.port) and self._is_well()
        ):
            for name, process in self.running.items():
                if process.poll() is not None:
                    fail(f"{self.log.read_text()}\nwarta check leaks: the {name} ended while starting.")
            if time.monotonic() > end:
                fail("warta check leaks: the newspaper did not start in two minutes.")
            time.sleep(0.05)

    def _is_well(self) -> bool:
        client = importlib.import_module("warta.leaks.visit").Client(self.config.port)
        with contextlib.suppress(OSError):
            return bool(client.ask("GET", "/healthz").status == 200)
        return False

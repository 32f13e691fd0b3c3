"""`warta demo`: the sample newspaper, ready to be looked at."""

from __future__ import annotations

import importlib
import json
import secrets
import sys
from pathlib import Path

import click

from warta.cli.folder import ACCOUNTS, is_new, newspaper_in
from warta.cli.main import address_options, configure, data_option, fail, set_up_django
from warta.cli.prepare import prepare
from warta.cli.supervise import Supervisor
from warta.config import Config


@click.command("demo")
@data_option
@address_options
@click.option("--language", type=click.Choice(["id", "en"]), help="Language of the front page (at the first start).")
@click.option("--no-serve", is_flag=True, help="Only make the newspaper; do not serve it.")
def command(data: Path | None, host: str | None, port: int | None, language: str | None, no_serve: bool) -> None:
    """Serve the sample newspaper Layar Pagi: made at the first start, kept as it is at later ones.

    Example: warta demo --port 8000 --data .warta
    """
    config = configure(data, host=host, port=port, unfinished=True)
    if is_new(config):
        config = _make(config, data, language)
    elif not config.is_demo:
        fail(f"warta demo: {config.data} holds a real newspaper. Choose another folder with --data.")
    elif not (config.data / ACCOUNTS).exists():
        fail(
            f"warta demo: {config.data / ACCOUNTS} is missing, and its passwords are kept nowhere else. Put it back, "
            f"or delete {config.data} and give the command again."
        )
    elif prepare(config):
        _fill(config)
    if no_serve:
        return
    sys.exit(Supervisor(config).run(lambda: _greet(config)))


def _make(config: Config, data: Path | None, language: str | None) -> Config:
    """Make the sample newspaper in a new folder."""
    settings = (
        "# The sample newspaper. Not for real readers: mode = demo lets safety checks pass.\n"
        'mode = "demo"\n'
        f'secret_key = "{secrets.token_urlsafe(48)}"\n'
        f'language = "{language or "id"}"\n'
    )
    with newspaper_in(config, settings):
        config = configure(data, unfinished=True)
        prepare(config, is_new=True)
        _fill(config)
    return config


def _fill(config: Config) -> None:
    """Put into the newspaper what it lacks of the sample."""
    set_up_django()
    importlib.import_module("warta.demo.services").make_sample(config.data / ACCOUNTS)


def _greet(config: Config) -> None:
    """Print where everything is."""
    base = f"http://{'127.0.0.1' if config.host in ('0.0.0.0', '') else config.host}:{config.port}"  # noqa: S104
    accounts = json.loads((config.data / ACCOUNTS).read_text())
    width = max(len(account["email"]) for account in accounts)
    click.echo(f"\nLayar Pagi, the sample newspaper\n\n  The site       {base}/\n  In English     {base}/en/")
    click.echo(f"  The newsroom   {base}/admin/\n\nAccounts (also in {config.data / ACCOUNTS})\n")
    for account in accounts:
        click.echo(f"  {account['role']:<14} {account['email']:<{width}}  {account['password']}")
    click.echo("\nCtrl-C ends it; `make demo` serves it again as you left it.")

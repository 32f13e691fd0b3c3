"""`warta init`: an empty newspaper, ready for its first story."""

from __future__ import annotations

import importlib
import re
import secrets
from collections.abc import Callable
from pathlib import Path

import click

from warta.cli.folder import newspaper_in
from warta.cli.main import configure, data_option, set_up_django
from warta.cli.prepare import prepare

PASSWORD_BYTES = 12


def _like(pattern: str, example: str) -> Callable[[click.Context, click.Parameter, str], str]:
    """A check of an option's value before anything is made of it."""

    def check(context: click.Context, option: click.Parameter, value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise click.BadParameter(f"{value!r} should look like {example}.")
        return value

    return check


@click.command("init")
@data_option
@click.option("--name", default="Warta", show_default=True, help="The newspaper's name.")
@click.option("--host-name", required=True, callback=_like(r"[A-Za-z0-9][A-Za-z0-9.-]*", "news.example"),
              help="The host name readers will use, as in news.example.")  # fmt: skip
@click.option("--language", type=click.Choice(["id", "en"]), default="id", show_default=True)
@click.option("--email", required=True, callback=_like(r"[^@\s]+@[^@\s]+", "editor@news.example"),
              help="E-mail address of the first administrator.")  # fmt: skip
def command(data: Path | None, name: str, host_name: str, language: str, email: str) -> None:
    """Make an empty newspaper in the data folder: settings, database, roles, front pages, an administrator.

    Prints the administrator's first password once. A folder that holds a newspaper, or anything else, is left alone.
    Interrupted, it may be given again.

    Example: warta init --data /srv/news --name "Daily News" --host-name news.example --email editor@news.example
    """
    config = configure(data, unfinished=True)
    settings = (
        "# Settings of this newspaper; `warta settings` explains them all.\n"
        f'secret_key = "{secrets.token_urlsafe(48)}"\n'
        f'allowed_hosts = ["{host_name}"]\n'
        f'site_url = "https://{host_name}"\n'
        "https = true\n"
        f'language = "{language}"\n'
    )
    with newspaper_in(config, settings):
        config = configure(data, unfinished=True)
        prepare(config, is_new=True)
        set_up_django()
        password = secrets.token_urlsafe(PASSWORD_BYTES)
        languages = [language, *(code for code in ("id", "en") if code != language)]
        importlib.import_module("warta.stories.services").make_newspaper(name=name, languages=languages)
        add_colleague = importlib.import_module("warta.desk.services").add_colleague
        add_colleague(email=email, password=password, role="administrator")
        # Said before the newspaper counts as made: a password that nobody saw could never be found again.
        click.echo(f"The newspaper stands in {config.data}.\nAdministrator: {email}\nFirst password: {password}")
    click.echo(f"Serve it with: warta serve --data {config.data}")

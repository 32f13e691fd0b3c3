"""`warta init`: an empty newspaper, ready for its first story."""

from __future__ import annotations

import importlib
import secrets
from pathlib import Path

import click

from warta.cli.main import EXIT_FAILED, configure, data_option, fail, set_up_django
from warta.cli.prepare import prepare
from warta.config import FILE_NAME

PASSWORD_BYTES = 12


@click.command("init")
@data_option
@click.option("--name", default="Warta", show_default=True, help="The newspaper's name.")
@click.option("--host-name", required=True, help="The host name readers will use, as in news.example.")
@click.option("--language", type=click.Choice(["id", "en"]), default="id", show_default=True)
@click.option("--email", required=True, help="E-mail address of the first administrator.")
def command(data: Path | None, name: str, host_name: str, language: str, email: str) -> None:
    """Make an empty newspaper in the data folder: settings, database, roles, front pages, an administrator.

    Prints the administrator's first password once. A folder that holds a newspaper is left alone.

    Example: warta init --data /srv/news --name "Daily News" --host-name news.example --email editor@news.example
    """
    config = configure(data)
    file = config.data / FILE_NAME
    if file.exists():
        fail(f"warta init: {file} exists: this folder holds a newspaper already. Nothing was changed.", EXIT_FAILED)
    config.data.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(
        "# Settings of this newspaper; `warta settings` explains them all.\n"
        f'secret_key = "{secrets.token_urlsafe(48)}"\n'
        f'allowed_hosts = ["{host_name}"]\n'
        f'site_url = "https://{host_name}"\n'
        "https = true\n"
        f'language = "{language}"\n'
    )
    config = configure(data)
    prepare(config)
    set_up_django()
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    languages = [language, *(code for code in ("id", "en") if code != language)]
    importlib.import_module("warta.stories.services").make_newspaper(name=name, languages=languages)
    importlib.import_module("warta.desk.roles").make_roles()
    importlib.import_module("warta.desk.services").add_colleague(email=email, password=password, role="administrator")
    click.echo(f"The newspaper stands in {config.data}.\nAdministrator: {email}\nFirst password: {password}")
    click.echo(f"Serve it with: warta serve --data {config.data}")

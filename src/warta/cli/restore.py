"""`warta restore`: a newspaper out of a backup."""

from __future__ import annotations

import importlib
from pathlib import Path

import click

from warta import __version__
from warta.cli.backup import progress, said_plainly
from warta.cli.main import configure, data_option


@click.command("restore")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@data_option
@click.option("--overwrite", is_flag=True,
              help="Take the place of a newspaper that is there; it is kept beside, and named.")  # fmt: skip
def command(path: Path, data: Path | None, overwrite: bool) -> None:
    """Make the newspaper of a backup in the data folder, which must not be running.

    All of it is unpacked and its checksums compared before anything is replaced. Killed in the middle, it leaves the
    old newspaper or the new one, never a mix; give the same command again. A backup of an earlier version is brought
    up to date by the next `warta serve`; one of a newer version is refused.

    Example: warta restore /backups/news-2026-11-26.tar --data /srv/news
    """
    config = configure(data, unfinished=True)
    restore = importlib.import_module("warta.backup.restore").restore
    with said_plainly("restore"), progress("Restoring") as tell:
        done = restore(config, path, overwrite=overwrite, tell=tell)
    if done.finished_earlier:
        click.echo("An interrupted restore of this file had got through; nothing was left to do but to tidy up.")
    click.echo(f"The newspaper of {done.taken} stands in {config.data}: {done.files} files.")
    if done.aside is not None:
        click.echo(f"The old one is kept in {done.aside}. Delete it when you are content with the new one.")
    if done.version != __version__:
        click.echo(f"It was taken by Warta {done.version}; the next start brings it to {__version__}.")
    click.echo(f"Serve it with: warta serve --data {config.data}")

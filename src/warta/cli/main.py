"""The command `warta` and what all its commands share."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from warta import __version__
from warta.cli.folder import FolderError, refuse_unfinished
from warta.cli.trouble import explain, was_interrupted
from warta.config import PREFIX, Config, ConfigError, load

F = TypeVar("F", bound=Callable[..., Any])

# name: module of the command, in the order in which a newcomer needs them
COMMANDS = {
    "demo": "demo",
    "init": "init",
    "serve": "serve",
    "edge": "edge",
    "newsroom": "newsroom",
    "worker": "worker",
    "import": "import_",
    "generate": "generate",
    "edition": "edition",
    "backup": "backup",
    "restore": "restore",
    "check": "check",
    "settings": "settings",
    "django": "django",
}

EXIT_OK, EXIT_FAILED, EXIT_USAGE, EXIT_PARTLY = 0, 1, 2, 3


class Commands(click.Group):
    """Commands are imported when they are called, so that `warta --help` is quick."""

    def list_commands(self, context: click.Context) -> list[str]:
        """All of them, in their order."""
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """One of them."""
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"warta.cli.{COMMANDS[name]}")
        command: click.Command = module.command
        return command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Each command with its whole first sentence, which Click would cut at the line's end."""
        commands = [(name, self.get_command(context, name)) for name in self.list_commands(context)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, found.get_short_help_str(limit=200)) for name, found in commands if found])


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="warta")
def warta() -> None:
    """A newspaper: the newsroom writes, the site publishes, readers read and subscribe.

    Try it with `warta demo`. Everything a newspaper owns lives in one folder: --data DIR, or WARTA_DATA.

    Exit codes: 0 done, 1 failed, 2 called wrongly, 3 done in part.
    """


def data_option(function: F) -> F:
    """The option that says where the newspaper lives."""
    return click.option(
        "--data", type=click.Path(path_type=Path, file_okay=False), envvar="WARTA_DATA",
        help="Folder where everything lives (default: WARTA_DATA, else .warta).",
    )(function)  # fmt: skip


def address_options(function: F) -> F:
    """The options that say where to listen."""
    function = click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on (default: 8000).")(
        function
    )
    return click.option("--host", help="Address to listen on (default: 127.0.0.1).")(function)


def workers_option(function: F) -> F:
    """The option that says how many processes answer readers."""
    return click.option(
        "--workers", type=click.IntRange(1, 64), help="Processes that answer readers (default: 1)."
    )(function)  # fmt: skip


def watched_option(function: F) -> F:
    """The option by which `warta serve` tells a process of its to end with it."""
    return click.option("--watched", is_flag=True, hidden=True)(function)


def configure(
    data: Path | None, *, host: str | None = None, port: int | None = None, workers: int | None = None,
    unfinished: bool = False,
) -> Config:  # fmt: skip
    """The settings with what the command line says on top; child processes see the same.

    unfinished  may the newspaper be one that is still being made?
    raises      ConfigError, FolderError
    """
    if data is not None:
        os.environ["WARTA_DATA"] = str(_absolute(data))
    for name, value in (("WARTA_HOST", host), ("WARTA_PORT", port), ("WARTA_WORKERS", workers)):
        if value is not None:
            os.environ[name] = str(value)
    config = load()
    if not unfinished:
        refuse_unfinished(config)
    return config


def _absolute(data: Path) -> Path:
    try:
        return data.expanduser().absolute()
    except RuntimeError:  # ~ of a user who has no home
        raise ConfigError(
            f"--data {data}: there is no home folder here (HOME is not set). Write the whole path."
        ) from None
    except FileNotFoundError:  # the working directory is gone
        raise ConfigError(f"--data {data}: the folder you stand in is gone. Write the whole path.") from None


def set_up_django() -> None:
    """Make Django ready in this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "warta.settings")
    importlib.import_module("django").setup()  # by name: it takes a second, and most commands do without


def fail(message: str, code: int = EXIT_FAILED) -> None:
    """Say what went wrong, and leave."""
    click.echo(message, err=True)
    sys.exit(code)


def main() -> None:
    """Run, and turn errors of the settings, the folder and the machine into words; WARTA_DEBUG=1 keeps tracebacks."""
    os.umask(os.umask(0) & 0o077 | 0o022)  # nobody else writes what we make; we ourselves may read it
    try:
        warta.main(prog_name="warta")
    except ConfigError as error:
        fail(f"warta: {error}", EXIT_USAGE)
    except FolderError as error:
        fail(f"warta: {error}")
    except Exception as error:
        words = explain(error, Path(os.environ.get(PREFIX + "DATA") or ".warta").absolute())
        if words is None and was_interrupted(error):
            fail("\nAborted!")  # click's own word for it
        if words is None or os.environ.get(PREFIX + "DEBUG"):
            raise
        fail(f"warta: {words}")

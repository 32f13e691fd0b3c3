"""A database file with all tables and nothing in them, made once and copied."""

import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from tests.cli.command import environment
from tests.environment import FOLDER

ROOT = Path(__file__).parents[2]
MIGRATE = """
import os, django; os.environ["DJANGO_SETTINGS_MODULE"] = "warta.settings"; django.setup()
from django.core.management import call_command
from django.db import connection
from warta.cli import structure
structure.load(connection, "id")
call_command("migrate", verbosity=0)
connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
"""


@cache
def made():
    """The folder of the file."""
    data = FOLDER / "books"
    data.mkdir()
    env = environment(WARTA_DATA=str(data), WARTA_MODE="demo", WARTA_SECRET_KEY="only-for-tests-" * 3)
    subprocess.run([sys.executable, "-c", MIGRATE], env=env, check=True, timeout=240)
    return data


def copy(folder):
    """A file of one's own in `folder`."""
    shutil.copy(made() / "warta.sqlite3", folder / "warta.sqlite3")


def run(folder, program, *arguments, timeout=240, **settings):
    """Run a program of these tests in the newspaper of `folder`; returns what it printed last."""
    env = environment(WARTA_DATA=str(folder), PYTHONPATH=str(ROOT), **settings)
    command = [sys.executable, "-m", f"tests.subscriptions.{program}", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=timeout)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout.splitlines()[-1]

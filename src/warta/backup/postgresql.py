"""PostgreSQL: pg_dump, pg_restore and psql, of the server's own version or a newer one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit

import psycopg

from warta.backup import contents
from warta.backup.errors import BackupError

FOLDERS = Path("/usr/lib/postgresql")
FORM = ("--format=custom", "--compress=3", "--no-owner", "--no-privileges")
TABLES = """SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
            WHERE relkind IN ('r', 'p', 'v', 'm', 'S') AND nspname NOT LIKE 'pg\\_%'
            AND nspname <> 'information_schema'"""
# Tables of a later version, too, which no dump of an earlier one would take away.
EMPTY = """SET lock_timeout = '30s';
DO $$ DECLARE found record; BEGIN
  FOR found IN SELECT format('%I.%I', nspname, relname) AS name, relkind FROM pg_class
      JOIN pg_namespace ON pg_namespace.oid = relnamespace
      WHERE nspname = 'public' AND relkind IN ('r', 'p', 'v', 'm', 'S')
      AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
      ORDER BY relkind = 'S', relkind IN ('r', 'p') LOOP
    EXECUTE 'DROP ' || CASE found.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
      WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END || ' IF EXISTS ' || found.name || ' CASCADE';
  END LOOP;
END $$;
"""


def words(url: str) -> dict[str, str]:
    """The database of `url` in the names of PostgreSQL's environment; a password is never an argument."""
    parts = urlsplit(url)
    found = {
        "PGDATABASE": unquote(parts.path.lstrip("/")), "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""), "PGHOST": unquote(parts.hostname or ""),
        "PGPORT": str(parts.port or ""),
    }  # fmt: skip
    return {name: value for name, value in found.items() if value}


def _ask(url: str, query: str) -> list[tuple[object, ...]]:
    names = {"PGDATABASE": "dbname", "PGUSER": "user", "PGPASSWORD": "password", "PGHOST": "host", "PGPORT": "port"}
    options = {names[key]: value for key, value in words(url).items()}
    try:
        with psycopg.connect(**options, connect_timeout=10) as connection:  # type: ignore[arg-type]
            return list(connection.execute(query))
    except psycopg.Error as error:
        raise BackupError(f"The database server of database_url does not answer as it should: {str(error).strip()}. "
                          "Start it, or correct database_url (WARTA_DATABASE_URL).") from None  # fmt: skip


def migrations(url: str) -> list[str]:
    """Which migrations the database has seen, as app.name."""
    if not _ask(url, "SELECT 1 WHERE to_regclass('django_migrations') IS NOT NULL"):
        return []
    return [f"{app}.{name}" for app, name in _ask(url, "SELECT app, name FROM django_migrations ORDER BY 1, 2")]


def size(url: str) -> int:
    """Bytes that the database takes on its server."""
    return int(str(_ask(url, "SELECT pg_database_size(current_database())")[0][0]))


def is_empty(url: str) -> bool:
    """Has the database no table of anybody's?"""
    return not _ask(url, TABLES)[0][0]


def program(name: str, url: str) -> str:
    """The oldest `name` on this machine that knows the server, for a newer one may ask what the server knows not.

    raises  BackupError if there is none
    """
    server = int(str(_ask(url, "SHOW server_version_num")[0][0])) // 10_000
    found = [shutil.which(name), *map(str, FOLDERS.glob(f"*/bin/{name}"))]
    versions = {_version(path): path for path in found if path}
    advice = (
        f"Install PostgreSQL's client programs of version {server} (on Debian: apt install postgresql-client-{server})"
    )
    if not versions:
        raise BackupError(f"{name} is not on this machine, and the newspaper lives in PostgreSQL. {advice}, then give "
                          "the same command again.")  # fmt: skip
    if (newest := max(versions)) < server:
        raise BackupError(f"{versions[newest]} is of version {newest}, older than the server's {server}, and refuses "
                          f"to work with it. {advice}, then give the same command again.")  # fmt: skip
    return versions[min(version for version in versions if version >= server)]


def _version(path: str) -> int:
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False, timeout=30).stdout
    except OSError:
        return 0
    return int(found.group(1)) if (found := re.search(r"\) (\d+)", said)) else 0


class Dump:
    """The database as pg_dump writes it: a stream, to be read to its end. raises BackupError when it fails"""

    def __init__(self, url: str) -> None:
        self.url = url
        left_out = [f"--exclude-table-data={table}" for table in contents.OF_THE_DAY]
        self.command = [program("pg_dump", url), *FORM, *left_out]

    def __enter__(self) -> IO[bytes]:
        """Begin."""
        self.process = subprocess.Popen(
            self.command, env={**os.environ, **words(self.url)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert self.process.stdout is not None
        return self.process.stdout

    def __exit__(self, kind: object, *_: object) -> None:
        """Look how it ended; end it when we are stopped."""
        if kind is not None:
            self.process.kill()
        said = self.process.communicate()[1]
        if kind is None and self.process.returncode:
            raise BackupError(f"pg_dump failed: {_words(said)}. No backup was made.")


def restore(url: str, dump: Path) -> None:
    """Put a dump in the place of all that the database holds, in one transaction. raises BackupError

    pg_restore writes commands, psql carries them out. The commit is ours and comes after both are content: whoever is
    killed before, the server undoes everything.
    """
    write = [program("pg_restore", url), "--no-owner", "--no-privileges", "--file=-", str(dump)]
    carry_out = [program("psql", url), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    env = {**os.environ, **words(url)}
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(carry_out, env=env, stdin=subprocess.PIPE, stdout=said, stderr=said) as server,
        subprocess.Popen(write, env=env, stdout=subprocess.PIPE, stderr=said) as script,
    ):
        assert server.stdin is not None and script.stdout is not None
        try:
            with suppress(BrokenPipeError):  # psql is gone; its exit code tells
                server.stdin.write(f"BEGIN;\n{EMPTY}".encode())
                shutil.copyfileobj(script.stdout, server.stdin)
                if script.wait() == 0:
                    server.stdin.write(b"\nCOMMIT;\n")
                server.stdin.close()
            script.stdout.close()
            failed = [process.wait() for process in (script, server)]
        except BaseException:
            script.kill()
            server.kill()
            raise
        if any(failed):
            said.seek(0)
            raise BackupError(
                f"The database could not be filled: {_words(said.read())}. It is as it was, and so is the folder."
            )


def _words(said: bytes) -> str:
    return said.decode(errors="replace").strip()[-600:] or "it said nothing"

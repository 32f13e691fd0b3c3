"""Troubles of the machine in words: what, where, what to do. Whatever is not known here keeps its traceback."""

from __future__ import annotations

import errno
import sqlite3
import sys
from pathlib import Path

from warta.cli.folder import DATABASE

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
NO_LEAVE = {errno.EACCES, errno.EPERM, errno.EROFS}


def explain(error: BaseException, data: Path) -> str | None:
    """What to tell whoever gave the command; None for an error that is nobody's but ours.

    data  the data folder
    """
    if isinstance(error, OSError):
        return _of_files(error, data)
    if _is_of_database(error):
        return _of_database(str(error), data)
    return None


def was_interrupted(error: BaseException) -> bool:
    """Did Ctrl-C come while something cleaned up, and that then failed for it? Django's storage closes a file twice."""
    before: BaseException | None = error
    while before is not None and not isinstance(before, KeyboardInterrupt):
        before = before.__context__
    return before is not None


def _of_files(error: OSError, data: Path) -> str | None:
    where = str(error.filename) if error.filename else str(data)
    if error.errno in NO_ROOM:
        return (f"no room is left to write {where}. What was saved before stands. Free some space (`df -h {data}` "
                "shows how much there is), then give the same command again.")  # fmt: skip
    if error.errno in NO_LEAVE:
        return (f"{where} may not be written or read ({error.strerror}). Make it belong to the user who runs Warta, on "
                "a disk that is not read-only, or choose another folder with --data.")  # fmt: skip
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return f"{where} cannot be a folder: a file of that name, or above it, stands in the way. Choose with --data."
    if error.filename and error.errno in (errno.ENOENT, errno.ELOOP, errno.ENAMETOOLONG, errno.EIO, errno.EMFILE):
        return f"{where}: {error.strerror}. Look at that file or folder, then give the same command again."
    return None


def _is_of_database(error: BaseException) -> bool:
    """Is it SQLite's, or Django's, which is asked only if it is there?"""
    django = sys.modules.get("django.db.utils")
    return isinstance(error, sqlite3.Error) or (django is not None and isinstance(error, django.DatabaseError))


def _of_database(said: str, data: Path) -> str | None:
    file = data / DATABASE
    if "database is locked" in said:
        return (f"the database {file} is locked: another program has been writing to it for more than 10 seconds. "
                "Nothing was half saved. Let that program finish or end it, then try again.")  # fmt: skip
    if "is full" in said or "disk I/O error" in said:
        return (f"the database {file} cannot grow ({said}). What was saved before stands. Free some space (`df -h "
                f"{data}` shows how much there is), then give the same command again.")  # fmt: skip
    if "unable to open database file" in said or "readonly database" in said:
        return (f"the database {file} cannot be written ({said}). Make the folder and all its files belong to the user "
                "who runs Warta, on a disk that is not read-only.")  # fmt: skip
    if "not a database" in said or "malformed" in said:
        return f"{file} is damaged, or no database ({said}). Put the last copy in its place."
    if "no such table" in said or "does not exist" in said:
        return f"the database has not got all its tables ({said.splitlines()[0]}). `warta serve` makes what is missing."
    if "connection" in said:
        return (f"the database server of database_url does not answer: {said.splitlines()[0]} Start it, or correct "
                "database_url (WARTA_DATABASE_URL).")  # fmt: skip
    return None

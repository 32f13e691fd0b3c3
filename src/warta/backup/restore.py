"""A newspaper out of a backup: looked at, unpacked beside, then put in place in one step.

Nothing of the old newspaper is touched before all of the new one stands on the disk, each member with the checksum that
the manifest names. With PostgreSQL the database is filled last but one, in one transaction, and the folder put in place
after it: killed between the two, the same command given again does both anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
import tarfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from gzip import BadGzipFile, GzipFile
from pathlib import Path
from typing import IO, Any, cast

from warta import __version__
from warta.backup import contents, postgresql
from warta.backup.archive import CHUNK, Manifest, Reader
from warta.backup.errors import BackupError, Damaged, Stopped
from warta.backup.swap import Stage, claim
from warta.backup.take import SPARE, Progress
from warta.config import FILE_NAME, Config, load

PACKAGE = Path(__file__).parent.parent
NOBODYS = re.compile(r"\..*|lost\+found|.*\.(log|pid)")  # beside these a newspaper may be made
OPEN = 0o644  # pictures, as the newsroom writes them; the folder itself is closed


@dataclass(frozen=True, slots=True)
class Restored:
    """A newspaper that stands: of when, by which version, what was kept of the old one."""

    taken: str
    version: str
    files: int
    aside: Path | None
    finished_earlier: bool = False


def restore(config: Config, path: Path, *, overwrite: bool = False, tell: Progress | None = None) -> Restored:
    """Make the newspaper of a backup in the data folder. Given again, it goes on from any interruption.

    raises  BackupError; OSError of the disk. The old newspaper, if there was one, then stands as before
    """
    stage = Stage(Path(os.path.realpath(config.data)))
    with Reader(path) as source:
        manifest = source.scan()
        _refuse_newer(manifest, path)
        _refuse_mounted(stage.target)
        stage.hold()
        try:
            return _restore(config, source, manifest, stage, overwrite=overwrite, tell=tell)
        except KeyboardInterrupt:
            raise Stopped(_where_stopped(stage)) from None
        finally:
            stage.let_go()


def _restore(
    config: Config, source: Reader, manifest: Manifest, stage: Stage, *, overwrite: bool, tell: Progress | None
) -> Restored:  # fmt: skip
    run = {"file": _name(manifest), "run": secrets.token_hex(8), "taken": manifest.taken, "by": __version__}
    before = stage.run()
    if stage.has_swapped():
        aside = stage.keep_aside()
        if before.get("file") == run["file"]:
            stage.leave()
            return Restored(manifest.taken, manifest.warta, len(manifest.members), aside, finished_earlier=True)
    began = before.get("database") == run["file"]  # the database holds what we ourselves put there
    held = None
    try:
        _refuse_target(stage.target, overwrite=overwrite)
        held = _alone(stage.target, config)
        _refuse_no_room(manifest, stage.target.parent)
        stage.begin({**run, "database": run["file"]} if began else run)
        if not stage.is_free():
            stage.refuse_no_exchange()
        _unpack(source, manifest, stage, tell)
        (stage.data / contents.STAMP).write_text("{}")  # so that the next start prepares the folder
        _fill_database(config, manifest, stage, run, overwrite=overwrite, began=began)
        stage.put_in_place()
        aside = stage.keep_aside()
        stage.leave()
    except BaseException:
        if not stage.run().get("database") and not stage.has_swapped():
            stage.leave()
        raise
    finally:
        if held is not None:
            os.close(held)
    return Restored(manifest.taken, manifest.warta, len(manifest.members), aside)


def _where_stopped(stage: Stage) -> str:
    """What stands after Ctrl-C."""
    if stage.has_swapped():
        return (f"stopped. The restored newspaper stands in {stage.target}; the old one is not yet kept aside: it lies "
                f"in {stage.data}. Give the same command again: it tidies up.")  # fmt: skip
    if stage.run().get("database"):
        return (f"stopped while the database was filled. {stage.target} is as it was, the database may hold the "
                "restored newspaper already: serve neither. Give the same command again.")  # fmt: skip
    return "stopped. Nothing was changed; give the same command again."


def _name(manifest: Manifest) -> str:
    """What tells this backup from any other."""
    rows = json.dumps([manifest.taken, sorted(manifest.members.items())])
    return hashlib.sha256(rows.encode()).hexdigest()


def _refuse_newer(manifest: Manifest, path: Path) -> None:
    newer = _numbers(manifest.warta) > _numbers(__version__)
    unknown = _unknown(manifest.migrations)
    if newer or unknown:
        what = f"Warta {manifest.warta}" if newer else f"a newer Warta (it has {unknown[0]})"
        raise BackupError(f"{path} was taken by {what}; this is Warta {__version__}, which does not know its tables. "
                          "Nothing was changed. Install the newer version, then restore.")  # fmt: skip


def _numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]


def _unknown(migrations: Iterable[str]) -> list[str]:
    """Migrations of our own rooms that this version has not, nor has joined into others."""
    files = {f"{file.parent.parent.name}.{file.stem}": file for file in PACKAGE.glob("*/migrations/*.py")}
    ours = {name.partition(".")[0] for name in files}
    unknown = [name for name in migrations if name.partition(".")[0] in ours and name not in files]
    joined = "".join(file.read_text() for file in files.values()) if unknown else ""
    return [name for name in unknown if f"'{name.partition('.')[2]}'" not in joined]


def _refuse_mounted(target: Path) -> None:
    if target.is_mount():
        raise BackupError(f"{target} is a disk of its own, which cannot be exchanged for another folder. Nothing was "
                          f"changed. Restore into a folder on it, as in --data {target / 'news'}.")  # fmt: skip
    if target.exists() and not target.is_dir():
        raise BackupError(f"{target} is no folder. Nothing was changed. Choose another with --data.")


def _refuse_target(target: Path, *, overwrite: bool) -> None:
    if not target.exists():
        return
    names = sorted(path.name for path in target.iterdir())
    if {FILE_NAME, contents.DATABASE, contents.STAMP} & set(names):
        if not overwrite:
            raise BackupError(
                f"{target} holds a newspaper already. Nothing was changed. Choose another folder with --data, or add "
                "--overwrite: the old one is then kept beside it."
            )
        return
    others = [name for name in names if not NOBODYS.fullmatch(name)]
    if others and contents.UNFINISHED not in names:
        raise BackupError(f"{target} holds something else ({', '.join(others[:3])}). Nothing was changed. Choose an "
                          "empty folder with --data.")  # fmt: skip


def _alone(target: Path, config: Config) -> int | None:
    """Hold the old folder until the new one stands. raises BackupError if a newspaper runs in it"""
    if not target.exists():
        return None
    try:
        return claim(target, alone=True)
    except BlockingIOError:
        raise BackupError(f"A newspaper runs in {config.data}, or a command works there. Nothing was changed. Stop it "
                          "(Ctrl-C, or systemctl stop), then give the same command again.") from None  # fmt: skip


def _refuse_no_room(manifest: Manifest, folder: Path) -> None:
    free, needed = shutil.disk_usage(folder).free, manifest.size + SPARE
    if needed > free:
        raise BackupError(
            f"{folder} has room for {free // 2**20} MB; the newspaper needs {needed // 2**20} MB. Nothing was changed. "
            "Free some space, or choose a folder on another disk with --data."
        )


def _unpack(source: Reader, manifest: Manifest, stage: Stage, tell: Progress | None) -> None:
    """Every member into the stage, compared with its checksum. raises Damaged"""
    done = 0
    for member, content in source.members(manifest):
        size, sha, raw = manifest.members[member.name]
        if member.name == contents.DUMP:
            path, mode = stage.home / contents.DUMP, 0o600
        else:
            inside = contents.target(member.name)
            path = stage.data / inside
            mode = OPEN if inside.parts[0] == "media" else 0o600
        hashed = _Hashing(content)
        stream: Any = (
            GzipFile(fileobj=cast(IO[bytes], hashed), mode="rb") if contents.is_packed(member.name) else hashed
        )
        written = 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
        except (FileExistsError, NotADirectoryError):
            raise Damaged(f"{source.path} holds {member.name!r} as a file and as a folder.") from None
        with os.fdopen(handle, "wb") as out:
            try:
                while written <= raw and (piece := stream.read(CHUNK)):
                    out.write(piece)
                    written += len(piece)
                    done += len(piece)
                    if tell is not None:
                        tell(done, manifest.size, path.name)
                hashed.finish()
            except (EOFError, BadGzipFile, zlib.error, tarfile.TarError):
                raise Damaged(f"{source.path}: {member.name} is damaged.") from None
        if (hashed.size, hashed.seen.hexdigest(), written) != (size, sha, raw):
            raise Damaged(f"{source.path}: {member.name} is damaged: its checksum is not that of the manifest.")
        if member.mtime:
            os.utime(path, (member.mtime, member.mtime))
    for name in contents.FOLDERS:
        (stage.data / name).mkdir(exist_ok=True)
    if not (stage.data / FILE_NAME).exists():
        raise Damaged(f"{source.path} holds no {FILE_NAME}.")


class _Hashing:
    """A member that is hashed while it is read."""

    def __init__(self, content: IO[bytes]) -> None:
        self.content, self.size, self.seen = content, 0, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self.content.read(size)
        self.size += len(piece)
        self.seen.update(piece)
        return piece

    def finish(self) -> None:
        """Read what the unpacking left."""
        while self.read(CHUNK):
            pass


def _fill_database(
    config: Config, manifest: Manifest, stage: Stage, run: dict[str, Any], *, overwrite: bool, began: bool
) -> None:  # fmt: skip
    """Put the dump into PostgreSQL, if the newspaper lives there. raises BackupError"""
    url = load(stage.data).database_url or config.database_url
    if manifest.engine == "sqlite":
        if url:
            raise BackupError("The backup holds an SQLite database, but database_url is set (WARTA_DATABASE_URL). "
                              "Nothing was changed. Unset it, then give the same command again.")  # fmt: skip
        return
    if not url:
        raise BackupError("The backup holds a PostgreSQL database, and no database_url says where to put it. Nothing "
                          "was changed. Set WARTA_DATABASE_URL to an empty database.")  # fmt: skip
    if not (overwrite or began) and not postgresql.is_empty(url):
        raise BackupError("The database of database_url holds tables already. Nothing was changed. Name an empty one, "
                          "or add --overwrite: what the backup holds is then replaced there.")  # fmt: skip
    stage.note({**run, "database": run["file"]})
    try:
        postgresql.restore(url, stage.home / contents.DUMP)
    except BackupError:
        if not began:
            stage.note(run)  # the database is as it was
        raise

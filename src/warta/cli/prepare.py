"""What must be done once after an installation or an upgrade: folders, tables, files of the look."""

from __future__ import annotations

import hashlib
import importlib
import importlib.metadata
import json
from pathlib import Path

from warta.cli.main import set_up_django
from warta.config import Config

STAMP = "prepared.json"
PACKAGE = Path(__file__).parent.parent


def prepare(config: Config) -> bool:
    """Bring the data folder up to date with this version; returns whether there was something to do.

    A stamp tells that it was done, so that a later start does without Django.
    """
    stamp = config.data / STAMP
    wanted = fingerprint(config)
    if stamp.exists() and stamp.read_text() == wanted:
        return False
    config.data.chmod(0o700)  # accounts, letters and drafts are nobody else's
    for folder in ("media", "static", "outbox"):
        (config.data / folder).mkdir(parents=True, exist_ok=True)
    set_up_django()
    call_command = importlib.import_module("django.core.management").call_command
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    importlib.import_module("warta.desk.roles").make_roles()
    stamp.write_text(wanted)
    return True


def fingerprint(config: Config) -> str:
    """What the data folder was prepared for: versions, migrations, files of the look, the database."""
    files = sorted((*PACKAGE.glob("*/migrations/*.py"), *PACKAGE.glob("site/static/**/*"), PACKAGE / "desk/roles.py"))
    seen = hashlib.sha256()
    for file in files:
        status = file.stat()
        seen.update(f"{file.relative_to(PACKAGE)} {status.st_size} {status.st_mtime_ns}\n".encode())
    versions = {name: importlib.metadata.version(name) for name in ("warta", "wagtail", "django", "django-allauth")}
    database = hashlib.sha256(config.database_url.encode()).hexdigest()
    return json.dumps({**versions, "files": seen.hexdigest(), "database": database}, indent=1)

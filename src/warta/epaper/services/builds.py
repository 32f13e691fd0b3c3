"""Making an edition.

Whatever goes wrong, and whenever the process ends, readers go on having the build that the edition points to: files are
made in a folder of their own (`making.py`), which is given its name when it is whole and on the disk; one transaction
then points the edition to it. Nothing is locked in the database while pages are made.
"""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

from django.utils.translation import gettext as _

from warta.epaper import folders
from warta.epaper.errors import BuildFailed, Busy, NotAPdf, NothingToPrint
from warta.epaper.material import Material, material
from warta.epaper.models import Edition
from warta.epaper.records import Record, record_of
from warta.epaper.services.making import Tell, compose, take_upload, tell_nobody
from warta.epaper.services.pointing import Built, Stale, choose_pieces, note_failure, point

logger = logging.getLogger("warta.epaper")
ATTEMPTS = 3  # when a story is withdrawn while pages are made that hold it
WORK = "work"  # pictures that had to be made


def build(edition: Edition, *, draft: bool = False, wait_s: float = 0.0, tell: Tell = tell_nobody) -> Built:
    """Make an edition's pages of what it is made of now, and give them to its readers; what is the same is not made.

    draft   the desk alone sees them, until it publishes them
    wait_s  how long to wait for somebody else who makes the same edition
    raises  Busy; BuildFailed with words, which the edition keeps and the newsroom is told. What was there stands
    """
    try:
        with folders.locked(edition.folder, wait_s):
            edition.refresh_from_db()
            folders.sweep(edition.folder, {edition.draft, edition.incoming}, edition.build)
            for _attempt in range(ATTEMPTS):
                try:
                    return _build(edition, draft, tell)
                except Stale:
                    continue
            raise BuildFailed(_("Stories were withdrawn again and again while the pages were made."))
    except Busy:
        raise
    except Exception as error:
        if not isinstance(error, NothingToPrint | NotAPdf):
            logger.exception("edition %s was not made", edition)
        raise BuildFailed(note_failure(edition, error, draft=draft)) from error


def _build(edition: Edition, draft: bool, tell: Tell) -> Built:
    seen = edition.draft_wanted_at if draft else edition.wanted_at
    if edition.chosen_at is None:
        choose_pieces(edition)
    with folders.under_way(edition.folder) as making:
        work = making / WORK
        work.mkdir()
        found = material(edition, work)
        upload = _upload(edition, draft)
        if upload is None and not any(piece.kind not in ("notice", "advertisement") for piece in found.issue.pieces):
            raise NothingToPrint(_nothing(edition))
        known = _known(edition, found, upload, draft)
        if known is not None:
            return Built(edition, point(edition, known, seen, draft), is_new=False)
        record = take_upload(upload, found, making, tell) if upload else compose(found, making, tell)
        shutil.rmtree(work)
        folders.keep(making, record.name)
    took = edition.incoming if upload else ""
    built = Built(edition, point(edition, record, seen, draft, took=took), is_new=True)
    if took:
        (edition.folder / took).unlink(missing_ok=True)
    return built


def _upload(edition: Edition, draft: bool) -> Path | None:
    """The PDF that readers get, where it comes from a print system; None for composed pages."""
    if draft:
        return None
    if edition.incoming:
        return edition.folder / edition.incoming
    return edition.files / folders.PDF if edition.uploaded and edition.build else None


def _nothing(edition: Edition) -> str:
    if edition.items.filter(kind="story", is_dropped=True).exists():
        return _("All its stories are left out: there is nothing to print. Take one back, or put another in.")
    return _("No story came out in the time that this edition holds: there is nothing to print.")


def _known(edition: Edition, found: Material, upload: Path | None, draft: bool) -> Record | None:
    """The pages that are there already, if they are made of the same."""
    if upload is not None:
        return None
    names = [edition.draft] if draft else [edition.build, edition.draft]
    for record in (record_of(edition.folder / name) for name in names if name):
        if record is not None and record.fingerprint == found.fingerprint:
            return record
    return None

"""Editions: begun, their stories chosen, and pointed to a build that is whole; or why there is none.

Knows nothing of how pages are made, which the newsroom's own process never does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from warta.epaper import folders
from warta.epaper.choosing import choose
from warta.epaper.errors import BuildFailed, Changed, NotAPdf, in_words
from warta.epaper.models import Edition, EditionItem, EditionPage, EpaperSettings
from warta.epaper.queries import is_public
from warta.epaper.records import Record, record_of
from warta.epaper.rules import number_of, span_of
from warta.epaper.services.alarms import tell_failure
from warta.stories.changes import ChangeKind
from warta.stories.models import Change, Story


@dataclass(frozen=True, slots=True)
class Built:
    """What came of making an edition: its pages, and whether they are new or were there already."""

    edition: Edition
    record: Record
    is_new: bool

    @property
    def folder(self) -> Path:
        """Where its files lie."""
        return self.edition.folder / self.record.name


class Stale(Exception):
    """What was made holds a story that is not public any more."""


@transaction.atomic
def edition_for(day: date, language: str) -> Edition:
    """The edition of a day, made if it is new: without pages, and nobody has it yet. Three queries at most."""
    found = Edition.objects.filter(day=day, language=language).first()
    if found is not None:
        return found
    chosen: Any = EpaperSettings.load()
    before = Edition.objects.filter(language=language, day__lt=day).order_by("-day").first()
    number = number_of(chosen.first_number, before.number if before else None)
    edition, _is_new = Edition.objects.get_or_create(day=day, language=language, defaults={"number": number})
    return edition


def choose_pieces(edition: Edition, now: datetime | None = None) -> int:
    """Choose an edition's stories, as of now; returns how many. What the desk put in, moved or left out stays so."""
    chosen: Any = EpaperSettings.load()
    zone = ZoneInfo(settings.TIME_ZONE)
    since, until = span_of(edition.day, chosen.covers_from, chosen.made_at, zone, now or timezone.now())
    found = choose(edition, since, until, chosen.pages_max)
    with transaction.atomic():
        there = {item.story: item for item in edition.items.filter(kind="story")}
        new: list[EditionItem] = []
        known: list[EditionItem] = []
        for rank, one in enumerate(found, 1):
            item = there.pop(one.story, None) or EditionItem(edition=edition, story=one.story)
            item.rank, item.weight, item.headline = rank, one.weight, one.headline[:255]
            (known if item.pk else new).append(item)
        EditionItem.objects.bulk_create(new)
        EditionItem.objects.bulk_update(known, ["rank", "weight", "headline"])
        touched = ("is_chosen", "is_dropped", "is_locked", "is_gone", "printed_on")
        idle = [item.pk for item in there.values() if not any(getattr(item, name) for name in touched)]
        EditionItem.objects.filter(pk__in=idle).delete()
        Edition.objects.filter(pk=edition.pk).update(chosen_at=until)
    edition.chosen_at = until
    return len(found)


def note_failure(edition: Edition, error: BaseException, *, draft: bool = False) -> str:
    """Keep why an edition could not be made, and tell the newsroom; returns it in words."""
    words = in_words(error)
    now = timezone.now()
    with transaction.atomic():
        row = Edition.objects.filter(pk=edition.pk)
        row.update(failure=words, failed_at=now)
        if draft:
            row.update(draft_wanted_at=None)  # whoever asked for it looks at it
        if isinstance(error, NotAPdf):
            row.update(incoming="", wanted_at=None)  # it will be no better next time
        edition.refresh_from_db()
        if not draft:
            tell_failure(edition)
    return words


def point(
    edition: Edition, record: Record, seen: datetime | None, draft: bool, took: str = ""
) -> Record:  # fmt: skip
    """Point the edition to a build that is whole. One short transaction. raises Stale

    seen  what had been asked for when the making began: what came later is still to be done
    took  the upload that it was made of
    """
    now = timezone.now()
    with transaction.atomic():
        rows = Edition.objects.filter(pk=edition.pk)
        rows.update(failure="", failed_at=None)  # takes the row, so that two of these come one after the other
        if not all_public(record.keys):
            raise Stale
        if draft:
            rows.update(draft=record.name)
            rows.filter(draft_wanted_at=seen).update(draft_wanted_at=None)
        else:
            rows.filter(wanted_at=seen).update(wanted_at=None)
            edition.refresh_from_db()
            if edition.build != record.name:
                _give(edition, record, now, took)
        edition.refresh_from_db()
        if not draft:
            Change.record(ChangeKind.EDITION_CHANGED, -edition.pk, gate=edition.gate, language=edition.language)
    return record


def _give(edition: Edition, record: Record, now: datetime, took: str) -> None:
    """Make a build the readers' own: its pages, and what stands where."""
    rows = Edition.objects.filter(pk=edition.pk)
    rows.update(build=record.name, fingerprint=record.fingerprint, built_at=now, uploaded=record.uploaded, draft="")
    if took:
        rows.filter(incoming=took).update(incoming="")
        edition.items.filter(is_gone=True).update(is_dropped=True)  # the new PDF is without them
    edition.pages.all().delete()
    EditionPage.objects.bulk_create([EditionPage(edition=edition, **page) for page in record.pages])
    printed, shortened = record.printed_on, record.shortened
    items = list(edition.items.all())
    for item in items:
        item.printed_on = " ".join(map(str, printed.get(item.key, ())))[:200]
        item.is_shortened = item.key in shortened
        item.is_gone = item.is_gone and item.key not in record.keys
    EditionItem.objects.bulk_update(items, ["printed_on", "is_shortened", "is_gone"])


def all_public(keys: Iterable[str]) -> bool:
    """Are all stories among these pieces public now? One query."""
    wanted = [int(key.partition(":")[2]) for key in keys if key.startswith("story:")]
    now = timezone.now()
    stories = Story.objects.filter(pk__in=wanted).only(*Story.GATE_FIELDS)
    return sum(is_public(story, now) for story in stories) == len(set(wanted))


def publish_draft(edition: Edition, pages: str) -> Built:
    """Give readers the pages that the desk looked at.

    pages   names them: others that were made meanwhile are not published unseen
    raises  Changed, Busy; BuildFailed if they are gone, or if a story is
    """
    with folders.locked(edition.folder, 0):
        edition.refresh_from_db()
        if edition.draft and edition.draft != pages:
            raise Changed(_("New pages were made meanwhile. Look at them before you publish them."))
        record = record_of(edition.folder / edition.draft) if edition.draft else None
        if record is None:
            raise BuildFailed(_("These pages are there no more. Make them anew."))
        try:
            return Built(edition, point(edition, record, edition.wanted_at, draft=False), is_new=False)
        except Stale:
            raise BuildFailed(
                _("A story of these pages was withdrawn meanwhile. Make the pages anew, then publish them.")
            ) from None

"""What time and the change log ask for: the day's edition at its hour, the same anew after corrections, its close.

The worker calls `editions_due` every second. Pages are made in a process of its own, one at a time, so that whatever it
does and however it ends, the worker goes on.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from warta.epaper.errors import BuildFailed
from warta.epaper.folders import tidy
from warta.epaper.models import Edition, EditionItem, EpaperSettings
from warta.epaper.queries import is_public
from warta.epaper.rules import closes_at, is_time
from warta.epaper.services.alarms import tell_gone
from warta.epaper.services.desk import PAUSE, publish
from warta.epaper.services.pointing import edition_for, note_failure
from warta.stories.changes import ChangeKind
from warta.stories.models import Change, ListenerPlace, Story
from warta.stories.queries import in_language

logger = logging.getLogger("warta.epaper")
LISTENER = "epaper"
BATCH = 200  # rows of the log
TIDIED = 7  # editions before today's
AGAIN = timedelta(minutes=10)  # after a failure
SECONDS_MAX = 900  # of one making
NOTED = 5  # the exit code of a making that failed and kept the reason itself
Run = Callable[[int, bool], None]


def run_apart(edition: int, draft: bool) -> None:
    """Make an edition in a process of its own, which ends with this one. Why it failed it keeps itself, if it can."""
    command = [sys.executable, "-m", "warta", "edition", "make", str(edition), "--watched"]
    # Its standard input closes when we end, however we end.
    with subprocess.Popen(command + ["--draft"] * draft, stdin=subprocess.PIPE, env=os.environ.copy()) as making:
        try:
            code = making.wait(timeout=SECONDS_MAX)
        except subprocess.TimeoutExpired:
            making.kill()
            code = making.wait()
            _note(edition, _("It took longer than %d minutes, and was ended.") % (SECONDS_MAX // 60), draft)
            return
    if code not in (0, NOTED):
        how = f"signal {-code}" if code < 0 else f"code {code}"
        _note(edition, _("The process that made the pages was ended (%s).") % how, draft)


def _note(edition: int, words: str, draft: bool) -> None:
    row = Edition.objects.filter(pk=edition).first()
    if row is not None:
        note_failure(row, BuildFailed(words), draft=draft)


def editions_due(now: datetime | None = None, run: Run = run_apart) -> int:
    """Do what is due of editions; returns how much that was. Six queries when idle, one more for a second language."""
    moment = now or timezone.now()
    return follow() + _close(moment) + _todays(moment, run) + _wanted(moment, run)


def languages(chosen: Any) -> list[str]:
    """The languages in which editions are made: those chosen, as far as the newspaper has them; else its own."""
    known = [code for code, _name in settings.LANGUAGES]
    wanted = [code for code in chosen.languages.replace(",", " ").split() if code in known]
    return list(dict.fromkeys(wanted)) or [settings.LANGUAGE_CODE]


def _todays(now: datetime, run: Run) -> int:
    """Make and publish today's edition once its hour has come. After a time without a worker: today's alone."""
    chosen: Any = EpaperSettings.load()
    zone = ZoneInfo(settings.TIME_ZONE)
    today = now.astimezone(zone).date()
    if not chosen.is_made or not is_time(today, chosen.made_at, zone, now):
        return 0
    return sum(_todays_in(language, today, now, run) for language in languages(chosen))


def _todays_in(language: str, today: date, now: datetime, run: Run) -> int:
    edition = Edition.objects.filter(day=today, language=language).first()
    if edition is None:
        if _is_before_the_first(language, now):
            return 0
        edition = edition_for(today, language)
    if edition.published_at is not None or edition.withdrawn_at is not None or _waits(edition, now):
        return 0
    if edition.closed_at is None and not edition.uploaded:  # the night's stories come to what the desk arranged
        Edition.objects.filter(pk=edition.pk).update(chosen_at=None)
    if edition.closed_at is None or not edition.build:
        run(edition.pk, False)
        edition.refresh_from_db()
        if not edition.build and edition.failed_at is None:  # not even the reason could be kept
            _note(edition.pk, _("The pages could not be made."), draft=False)
    if edition.build:
        publish(edition=edition)
        _tidy(edition)
        if edition.failure:  # these are pages that were made before: better than none, until others are made
            Edition.objects.filter(pk=edition.pk, wanted_at=None).update(wanted_at=now - PAUSE)
    return 1


def _is_before_the_first(language: str, now: datetime) -> bool:
    """Has nothing been published yet lately by a newspaper that never had an edition? That is no failure."""
    if Edition.objects.filter(language=language).exists():
        return False
    return not in_language(language).filter(published_at__gte=now - timedelta(days=2)).exists()


def _tidy(edition: Edition) -> None:
    """Keep one build of each edition before this one."""
    before = Edition.objects.filter(language=edition.language, day__lt=edition.day).order_by("-day")
    for row in before[:TIDIED]:
        tidy(row.folder, {row.build, row.draft})


def _waits(edition: Edition, now: datetime) -> bool:
    """Did making it fail so lately that it is not yet tried again?"""
    return edition.failed_at is not None and now - edition.failed_at < AGAIN


def _wanted(now: datetime, run: Run) -> int:
    """Make anew what is asked for: at once for the desk, after a pause for corrections. One edition at a time."""
    lately = Q(failed_at__isnull=True) | Q(failed_at__lte=now - AGAIN)
    drafts = Edition.objects.filter(draft_wanted_at__lte=now).order_by("draft_wanted_at")
    row = drafts.values_list("pk", flat=True).first()
    if row is not None:
        run(row, True)
        return 1
    wanted = Edition.objects.filter(lately, wanted_at__lte=now - PAUSE).order_by("wanted_at")
    row = wanted.values_list("pk", flat=True).first()
    if row is not None:
        run(row, False)
        return 1
    return 0


def _close(now: datetime) -> int:
    """Close the editions whose time is over, once what was asked for is made. One query when none is."""
    chosen: Any = EpaperSettings.load()
    if not chosen.closed_after:
        return 0
    edge = now - timedelta(hours=chosen.closed_after)
    found = Edition.objects.filter(published_at__lte=edge, closed_at__isnull=True, wanted_at__isnull=True)
    done = 0
    for edition in found.order_by("day")[:20]:
        since = max(filter(None, (edition.published_at, edition.reopened_at)))
        end = closes_at(since, chosen.closed_after)
        if end is not None and end <= now:
            done += Edition.objects.filter(pk=edition.pk, wanted_at__isnull=True).update(closed_at=now)
    return done


# The change log


def follow() -> int:
    """Take in what changed since the last time, at most 200 rows; returns how many. Two queries when nothing did."""
    place, is_new = ListenerPlace.objects.get_or_create(name=LISTENER, defaults={"change": 0})
    if is_new:  # nothing was printed before
        last = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        ListenerPlace.objects.filter(name=LISTENER).update(change=last)
        return 0
    rows = list(Change.objects.filter(pk__gt=place.change).order_by("pk")[:BATCH])
    if not rows:
        return 0
    stories = {row.story for row in rows if row.kind == ChangeKind.STORY_CHANGED and row.story}
    with transaction.atomic():
        if any(row.kind == ChangeKind.POLICY_CHANGED for row in rows):
            _want(Edition.objects.all())
        if stories:
            _take_in(stories)
        ListenerPlace.objects.filter(name=LISTENER).update(change=rows[-1].pk)
    return len(rows)


def _take_in(stories: Iterable[int]) -> None:
    """Have open editions made anew that hold changed stories; mark what is not public any more, or is again."""
    items = list(EditionItem.objects.filter(kind="story", story__in=list(stories)).select_related("edition")[:1000])
    if not items:
        return
    now = timezone.now()
    asked = Story.objects.filter(pk__in={item.story for item in items}).only(*Story.GATE_FIELDS)
    public = {story.pk for story in asked if is_public(story, now)}
    _want(Edition.objects.filter(pk__in={item.edition_id for item in items if not item.is_dropped}))
    changed: dict[int, Edition] = {}
    for item in items:
        is_gone = item.story not in public
        if is_gone != item.is_gone and (item.printed_on or item.edition.uploaded):
            item.is_gone = is_gone
            item.save(update_fields=["is_gone"])
            changed[item.edition_id] = item.edition
            if is_gone:
                _withdrawn(item)
    for edition in changed.values():
        Change.record(ChangeKind.EDITION_CHANGED, -edition.pk, gate=edition.gate, language=edition.language)


def _want(editions: Any) -> None:
    """Have editions made anew that are open, composed, and have pages; the first wish counts."""
    composed = editions.filter(closed_at=None, uploaded=False, withdrawn_at=None, wanted_at=None).exclude(build="")
    composed.update(wanted_at=timezone.now())


def _withdrawn(item: EditionItem) -> None:
    """An open edition is made anew at once; of one that is not the newsroom is told."""
    edition = item.edition
    if edition.closed_at is None and not edition.uploaded:
        Edition.objects.filter(pk=edition.pk, withdrawn_at=None).update(wanted_at=timezone.now() - PAUSE)
    elif edition.withdrawn_at is None and edition.published_at is not None:
        tell_gone(edition, item)

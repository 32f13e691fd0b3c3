"""Writes about accounts that are not Django's or allauth's own."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from warta.readers import holdings
from warta.readers.errors import WorksHere
from warta.readers.handover import forget_handovers
from warta.readers.models import Follow, HistoryRead, Newsletter, NewsletterChoice, Saved, User
from warta.stories.changes import ChangeKind
from warta.stories.models import Change

SESSIONS_AT_ONCE = 500  # some 10 ms of SQLite's one writer


@transaction.atomic
def void_tokens(reader: int) -> None:
    """Void all tokens of a reader, within a second at every edge: their rights changed, or they signed out.

    Whoever still has a session gets a new one at the next page. Three queries.
    """
    if User.objects.filter(pk=reader).update(generation=F("generation") + 1):
        generation = User.objects.values_list("generation", flat=True).get(pk=reader)
        Change.record(ChangeKind.RIGHTS_CHANGED, reader=reader, generation=generation)


@transaction.atomic
def void_many(readers: Sequence[int]) -> None:
    """Void the tokens of some hundred readers, as `void_tokens` does. Three queries."""
    found = User.objects.filter(pk__in=readers)
    found.update(generation=F("generation") + 1)
    kind = ChangeKind.RIGHTS_CHANGED.value
    rows = found.order_by("pk").values_list("pk", "generation")
    Change.record_all([Change(kind=kind, reader=pk, generation=generation) for pk, generation in rows])


FOLLOWS_MAX, SAVED_MAX, HISTORY_MAX = 500, 1000, 1000
TRIMMED_AT_ONCE = 20  # readers


@transaction.atomic
def follow(*, user: User, kind: str, about: int, on: bool) -> None:
    """Follow, or follow no more. At most `FOLLOWS_MAX`."""
    _turn(Follow, FOLLOWS_MAX, on, user=user, kind=kind, about=about)


@transaction.atomic
def save_story_for(*, user: User, story: int, on: bool) -> None:
    """Put a story aside, or forget it. At most `SAVED_MAX`."""
    _turn(Saved, SAVED_MAX, on, user=user, story=story)


def _turn(model: type[Follow] | type[Saved], most: int, on: bool, **row: Any) -> None:
    if not on:
        model.objects.filter(**row).delete()
    elif model.objects.filter(user=row["user"]).count() < most:
        model.objects.get_or_create(**row)


@transaction.atomic
def choose_newsletters(*, user: User, chosen: Sequence[int]) -> None:
    """Exactly these newsletters, of those that are open."""
    user.newsletters.exclude(newsletter__in=chosen).delete()
    for newsletter in Newsletter.objects.filter(pk__in=chosen, is_open=True):
        NewsletterChoice.objects.get_or_create(user=user, newsletter=newsletter)


@transaction.atomic
def keep_history(reads: Sequence[tuple[int, int]]) -> None:
    """Note what readers read, of those who keep a history; about the newest `HISTORY_MAX` of each.

    Of many readers at once only some have their oldest thrown out, so that this stays short: the others' turn comes.
    """
    keeping = set(User.objects.filter(pk__in={pk for pk, _s in reads}, keeps_history=True).values_list("pk", flat=True))
    now = timezone.now()
    rows = {(pk, story): HistoryRead(user_id=pk, story=story, at=now) for pk, story in reads if pk in keeping}
    HistoryRead.objects.bulk_create(
        rows.values(), update_conflicts=True, unique_fields=["user", "story"], update_fields=["at"]
    )
    for pk in random.sample(sorted(keeping), min(len(keeping), TRIMMED_AT_ONCE)):
        old = HistoryRead.objects.filter(user=pk).order_by("-at", "-pk").values_list("pk", flat=True)
        too_many = list(old[HISTORY_MAX : HISTORY_MAX + 5000])
        if too_many:
            HistoryRead.objects.filter(pk__in=too_many).delete()


@transaction.atomic
def turn_history(*, user: User, on: bool) -> None:
    """Keep a history from now on, or none: then what was kept is gone, and the edge is told no more of it."""
    User.objects.filter(pk=user.pk).update(keeps_history=on)
    if not on:
        user.history.all().delete()
    void_tokens(user.pk)


def end_sessions(*, user: User) -> None:
    """Sign a reader out on every device."""
    user.handovers.exclude(state="done").update(state="refused")
    for session in UserSession.objects.filter(user=user):
        session.end()
    void_tokens(user.pk)


def delete_account(*, user: User) -> None:
    """Delete an account and all that is held about it, but for what the law keeps (which holds ids, no name).

    raises WorksHere for a colleague: bylines and decisions of the newsroom name them
    """
    if user.works_here:
        raise WorksHere
    end_sessions(user=user)
    with transaction.atomic():
        holdings.forget(user.pk)
        user.delete()


def forget_sessions(now: datetime | None = None) -> int:
    """Delete some of the sessions that have run out, and what is known of their devices; returns how many it took.

    Hand-overs that ended long ago go with them.
    """
    now = now or timezone.now()
    late = Session.objects.filter(expire_date__lt=now).order_by("expire_date")
    keys = list(late.values_list("pk", flat=True)[:SESSIONS_AT_ONCE])
    if keys:
        with transaction.atomic():
            UserSession.objects.filter(session_key__in=keys).delete()
            Session.objects.filter(pk__in=keys).delete()
    return len(keys) + forget_handovers(now)

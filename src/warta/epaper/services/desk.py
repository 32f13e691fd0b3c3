"""What editors do with an edition: arranging, publishing, closing, withdrawing, uploading.

Each change names the state that its editor saw (`seen`): what was drawn before somebody else's change is refused.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from warta.epaper import folders
from warta.epaper.choosing import may_stand_in
from warta.epaper.errors import Changed, Closed, NotAPdf, NotMade, refusal
from warta.epaper.models import Edition, EditionItem
from warta.epaper.queries import ITEMS_MAX
from warta.epaper.rules import UPLOAD_MAX
from warta.stories.changes import ChangeKind
from warta.stories.errors import ReasonMissing
from warta.stories.models import Change

PAUSE = timedelta(minutes=2)  # after the first of some corrections, before the edition is made anew for all of them
PUBLISH, CLOSE, REOPEN, WITHDRAW, UPLOAD, ARRANGE = (
    f"warta.edition_{verb}" for verb in ("publish", "close", "reopen", "withdraw", "upload", "arrange")
)
PART = 1 << 20


@contextmanager
def changing(edition: Edition, seen: int | None) -> Iterator[Edition]:
    """Around a change of the desk's: one transaction, in which nobody else changes the edition. raises Changed"""
    with transaction.atomic():
        rows = Edition.objects.filter(pk=edition.pk)
        if seen is not None:
            rows = rows.filter(revision=seen)
        if not rows.update(revision=F("revision") + 1):
            raise Changed(_("Somebody else changed this edition meanwhile. Look at it again; nothing was changed."))
        edition.refresh_from_db()
        yield edition


def tell_readers(edition: Edition) -> None:
    """Write that what readers have of an edition changed. Call it last in its transaction."""
    edition.refresh_from_db()
    Change.record(ChangeKind.EDITION_CHANGED, -edition.pk, gate=edition.gate, language=edition.language)


def publish(*, edition: Edition, user: Any = None, seen: int | None = None) -> None:
    """Have readers get an edition from now on. raises NotMade if it has no pages, Changed"""
    with changing(edition, seen):
        if not edition.build:
            raise NotMade(_("This edition has no pages yet: make them first."))
        Edition.objects.filter(pk=edition.pk).update(
            published_at=edition.published_at or timezone.now(), withdrawn_at=None
        )
        log(instance=edition, action=PUBLISH, user=user)
        tell_readers(edition)


def close(*, edition: Edition, user: Any = None, seen: int | None = None) -> None:
    """Have an edition stay as it is: corrections make it anew no more. raises Changed"""
    with changing(edition, seen):
        Edition.objects.filter(pk=edition.pk).update(closed_at=timezone.now(), wanted_at=None)
        log(instance=edition, action=CLOSE, user=user)


def reopen(*, edition: Edition, user: Any = None, seen: int | None = None) -> None:
    """Have corrections make an edition anew again, and make it anew for those that came meanwhile. raises Changed"""
    with changing(edition, seen):
        now = timezone.now()
        Edition.objects.filter(pk=edition.pk).update(closed_at=None, reopened_at=now, wanted_at=now - PAUSE)
        log(instance=edition, action=REOPEN, user=user)


def withdraw(*, edition: Edition, user: Any, reason: str, seen: int | None = None) -> None:
    """Take an edition back from its readers; files and arrangement stay with the desk. raises ReasonMissing, Changed"""
    if not reason.strip():
        raise ReasonMissing(_("Say why the edition is withdrawn."))
    with changing(edition, seen):
        Edition.objects.filter(pk=edition.pk).update(withdrawn_at=timezone.now(), wanted_at=None)
        log(instance=edition, action=WITHDRAW, user=user, data={"reason": reason.strip()})
        tell_readers(edition)


def want_pages(*, edition: Edition, draft: bool) -> None:
    """Have the worker make an edition's pages now: for the desk to look at, or for its readers at once."""
    now = timezone.now()
    words: dict[str, Any] = {"draft_wanted_at": now} if draft else {"wanted_at": now - PAUSE}
    with transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(failure="", failed_at=None, **words)


def choose_anew(*, edition: Edition, seen: int | None = None) -> None:
    """Have the stories chosen anew at the next making, with those that came out since. raises Changed, Closed"""
    with changing(edition, seen):
        _refuse_closed(edition)
        Edition.objects.filter(pk=edition.pk).update(chosen_at=None)


def upload_pdf(*, edition: Edition, file: BinaryIO, user: Any = None, seen: int | None = None) -> None:
    """Take a finished PDF in the place of composed pages. The worker looks at it and gives it to the readers.

    raises NotAPdf for what can be seen at once, Changed
    """
    edition.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{folders.INCOMING}{secrets.token_hex(6)}.pdf"
    target = edition.folder / name
    try:
        _write(file, target)
        with changing(edition, seen):
            now = timezone.now()
            Edition.objects.filter(pk=edition.pk).update(
                incoming=name, wanted_at=now - PAUSE, failure="", failed_at=None
            )
            log(instance=edition, action=UPLOAD, user=user)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _write(file: BinaryIO, target: Any) -> None:
    size = 0
    with target.open("wb") as out:
        while part := file.read(PART):
            if size == 0 and b"%PDF-" not in part[:1024]:
                raise NotAPdf(refusal("no-pdf"))
            size += len(part)
            if size > UPLOAD_MAX:
                raise NotAPdf(refusal("too-large"))
            out.write(part)
    if not size:
        raise NotAPdf(refusal("no-pdf"))


def compose_instead(*, edition: Edition, user: Any = None, seen: int | None = None) -> None:
    """Have composed pages again in the place of an uploaded PDF. raises Changed, Closed"""
    with changing(edition, seen):
        _refuse_closed(edition)
        Edition.objects.filter(pk=edition.pk).update(
            uploaded=False, incoming="", fingerprint="", wanted_at=timezone.now() - PAUSE
        )
        log(instance=edition, action=ARRANGE, user=user, data={"what": "compose"})


def _refuse_closed(edition: Edition) -> None:
    if edition.closed_at is not None:
        raise Closed(_("This edition is closed. Reopen it first."))


# Arranging


def arrange(*, edition: Edition, item: int, seen: int | None = None, **wishes: Any) -> EditionItem:
    """Set what the desk wishes of a piece: `page`, `place`, `length`, `is_dropped`. raises Changed, Closed, NotMade"""
    with changing(edition, seen):
        _refuse_closed(edition)
        piece = _piece(edition, item)
        for name, value in wishes.items():
            if name not in ("page", "place", "length", "is_dropped"):
                raise TypeError(name)
            setattr(piece, name, value)
        piece.is_chosen = True
        piece.full_clean(exclude=["edition", "headline"])
        piece.save()
        return piece


def make_lead(*, edition: Edition, item: int, page: int = 0, seen: int | None = None) -> None:
    """Have a piece lead a page, in the place of what led it; without a page it leads wherever it stands."""
    with changing(edition, seen):
        _refuse_closed(edition)
        piece = _piece(edition, item)
        page = page or piece.page or first_page(piece)
        for other in edition.items.filter(is_lead=True).exclude(pk=piece.pk):
            if page in (other.page, first_page(other)):
                other.is_lead = False
                other.save(update_fields=["is_lead"])
        piece.is_lead, piece.is_chosen, piece.is_dropped, piece.page = True, True, False, page
        piece.save()


def lock(*, edition: Edition, item: int, on: bool, order: Sequence[int] = (), seen: int | None = None) -> None:
    """Have a piece stay on its page, at its place, when pages are made anew; or not any more.

    order  the pieces of its page as they stand
    """
    with changing(edition, seen):
        _refuse_closed(edition)
        piece = _piece(edition, item)
        piece.is_locked = on
        piece.page = (piece.page or first_page(piece)) if on else 0
        piece.place = (piece.place or _place(piece.pk, order)) if on else 0
        piece.is_chosen = True
        piece.save()


def shift(*, edition: Edition, item: int, by: int, order: Sequence[int], seen: int | None = None) -> None:
    """Move a piece up (-1) or down (1) among those of its page, `order`, which all keep their places from then on."""
    with changing(edition, seen):
        _refuse_closed(edition)
        piece = _piece(edition, item)
        pieces = {one.pk: one for one in edition.items.filter(pk__in=list(order))}
        ranked = [pk for pk in order if pk in pieces]
        if piece.pk not in ranked:
            return
        here = ranked.index(piece.pk)
        there = min(max(here + by, 0), len(ranked) - 1)
        ranked.insert(there, ranked.pop(here))
        page = piece.page or first_page(piece)
        for place, pk in enumerate(ranked, 1):
            one = pieces[pk]
            one.page, one.place, one.is_chosen = page, place, True
        EditionItem.objects.bulk_update(pieces.values(), ["page", "place", "is_chosen"])


def put_in(*, edition: Edition, story: int, page: int = 0, seen: int | None = None) -> EditionItem:
    """Put a public story into an edition. raises NotMade if it may not stand in it, Changed, Closed"""
    with changing(edition, seen):
        _refuse_closed(edition)
        found = may_stand_in(edition).filter(pk=story).first()
        if found is None:
            raise NotMade(_("Only a public story in the edition's language can stand in it."))
        item = edition.items.filter(story=story).first() or EditionItem(edition=edition, story=story, weight=60)
        if item.pk is None:
            item.rank = _last(edition)
        item.headline, item.is_chosen, item.is_dropped, item.page = found.title[:255], True, False, page
        item.save()
        return item


def insert(*, edition: Edition, piece: EditionItem, seen: int | None = None) -> EditionItem:
    """Put a notice or an advertisement into an edition, or save a changed one. raises Changed, Closed"""
    with changing(edition, seen):
        _refuse_closed(edition)
        piece.edition, piece.is_chosen = edition, True
        if piece.pk is None:
            piece.rank = _last(edition)
        piece.save()
        return piece


def take_out(*, edition: Edition, item: int, seen: int | None = None) -> None:
    """Delete a notice or an advertisement that is on no page yet, and drop one that is. raises Changed, Closed"""
    with changing(edition, seen):
        _refuse_closed(edition)
        piece = _piece(edition, item)
        if piece.printed_on or piece.kind == "story":
            piece.is_dropped = piece.is_chosen = True
            piece.save()
        else:
            piece.delete()


def first_page(item: EditionItem) -> int:
    """The page on which a piece begins in the readers' build; 0 if it is not in it."""
    return int(item.printed_on.split()[0]) if item.printed_on else 0


def _piece(edition: Edition, item: int) -> EditionItem:
    found = edition.items.filter(pk=item).first()
    if found is None:
        raise NotMade(_("This piece is not in the edition any more."))
    return found


def _place(pk: int, order: Sequence[int]) -> int:
    return order.index(pk) + 1 if pk in order else 0


def _last(edition: Edition) -> int:
    """The rank after all others. raises NotMade if there are too many"""
    if edition.items.count() >= ITEMS_MAX:
        raise NotMade(_("An edition holds at most %d pieces.") % ITEMS_MAX)
    return int(edition.items.aggregate(last=Max("rank"))["last"] or 0) + 1

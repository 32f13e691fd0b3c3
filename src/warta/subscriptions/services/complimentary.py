"""Rights given for nothing, by the service desk or a command; and what else the desk did for a reader."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from warta.access import Right
from warta.readers.services import void_tokens
from warta.subscriptions.errors import NothingToRevoke, ReasonMissing
from warta.subscriptions.models import COMPLIMENTARY, LedgerEvent
from warta.subscriptions.rules.rights import rights_text


@transaction.atomic
def grant_complimentary(
    *, reader: Any, rights: Iterable[Right], by: Any, why: str, until: datetime | None = None, source: str = ""
) -> LedgerEvent:  # fmt: skip
    """Give a reader rights for nothing, until a moment or until they are revoked.

    by      the colleague who does it; None: a command
    source  what it comes from, of a command
    raises  ReasonMissing; ValueError without a right
    """
    chosen = rights_text(rights)
    if not chosen:
        raise ValueError("Name at least one right.")
    event = LedgerEvent.objects.create(
        kind=COMPLIMENTARY, reader=reader.pk, rights=chosen, until=until, source=source, **who_and_why(by, why)
    )
    void_tokens(reader.pk)
    return event


@transaction.atomic
def revoke(*, grant: LedgerEvent, by: Any, why: str) -> LedgerEvent:
    """End what was granted. raises ReasonMissing, NothingToRevoke"""
    refusal = NothingToRevoke("This is no grant, or it was revoked before.")
    if grant.kind != COMPLIMENTARY or grant.revokes_id or LedgerEvent.objects.filter(revokes=grant).exists():
        raise refusal
    told = who_and_why(by, why)
    try:
        with transaction.atomic():
            event = LedgerEvent.objects.create(kind=grant.kind, reader=grant.reader, revokes=grant, **told)
    except IntegrityError as error:  # a colleague was quicker
        raise refusal from error
    void_tokens(grant.reader)
    return event


def who_and_why(by: Any, why: str) -> dict[str, Any]:
    """The columns of the ledger that say who did it and why. raises ReasonMissing"""
    if not why.strip():
        raise ReasonMissing("Say why; the ledger keeps the reason.")
    return {"by": by.pk if by else None, "by_name": by.display_name if by else "", "why": why.strip()}


def note(*, reader: int, kind: str, by: Any, why: str, source: str = "") -> LedgerEvent:
    """Write down what a colleague did for a reader that changes no right. raises ReasonMissing"""
    return LedgerEvent.objects.create(kind=kind, reader=reader, source=source, **who_and_why(by, why))

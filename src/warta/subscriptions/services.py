"""Every write to the ledger: one transaction with the row of the change log that voids the reader's tokens."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from warta.access import Right
from warta.readers.services import void_tokens
from warta.subscriptions.errors import NothingToRevoke, ReasonMissing
from warta.subscriptions.models import LedgerEvent
from warta.subscriptions.rules import rights_text


@transaction.atomic
def grant_complimentary(
    *, reader: Any, rights: Iterable[Right], by: Any, why: str, until: datetime | None = None
) -> LedgerEvent:  # fmt: skip
    """Give a reader rights for nothing, until a moment or until they are revoked.

    by      the colleague who does it; None: a command
    raises  ReasonMissing; ValueError without a right
    """
    chosen = rights_text(rights)
    if not chosen:
        raise ValueError("Name at least one right.")
    event = LedgerEvent.objects.create(
        kind="complimentary", reader=reader.pk, rights=chosen, until=until, **_who_and_why(by, why)
    )
    void_tokens(reader.pk)
    return event


@transaction.atomic
def revoke(*, grant: LedgerEvent, by: Any, why: str) -> LedgerEvent:
    """End what was granted. raises ReasonMissing, NothingToRevoke"""
    if grant.revokes_id or LedgerEvent.objects.filter(revokes=grant).exists():
        raise NothingToRevoke("This is no grant, or it was revoked before.")
    event = LedgerEvent.objects.create(kind=grant.kind, reader=grant.reader, revokes=grant, **_who_and_why(by, why))
    void_tokens(grant.reader)
    return event


def _who_and_why(by: Any, why: str) -> dict[str, Any]:
    if not why.strip():
        raise ReasonMissing("Say why; the ledger keeps the reason.")
    return {"by": by.pk if by else None, "by_name": by.display_name if by else "", "why": why.strip()}

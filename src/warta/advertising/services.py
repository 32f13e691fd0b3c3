"""Every decision about what may run: submitted, approved, refused. Each is told to the edge in its own transaction."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from warta.advertising.models import APPROVE, Decided

SUBMIT_ACTION, APPROVE_ACTION, REFUSE_ACTION = "advertising.submit", "advertising.approve", "advertising.refuse"


class NotNow(Exception):
    """It stands elsewhere by now: nothing was done."""


def submit(subject: Decided, *, by: Any) -> None:
    """Ask for approval. raises NotNow if it is submitted or approved already"""
    with transaction.atomic():
        row = _locked(subject)
        if row.state not in (Decided.State.DRAFT, Decided.State.REFUSED):
            raise NotNow
        _decide(row, Decided.State.SUBMITTED, by, SUBMIT_ACTION)


def approve(subject: Decided, *, by: Any, seen: str) -> None:
    """Let it run as it stands.

    seen    the fingerprint of what was looked at
    raises  PermissionDenied; NotNow if it is not submitted, or has become another since it was looked at
    """
    if not by.has_perm(APPROVE):
        raise PermissionDenied
    with transaction.atomic():
        row = _locked(subject)
        if row.state != Decided.State.SUBMITTED or row.content() != seen:
            raise NotNow
        row.approved_of = seen
        _decide(row, Decided.State.APPROVED, by, APPROVE_ACTION)


def refuse(subject: Decided, *, by: Any, reason: str) -> None:
    """Do not let it run, or no longer. raises PermissionDenied; NotNow for a draft"""
    if not by.has_perm(APPROVE):
        raise PermissionDenied
    with transaction.atomic():
        row = _locked(subject)
        if row.state not in (Decided.State.SUBMITTED, Decided.State.APPROVED):
            raise NotNow
        row.reason = reason[:300]
        row.approved_of = row.content()  # so that a change makes it a draft again
        _decide(row, Decided.State.REFUSED, by, REFUSE_ACTION)


def _locked(subject: Decided) -> Any:
    """The row as it stands in the database."""
    return type(subject)._base_manager.select_for_update().get(pk=subject.pk)


def _decide(row: Any, state: Decided.State, by: Any, action: str) -> None:
    """Write the decision; a receiver tells the edge (`receivers.py`)."""
    if state != Decided.State.REFUSED:
        row.reason = ""
    row.state, row.by, row.at = state, by, timezone.now()
    row.save()
    log(row, action, user=by, data={"reason": row.reason} if row.reason else None)

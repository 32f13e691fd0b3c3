"""Handing a session to a phone: a code on the first screen, a number that both show, a yes on the first screen.

Every step is one conditional update, so that each happens once however many ask: of two devices that open the same code
the first claims it, and what was claimed, refused or is too old opens nothing for anybody. A picture of the code is
worth nothing without the yes of whoever sits before the first screen, and nothing at all once it was used.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from warta.readers.errors import HandoverEnded, TooOften, WorksHere
from warta.readers.limits import is_too_many
from warta.readers.models import Handover, User

LIFETIME = timedelta(minutes=2)
KEPT = timedelta(hours=1)  # after its end: a screen that still asks is told how it ended
AN_HOUR_S = 3600
CODES_AN_HOUR, CLAIMS_AN_HOUR = 20, 30  # of a reader; of an address
SECRET_BYTES = 18
FORGOTTEN_AT_ONCE = 500


def begin(*, user: User, now: datetime) -> str:
    """A new code for a reader, which holds for `LIFETIME`; those before open nothing any more. Four queries.

    raises WorksHere for a colleague, who signs in on each device by both factors; TooOften
    """
    if user.works_here:
        raise WorksHere
    if is_too_many(f"handover:{user.pk}", CODES_AN_HOUR, AN_HOUR_S):
        raise TooOften
    code = secrets.token_urlsafe(SECRET_BYTES)
    with transaction.atomic():
        _open(now).filter(user=user).update(state="refused")
        Handover.objects.create(user=user, code=_hash(code), at=now, expires_at=now + LIFETIME)
    return code


def claim(*, code: str, device: str, address: str, now: datetime) -> str:
    """A device opened the code; returns the secret by which it goes on. One query, two if it is too late.

    device, address  what the first screen is told of it; whose tries are counted
    raises           HandoverEnded: it was used, refused, or is too old; TooOften
    """
    if is_too_many(f"handover-claim:{address}", CLAIMS_AN_HOUR, AN_HOUR_S):
        raise TooOften
    secret = secrets.token_urlsafe(SECRET_BYTES)
    claimed = Handover.objects.filter(code=_hash(code), state="waiting", expires_at__gt=now).update(
        state="claimed", claimant=_hash(secret), number=10 + secrets.randbelow(90), device=device[:120]
    )
    if not claimed:
        raise HandoverEnded
    return secret


def shown_by(code: str, user: User) -> Handover | None:
    """The hand-over that a reader's first screen shows. One query."""
    return Handover.objects.filter(code=_hash(code), user=user).first()


def claimed_by(secret: str) -> Handover | None:
    """The hand-over that a device claimed. One query."""
    return Handover.objects.filter(claimant=_hash(secret)).first() if secret else None


def answer(*, code: str, user: User, number: int, is_theirs: bool, now: datetime) -> None:
    """The first screen says whether the device is theirs. One query.

    number  what the screen showed when it was said: a yes to one device is none to another
    raises  HandoverEnded
    """
    found = _open(now).filter(code=_hash(code), user=user)
    if is_theirs:
        found = found.filter(state="claimed", number=number)
    if not found.update(state="confirmed" if is_theirs else "refused") and is_theirs:
        raise HandoverEnded


def finish(*, secret: str, now: datetime) -> User:
    """Whom the device that claimed it may sign in, once. Two queries.

    raises HandoverEnded: not confirmed, done already, too old, or the account may sign in no more
    """
    found = claimed_by(secret)
    if found is None:
        raise HandoverEnded
    done = Handover.objects.filter(pk=found.pk, state="confirmed", expires_at__gt=now).update(state="done")
    if not done or not found.user.is_active or found.user.works_here:
        raise HandoverEnded
    return found.user


def forget_handovers(now: datetime) -> int:
    """Delete some of those that ended long ago; returns how many. Two queries."""
    late = Handover.objects.filter(expires_at__lt=now - KEPT).values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE]
    keys = list(late)
    if keys:
        Handover.objects.filter(pk__in=keys).delete()
    return len(keys)


def _open(now: datetime) -> QuerySet[Handover]:
    return Handover.objects.filter(state__in=("waiting", "claimed", "confirmed"), expires_at__gt=now)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()

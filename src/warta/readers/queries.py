"""Who asks: the reader that an account is, and whose an address is."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.db.models.functions import Lower
from django.http import HttpRequest

from warta.access import STRANGER, Reader
from warta.readers.models import User


def reader_of(request: HttpRequest) -> Reader:
    """The reader behind a request to the newsroom, without rights: staff pass every wall, nobody else is guessed at."""
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return STRANGER
    return Reader(id=user.pk, name=user.display_name, is_staff=user.works_here)


def owner_of(email: str) -> User | None:
    """Whose an address is: who has confirmed it, else whose account has it as its own. Two queries.

    A further address that nobody confirmed is nobody's: else whoever adds a stranger's to an account of theirs would be
    handed the stranger's codes.
    """
    address = email.strip().lower()
    confirmed = EmailAddress.objects.filter(email=address, verified=True).select_related("user").first()
    own = User.objects.annotate(lower=Lower("email")).filter(lower=address)
    owner = confirmed.user if confirmed else own.first()
    return owner if owner is not None and owner.is_active else None

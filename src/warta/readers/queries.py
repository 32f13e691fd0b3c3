"""Who asks: the reader that an account is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from warta.access import STRANGER, Reader


def reader_of(request: HttpRequest) -> Reader:
    """The reader behind a request to the newsroom, without rights: staff pass every wall, nobody else is guessed at."""
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return STRANGER
    return Reader(id=user.pk, name=user.display_name, is_staff=user.works_here)

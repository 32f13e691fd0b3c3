"""Writes about accounts that are not Django's or allauth's own."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from warta.readers.models import User
from warta.stories.changes import ChangeKind
from warta.stories.models import Change


@transaction.atomic
def void_tokens(reader: int) -> None:
    """Void all tokens of a reader, within a second at every edge: their rights changed, or they signed out.

    Whoever still has a session gets a new one at the next page. Three queries.
    """
    if User.objects.filter(pk=reader).update(generation=F("generation") + 1):
        generation = User.objects.values_list("generation", flat=True).get(pk=reader)
        Change.record(ChangeKind.RIGHTS_CHANGED, reader=reader, generation=generation)

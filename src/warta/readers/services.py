"""Writes about accounts that are not Django's or allauth's own."""

from __future__ import annotations

from collections.abc import Sequence

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


@transaction.atomic
def void_many(readers: Sequence[int]) -> None:
    """Void the tokens of some hundred readers, as `void_tokens` does. Three queries."""
    found = User.objects.filter(pk__in=readers)
    found.update(generation=F("generation") + 1)
    kind = ChangeKind.RIGHTS_CHANGED.value
    rows = found.order_by("pk").values_list("pk", "generation")
    Change.record_all([Change(kind=kind, reader=pk, generation=generation) for pk, generation in rows])

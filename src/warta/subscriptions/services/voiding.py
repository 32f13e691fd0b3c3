"""Voiding the tokens of many readers at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from warta.readers.services import void_many
from warta.subscriptions.tasks import TASK_MAX, VOIDED_AT_ONCE, void_readers


@transaction.atomic
def void_readers_now_and_soon(readers: Sequence[int]) -> None:
    """Void the tokens of any number of readers: of the first 500 in the transaction under way, the rest in the worker.

    The tasks are rows of the same transaction, so nobody is forgotten.
    """
    for start in range(VOIDED_AT_ONCE, len(readers), TASK_MAX):
        void_readers.enqueue(list(readers[start : start + TASK_MAX]))
    if readers:
        void_many(readers[:VOIDED_AT_ONCE])

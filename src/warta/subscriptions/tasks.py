"""Work done behind the newsroom's back: ids in, one service called."""

from __future__ import annotations

from django_tasks import task

from warta.readers.services import void_many
from warta.stories.tasks import FIRST

VOIDED_AT_ONCE = 500  # readers in one transaction: some 10 ms on SQLite
TASK_MAX = 5000  # ids that one task is given


@task(priority=FIRST)
def void_readers(readers: list[int]) -> None:
    """Void the tokens of these readers, some hundred in a transaction."""
    for start in range(0, len(readers), VOIDED_AT_ONCE):
        void_many(readers[start : start + VOIDED_AT_ONCE])

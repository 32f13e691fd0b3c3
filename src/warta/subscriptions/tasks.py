"""Work done behind the newsroom's back: ids in, one service called."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from warta.readers.models import User
from warta.readers.services import void_many
from warta.stories.tasks import FIRST, SOON
from warta.subscriptions.models import Plan
from warta.subscriptions.services import changes

VOIDED_AT_ONCE = 500  # readers in one transaction: some 10 ms on SQLite
TASK_MAX = 5000  # ids that one task is given


@task(priority=FIRST)
def void_readers(readers: list[int]) -> None:
    """Void the tokens of these readers, some hundred in a transaction."""
    for start in range(0, len(readers), VOIDED_AT_ONCE):
        void_many(readers[start : start + VOIDED_AT_ONCE])


@task(priority=SOON)
def change_prices(plan: int, by: int, why: str) -> None:
    """The plan's price of now for all who have the plan, said by a colleague; some hundred in a transaction."""
    changes.change_prices(plan=Plan.objects.get(pk=plan), now=timezone.now(), by=User.objects.get(pk=by), why=why)

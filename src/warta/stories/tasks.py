"""Work done behind the newsroom's back: ids in, one service called. And what starts it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django_tasks import task

from warta.stories.changes import ChangeKind
from warta.stories.models import Change, Photo, Publication
from warta.stories.queries import showing
from warta.stories.renditions import make_all

BATCH = 500  # rows of one transaction: about 10 ms on SQLite
TASK_MAX = 5000  # ids that one task is given
# Wagtail's own tasks, which keep its indexes, have 0; a large import leaves hundreds of thousands of them.
FIRST, SOON = 20, 10


@task(priority=SOON)
def make_renditions(photo: int) -> int:
    """Make what is missing of a photo's sizes and formats; returns how many were made."""
    return make_all(photo, finished=tell_of_photo)


@task(priority=FIRST)
def tell_stories(stories: list[int]) -> None:
    """Write that each of `stories` changed, a batch in a transaction."""
    for start in range(0, len(stories), BATCH):
        Change.record_stories(stories[start : start + BATCH])


@transaction.atomic
def tell(stories: Sequence[int]) -> None:
    """Write that each of `stories` changed: the first batch now, in the transaction under way, the rest in the worker.

    The tasks are rows of the same transaction, so no story is forgotten.
    """
    for start in range(BATCH, len(stories), TASK_MAX):
        tell_stories.enqueue(list(stories[start : start + TASK_MAX]))
    if stories:
        Change.record_stories(stories[:BATCH])


def tell_of_photo(photo: Photo) -> None:
    """Tell whatever shows a photo: its stories, and the newspaper itself if it is the logo or the house banner."""
    with transaction.atomic():
        if Publication.objects.filter(Q(logo=photo) | Q(banner=photo)).exists():
            Change.record(ChangeKind.POLICY_CHANGED)
        tell(showing(photo))

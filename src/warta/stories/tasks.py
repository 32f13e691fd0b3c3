"""Work done behind the newsroom's back: ids in, one service called."""

from __future__ import annotations

from django_tasks import task

from warta.stories.renditions import make_all


@task()
def make_renditions(photo: int) -> int:
    """Make what is missing of a photo's sizes and formats; returns how many were made."""
    return make_all(photo)

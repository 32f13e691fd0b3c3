"""The desk: what stands where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision, TaskState, WorkflowState

from warta.stories.models import Story

SHOWN = 12
DUE_MAX = 500  # submitted or scheduled stories that the board knows of
IN_PROGRESS = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)


@dataclass(frozen=True, slots=True)
class Board:
    """Today's board by state; each list is bounded. `desk_url` of a story: where this colleague may look at it."""

    drafts: list[Story]
    submitted: list[Story]
    scheduled: list[Story]
    published: list[Story]
    waiting: list[Story]


def board(user: Any) -> Board:
    """What a colleague sees first: their own drafts, or everybody's if they may change them. Some twenty queries."""
    # Not joined: SQLite would begin with the languages, and sort all stories of each.
    stories = Story.objects.prefetch_related("section", "locale", "owner").order_by("-latest_revision_created_at")
    submitted = _ids(WorkflowState.objects.filter(status__in=IN_PROGRESS).order_by("-created_at"))
    due = dict(
        Revision.objects.filter(approved_go_live_at__isnull=False)
        .order_by("approved_go_live_at")
        .values_list("object_id", "approved_go_live_at")[:DUE_MAX]
    )
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    drafts = stories.filter(live=False, has_unpublished_changes=True, withdrawn_at__isnull=True)
    if not user.has_perm("wagtailcore.change_page") and not may_on_pages(user, "change_page"):
        drafts = drafts.filter(owner=user)
    found = Board(
        drafts=list(drafts.exclude(pk__in=[*submitted, *due])[:SHOWN]),
        submitted=list(stories.filter(pk__in=submitted)[:SHOWN]),
        scheduled=_scheduled(due)[:SHOWN],
        published=list(stories.filter(live=True, published_at__gte=today).order_by("-published_at")[:SHOWN]),
        waiting=_waiting(user),
    )
    for story in (*found.drafts, *found.submitted, *found.scheduled, *found.published, *found.waiting):
        setattr(story, "desk_url", _address(story, user))  # noqa: B010 - for the template; the model has no such field
    return found


def _address(story: Story, user: Any) -> str:
    """The form, for who may change the story; else its page, if it has one."""
    if story.permissions_for_user(user).can_edit():
        return reverse("wagtailadmin_pages:edit", args=[story.pk])
    return story.public_path() if story.live else ""


def _scheduled(due: dict[str, datetime]) -> list[Story]:
    """The stories that go out by themselves, the next first; `due_at` says when."""
    found = list(Story.objects.filter(pk__in=list(due)).select_related("section", "locale", "owner"))
    for story in found:
        setattr(story, "due_at", due[str(story.pk)])  # noqa: B010 - for the template; the model has no such field
    return sorted(found, key=lambda story: due[str(story.pk)])


def _ids(states: QuerySet[WorkflowState]) -> list[str]:
    """Ids of the pages under way, as text: so Wagtail keeps them."""
    return list(states.values_list("object_id", flat=True)[:DUE_MAX])


def may_on_pages(user: Any, codename: str) -> bool:
    """May a colleague do this with some pages at least? One query. codename: `add_page`, `change_page`, …"""
    found = user.groups.filter(page_permissions__permission__codename=codename)
    return bool(user.is_superuser or found.exists())


def _waiting(user: Any) -> list[Story]:
    """What waits for this colleague's approval."""
    states = TaskState.objects.reviewable_by(user).filter(status=TaskState.STATUS_IN_PROGRESS)[:SHOWN]
    ids = [state.revision.object_id for state in states.select_related("revision")] if states else []
    return list(Story.objects.filter(pk__in=ids).select_related("section", "locale", "owner"))

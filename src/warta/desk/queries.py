"""The desk: what stands where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Revision, TaskState, WorkflowState

from warta.stories.models import Story

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Board:
    """Today's board by state; each list is bounded."""

    drafts: list[Story]
    submitted: list[Story]
    scheduled: list[Story]
    published: list[Story]
    waiting: list[Story]


def board(user: Any) -> Board:
    """What a colleague sees first: their own drafts, or everybody's if they may change them. Nine queries."""
    stories = Story.objects.select_related("section", "locale", "owner").order_by("-latest_revision_created_at")
    due = Revision.objects.filter(object_id=OuterRef("pk_text"), approved_go_live_at__isnull=False)
    progress = WorkflowState.objects.filter(
        object_id=OuterRef("pk_text"), status__in=(WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)
    )
    stories = _with_text_key(stories)
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    drafts = stories.filter(live=False, has_unpublished_changes=True, withdrawn_at__isnull=True).exclude(
        Exists(progress)
    )
    if not user.has_perm("wagtailcore.change_page") and not _may_change(user):
        drafts = drafts.filter(owner=user)
    return Board(
        drafts=list(drafts.exclude(Exists(due))[:SHOWN]),
        submitted=list(stories.filter(Exists(progress))[:SHOWN]),
        scheduled=list(
            stories.annotate(due_at=Subquery(due.values("approved_go_live_at")[:1]))
            .filter(due_at__isnull=False)
            .order_by("due_at")[:SHOWN]
        ),
        published=list(stories.filter(live=True, published_at__gte=today).order_by("-published_at")[:SHOWN]),
        waiting=_waiting(user),
    )


def _with_text_key(stories: QuerySet[Story]) -> QuerySet[Story]:
    """Wagtail keeps ids of revisions and workflows as text."""
    return stories.annotate(pk_text=Cast("pk", CharField()))


def _may_change(user: Any) -> bool:
    found = user.groups.filter(page_permissions__permission__codename="change_page")
    return bool(user.is_superuser or found.exists())


def _waiting(user: Any) -> list[Story]:
    """What waits for this colleague's approval."""
    states = TaskState.objects.reviewable_by(user).filter(status=TaskState.STATUS_IN_PROGRESS)[:SHOWN]
    ids = [state.revision.object_id for state in states.select_related("revision")] if states else []
    return list(Story.objects.filter(pk__in=ids).select_related("section", "locale", "owner"))

"""How a story becomes public and ceases to be: in one transaction with its row in the change log, by every road.

Wagtail's form, approval, schedule, bulk action, revert and importers all end in `Story.publish` or `Story.unpublish`,
which come here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.log_actions import log
from wagtail.models import Revision

from warta.stories.changes import ChangeKind
from warta.stories.errors import OwnStory, ReasonMissing
from warta.stories.models.change import Change
from warta.stories.permissions import is_administrator, is_barred_by_four_eyes

OVERRIDE_ACTION = "warta.four_eyes_override"


class PublishStoryAction(PublishPageRevisionAction):
    """Wagtail's own action; it also stamps the times that readers see."""

    def _publish_revision(self, revision: Revision, object: Any, *args: Any, **kwargs: Any) -> None:
        now = timezone.now()
        if object.embargo_until and object.embargo_until > now:
            object.go_live_at = max(object.go_live_at or object.embargo_until, object.embargo_until)
        if not (object.go_live_at and object.go_live_at > now):
            _stamp(object, now)
        super()._publish_revision(revision, object, *args, **kwargs)


def _stamp(story: Any, now: Any) -> None:
    """Set the times that readers see, at the moment `story` becomes public."""
    if story.published_at is None:
        story.published_at = story.first_published_at or now
    elif not story.minor_change:
        story.updated_at = now
    story.minor_change = False
    story.withdrawn_at = None
    story.withdrawn_reason = ""


def publish_version(
    revision: Revision, *, user: Any = None, override_reason: str | None = None, skip_permission_checks: bool = False,
    **kwargs: Any,
) -> None:  # fmt: skip
    """Publish (or, with a time to come, schedule) a version of a story.

    override_reason  an administrator's reason to publish their own story all the same; it is logged
    raises           OwnStory, ReasonMissing, Wagtail's PublishPagePermissionError
    """
    story = revision.as_object()
    with transaction.atomic():
        if user is not None and is_barred_by_four_eyes(user, story):
            _override(story, user, override_reason)
            skip_permission_checks = True
        action = PublishStoryAction(revision, user=user, **kwargs)
        action.execute(skip_permission_checks=skip_permission_checks)
        scheduled = revision.approved_go_live_at is not None and revision.approved_go_live_at > timezone.now()
        if action.object.live and not scheduled:
            Change.record(ChangeKind.STORY_CHANGED, story.pk)


def _override(story: Any, user: Any, reason: str | None) -> None:
    if reason is None or not is_administrator(user):
        raise OwnStory("Four eyes: nobody publishes their own story. Submit it, and let somebody else publish it.")
    if not reason.strip():
        raise ReasonMissing("Say why you publish your own story; the reason is kept in the story's history.")
    log(instance=story, action=OVERRIDE_ACTION, user=user, data={"reason": reason.strip()})


@contextmanager
def taking_back(story: Any) -> Iterator[None]:
    """Around Wagtail's unpublishing: stamp the withdrawal and write the row, if the story is public at all."""
    with transaction.atomic():
        was_live = story.live
        if was_live and story.withdrawn_at is None:
            story.withdrawn_at = timezone.now()
        yield
        if was_live:
            Change.record(ChangeKind.STORY_CHANGED, story.pk)

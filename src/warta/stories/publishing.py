"""How a story becomes public and ceases to be: in one transaction with its row in the change log, by every road.

Wagtail has two kinds of road: some call `Story.publish` (approval, bulk action, schedule, importers), the edit form and
the unpublish page run Wagtail's actions themselves. All of them end in `Story.save`, so that is where the row is
written (`noticing`). Four eyes stand where each road asks for leave: in `StoryPermissions` and in `Story.publish`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext
from wagtail.log_actions import log
from wagtail.models import COMMENTS_RELATION_NAME, Page, ReferenceIndex

from warta.stories.changes import ChangeKind
from warta.stories.errors import OwnStory, ReasonMissing
from warta.stories.models.change import Change
from warta.stories.models.topic import list_topics
from warta.stories.permissions import is_administrator, is_barred_by_four_eyes

OVERRIDE_ACTION = "warta.four_eyes_override"
KIN_MAX = 100  # translations of a story
# A save of these alone is Wagtail's own bookkeeping of drafts and locks; no reader can notice it.
BOOKKEEPING = frozenset(
    {
        COMMENTS_RELATION_NAME,
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "locked",
        "locked_at",
        "locked_by",
        "owner",
    }
)


@contextmanager
def noticing(story: Any, update_fields: Iterable[str] | None) -> Iterator[None]:
    """Around a save: stamp the times that readers see, and write the row if readers may notice.

    One query more, and two when it becomes public; for a public story three for the lists of its topics, and some for
    Wagtail's index of what it refers to.
    """
    if story.pk is None or (update_fields is not None and BOOKKEEPING.issuperset(update_fields)):
        yield
        return
    with transaction.atomic():
        fields = ("live", "live_revision_id", "first_published_at", "replies_to")
        before = type(story).objects.filter(pk=story.pk).values(*fields).first() or {}
        was_live = bool(before.get("live"))
        if story.live and (not was_live or story.live_revision_id != before["live_revision_id"]):
            _stamp_publication(story, is_first=before.get("first_published_at") is None)
        elif was_live and not story.live:
            _stamp_withdrawal(story)
        yield
        if was_live or story.live:
            # Wagtail's worker does this too, but later: who asks meanwhile which stories show a photo would miss this.
            ReferenceIndex.create_or_update_for_object(story)
            list_topics(story)
            Change.record(ChangeKind.STORY_CHANGED, story.pk, gate=story.gate, language=story.language)
        if story.live and (not was_live or story.replies_to_id != before["replies_to"]):
            _tell_of_kin(story)


def _tell_of_kin(story: Any) -> None:
    """Tell of the public stories that name this one as their reply or translation from now on. Two queries."""
    # Asked for both at once, SQLite would look at all stories.
    ids = [*Page.objects.filter(translation_key=story.translation_key).values_list("pk", flat=True)[:KIN_MAX]]
    found = type(story).objects.filter(pk__in=[*ids, story.replies_to_id], live=True).exclude(pk=story.pk)
    kind = ChangeKind.STORY_CHANGED.value
    if rows := [
        Change(kind=kind, story=pk, language=language)
        for pk, language in found.values_list("pk", "locale__language_code")
    ]:
        Change.record_all(rows)


def _stamp_publication(story: Any, *, is_first: bool) -> None:
    now = timezone.now()
    if story.published_at is None:
        story.published_at = story.first_published_at or now
    elif not is_first and not story.minor_change:  # an imported story has its date before it is first published here
        story.updated_at = now
    story.minor_change = False
    story.withdrawn_at = None
    story.withdrawn_reason = ""


def _stamp_withdrawal(story: Any) -> None:
    if story.withdrawn_at is None:
        story.withdrawn_at = timezone.now()
    if story.expired and not story.withdrawn_reason:
        with translation.override(story.language):  # readers read it
            story.withdrawn_reason = gettext("The publication period has ended.")


def carry_submission(story: Any, revision: Any, user: Any) -> None:
    """Let a submitted story stand for approval in the version that an approver just saved.

    Wagtail would have what was submitted approved first, and then the edit once more by the same colleague. Two have
    seen it by then: who wrote it, and who edited it. One query for a story that is not submitted.
    """
    task_state = story.current_workflow_task_state if user is not None else None
    if task_state is not None and task_state.task.specific.get_actions(story, user):
        task_state.revision = revision
        task_state.save(update_fields=["revision"])


def clear_own_story(story: Any, user: Any, override_reason: str | None) -> bool:
    """May `user` publish `story` as far as four eyes go? True if an override stands in for Wagtail's permission.

    raises OwnStory, ReasonMissing
    """
    if not is_barred_by_four_eyes(user, story):
        return False
    if override_reason is None or not is_administrator(user):
        raise OwnStory("Four eyes: nobody publishes their own story. Submit it, and let somebody else publish it.")
    if not override_reason.strip():
        raise ReasonMissing("Say why you publish your own story; the reason is kept in the story's history.")
    log(instance=story, action=OVERRIDE_ACTION, user=user, data={"reason": override_reason.strip()})
    return True

"""What the newsroom does: accounts for colleagues, withdrawals, publishing one's own story with a reason."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Revision
from wagtail.users.models import UserProfile

from warta.desk.errors import TooManyPreviews
from warta.desk.models import PreviewLink
from warta.desk.roles import BY_CODE
from warta.stories.errors import NotPublished, ReasonMissing
from warta.stories.models import Story

logger = logging.getLogger("warta.schedule")
WITHDRAW_ACTION = "warta.withdraw"
PREVIEW_ACTION = "warta.preview_link"
PREVIEWS_MAX = 20  # links of one story that work at the same time
ADMIN_LANGUAGES = {"id": "id-id"}  # Wagtail's name for the language


@transaction.atomic
def add_colleague(*, email: str, password: str | None, role: str, first_name: str = "", last_name: str = "") -> Any:
    """Make a newsroom account with a role of `roles.ROLES`. raises KeyError for another role."""
    group = Group.objects.get(name=BY_CODE[role].group)
    user = get_user_model().objects.create_user(
        email, password, is_staff=True, first_name=first_name, last_name=last_name
    )
    user.groups.add(group)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def prefer_language(user: Any, language: str) -> None:
    """Have the newsroom speak `language` to this colleague, unless they chose one."""
    profile = UserProfile.get_for_user(user)
    if not profile.preferred_language:
        profile.preferred_language = ADMIN_LANGUAGES.get(language, language)
        profile.save(update_fields=["preferred_language"])


@transaction.atomic
def withdraw(*, story: Story, user: Any, reason: str) -> None:
    """Take a public story back: its address answers 410 with `reason` from now on.

    raises NotPublished, ReasonMissing; Wagtail's UnpublishPagePermissionError
    """
    if not story.live:
        raise NotPublished("Only a published story can be withdrawn.")
    if not reason.strip():
        raise ReasonMissing("Say in words that readers may read why the story is withdrawn.")
    story.withdrawn_at = timezone.now()
    story.withdrawn_reason = reason.strip()
    story.unpublish(user=user)
    log(instance=story, action=WITHDRAW_ACTION, user=user, data={"reason": story.withdrawn_reason})


def publish_own_story(*, story: Story, user: Any, reason: str) -> None:
    """Publish the latest version of one's own story, as an administrator, with a reason that is kept.

    raises OwnStory for anybody else, ReasonMissing
    """
    story.publish(story.get_latest_revision(), user=user, override_reason=reason)


@transaction.atomic
def make_preview_link(*, story: Story, user: Any, note: str, days: int) -> PreviewLink:
    """Show the story's newest version to whoever holds a link, for so many days. raises TooManyPreviews"""
    now = timezone.now()
    if PreviewLink.objects.filter(story=story, revoked_at=None, expires__gt=now).count() >= PREVIEWS_MAX:
        raise TooManyPreviews(f"{PREVIEWS_MAX} links to this story work already: revoke one.")
    link = PreviewLink.objects.create(story=story, note=note, by=user, at=now, expires=now + timedelta(days=days))
    log(instance=story, action=PREVIEW_ACTION, user=user, data={"note": note})
    return link


def revoke_preview_link(link: PreviewLink) -> None:
    """Have the link show nothing any more, at once: each use asks the newsroom."""
    PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())


def publish_due(now: datetime | None = None) -> int:
    """Publish what is scheduled up to `now`, and take down what has run out; returns how many. Two queries when idle.

    Each in a transaction of its own; one that fails is logged by the worker and does not stop the others.
    """
    moment = now or timezone.now()
    done = 0
    for story in Story.objects.filter(live=True, expire_at__lt=moment).order_by("expire_at")[:100]:
        take_down = partial(story.unpublish, set_expired=True, log_action="wagtail.unpublish.scheduled")
        done += _attempt(f"take down story {story.pk}", take_down)
    for revision in Revision.objects.filter(approved_go_live_at__lte=moment).order_by("approved_go_live_at")[:100]:
        publish = partial(revision.publish, log_action="wagtail.publish.scheduled")
        done += _attempt(f"publish revision {revision.pk}", publish)
    return done


def _attempt(what: str, act: Callable[[], object]) -> int:
    """Do one scheduled thing; 1 if it worked. One that fails is logged, stays due, and stops no other."""
    try:
        with transaction.atomic():
            act()
    except Exception:
        logger.exception("schedule failed: %s", what)
        return 0
    return 1

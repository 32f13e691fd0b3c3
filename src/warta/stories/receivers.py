"""Changes that do not go through `Story.publish`: snippets, pictures, pages of the paper, deletions.

Wagtail saves each of these inside a transaction of its own; the row joins it.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.signals import page_published, page_unpublished

from warta.stories.changes import ChangeKind
from warta.stories.models import Change, FrontPage, Person, Photo, Publication, Section, StaticPage, Story, Topic
from warta.stories.tasks import make_renditions


def connect() -> None:
    """Listen; called once, when the app is ready."""
    # A section's default level decides what is open of its stories.
    post_save.connect(_policy_changed, sender=Section, dispatch_uid="change-section")
    post_delete.connect(_list_changed, sender=Section, dispatch_uid="change-section-deleted")
    for model in (Topic, Person):
        post_save.connect(_list_changed, sender=model, dispatch_uid=f"change-{model.__name__}")
        post_delete.connect(_list_changed, sender=model, dispatch_uid=f"change-{model.__name__}-deleted")
    for model in (FrontPage, StaticPage):
        page_published.connect(_list_changed, sender=model, dispatch_uid=f"change-{model.__name__}")
        page_unpublished.connect(_list_changed, sender=model, dispatch_uid=f"change-{model.__name__}-unpublished")
    post_save.connect(_policy_changed, sender=Publication, dispatch_uid="change-publication")
    pre_delete.connect(_story_deleted, sender=Story, dispatch_uid="change-story-deleted")
    post_save.connect(_photo_saved, sender=Photo, dispatch_uid="change-photo")
    pre_delete.connect(_photo_deleted, sender=Photo, dispatch_uid="change-photo-deleted")


def _list_changed(sender: Any, **kwargs: Any) -> None:
    if not kwargs.get("raw"):
        Change.record(ChangeKind.LIST_CHANGED)


def _policy_changed(sender: Any, **kwargs: Any) -> None:
    if not kwargs.get("raw"):
        Change.record(ChangeKind.POLICY_CHANGED)


def _story_deleted(sender: Any, instance: Story, **kwargs: Any) -> None:
    if instance.published_at is not None:
        Change.record(ChangeKind.STORY_CHANGED, instance.pk)


def _photo_saved(sender: Any, instance: Photo, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Make the renditions of a new or replaced picture; tell the stories that show a changed one."""
    if raw:
        return
    transaction.on_commit(lambda: make_renditions.enqueue(instance.pk))
    if not created:
        _tell_stories(instance)


def _photo_deleted(sender: Any, instance: Photo, **kwargs: Any) -> None:
    _tell_stories(instance)


def _tell_stories(photo: Photo) -> None:
    for story in Story.objects.filter(lead_photo=photo, live=True).values_list("pk", flat=True)[:200]:
        Change.record(ChangeKind.STORY_CHANGED, story)

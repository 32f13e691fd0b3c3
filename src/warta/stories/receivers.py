"""Changes that do not go through `Story.publish`: snippets, pictures, pages of the paper, deletions.

Wagtail saves each of these inside a transaction of its own; the row joins it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from modelsearch.signal_handlers import post_delete_signal_handler, post_save_signal_handler
from wagtail.documents import get_document_model
from wagtail.signals import page_published, page_unpublished

from warta.stories.changes import ChangeKind
from warta.stories.models import (
    Change,
    FreeWindow,
    FrontPage,
    Person,
    Photo,
    Publication,
    ReadingPolicy,
    Section,
    StaticPage,
    Story,
    Topic,
)
from warta.stories.models.photo import unguessable
from warta.stories.publishing import BOOKKEEPING
from warta.stories.queries import about, naming
from warta.stories.tasks import make_renditions, tell, tell_of_photo


def connect() -> None:
    """Listen; called once, when the app is ready."""
    # A section's default level decides what is open of its stories.
    post_save.connect(_policy_changed, sender=Section, dispatch_uid="change-section")
    post_delete.connect(_list_changed, sender=Section, dispatch_uid="change-section-deleted")
    for model in (Topic, Person):
        post_save.connect(_named_changed, sender=model, dispatch_uid=f"change-{model.__name__}")
        pre_delete.connect(_named_changed, sender=model, dispatch_uid=f"change-{model.__name__}-deleted")
    for model in (FrontPage, StaticPage):
        page_published.connect(_list_changed, sender=model, dispatch_uid=f"change-{model.__name__}")
        page_unpublished.connect(_list_changed, sender=model, dispatch_uid=f"change-{model.__name__}-unpublished")
    for model in (Publication, ReadingPolicy):
        post_save.connect(_policy_changed, sender=model, dispatch_uid=f"change-{model.__name__}")
    for signal in (post_save, post_delete):
        signal.connect(_policy_changed, sender=FreeWindow, dispatch_uid="change-window")
    pre_delete.connect(_story_deleted, sender=Story, dispatch_uid="change-story-deleted")
    post_save.connect(_story_saved, sender=Story, dispatch_uid="search-story")
    post_delete.connect(post_delete_signal_handler, sender=Story, dispatch_uid="search-story-deleted")
    post_save.connect(_photo_saved, sender=Photo, dispatch_uid="change-photo")
    pre_delete.connect(_photo_deleted, sender=Photo, dispatch_uid="change-photo-deleted")
    pre_save.connect(_document_saved, sender=get_document_model(), dispatch_uid="document-name")


def _list_changed(sender: Any, **kwargs: Any) -> None:
    if not kwargs.get("raw"):
        Change.record(ChangeKind.LIST_CHANGED)


def _named_changed(
    sender: Any, instance: Topic | Person, created: bool = False, raw: bool = False, **kwargs: Any
) -> None:  # fmt: skip
    """Tell the lists, and the stories that name a topic or a person; before a deletion, while they still do."""
    if raw:
        return
    with transaction.atomic():
        if not created:
            tell(about(instance) if isinstance(instance, Topic) else naming(instance))
        Change.record(ChangeKind.LIST_CHANGED)


def _policy_changed(sender: Any, **kwargs: Any) -> None:
    if not kwargs.get("raw"):
        Change.record(ChangeKind.POLICY_CHANGED)


def _story_saved(sender: Any, update_fields: frozenset[str] | None = None, **kwargs: Any) -> None:
    """Have the newsroom's search take the story in, unless only Wagtail's bookkeeping of a draft was saved."""
    if update_fields is None or not BOOKKEEPING.issuperset(update_fields):
        post_save_signal_handler(**kwargs)


def _story_deleted(sender: Any, instance: Story, **kwargs: Any) -> None:
    if instance.published_at is not None:
        gone = replace(instance.gate, published=False)
        Change.record(ChangeKind.STORY_CHANGED, instance.pk, gate=gone, language=instance.language)


def _photo_saved(sender: Any, instance: Photo, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Make the renditions of a new or replaced picture; tell whatever shows a changed one."""
    if raw:
        return
    make_renditions.enqueue(instance.pk)  # a row of the same transaction
    if not created:
        tell_of_photo(instance)


def _photo_deleted(sender: Any, instance: Photo, **kwargs: Any) -> None:
    tell_of_photo(instance)


def _document_saved(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Keep an upload in a folder of its own whose name nobody can guess; its address stays short."""
    if not raw and instance.file and not instance.file._committed:
        instance.file.name = f"{unguessable()}/{Path(instance.file.name).name}"

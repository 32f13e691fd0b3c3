"""What follows from a changed campaign, creative or tag: the edge is told in the transaction of the change."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save

from warta.advertising.models import AdsTxt, Campaign, Creative, Decided, SlotTag
from warta.stories.changes import ChangeKind
from warta.stories.models import Change, Photo


def connect() -> None:
    """Listen; called once, when the app is ready."""
    for model in (AdsTxt, Campaign, Creative, SlotTag):
        for signal in (post_save, post_delete):
            signal.connect(_ads_changed, sender=model, dispatch_uid=f"ads-{model.__name__}")
    m2m_changed.connect(_sections_changed, sender=Campaign.sections.through, dispatch_uid="ads-sections")
    post_save.connect(_advertiser_changed, sender=Campaign, dispatch_uid="ads-advertiser")
    post_save.connect(_picture_changed, sender=Photo, dispatch_uid="ads-picture")


def _ads_changed(sender: Any, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        Change.record(ChangeKind.ADS_CHANGED)


def _sections_changed(sender: Any, action: str, **kwargs: Any) -> None:
    if action.startswith("post_"):
        Change.record(ChangeKind.ADS_CHANGED)


def _advertiser_changed(sender: Any, instance: Campaign, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A native creative names its advertiser: under another name it is another."""
    if not created and not raw:
        _look_again(Creative.objects.filter(campaign=instance).select_related("campaign", "picture"))


def _picture_changed(sender: Any, instance: Photo, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Another picture under the same name is another creative."""
    if not created and not raw:
        _look_again(Creative.objects.filter(picture=instance).select_related("campaign", "picture"))


def _look_again(creatives: Any) -> None:
    """Those that are no longer what was approved become drafts."""
    for creative in creatives.filter(state=Decided.State.APPROVED):
        if not creative.may_run:
            creative.save()

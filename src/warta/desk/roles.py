"""The roles of a newsroom as values, and the service that makes them Wagtail groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext_noop
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)
from wagtail.models import GroupApprovalTask as ApprovalTask

from warta.stories.models import FrontPage
from warta.stories.permissions import ADMINISTRATORS, ARRANGE_FRONT

SNIPPETS = ("section", "topic", "person")
SERVE_READERS = (  # the ledger, and who reads by contract
    "subscriptions.serve_readers",
    "subscriptions.see_insight",
    *(
        f"subscriptions.{verb}_{name}"
        for name in ("institution", "offer")
        for verb in ("add", "change", "delete", "view")
    ),
)
SEE_READS = "audience.see_audience"
SELL = (  # what is sold, and at which price
    *(f"subscriptions.{verb}_{name}" for name in ("plan", "taxrate") for verb in ("add", "change", "delete", "view")),
    "subscriptions.change_seller",
)
ADVERTISE = tuple(
    f"advertising.{verb}_{name}"
    for name in ("campaign", "creative", "slottag")
    for verb in ("add", "change", "delete", "view")
)
APPROVE = (  # what somebody else made
    "advertising.approve_creative", "advertising.view_campaign", "advertising.view_creative",
    "advertising.view_slottag",
)  # fmt: skip
ARRANGE_EPAPER = ("epaper.view_edition", "epaper.change_edition")


@dataclass(frozen=True, slots=True)
class Role:
    """What a kind of colleague may do.

    stories      Wagtail's page permissions on everything: add (own stories), change, publish, lock, unlock
    photos       add (own photos), change, choose
    models       Django permissions, as in "stories.change_topic"
    """

    code: str
    group: str
    stories: tuple[str, ...] = ()
    photos: tuple[str, ...] = ("choose",)
    models: tuple[str, ...] = ()
    is_publisher: bool = False


def _all(*names: str) -> tuple[str, ...]:
    return tuple(f"stories.{verb}_{name}" for name in names for verb in ("add", "change", "delete", "view"))


ROLES: tuple[Role, ...] = (
    Role("reporter", gettext_noop("Reporter"), ("add",), ("add", "choose"),
         ("stories.add_topic", "stories.view_topic", SEE_READS)),
    Role("editor", gettext_noop("Editor"), ("add", "change", "publish", "lock", "unlock"), ("add", "change", "choose"),
         (*_all("topic", "person"), "stories.view_section", "stories.change_readingpolicy", SEE_READS, *APPROVE,
          *ARRANGE_EPAPER),
         is_publisher=True),
    Role("photo_editor", gettext_noop("Photo editor"), ("add", "change"), ("add", "change", "choose"),
         ("stories.view_person", SEE_READS, "epaper.view_edition")),
    Role("curator", gettext_noop("Curator"), (), ("choose",), (*_all("topic"), ARRANGE_FRONT, SEE_READS)),
    Role("advertising", gettext_noop("Advertising manager"), (), ("add", "choose"),
         ("stories.change_publication", "advertising.change_adstxt", SEE_READS, *ADVERTISE)),
    Role("service", gettext_noop("Subscription service"), (), (), ("readers.view_user", *SERVE_READERS)),
    Role("administrator", ADMINISTRATORS, ("add", "change", "publish", "bulk_delete", "lock", "unlock"),
         ("add", "change", "choose"),
         (*_all("section", "topic", "person"), *SERVE_READERS, *SELL, *ADVERTISE, *APPROVE, *ARRANGE_EPAPER,
          "epaper.change_epapersettings", "advertising.change_adstxt", "stories.change_publication", SEE_READS,
          "stories.change_readingpolicy",
          "readers.add_user", "readers.change_user",
          "readers.delete_user", "readers.view_user", "auth.add_group", "auth.change_group", "auth.delete_group",
          "auth.view_group", "wagtailredirects.add_redirect", "wagtailredirects.change_redirect",
          "wagtailredirects.delete_redirect", "wagtailcore.add_workflow", "wagtailcore.change_workflow",
          "wagtailcore.delete_workflow", "wagtailcore.add_task", "wagtailcore.change_task", "wagtailcore.delete_task",
          "wagtailcore.add_collection", "wagtailcore.change_collection", "wagtailcore.delete_collection"),
         is_publisher=True),
)  # fmt: skip
BY_CODE = {role.code: role for role in ROLES}
WORKFLOW = gettext_noop("Desk")


@transaction.atomic
def make_roles() -> None:
    """Make the groups with their permissions, and the workflow; safe to run again, which sets them right."""
    root = Page.objects.get(depth=1)
    collection = Collection.get_first_root_node()
    Group.objects.filter(name__in=("Editors", "Moderators")).delete()  # Wagtail's own, which ours replace
    for role in ROLES:
        _make(role, root, collection)
    _make_workflow()


def _make(role: Role, root: Page, collection: Collection) -> None:
    group: Any = Group.objects.get_or_create(name=role.group)[0]
    group.permissions.set([_permission("wagtailadmin.access_admin"), *map(_permission, role.models)])
    group.page_permissions.all().delete()
    for action in role.stories:
        permission = _permission(f"wagtailcore.{action}_page")
        GroupPagePermission.objects.create(group=group, page=root, permission=permission)
    group.collection_permissions.all().delete()
    for action in role.photos:
        permission = _permission(f"wagtailimages.{action}_image")
        GroupCollectionPermission.objects.create(group=group, collection=collection, permission=permission)
    if "choose" in role.photos:
        for codename in ("choose_document", "add_document"):
            permission = _permission(f"wagtaildocs.{codename}")
            GroupCollectionPermission.objects.create(group=group, collection=collection, permission=permission)


def _make_workflow() -> None:
    """Two steps: a reporter submits, somebody who may publish approves."""
    Workflow.objects.exclude(name=WORKFLOW).filter(name="Moderators approval").delete()
    workflow, _ = Workflow.objects.get_or_create(name=WORKFLOW, defaults={"active": True})
    task, _ = ApprovalTask.objects.get_or_create(name=gettext_noop("Editor approves"), defaults={"active": True})
    task.groups.set(Group.objects.filter(name__in=[role.group for role in ROLES if role.is_publisher]))
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    for front in FrontPage.objects.all():
        WorkflowPage.objects.get_or_create(page=front.page_ptr, defaults={"workflow": workflow})


def _permission(name: str) -> Permission:
    app, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)

"""What follows from a changed institution, and from an address that is confirmed or given up at one."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_save

from warta.readers.services import void_tokens
from warta.stories.changes import ChangeKind
from warta.stories.models import Change
from warta.subscriptions.models import Institution, Plan
from warta.subscriptions.queries import readers_at
from warta.subscriptions.services.seats import address_confirmed
from warta.subscriptions.services.voiding import void_readers_now_and_soon


def connect() -> None:
    """Listen; called once, when the app is ready."""
    pre_save.connect(_remember, sender=Institution, dispatch_uid="institution-before")
    for signal in (post_save, post_delete):
        signal.connect(_institution_changed, sender=Institution, dispatch_uid="institution")
        signal.connect(_address_changed, sender=EmailAddress, dispatch_uid="institution-address")
        signal.connect(_sale_changed, sender=Plan, dispatch_uid="plan")
    post_save.connect(_seats_of_address, sender=EmailAddress, dispatch_uid="seats-address")


def _sale_changed(sender: Any, raw: bool = False, **kwargs: Any) -> None:
    """Walls and offer lines name the lowest price: they are drawn anew."""
    if not raw:
        Change.record(ChangeKind.POLICY_CHANGED)


def _remember(sender: Any, instance: Institution, raw: bool = False, **kwargs: Any) -> None:
    """Whose rights hang on what is about to change."""
    before = Institution.objects.filter(pk=instance.pk).first() if instance.pk and not raw else None
    instance.__dict__["domains_before"] = before.domain_list if before else []


def _institution_changed(sender: Any, instance: Institution, raw: bool = False, **kwargs: Any) -> None:
    """Tell the edge of the networks, and void the tokens of who reads by an address."""
    if raw:
        return
    domains = {*instance.domain_list, *instance.__dict__.pop("domains_before", [])}
    with transaction.atomic():
        void_readers_now_and_soon(readers_at(sorted(domains)))
        Change.record(ChangeKind.PASSES_CHANGED)


def _address_changed(sender: Any, instance: EmailAddress, raw: bool = False, **kwargs: Any) -> None:
    """Give or take at once what an address at an institution's domain opens. One query for any other address."""
    domain = instance.email.lower().rpartition("@")[2]
    known = Institution.objects.filter(domains__contains=domain)
    if not raw and any(domain in institution.domain_list for institution in known):
        void_tokens(instance.user_id)


def _seats_of_address(sender: Any, instance: EmailAddress, raw: bool = False, **kwargs: Any) -> None:
    """Seats of group subscriptions that wait for this address."""
    if not raw and instance.verified:
        address_confirmed(reader=instance.user_id, email=instance.email)

"""What follows from signing out and from a changed account, tokens of before are void; and from a first code."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import authentication_step_completed
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import m2m_changed, pre_delete, pre_save

from warta.readers.models import User
from warta.readers.services import void_tokens

WATCHED = ("password", "is_active", "is_superuser", "first_name", "last_name", "email")


def connect() -> None:
    """Listen; called once, when the app is ready."""
    user_logged_out.connect(_signed_out, dispatch_uid="void-signed-out")
    pre_save.connect(_account_changed, sender=User, dispatch_uid="void-account")
    pre_delete.connect(_account_deleted, sender=User, dispatch_uid="void-deleted")
    m2m_changed.connect(_roles_changed, sender=User.groups.through, dispatch_uid="void-roles")
    authentication_step_completed.connect(_owner_came, dispatch_uid="owner-came")


def _signed_out(sender: Any, user: Any, **kwargs: Any) -> None:
    if user is not None and user.pk:
        void_tokens(user.pk)


def _account_changed(
    sender: Any, instance: User, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:  # fmt: skip
    """A new password, name or state; not the note of the last sign-in."""
    if raw or instance.pk is None or (update_fields is not None and not set(update_fields) & set(WATCHED)):
        return
    before = User.objects.filter(pk=instance.pk).values(*WATCHED).first()
    if before is not None and any(before[name] != getattr(instance, name) for name in WATCHED):
        void_tokens(instance.pk)
        instance.generation = User.objects.values_list("generation", flat=True).get(pk=instance.pk)


def _account_deleted(sender: Any, instance: User, **kwargs: Any) -> None:
    void_tokens(instance.pk)


def _roles_changed(sender: Any, instance: Any, action: str, pk_set: Any, reverse: bool, **kwargs: Any) -> None:
    if action in ("post_add", "post_remove", "pre_clear"):
        readers = (pk_set or instance.user_set.values_list("pk", flat=True)) if reverse else [instance.pk]
        for reader in list(readers):
            void_tokens(reader)


def _owner_came(sender: Any, user: User, method: str, **kwargs: Any) -> None:
    """The first who proves an address by a code owns the account; a password of before may be somebody else's.

    Anybody can sign up with a stranger's address and wait for the stranger to come. A colleague's password is not
    chosen so.
    """
    if method != "code" or not user.has_usable_password() or user.works_here:
        return
    confirmed = set(EmailAddress.objects.filter(user=user).values_list("verified", flat=True))
    if confirmed == {False}:
        user.set_unusable_password()
        user.save(update_fields=["password"])

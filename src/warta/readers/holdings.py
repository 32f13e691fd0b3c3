"""What is held about a reader: all of it is exported, and what the law does not keep is deleted with the account.

Every table with a foreign key to the account is found by itself, and follows the account's deletion as its key says. A
table that names readers by their id alone is named here, or in the room it belongs to (`READER_HOLDINGS` in settings
lists the places): one line each. A test compares with all tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils.module_loading import import_string

from warta.readers.models import User

SECRET = {"password", "session_key", "key", "token", "secret", "token_secret"}
SECRET_OF = {
    "mfa.Authenticator": {"data"},
    "usersessions.UserSession": {"session_key"},
    "readers.Handover": {"code", "claimant", "number"},
    "readers.Imported": {"note"},  # the newsroom's own words, as the reasons in the ledger
}


@dataclass(frozen=True, slots=True)
class Holding:
    """A table that names readers by id.

    keeps   why its rows outlive the account; empty: they do not
    hidden  columns that are the newsroom's own, and are no part of an export
    """

    model: str
    column: str = "reader"
    keeps: str = ""
    hidden: frozenset[str] = frozenset()


HOLDINGS = (Holding("readers.MeterRead"),)


def registered() -> list[Holding]:
    """The tables that name readers by id, of all rooms."""
    return [holding for place in settings.READER_HOLDINGS for holding in import_string(place)]


def everything_of(reader: int) -> dict[str, list[dict[str, Any]]]:
    """All rows about a reader, by table, without secrets. A query a table."""
    found: dict[str, list[dict[str, Any]]] = {}
    held = ((holding.model, holding.column, holding.hidden) for holding in registered())
    for label, column, own in [*((label, column, frozenset[str]()) for label, column in _pointing()), *held]:
        hidden = SECRET | SECRET_OF.get(label, set()) | own
        model = apps.get_model(label)
        names = [field.attname for field in model._meta.concrete_fields if field.name not in hidden]
        rows = list(model._base_manager.filter(**{column: reader}).order_by("pk").values(*names))
        found.setdefault(label, []).extend(rows)
    return found


def forget(reader: int) -> None:
    """Delete what names a reader by id and is not kept. A query a table."""
    for holding in registered():
        if not holding.keeps:
            apps.get_model(holding.model)._base_manager.filter(**{holding.column: reader}).delete()


def _pointing() -> Iterator[tuple[str, str]]:
    """Each table with a key to the account, and the account's own."""
    yield User._meta.label, "pk"
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.proxy:
            for field in model._meta.concrete_fields:
                if field.related_model is User and field.model is model:
                    yield model._meta.label, field.name

"""The ways to be paid that this newspaper has: a list of dotted paths in the settings."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from warta.subscriptions.providers.base import Provider
from warta.subscriptions.rules.terms import Terms


@cache
def all_providers() -> dict[str, Provider]:
    """Every way to be paid, by its code."""
    found: list[Provider] = [import_string(path)() for path in settings.WARTA_PROVIDERS]
    return {provider.code: provider for provider in found}


def by_code(code: str) -> Provider:
    """The provider of a code. raises KeyError for one that is not installed"""
    return all_providers()[code]


def on_offer(terms: Terms | None = None) -> list[Provider]:
    """Those that a reader can choose now, for these terms if any are given. One query."""
    ready = [provider for provider in all_providers().values() if provider.is_ready and provider.code != "voucher"]
    return [provider for provider in ready if terms is None or provider.takes(terms)]

"""Codes in words, in templates."""

from __future__ import annotations

from django import template

from warta.subscriptions import names

register = template.Library()
register.filter("provider_name", names.provider_name)
register.filter("source_name", names.source_name)


@register.filter
def named(code: str, known: dict[str, str]) -> str:
    """What a code is called among these names."""
    return known.get(code, code)

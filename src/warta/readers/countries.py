"""Countries by their two letters (ISO 3166) and names, in the language of the page."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any

from babel import Locale
from django import forms
from django.utils.choices import CallableChoiceIterator
from django.utils.translation import get_language

# Two letters that CLDR names and that are no country: unions, parts with a code of their own, places for tests.
NONE = frozenset("AC CP DG EA EU EZ IC QO TA UN XA XB ZZ".split())


def countries(home: str = "") -> list[tuple[str, str]]:
    """All, by name as a dictionary sorts them; `home` before the rest."""
    found = _of(get_language() or "en")
    return sorted(found, key=lambda country: country[0] != home)


def country_name(code: str) -> str:
    """What a country is called; its letters, if nobody knows it."""
    return dict(_of(get_language() or "en")).get(code, code)


class CountrySelect(forms.Select):
    """All countries to choose from, in the language of whoever looks."""

    def __init__(self, attrs: Any = None) -> None:
        super().__init__(attrs, choices=CallableChoiceIterator(countries))


@cache
def _of(language: str) -> tuple[tuple[str, str], ...]:
    names = Locale.parse(language, sep="-").territories
    found = [(code, name) for code, name in names.items() if len(code) == 2 and code.isalpha() and code not in NONE]
    return tuple(sorted(found, key=lambda country: _plain(country[1])))


def _plain(name: str) -> str:
    """Without accents, so that Åland stands among the A."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign)).casefold()

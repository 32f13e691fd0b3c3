"""The words that the press itself prints, in the edition's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from django.utils import translation
from django.utils.translation import gettext as _

from warta.epaper.press.text import language_of


@dataclass(frozen=True, slots=True)
class Words:
    """What stands between the pieces. With %(page)s, %(address)s, %(number)s where a value belongs."""

    language: str
    inside: str
    to_page: str
    from_page: str
    more: str
    more_bare: str
    briefs: str
    more_stories: str
    and_others: str
    advertisement: str
    scan: str
    code_alt: str
    notices: str
    photos: str
    number: str
    table_on_web: str
    untitled: str
    front: str


def words_in(language: str) -> Words:
    """The words in that language; English where there is no translation."""
    with translation.override(language):
        return Words(
            language=language_of(language, "en"),
            inside=_("Inside"), to_page=_("Continued on page %(page)s"), from_page=_("Continued from page %(page)s"),
            more=_("Whole story: %(address)s"), more_bare=_("Shortened"), briefs=_("In brief"),
            more_stories=_("More stories"), and_others=_("and %(number)s others: %(address)s"),
            advertisement=_("Advertisement"), scan=_("Scan for the newest edition"),
            code_alt=_("QR code: opens the newest edition at %(address)s"), notices=_("Notices"), photos=_("Photos"),
            number=_("No. %(number)s"), table_on_web=_("Table on the web"), untitled=_("Untitled"),
            front=_("Front page"),
        )  # fmt: skip


def day_in_words(day: date, language: str) -> str:
    """The day in long form, as the language writes it."""
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse("en")
    said = format_date(day, "full", locale)
    return said[:1].upper() + said[1:]

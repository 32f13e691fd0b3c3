"""What every template of the public site may name."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from warta.access.variant import variant_of
from warta.discovery.queries import hot_topics
from warta.distribution.structured import origin_of
from warta.readers.queries import reader_of
from warta.site.account.nav import NAV
from warta.site.colors import colors_url
from warta.site.order import LIST_PLACE
from warta.stories import queries
from warta.stories.models import Publication, StaticPage

OWN_NAMES = {"id": "Bahasa Indonesia", "en": "English"}  # of languages, each in itself


def publication(request: HttpRequest) -> dict[str, Any]:
    """The newspaper's names, sections and pages, and the words that are true for who asks (`access.variant`).

    Each is read only if a template asks for it. Pages that are drawn at once for one reader carry no advertising.
    """
    language = get_language() or settings.LANGUAGE_CODE
    words = SimpleLazyObject(lambda: variant_of(reader_of(request)) - {"ads"})
    return {**context_of(language), "origin": origin_of(request), "words": words, "taken": set(), "account_nav": NAV}


def context_of(language: str) -> dict[str, Any]:
    """What does not depend on who asks."""
    paper: Any = SimpleLazyObject(Publication.load)
    return {
        "paper": paper,
        "paper_text": SimpleLazyObject(lambda: paper.texts.filter(language=language).first()),
        "nav_sections": SimpleLazyObject(lambda: [s for s in queries.sections(language) if s.parent_id is None]),
        "nav_topics": SimpleLazyObject(lambda: hot_topics(language, limit=8)),
        "nav_pages": SimpleLazyObject(lambda: _pages(language)),
        "languages": SimpleLazyObject(lambda: _languages(language)),
        "today": timezone.localtime(),
        "language": language,
        "list_place": LIST_PLACE,
        "colors_url": SimpleLazyObject(lambda: colors_url(paper)),
    }


def _pages(language: str) -> list[StaticPage]:
    found = queries.of_language(StaticPage.objects.live(), language).order_by("pk")  # else SQLite looks at all pages
    return sorted(found.prefetch_related("locale"), key=lambda page: page.path)


def _languages(current: str) -> list[tuple[str, str]]:
    """The other languages the newspaper appears in: code and name in that language."""
    return [(code, OWN_NAMES.get(code, code)) for code in queries.languages_with_stories() if code != current]

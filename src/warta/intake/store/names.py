"""Languages, sections, topics and people: found by their address, made when missing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.conf import settings
from wagtail.models import Locale

from warta.intake.errors import IntakeError
from warta.intake.items import IncomingPerson, IncomingTerm
from warta.intake.store.desk import Desk, ascii_slug, cut
from warta.stories.models import FrontPage, Person, PersonText, Section, Topic
from warta.stories.models.section import RESERVED_SLUGS

OTHER_CODES = {"in": "id", "eng": "en", "ind": "id"}
NO_SECTION = {"uncategorized", "uncategorised", "tak-berkategori", "tanpa-kategori", "tidak-berkategori"}
IMPORTED = {"id": "Impor", "en": "Imported"}
REMEMBERED = 5_000


class Names:
    """The names of one source, and the newspaper's own."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.people: dict[str, IncomingPerson] = {}
        self.terms: dict[str, IncomingTerm] = {}
        self._logins: dict[str, IncomingPerson] = {}
        self._locales = {
            front.locale.language_code: front.locale for front in FrontPage.objects.select_related("locale")
        }
        self._sections: dict[tuple[int, str], Section] = {
            (section.locale_id, section.slug): section for section in Section.objects.select_related("locale")
        }
        self._topics: dict[tuple[int, str], Topic] = {}
        self._persons: dict[str, Person] = {}

    def know(self, said: IncomingPerson | IncomingTerm) -> None:
        """Remember somebody or something that the source names; a misspelt login is the account it looks like."""
        if isinstance(said, IncomingTerm):
            self.terms[said.key] = said
            return
        declared = self._logins.get(ascii_slug(said.slug, limit=120)) if said.guest else None
        self.people[said.key] = declared or said
        if not said.guest and said.slug:
            self._logins.setdefault(ascii_slug(said.slug, limit=120), said)

    # language

    def locale(self, said: str) -> Locale:
        """The locale of an item: its own language, else the one wished for, else the newspaper's."""
        code = re.split(r"[-_]", said.strip().lower())[0]
        code = OTHER_CODES.get(code, code)
        if code in self._locales:
            return self._locales[code]
        own = self.desk.wishes.language or settings.LANGUAGE_CODE
        if own not in self._locales:
            own = next(iter(self._locales))
        if code:
            self.desk.doubt_once("inferred", f'the newspaper has no language "{said[:20]}": {own} was assumed')
        return self._locales[own]

    # sections

    def section(self, keys: Iterable[str], locale: Locale, where: str) -> tuple[Section, list[str]]:
        """The section of a story, and the names of its further categories."""
        terms = [self.terms[key] for key in keys if key in self.terms]
        named = [term for term in terms if ascii_slug(term.slug, limit=60) not in NO_SECTION]
        if self.desk.wishes.section:
            wished = self._wished(locale)
            if wished is not None:
                return wished, [t.name for t in named if _fold(t.name) != _fold(wished.name) and t.slug != wished.slug]
        if named:
            return self._of_term(named[0], locale, frozenset()), [term.name for term in named[1:]]
        name = IMPORTED.get(locale.language_code, "Imported")
        self.desk.doubt_once("inferred", f'stories that name no section: "{name}" was assumed', where)
        return self._section(name, name.lower(), locale, None), []

    def check_section(self, path: str) -> None:
        """raises IntakeError if the section wished for does not exist in any language."""
        slug = self.desk.wishes.section
        if slug and not any(own == slug for _, own in self._sections):
            known = ", ".join(sorted({own for _, own in self._sections})) or "none yet"
            raise IntakeError(path, f'there is no section "{slug}".', do=f"Sections: {known}.")

    def _wished(self, locale: Locale) -> Section | None:
        """The section wished for, or its translation."""
        slug = self.desk.wishes.section
        found = self._sections.get((locale.pk, slug))
        if found is not None:
            return found
        keys = {section.translation_key for (_, own), section in self._sections.items() if own == slug}
        found = next(
            (s for s in self._sections.values() if s.locale_id == locale.pk and s.translation_key in keys), None
        )
        if found is None:
            self.desk.doubt_once("inferred", f'section "{slug}" does not exist in {locale.language_code}')
        return found

    def _of_term(self, term: IncomingTerm, locale: Locale, above: frozenset[str]) -> Section:
        parent = self.terms.get(term.parent)
        over = None
        if parent is not None and parent.key not in above and parent.key != term.key and len(above) < 4:
            over = self._of_term(parent, locale, above | {term.key})
        return self._section(term.name, term.slug, locale, over)

    def _section(self, name: str, slug: str, locale: Locale, parent: Section | None) -> Section:
        slug = section_slug(slug, name)
        found = self._sections.get((locale.pk, slug))
        if found is None:
            same = _fold(name)
            found = next(
                (s for s in self._sections.values() if s.locale_id == locale.pk and _fold(s.name) == same), None
            )
        if found is not None:
            return found
        section = Section(name=cut(name, 60), slug=slug, locale=locale, parent=parent)
        if not self.desk.wishes.dry_run:
            section.full_clean()
            section.save()
        self.desk.remember(self._sections, (locale.pk, slug), section)
        self.desk.fresh["sections"] += 1
        return section

    # topics

    def topics(self, keys: Iterable[str], more: Iterable[str], locale: Locale) -> list[Topic]:
        """The topics of a story: its tags, and its categories beyond the first."""
        said = [(term.name, term.slug, term.about) for key in keys if (term := self.terms.get(key))
                and term.kind == "topic"]  # fmt: skip
        said += [(name, "", "") for name in more]
        found = {topic.slug: topic for name, slug, about in said if (topic := self._topic(name, slug, about, locale))}
        return list(found.values())

    def _topic(self, name: str, slug: str, about: str, locale: Locale) -> Topic | None:
        own = ascii_slug(slug, name, limit=80, fallback="topic")
        if not own or not name:
            return None
        found = self._topics.get((locale.pk, own)) or Topic.objects.filter(locale=locale, slug=own).first()
        if found is None:
            found = Topic(name=cut(name, 80), slug=own, locale=locale, description=cut(about, 250))
            if not self.desk.wishes.dry_run:
                found.full_clean()
                found.save()
            self.desk.fresh["topics"] += 1
        if len(self._topics) > REMEMBERED:
            self._topics.clear()
        self.desk.remember(self._topics, (locale.pk, own), found)
        return found

    # people

    def authors(self, keys: Iterable[str], locale: Locale) -> list[Person]:
        """The people of a byline, in order."""
        found = [self._person(self.people[key], locale) for key in keys if key in self.people]
        return list({person.slug: person for person in found if person}.values())

    def _person(self, said: IncomingPerson, locale: Locale) -> Person | None:
        named = ascii_slug(said.name, limit=120, fallback="author")
        slugs = [slug for slug in dict.fromkeys((named, ascii_slug(said.slug, limit=120))) if slug]
        if not slugs:
            return None
        found = next((self._persons[slug] for slug in slugs if slug in self._persons), None)
        if found is None:
            rows = {person.slug: person for person in Person.objects.filter(slug__in=slugs)}
            found = next((rows[slug] for slug in slugs if slug in rows), None)
        if found is None:
            found = Person(name=cut(said.name, 120), slug=slugs[0])
            if said.about:
                found.texts = [PersonText(language=locale.language_code, biography=said.about)]
            if not self.desk.wishes.dry_run:
                found.full_clean()
                found.save()
            self.desk.fresh["people"] += 1
        if len(self._persons) > REMEMBERED:
            self._persons.clear()
        self.desk.remember(self._persons, found.slug, found)
        return found


def section_slug(slug: str, name: str) -> str:
    """An address for a section that means nothing else on the site."""
    own = ascii_slug(slug, name, limit=50, fallback="section")
    taken = RESERVED_SLUGS | {"latest"} | {code for code, _ in settings.LANGUAGES}
    return f"{own}-section" if own in taken else own


def _fold(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name).strip().casefold()

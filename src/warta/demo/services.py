"""Making the sample newspaper: paper, people, pictures, stories, pages, accounts. Safe to run again."""

from __future__ import annotations

import json
import os
import secrets
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale

from warta.access import Right
from warta.demo.campaigns import load_campaigns
from warta.demo.edition import load_edition
from warta.demo.files import read_table
from warta.demo.pictures import load_pictures
from warta.demo.reads import load_reads
from warta.demo.sale import load_sale
from warta.demo.stories import StoryLoader, load_pages
from warta.desk.roles import make_roles
from warta.desk.services import add_colleague, prefer_language
from warta.stories.models import (
    Channel,
    FrontPage,
    Person,
    PersonText,
    Photo,
    Publication,
    PublicationText,
    Section,
    Topic,
)
from warta.stories.services import make_newspaper
from warta.subscriptions.services.complimentary import grant_complimentary

COLLEAGUES = (
    ("administrator", "Administrator", "Layar Pagi"),
    ("editor", "Galih", "Rangga"),
    ("reporter", "Ratri", "Maheswara"),
    ("photo_editor", "Nala", "Pertiwi Sagara"),
    ("curator", "Mira", "Sasantika"),
    ("advertising", "Bima", "Iklanasari"),
    ("service", "Wulan", "Layanan"),
)
READERS: dict[str, frozenset[Right]] = {
    "registered": frozenset(),
    "subscriber": frozenset(Right),
    **{right.value: frozenset({right}) for right in Right},
}
OF_ACCOUNT = {"editor": "galih-rangga", "reporter": "ratri-maheswara", "photo_editor": "nala-pertiwi",
              "curator": "mira-sasantika"}  # fmt: skip
DOMAIN = "layarpagi.example"
FRONT = {
    "id": ["lead", "secondary", "opinion", "lingkungan:photo", "photos", "politik:columns", "ekonomi:large",
           "most_read", "budaya:photo", "picks", "olahraga:columns", "epaper", "newsletter"],
    "en": ["lead", "secondary", "opinion", "photos", "picks", "newsletter"],
}  # fmt: skip
WORDS = {
    "id": "Yang kami sarankan dibaca pelan-pelan, dipilih oleh redaktur akhir pekan Mira Sasantika.",
    "en": "Worth reading slowly, chosen by our weekend editor, Mira Sasantika.",
}


def make_sample(accounts_file: Path) -> None:
    """Make what is missing of the sample newspaper, and write its accounts to `accounts_file` (mode 600)."""
    languages = [settings.LANGUAGE_CODE, *(code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE)]
    roles = [] if accounts_file.exists() else [*(role for role, _, _ in COLLEAGUES), *READERS]
    passwords = {role: secrets.token_urlsafe(9) for role in roles}
    with ThreadPoolExecutor() as pool:  # hashing is slow on purpose, and the other processor is idle
        hashes = pool.map(make_password, passwords.values())
        _make_paper(languages)
        if passwords:
            _accounts(accounts_file, passwords, dict(zip(passwords, hashes, strict=True)))
    with transaction.atomic():
        load_campaigns(*(f"{role}@{DOMAIN}" for role in ("advertising", "editor")))
    if roles:
        load_edition()


def _make_paper(languages: list[str]) -> None:
    with transaction.atomic():
        fronts = make_newspaper(name="Layar Pagi", languages=languages)
        make_roles()
        table = read_table("newspaper.toml")
        if not Section.objects.exists():
            _fill(table, fronts)
    load_reads(timezone.now())


def _fill(table: dict[str, Any], fronts: list[FrontPage]) -> None:
    photos = load_pictures()
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    _publication(table, photos)
    load_sale()
    sections = _sections(table, locales)
    topics = _topics(table, locales)
    people = _people(table, photos)
    for language, locale in locales.items():
        load_pages(language, locale)
    StoryLoader(locales=locales, sections=sections, topics=topics, people=people, photos=photos).load()
    for front in fronts:
        _zones(front, sections)


def _publication(table: dict[str, Any], photos: dict[str, Photo]) -> None:
    paper = Publication.load()
    for name in ("name", "outlet", "city", "publisher", "subscription_brand", "epaper_name", "email"):
        setattr(paper, name, table[name])
    paper.accent_color = table["accent"]
    paper.banner = photos.get("house-banner")
    for language, tagline in table["tagline"].items():
        paper.texts.add(PublicationText(language=language, tagline=tagline))
    for order, (kind, url) in enumerate(table["channels"].items()):
        paper.channels.add(Channel(kind=kind, url=url, sort_order=order))
    paper.save()


def _sections(table: dict[str, Any], locales: dict[str, Locale]) -> dict[tuple[str, str], Section]:
    """Sections by key and language."""
    made: dict[tuple[str, str], Section] = {}
    for position, row in enumerate(table["sections"]):
        key = None
        for language, locale in locales.items():
            section = Section(
                name=row[language]["name"], slug=row[language]["slug"], color=row["color"], locale=locale,
                default_level=row.get("level", "free"), position=position,
                parent=made.get((row.get("parent", ""), language)),
            )  # fmt: skip
            if key:
                section.translation_key = key
            section.save()
            key = section.translation_key
            made[row["key"], language] = section
    return made


def _topics(table: dict[str, Any], locales: dict[str, Locale]) -> dict[tuple[str, str], Topic]:
    """Topics by key and language."""
    made: dict[tuple[str, str], Topic] = {}
    for row in table["topics"]:
        key = None
        for language, locale in locales.items():
            text = row[language]
            topic = Topic(name=text["name"], slug=text["slug"], aliases="\n".join(text["aliases"]), locale=locale)
            if key:
                topic.translation_key = key
            topic.save()
            key = topic.translation_key
            made[row["key"], language] = topic
    return made


def _people(table: dict[str, Any], photos: dict[str, Photo]) -> dict[str, Person]:
    """People by key."""
    made = {}
    for row in table["people"]:
        person = Person(
            name=row["name"], slug=row["key"], is_author="role" in row, portrait=photos.get(f"portrait-{row['key']}")
        )
        for language, role in (row.get("role") or row["news"]).items():
            person.texts.add(PersonText(language=language, role=role))
        person.save()
        made[row["key"]] = person
    return made


def _zones(front: FrontPage, sections: dict[tuple[str, str], Section]) -> None:
    language = front.locale.language_code
    zones: list[dict[str, Any]] = []
    for name in FRONT[language]:
        kind, _, shape = name.partition(":")
        if shape:
            section = sections[kind, language]
            zones.append({"type": "river", "value": {"section": section.pk, "shape": shape, "pinned": []}})
        elif kind in ("most_read", "epaper", "newsletter"):
            zones.append({"type": kind, "value": None})
        else:
            value: dict[str, Any] = {"pinned": []} | ({"word": WORDS[language]} if kind == "picks" else {})
            zones.append({"type": kind, "value": value})
    front.refresh_from_db()  # by now it has children, and counts them itself
    front.zones = json.dumps(zones)
    front.save_revision().publish()


def _accounts(file: Path, passwords: dict[str, str], hashes: dict[str, str]) -> None:
    """Make the sample accounts with passwords of their own, and keep them in a file only the owner reads."""
    emails = {}
    with transaction.atomic():
        for role, first, last in COLLEAGUES:
            emails[role] = f"{role.replace('_', '-')}@{DOMAIN}"
            user = add_colleague(email=emails[role], password=None, role=role, first_name=first, last_name=last)
            _finish(user, hashes[role])
            prefer_language(user, settings.LANGUAGE_CODE)
            Person.objects.filter(slug=OF_ACCOUNT.get(role, "")).update(user=user)
        for role, rights in READERS.items():
            emails[role] = f"{role.replace('_', '-')}@readers.example"
            user = get_user_model().objects.create_user(emails[role])
            EmailAddress.objects.create(user=user, email=emails[role], verified=True, primary=True)
            _finish(user, hashes[role])
            if rights:
                grant_complimentary(reader=user, rights=rights, by=None, why="Sample reader")
        StoryLoader.submit_as_reporter()
    rows = [{"role": role, "email": emails[role], "password": password} for role, password in passwords.items()]
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as out:
        json.dump(rows, out, indent=1)


def _finish(user: Any, hashed: str) -> None:
    """Give an account its password, hashed before."""
    user.password = hashed
    user.save(update_fields=["password"])

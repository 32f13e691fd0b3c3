"""A small newspaper for tests, made by the services that make a real one."""

import itertools
import json
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO

from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image
from wagtail.models import Locale

from warta.desk.roles import make_roles
from warta.desk.services import add_colleague
from warta.epaper.models import EpaperSettings
from warta.stories.models import FrontPage, Person, Photo, Section, Story, StoryAuthor, Topic
from warta.stories.services import make_newspaper, save_story

_numbers = itertools.count(1)
PASSWORD = "a-long-password-for-tests"


def rich(html):
    return {"type": "text", "value": html, "id": str(uuid.uuid4())}


def block(kind, value):
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


@dataclass
class Newspaper:
    """The newspaper, and short ways to fill it."""

    section: Section
    section_en: Section
    topic: Topic
    colleagues: dict = field(default_factory=dict)

    @property
    def front(self):
        return FrontPage.objects.get(locale__language_code="id")

    def colleague(self, role):
        """An account with a role; made at the first call."""
        if role not in self.colleagues:
            self.colleagues[role] = add_colleague(
                email=f"{role}@news.example", password=PASSWORD, role=role, first_name=role, last_name="Colleague"
            )
        return self.colleagues[role]

    def draft(self, headline=None, *, owner=None, language="id", body=None, authors=(), topics=(), **fields):
        """A story that is not public."""
        section = fields.pop("section", self.section if language == "id" else self.section_en)
        story = Story(
            title=headline or f"Berita nomor {next(_numbers)}",
            section=section,
            locale=Locale.objects.get(language_code=language),
            body=json.dumps(body if body is not None else [rich("<p>Paragraf pertama berita ini.</p>")]),
            **fields,
        )
        story.bylines = [StoryAuthor(person=person, sort_order=n) for n, person in enumerate(authors)]
        save_story(story, owner=owner)
        if topics:
            story.topics.set(topics)
            story.save()
            story.save_revision()
        return story

    def story(self, headline=None, *, hours_ago=1.0, **fields):
        """A public story, published `hours_ago`."""
        fields.setdefault("published_at", timezone.now() - timedelta(hours=hours_ago))
        story = self.draft(headline, **fields)
        story.publish(story.get_latest_revision())
        story.refresh_from_db()
        return story

    def person(self, name, **fields):
        return Person.objects.create(name=name, slug=name.lower().replace(" ", "-"), **fields)

    def photo(self, width=900, height=600, **fields):
        """A photo with a finished JPEG."""
        from warta.stories.renditions import filter_spec

        data = BytesIO()
        Image.new("RGB", (width, height), (120, 90, 60)).save(data, "JPEG")
        data.seek(0)
        photo = Photo(title="Foto", **fields)
        photo.file.save(f"{uuid.uuid4().hex}.jpg", ImageFile(data), save=False)
        photo.width, photo.height = width, height
        photo.save()
        photo.get_rendition(filter_spec(320, "jpeg"))
        return photo


def make():
    """The newspaper; the database must be empty. Its worker makes no edition: a test that wants one asks for it."""
    fronts = make_newspaper(name="Kabar Uji", languages=["id", "en"])
    make_roles()
    EpaperSettings.objects.create(is_made=False)
    locales = [front.locale for front in fronts]
    section = Section.objects.create(name="Daerah", slug="daerah", locale=locales[0])
    section_en = Section(name="Region", slug="region", locale=locales[1])
    section_en.translation_key = section.translation_key
    section_en.save()
    topic = Topic.objects.create(name="Banjir", slug="banjir", locale=locales[0], aliases="rob\nluapan")
    return Newspaper(section, section_en, topic)

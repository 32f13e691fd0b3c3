"""Putting made-up stories into the newspaper, by the services that take in anybody's."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale

from warta.demo.synthetic import SyntheticStory, stories
from warta.stories.models import Section, Story, Topic
from warta.stories.services import save_story


class NothingToFill(Exception):
    """The newspaper has no section or topic to put stories into."""


def fill(count: int, *, seed: int, progress: Callable[[int], None] = lambda done: None) -> int:
    """Make `count` stories of a seed public; returns how many were new. One transaction a story.

    A story that is there already stays: the command may be stopped and run again.
    raises NothingToFill
    """
    places = {locale.language_code: locale for locale in Locale.objects.all()}
    sections = {code: list(Section.objects.filter(locale=locale).order_by("pk")) for code, locale in places.items()}
    topics = {code: list(Topic.objects.filter(locale=locale).order_by("pk")) for code, locale in places.items()}
    if not all(sections.values()) or not all(topics.values()):
        raise NothingToFill("Every language needs a section and a topic first: make them in the newsroom.")
    numbers = {"topics": min(map(len, topics.values())), "sections": min(map(len, sections.values()))}
    there = set(Story.objects.filter(origin__startswith=f"generate:{seed}:").values_list("origin", flat=True))
    made = 0
    for done, story in enumerate(stories(count, seed=seed, now=timezone.now(), **numbers), start=1):
        origin = f"generate:{seed}:{story.number}"
        if origin not in there:
            code = story.language
            _save(story, origin, places[code], sections[code][story.section], [topics[code][n] for n in story.topics])
            made += 1
        progress(done)
    return made


@transaction.atomic
def _save(plan: SyntheticStory, origin: str, locale: Locale, section: Section, topics: list[Topic]) -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in plan.paragraphs)
    story = Story(
        title=plan.headline,
        standfirst=plan.standfirst,
        kind=plan.kind,
        level=plan.level,
        section=section,
        locale=locale,
        origin=origin,
        published_at=plan.published_at,
        first_published_at=plan.published_at,
        body=json.dumps([{"type": "text", "value": text, "id": str(uuid.uuid4())}]),
    )
    story.topics = topics
    save_story(story)
    story.publish(story.get_latest_revision())

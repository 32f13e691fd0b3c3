"""Writes of this room that are not Wagtail's own: the newspaper's tree, and places in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import Locale, Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.tasks import update_reference_index_task

from warta.stories.models import FrontPage, Publication, Section, Story, StoryIndex

COLLISIONS_MAX = 5
RELATIONS = {field.name for field in Story._meta.concrete_fields if field.is_relation}
FRONT_ZONES = ("lead", "secondary", "opinion", "photos", "most_read", "picks", "newsletter")


@transaction.atomic
def make_newspaper(*, name: str, languages: list[str]) -> list[FrontPage]:
    """Make an empty newspaper: a front page for each language (the first is the site's own), named `name`.

    Safe to run again: what is there stays.
    """
    root = Page.objects.get(depth=1)
    fronts = [_front(root, code, name) for code in languages]
    Site.objects.exclude(root_page=fronts[0].page_ptr).delete()
    Site.objects.get_or_create(
        root_page=fronts[0].page_ptr,
        defaults={"hostname": "localhost", "port": 80, "is_default_site": True, "site_name": name},
    )
    Page.objects.filter(depth=2, slug="home", content_type__model="page").delete()  # Wagtail's welcome page
    publication = Publication.load()
    if publication.name == Publication._meta.get_field("name").default:
        publication.name = name
        publication.save()
    return fronts


def _front(root: Page, code: str, name: str) -> FrontPage:
    locale, _ = Locale.objects.get_or_create(language_code=code)
    found = FrontPage.objects.filter(locale=locale).first()
    if found:
        return found
    other = FrontPage.objects.first()
    front = FrontPage(title=f"{name} ({code})", slug=f"front-{code}", locale=locale)
    if other:
        front.translation_key = other.translation_key
    front.zones = [(kind, {"pinned": []} if kind not in ("most_read", "newsletter") else None) for kind in FRONT_ZONES]
    root.refresh_from_db()
    root.add_child(instance=front)
    front.save_revision().publish()
    return front


def index_of(locale: Locale, year: int | None = None) -> StoryIndex:
    """Where the stories of a year (default: this one, in the site's zone) and language hang; made if new."""
    slug = str(year or year_of(None))
    for found in StoryIndex.objects.filter(slug=slug):  # asked for a language, SQLite may go through all its pages
        if found.locale_id == locale.pk:
            return found
    front = FrontPage.objects.get(locale=locale)
    index = StoryIndex(title=slug, slug=slug, locale=locale)
    return place_under(front, index)


def place_under(parent: Any, page: Any) -> Any:
    """Add `page` below `parent`, again when another process took the same place in the tree."""
    for attempt in range(COLLISIONS_MAX):
        try:
            with transaction.atomic():
                fresh = type(parent).objects.get(pk=parent.pk)
                if fresh.numchild == 0:
                    _count_children(fresh)
                return fresh.add_child(instance=page)
        except IntegrityError:
            if attempt == COLLISIONS_MAX - 1:
                raise
            page.path, page.depth, page.pk, page.id = "", None, None, None
    raise AssertionError("unreachable")


def _count_children(parent: Any) -> None:
    """A page saved from a copy made before its first child forgets that it has children; then no child fits below."""
    number = Page.objects.child_of(parent).count()
    if number:
        Page.objects.filter(pk=parent.pk).update(numchild=number)
        parent.numchild = number


def save_story(story: Story, *, owner: Any = None, index: StoryIndex | None = None) -> Story:
    """Put a new story into the tree as a draft with its first version.

    index   where it hangs, as `index_of` gave it, for those who save many; else it is looked for
    raises  ValidationError; IntegrityError if something it names is not there, or its origin is taken
    """
    story.live = False
    story.owner = owner
    if index is None:
        index = index_of(story.locale, year_of(story.published_at))
    # Wagtail would note its references once for each of its rows and again for its version: here, once for all.
    with disable_reference_index_auto_update():
        place_under(index, story)
        story.name_place()  # Wagtail makes none of a headline without Latin letters
        # Its own fields alone: what it names and what must be unique is the database's to refuse, at no further query.
        story.clean_fields(exclude=RELATIONS)
        story.save_revision(user=owner, log_action=True, clean=False)
    update_reference_index_task.enqueue(story._meta.app_label, story._meta.model_name, str(story.pk))
    return story


def year_of(moment: datetime | None) -> int:
    """The year of a moment in the site's zone; of now without one."""
    return timezone.localtime(moment).year


def sections_by_slug(locale: Locale) -> dict[str, Section]:
    """The sections of a language by their address. One query."""
    return {section.slug: section for section in Section.objects.filter(locale=locale)}

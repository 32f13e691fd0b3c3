"""Lists of stories: section, topic, author, latest, photos, archive by date. Pages are numbered, and bounded."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from warta.distribution.structured import list_data
from warta.site.views.answer import page
from warta.stories import queries
from warta.stories.models import Person
from warta.stories.queries import Card

PAGE_SIZE = 20
PAGES_MAX = 500
TOPICS_MAX = 500
COUNTED_MAX = 1000  # stories of one topic


def page_number(request: HttpRequest) -> int:
    """The number in ``?page=``, from 1; anything else is 404."""
    text = request.GET.get("page", "1")
    if not text.isascii() or not text.isdigit() or len(text) > 4 or text[0] == "0" or int(text) > PAGES_MAX:
        raise Http404
    return int(text)


def listing(
    request: HttpRequest, template: str, fetch: Callable[..., list[int]], context: dict[str, Any], *, first: int = 0
) -> HttpResponse:  # fmt: skip
    """A numbered page of the list that `fetch(limit=, offset=)` gives ids of. A page past the end is 404."""
    number = page_number(request)
    ids = fetch(limit=PAGE_SIZE + 1, offset=(number - 1) * PAGE_SIZE)
    if not ids and number > 1:
        raise Http404
    found = queries.cards(ids)
    cards: list[Card] = [found[pk] for pk in ids[:PAGE_SIZE] if pk in found]
    extra = {"cards": cards, "number": number, "has_next": len(ids) > PAGE_SIZE}
    return page(request, template, {**context, **extra})


@require_safe
def section(request: HttpRequest, language: str, section: str) -> HttpResponse:
    """A section's own front: its newest stories, and the sections below it."""
    found = queries.section_by_slug(language, section)
    if found is None:
        raise Http404
    children = [child for child in queries.sections(language) if child.parent_id == found.pk]
    trail = [(found.parent.name, found.parent.get_absolute_url())] if found.parent else []
    context = {
        "section": found,
        "children": children,
        "feed": f"{found.get_absolute_url()}feed.xml",
        "structured_data": list_data(request, found.name, [*trail, (found.name, found.get_absolute_url())]),
    }

    def fetch(*, limit: int, offset: int) -> list[int]:
        return queries.of_section(found, limit, offset)

    return listing(request, "warta/section.html", fetch, context)


@require_safe
def topic(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """All stories about a topic."""
    found = queries.topic_by_slug(language, slug)
    if found is None:
        raise Http404
    data = list_data(request, found.name, [(found.name, found.get_absolute_url())])

    def fetch(*, limit: int, offset: int) -> list[int]:
        return queries.of_topic(found, limit, offset)

    return listing(request, "warta/topic.html", fetch, {"topic": found, "structured_data": data})


@require_safe
def topics(request: HttpRequest, language: str) -> HttpResponse:
    """All topics, by their first letter."""
    found = [(topic, queries.count_of_topic(topic, COUNTED_MAX + 1)) for topic in queries.topics(language, TOPICS_MAX)]
    rows = [
        {"topic": topic, "count": min(count, COUNTED_MAX), "more": count > COUNTED_MAX}
        for topic, count in found
        if count
    ]
    return page(request, "warta/topics.html", {"topics": rows})


@require_safe
def author(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Who somebody is, what they wrote, and what was written about them."""
    person = get_object_or_404(Person.objects.select_related("portrait"), slug=slug)

    def fetch(*, limit: int, offset: int) -> list[int]:
        if person.is_author:
            return queries.of_author(person, language, limit, offset)
        return queries.mentioning(person, language, limit, offset)

    return listing(request, "warta/author.html", fetch, {"person": person, "text": person.text(language)})


@require_safe
def latest(request: HttpRequest, language: str) -> HttpResponse:
    """The newest stories of all sections."""

    def fetch(*, limit: int, offset: int) -> list[int]:
        return queries.latest(language, limit, offset=offset)

    return listing(request, "warta/latest.html", fetch, {})


@require_safe
def photos(request: HttpRequest, language: str) -> HttpResponse:
    """Photo stories."""

    def fetch(*, limit: int, offset: int) -> list[int]:
        return queries.latest(language, limit, kind="photo_story", offset=offset)

    return listing(request, "warta/photos.html", fetch, {})


@require_safe
def archive(request: HttpRequest, language: str) -> HttpResponse:
    """A calendar of the months, back to the first story."""
    first = queries.in_language(language).order_by("published_at").values_list("published_at", flat=True).first()
    today = timezone.localdate()
    start = timezone.localtime(first).date() if first else today
    chosen = _month(request, today)
    if not start.replace(day=1) <= chosen <= today:
        raise Http404
    return page(
        request,
        "warta/archive.html",
        {
            "year": chosen.year,
            "month": chosen,
            "weeks": calendar.Calendar().monthdatescalendar(chosen.year, chosen.month),
            "start": start,
            "months": _months(start, today),
            "days": _days_with_stories(language, chosen),
        },
    )


def _month(request: HttpRequest, today: date) -> date:
    text = request.GET.get("month", "")
    if not text:
        return today.replace(day=1)
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        raise Http404 from None
    return _known_year(month)


def _known_year(day: date) -> date:
    """`day`, if any newspaper can have appeared then; else 404."""
    if not 1900 <= day.year <= 9000:
        raise Http404
    return day


def _months(start: date, end: date) -> list[date]:
    """The first of each month from `end` back to `start`, at most ten years of them."""
    months: list[date] = []
    month = end.replace(day=1)
    while month >= start.replace(day=1) and len(months) < 120:
        months.append(month)
        month = (month - timedelta(days=1)).replace(day=1)
    return months


def _days_with_stories(language: str, month: date) -> dict[date, int]:
    """How many stories came out on each day of a month, in the site's time zone. A query a day."""
    last = calendar.monthrange(month.year, month.month)[1]
    days = [month.replace(day=number) for number in range(1, last + 1)]
    ends = [*days[1:], days[-1] + timedelta(days=1)]
    return {day: queries.count_between(language, _start(day), _start(end)) for day, end in zip(days, ends, strict=True)}


def _start(day: date) -> datetime:
    """The first moment of a day in the site's time zone."""
    return datetime(day.year, day.month, day.day, tzinfo=timezone.get_default_timezone())


@require_safe
def archive_day(request: HttpRequest, language: str, year: int, month: int, day: int) -> HttpResponse:
    """The stories of one day."""
    try:
        chosen = date(year, month, day)
        start, end = _start(_known_year(chosen)), _start(chosen + timedelta(days=1))
    except (ValueError, OverflowError):
        raise Http404 from None
    if chosen > timezone.localdate():
        raise Http404

    def fetch(*, limit: int, offset: int) -> list[int]:
        return queries.between(language, start, end, limit, offset)

    before, after = queries.beside(language, start, end)
    context = {
        "day": chosen,
        "before": timezone.localtime(before).date() if before else None,
        "after": timezone.localtime(after).date() if after else None,
    }
    return listing(request, "warta/archive_day.html", fetch, context)

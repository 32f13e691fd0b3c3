"""The e-paper on the web: an edition to leaf through, the newest one, and a calendar of the older ones.

An edition's page holds, for who has the right, all pages as pictures with what can be tapped on them and the text of
each story; for others the first page and the beginnings of its stories. Which of the two is decided by the edition's
gate for each request, as with a story.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from warta.access import Decision, Gate, Meter, Shows, decide
from warta.access.variant import variant_of
from warta.distribution.structured import origin_of
from warta.epaper import queries
from warta.epaper.models import Edition, EditionPage
from warta.epaper.queries import Text
from warta.readers.queries import reader_of
from warta.site.blocks.body import rows_of
from warta.site.context import OWN_NAMES
from warta.site.views.answer import is_for_edge, page
from warta.site.views.errors import gone
from warta.stories.policy import current_policy
from warta.stories.shown import Shown

BUILD_HEADER = "X-Warta-Build"  # by which the edge knows the build whose pictures it may serve
NOT_READ = ("related", "embed")  # what of a story is no part of a printed one
TAGS = frozenset({"editions", "policy"})
COVERS_MAX = 12  # of older editions below one


@dataclass(frozen=True, slots=True)
class Reading:
    """A piece as it is read on the screen.

    name   its id on the page
    whole, teaser  its blocks with their templates; of a notice there are none, its words are the item's
    """

    name: str
    text: Text
    shown: Shown | None
    whole: list[dict[str, Any]]
    teaser: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Tap:
    """What can be tapped on a page's picture: a box in thousandths, and what it opens."""

    box: Mapping[str, Any]
    href: str
    label: str
    is_advertising: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its picture, what can be tapped on it, what stands on it, and what begins on it."""

    page: EditionPage
    picture: str
    small: str
    taps: list[Tap]
    here: list[Reading]
    begins: list[Reading]


@require_safe
def newest(request: HttpRequest, language: str) -> HttpResponse:
    """The newest edition; before there is one, a page that says when it comes."""
    found = queries.newest(language)
    return _answer(request, found) if found is not None else _none(request, language)


@require_safe
def edition(request: HttpRequest, language: str, day: date) -> HttpResponse:
    """The edition of a day; 410 if it was withdrawn, 404 if there never was one."""
    found = queries.edition_of(day, language)
    return _answer(request, found) if found is not None else gone_or_404(request, day, language)


def gone_or_404(request: HttpRequest, day: date, language: str) -> HttpResponse:
    """410 for an edition that was withdrawn. raises Http404 if there never was one. One query."""
    withdrawn = Edition.objects.filter(day=day, language=language, withdrawn_at__isnull=False).first()
    if withdrawn is None:
        raise Http404
    return gone(request, reason="", at=withdrawn.withdrawn_at, edition=True)


@require_safe
def calendar(request: HttpRequest, language: str) -> HttpResponse:
    """The editions of a month by their front pages, which are free; `?month=2026-11`, else the newest one's."""
    ends = queries.readable().filter(language=language).aggregate(first=Min("day"), last=Max("day"))
    if ends["first"] is None:
        if request.GET.get("month"):
            raise Http404
        return _none(request, language)
    first, last = ends["first"].replace(day=1), ends["last"].replace(day=1)
    month = _month(request.GET.get("month", ""), last)
    if not first <= month <= last:
        raise Http404
    end = (month + timedelta(days=31)).replace(day=1)
    found = queries.readable().filter(language=language, day__gte=month, day__lt=end).order_by("-day")
    context = {
        "month": month,
        "covers": [(row.day, _picture(row, 1, small=True)) for row in found[:31]],
        "before": (month - timedelta(days=1)).replace(day=1) if month > first else None,
        "after": end if month < last else None,
    }
    return page(request, "warta/epaper_calendar.html", context, tags=TAGS)


def _none(request: HttpRequest, language: str) -> HttpResponse:
    """There is no edition in this language: the newest in another one, if there is one. One query."""
    other = queries.readable().exclude(language=language).order_by("-day").first()
    context = (
        {"other": other, "cover": _picture(other, 1, small=True), "name": OWN_NAMES.get(other.language, other.language)}
        if other
        else {}
    )
    return page(request, "warta/epaper_none.html", context, tags=TAGS)


def _month(text: str, otherwise: date) -> date:
    if not text:
        return otherwise
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise Http404 from None


def _answer(request: HttpRequest, found: Edition) -> HttpResponse:
    """An edition's page: for the edge with both cuts side by side, else what this reader gets."""
    now, policy = timezone.now(), current_policy()
    texts = queries.texts(found)
    context = {**_context(found, texts), "origin": origin_of(request), "address": _address(found)}
    if not is_for_edge(request):
        decision = decide(found.gate, reader_of(request), Meter(), policy.closed(), now)
        context |= {"words": variant_of(reader_of(request), decision), **_only(decision, context)}
    stories = [text for text in texts if text.whole is not None]
    free = [text for text in stories if text.is_free and text.is_on_front]
    ages = [
        Gate(text.whole.id, None, published=True, published_at=text.whole.published_at) for text in free if text.whole
    ]
    changes = [policy.next_change(gate, now) for gate in (found.gate, *ages)]
    tags = {f"story:{found.gate.story}", *TAGS, *(f"names:{text.item.story}" for text in stories)}
    tags |= {f"opens:{text.item.story}" for text in free}
    answer = page(
        request, "warta/epaper.html", context, gate=found.gate, tags=frozenset(tags),
        until=min((change for change in changes if change is not None), default=None),
    )  # fmt: skip
    answer.headers[BUILD_HEADER] = found.build
    return answer


def _context(found: Edition, texts: Iterable[Text]) -> dict[str, Any]:
    """What the template of an edition's page needs, whoever reads it. Some queries for its neighbours."""
    before, after = queries.neighbours(found)
    readings = {} if found.uploaded else {text.key: _reading(text) for text in texts}
    sheets = [_sheet(found, row, readings) for row in found.pages.order_by("number")]
    return {
        "edition": found,
        "sheets": sheets,
        "front": sheets[:1],
        "inside": sheets[1:],
        "number_of_pages": len(sheets),
        "number_of_stories": sum(1 for reading in readings.values() if reading.shown),
        "before": before,
        "after": after,
        "older": [(row, _picture(row, 1, small=True)) for row in queries.older(found.language, found.day, COVERS_MAX)],
    }


def _only(decision: Decision, context: Mapping[str, Any]) -> dict[str, Any]:
    """Nothing of what needs the right is even given to a template that is drawn for somebody who lacks it."""
    if decision.shows is Shows.FULL:
        return {}
    return {"sheets": context["front"], "inside": []}


def _reading(text: Text) -> Reading:
    whole = [row for row in rows_of(text.whole) if row["block"].kind not in NOT_READ] if text.whole else []
    teaser = [row for row in rows_of(text.teaser) if row["block"].kind not in NOT_READ] if text.teaser else []
    return Reading(text.key.replace(":", "-"), text, text.whole, whole, teaser)


def _sheet(found: Edition, row: EditionPage, readings: Mapping[str, Reading]) -> Sheet:
    here = [reading for reading in readings.values() if row.number in reading.text.pages and _is_read(reading)]
    return Sheet(
        page=row,
        picture=_picture(found, row.number),
        small=_picture(found, row.number, small=True),
        taps=[tap for place in row.places if (tap := _tap(place, readings)) is not None],
        here=here,
        begins=[reading for reading in here if reading.text.pages[0] == row.number],
    )


def _is_read(reading: Reading) -> bool:
    """Advertisements stand in the picture alone."""
    return reading.text.item.kind != "advertisement"


def _tap(place: Mapping[str, Any], readings: Mapping[str, Reading]) -> Tap | None:
    """What a place opens: a text of the page, an advertiser's address; None for what is no longer there."""
    reading = readings.get(place["key"])
    if reading is None:
        return None
    if _is_read(reading):
        return Tap(place, f"#{reading.name}", reading.text.headline)
    link = reading.text.item.link
    return Tap(place, link, reading.text.headline, is_advertising=True) if link else None


def _address(found: Edition) -> str:
    return reverse("edition", kwargs={"language": found.language, "day": found.day})


def _picture(found: Edition, number: int, *, small: bool = False) -> str:
    """The address of a page's picture, as the edge reads it (`edge/editions.py`)."""
    return f"{_address(found)}{found.build}/page-{number}{'-small' if small else ''}.webp"

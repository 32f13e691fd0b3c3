"""What the desk sees: editions and how they stand, pages with the pieces on them, and what is wrong. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from warta.epaper.choosing import may_stand_in
from warta.epaper.folders import PDF, page_name
from warta.epaper.models import Edition, EditionItem
from warta.epaper.queries import ITEMS_MAX
from warta.epaper.records import Record, record_of
from warta.epaper.services.desk import PAUSE
from warta.stories.models import Story

LISTED = 28  # editions of a page of the list
LOOKED_AT = 3000  # stories among which the desk looks for a headline: the newest
FOUND_MAX = 15
HISTORY_MAX = 20
TROUBLES_MAX = 6
TROUBLE_DAYS = 60


@dataclass(frozen=True, slots=True)
class Row:
    """A piece as it stands on a page, or on none.

    part, parts  where it stands in several parts
    wish         what is asked for and not yet seen on the pages, in words
    is_lacking   something of it could not be printed
    """

    item: EditionItem
    edit_url: str = ""
    part: int = 1
    parts: int = 1
    goes_on: int = 0
    comes_from: int = 0
    is_shortened: bool = False
    wish: str = ""
    is_lacking: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page with its pictures, and what stands on it in the order of reading."""

    number: int
    title: str
    width: int
    height: int
    small: str
    large: str
    rows: list[Row]

    @property
    def order(self) -> str:
        """The pieces that begin here, as a form names them."""
        return " ".join(str(row.item.pk) for row in self.rows if row.part == 1)


@dataclass(slots=True)
class Arrangement:
    """An edition as the desk arranges it.

    is_draft   the pages shown are the desk's alone
    pages      numbers of pages that a piece may be moved to
    """

    edition: Edition
    is_draft: bool
    build: str
    sheets: list[Sheet] = field(default_factory=list)
    waiting: list[Row] = field(default_factory=list)
    dropped: list[Row] = field(default_factory=list)
    gone: list[EditionItem] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)


def arrangement(edition: Edition, user: Any, *, of_readers: bool = False) -> Arrangement:
    """An edition as the desk sees it: the pages it had made last, or those that readers have. Four queries."""
    record = None if of_readers or not edition.draft else record_of(edition.folder / edition.draft)
    is_draft = record is not None
    if record is None and edition.build:
        record = record_of(edition.files)
    found = Arrangement(edition, is_draft, record.name if record else "")
    items = {item.key: item for item in edition.items.select_related("picture").order_by("rank", "pk")[:ITEMS_MAX]}
    stories = Story.objects.filter(pk__in=[item.story for item in items.values() if item.story])
    urls = {story.pk: _edit_url(story, user) for story in stories.select_related("locale").defer("body", "sources")}
    if record is not None:
        found.sheets = [_sheet(edition, record, page, items, urls) for page in record.pages]
    placed = {row.item.key for sheet in found.sheets for row in sheet.rows}
    for item in items.values():
        row = Row(item, urls.get(item.story or 0, ""), wish=_wish(item, 0))
        if item.is_dropped:
            found.dropped.append(row)
        elif item.key not in placed and not item.is_gone:
            found.waiting.append(row)
    found.gone = [item for item in items.values() if _is_still_held(item, edition)]
    found.pages = list(range(1, max(len(found.sheets), 4) + 2))
    return found


def _edit_url(story: Story, user: Any) -> str:
    if story.permissions_for_user(user).can_edit():
        return reverse("wagtailadmin_pages:edit", args=[story.pk])
    return story.public_path() if story.live else ""


def _sheet(
    edition: Edition, record: Record, page: dict[str, Any], items: dict[str, EditionItem], urls: dict[int, str]
) -> Sheet:  # fmt: skip
    number = page["number"]
    rows = []
    seen: set[tuple[str, int]] = set()
    for place in page["places"]:
        item = items.get(place["key"])
        if item is None or (item.key, place["part"]) in seen:
            continue
        seen.add((item.key, place["part"]))
        on = record.printed_on[item.key]
        after = next((other for other in on if other > number), 0)
        rows.append(
            Row(
                item, urls.get(item.story or 0, ""), place["part"], place["parts"],
                goes_on=after if place["part"] < place["parts"] else 0, comes_from=on[0] if place["part"] > 1 else 0,
                is_shortened=place["shortened"], wish=_wish(item, number) if place["part"] == 1 else "",
                is_lacking=place["part"] == 1 and item.key in record.lacking,
            )
        )  # fmt: skip
    args = [edition.pk, record.name]
    return Sheet(
        number, page["title"], page["width"], page["height"],
        reverse("editions:file", args=[*args, page_name(number, small=True)]),
        reverse("editions:file", args=[*args, page_name(number)]), rows,
    )  # fmt: skip


def _wish(item: EditionItem, page: int) -> str:
    """What is asked for of a piece, in words, as far as it does not stand so already."""
    words = []
    if item.page and item.page != page:
        words.append(_("to page %d") % item.page)
    if item.length != "auto":
        words.append(str(item.get_length_display()))
    return ", ".join(words)


def _is_still_held(item: EditionItem, edition: Edition) -> bool:
    """Does a PDF that readers have hold a story that was withdrawn since?"""
    return (
        item.is_gone and bool(edition.build) and (bool(item.printed_on) or (edition.uploaded and not item.is_dropped))
    )


def listed(language: str, page: int) -> tuple[list[Edition], bool]:
    """Editions newest first, and whether there are older ones. One query."""
    start = max(0, min(page, 1000) - 1) * LISTED
    found = Edition.objects.order_by("-day", "language")
    if language:
        found = found.filter(language=language)
    rows = list(found[start : start + LISTED + 1])
    return rows[:LISTED], len(rows) > LISTED


def state_of(edition: Edition) -> str:
    """How an edition stands, in a few words."""
    if edition.withdrawn_at:
        return _("Withdrawn")
    if not edition.build:
        return _("No pages yet")
    if not edition.published_at:
        return _("Not published")
    return _("Published, closed") if edition.closed_at else _("Published")


def has_pdf(edition: Edition) -> bool:
    """Is there a PDF that readers get?"""
    return bool(edition.build) and (edition.files / PDF).is_file()


def is_being_made(edition: Edition) -> bool:
    """Is the worker about to make it, or doing so?"""
    if edition.draft_wanted_at is not None:
        return True
    return edition.wanted_at is not None and not edition.failure and edition.wanted_at + PAUSE <= timezone.now()


def made_anew_at(edition: Edition) -> datetime | None:
    """When it is made anew for corrections that came; None if none did, or if it is being made."""
    return edition.wanted_at + PAUSE if edition.wanted_at is not None and not is_being_made(edition) else None


def found_stories(edition: Edition, words: str) -> list[Story]:
    """Stories that the desk may put in, by words of their headlines, newest first; the 3000 newest are looked at.

    Three queries.
    """
    wanted = words.casefold().split()
    if not wanted:
        return []
    newest = may_stand_in(edition).values_list("pk", "title")[:LOOKED_AT]
    pks = [pk for pk, title in newest if all(word in title.casefold() for word in wanted)][:FOUND_MAX]
    stories = Story.objects.select_related("section").defer("body", "sources").in_bulk(pks)
    there = set(edition.items.filter(story__in=pks, is_dropped=False).values_list("story", flat=True))
    for pk in pks:
        setattr(stories[pk], "is_in", pk in there)  # noqa: B010 - for the template; the model has no such field
    return [stories[pk] for pk in pks]


def history(edition: Edition) -> list[Any]:
    """What was done with an edition, newest first. Two queries."""
    entries = ModelLogEntry.objects.for_instance(edition).select_related("user")
    return list(entries.order_by("-timestamp", "-pk")[:HISTORY_MAX])


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something of an edition that the desk should look at."""

    edition: Edition
    words: str
    url: str


def troubles() -> list[Trouble]:
    """What is wrong with editions of the last weeks, newest first. Two queries."""
    since = timezone.localdate() - timedelta(days=TROUBLE_DAYS)
    lately = Edition.objects.filter(day__gte=since, withdrawn_at=None).order_by("-day")
    found = [_trouble(edition, edition.failure) for edition in lately.exclude(failure="")[:TROUBLES_MAX]]
    for item in _held(since)[:TROUBLES_MAX]:
        found.append(_trouble(item.edition, _("The PDF still holds “%s”, withdrawn since.") % item.headline))
    return found


def _held(since: Any) -> QuerySet[EditionItem]:
    printed = ~Q(printed_on="") | Q(edition__uploaded=True, is_dropped=False)
    items = EditionItem.objects.filter(printed, is_gone=True, edition__day__gte=since, edition__withdrawn_at=None)
    return items.exclude(edition__build="").select_related("edition").order_by("-edition__day")


def _trouble(edition: Edition, words: str) -> Trouble:
    return Trouble(edition, words, reverse("editions:edition", args=[edition.pk]))


def with_covers(editions: Iterable[Edition]) -> list[tuple[Edition, str, str]]:
    """Editions with the address of a picture of their first page, empty for none, and how they stand."""
    rows = []
    for edition in editions:
        name = edition.build or edition.draft
        cover = reverse("editions:file", args=[edition.pk, name, page_name(1, small=True)]) if name else ""
        rows.append((edition, cover, state_of(edition)))
    return rows

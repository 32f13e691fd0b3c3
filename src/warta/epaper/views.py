"""The newsroom's pages of the e-paper. Thin: parse, ask, answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from warta.desk.forms import ReasonForm
from warta.epaper import board
from warta.epaper.errors import EpaperError
from warta.epaper.forms import InsertForm, NewEditionForm, PieceForm, UploadForm
from warta.epaper.models import ARRANGE, LENGTHS, Edition, EditionItem
from warta.epaper.services import desk, pointing

SEE = "epaper.view_edition"
FILE = re.compile(r"page-\d{1,3}(-small)?\.webp|edition\.pdf|edition\.epub")
BUILD = re.compile(r"[0-9T]{10,25}-[0-9a-f]{8}")
TYPES = {"webp": "image/webp", "pdf": "application/pdf", "epub": "application/epub+zip"}


def _edition(request: HttpRequest, pk: int, permission: str = SEE) -> Edition:
    if not request.user.has_perm(permission):
        raise PermissionDenied
    return get_object_or_404(Edition, pk=pk)


def editions(request: HttpRequest) -> HttpResponse:
    """All editions with their covers; and the way to a new one."""
    if not request.user.has_perm(SEE):
        raise PermissionDenied
    may = request.user.has_perm(ARRANGE)
    form = NewEditionForm(request.POST or None)
    if request.method == "POST" and may and form.is_valid():
        return _new(request, form.cleaned_data["day"], form.cleaned_data["language"])
    number = _number(request.GET.get("p"), 1)
    rows, has_more = board.listed("", number)
    context = {
        "rows": board.with_covers(rows), "form": form, "may": may, "page": number, "troubles": board.troubles(),
        "older": number + 1 if has_more else 0, "newer": number - 1, "several": len(settings.LANGUAGES) > 1,
    }  # fmt: skip
    return TemplateResponse(request, "epaper/editions.html", context)


def _new(request: HttpRequest, day: date, language: str) -> HttpResponse:
    edition = pointing.edition_for(day, language)
    if not edition.build and not edition.draft:
        desk.want_pages(edition=edition, draft=True)
        messages.success(request, _("The pages of this edition are being made for you to look at."))
    return redirect("editions:edition", edition.pk)


def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """An edition's pages, what stands on them, and all that can be done with it."""
    row = _edition(request, pk)
    of_readers = request.GET.get("of") == "readers"
    words = request.GET.get("q", "").strip()[:100]
    found = board.arrangement(row, request.user, of_readers=of_readers)
    may = request.user.has_perm(ARRANGE)
    context = {
        "edition": row, "found": found, "state": board.state_of(row), "words": words,
        "day": date_format(row.day, "l, j F Y"), "is_being_made": board.is_being_made(row),
        "anew_at": board.made_anew_at(row),
        "stories": board.found_stories(row, words) if may else [], "lengths": LENGTHS,
        "may": may, "may_arrange": may and row.closed_at is None and not row.uploaded, "of_readers": of_readers,
        "has_pdf": board.has_pdf(row), "form": UploadForm(), "history": board.history(row),
    }  # fmt: skip
    return TemplateResponse(request, "epaper/edition.html", context)


@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Is it still being made? For the page that waits."""
    row = _edition(request, pk)
    pages = row.draft or row.build
    return JsonResponse({"being_made": board.is_being_made(row), "pages": pages, "failure": row.failure})


@require_safe
def file(request: HttpRequest, pk: int, build: str, name: str) -> FileResponse:
    """A file of a build, also of one that readers do not have."""
    row = _edition(request, pk)
    if not FILE.fullmatch(name) or not BUILD.fullmatch(build):
        raise Http404
    try:
        stream = (row.folder / build / name).open("rb")
    except OSError:
        raise Http404 from None
    ending = name.rpartition(".")[2]
    stem = f"{row.day:%Y-%m-%d}-{row.language}.{ending}"
    answer = FileResponse(stream, content_type=TYPES[ending], as_attachment=ending == "epub", filename=stem)
    answer["Cache-Control"] = "private, max-age=86400"
    return answer


Act = Callable[[Edition, HttpRequest, int | None], str]


def _make_pages(edition: Edition, request: HttpRequest, seen: int | None) -> str:
    desk.want_pages(edition=edition, draft=True)
    return _("The pages are being made for you to look at. Readers go on having those they have.")


def _make_anew(edition: Edition, request: HttpRequest, seen: int | None) -> str:
    desk.want_pages(edition=edition, draft=False)
    return _("The edition is being made anew. Readers get the new pages as soon as they are ready.")


def _publish_pages(edition: Edition, request: HttpRequest, seen: int | None) -> str:
    pointing.publish_draft(edition, request.POST.get("pages", ""))
    desk.publish(edition=edition, user=request.user)
    return _("Readers have these pages now.")


def _publish(edition: Edition, request: HttpRequest, seen: int | None) -> str:
    desk.publish(edition=edition, user=request.user, seen=seen)
    return _("Readers have this edition now.")


def _close(edition: Edition, request: HttpRequest, seen: int | None) -> str:
    desk.close(edition=edition, user=request.user, seen=seen)
    return _("The edition is closed: corrections make it anew no more.")


def _reopen(edition: Edition, request: HttpRequest, seen: int | None) -> str:
    desk.reopen(edition=edition, user=request.user, seen=seen)
    return _("The edition is open again, and is made anew with the corrections that came meanwhile.")


def _choose(edition: Edition, request: HttpRequest, seen: int | None) -> str:
    desk.choose_anew(edition=edition, seen=seen)
    desk.want_pages(edition=edition, draft=True)
    return _("The stories are chosen anew, and the pages are being made for you to look at.")


def _compose(edition: Edition, request: HttpRequest, seen: int | None) -> str:
    desk.compose_instead(edition=edition, user=request.user, seen=seen)
    return _("Pages are being composed in the place of the uploaded PDF.")


ACTS: dict[str, Act] = {
    "pages": _make_pages, "anew": _make_anew, "publish-pages": _publish_pages, "publish": _publish, "close": _close,
    "reopen": _reopen, "choose": _choose, "compose": _compose,
}  # fmt: skip


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Do what a button of the edition's page says."""
    row = _edition(request, pk, ARRANGE)
    chosen = ACTS.get(request.POST.get("do", ""))
    if chosen is None:
        raise Http404
    _attempt(request, lambda: chosen(row, request, _seen(request)))
    return redirect("editions:edition", pk)


@require_POST
def arrange(request: HttpRequest, pk: int) -> HttpResponse:
    """Do what a button beside a piece says."""
    row = _edition(request, pk, ARRANGE)
    form = PieceForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This was not understood, and nothing was changed. Look at the edition again."))
        return redirect("editions:edition", pk)
    item, seen, given = form.cleaned_data["item"], _seen(request), form.cleaned_data
    _attempt(request, lambda: _arrange(row, item, seen, request.POST.get("do", ""), given))
    return redirect(f"{reverse('editions:edition', args=[pk])}#piece-{item}")


def _arrange(edition: Edition, item: int, seen: int | None, what: str, given: dict[str, Any]) -> str:
    words: dict[str, Any] = {"edition": edition, "item": item, "seen": seen}
    match what:
        case "apply":
            desk.arrange(**words, page=given["page"] or 0, length=given["length"] or "auto")
        case "up" | "down":
            desk.shift(**words, by=-1 if what == "up" else 1, order=given["order"])
        case "lead":
            desk.make_lead(**words, page=given["page"] or 0)
        case "lock" | "unlock":
            desk.lock(**words, on=what == "lock", order=given["order"])
        case "drop" | "take-back":
            desk.arrange(**words, is_dropped=what == "drop")
        case "delete":
            desk.take_out(**words)
        case _:
            raise Http404
    return _("Noted. “Show the new pages” shows what becomes of it.")


@require_POST
def put_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a story into an edition."""
    row = _edition(request, pk, ARRANGE)

    def do() -> str:
        item = desk.put_in(edition=row, story=_number(request.POST.get("story"), 0), seen=_seen(request))
        return _("“%s” stands in the edition. “Show the new pages” shows where.") % item.headline

    _attempt(request, do)
    return redirect("editions:edition", pk)


def insert(request: HttpRequest, pk: int, item: int = 0) -> HttpResponse:
    """The form of a notice or an advertisement."""
    row = _edition(request, pk, ARRANGE)
    piece = get_object_or_404(row.items.exclude(kind="story"), pk=item) if item else EditionItem(kind="notice")
    form = InsertForm(request.POST or None, instance=piece, for_user=request.user)
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            desk.insert(edition=row, piece=form.save(commit=False), seen=_seen(request))
            return _("Noted. “Show the new pages” shows what becomes of it.")

        if _attempt(request, do):
            return redirect("editions:edition", pk)
    return TemplateResponse(request, "epaper/insert.html", {"edition": row, "form": form, "piece": piece})


def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, and take an edition back from its readers."""
    row = _edition(request, pk, ARRANGE)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            desk.withdraw(edition=row, user=request.user, reason=form.cleaned_data["reason"], seen=_seen(request))
            return _("The edition is withdrawn: readers have it no more.")

        if _attempt(request, do):
            return redirect("editions:edition", pk)
    return TemplateResponse(request, "epaper/withdraw.html", {"edition": row, "form": form})


@require_POST
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a PDF from a print system."""
    row = _edition(request, pk, ARRANGE)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        for error in form.errors.get("file", ()):
            messages.error(request, str(error))
        return redirect("editions:edition", pk)

    def do() -> str:
        desk.upload_pdf(edition=row, file=form.cleaned_data["file"], user=request.user, seen=_seen(request))
        return _("The PDF is here. It is looked at now; readers get it when that is done.")

    _attempt(request, do)
    return redirect("editions:edition", pk)


def _attempt(request: HttpRequest, do: Callable[[], str]) -> bool:
    """Do it, and say what now stands; was it done?"""
    try:
        messages.success(request, do())
    except EpaperError as error:
        messages.error(request, str(error))
        return False
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    return True


def _seen(request: HttpRequest) -> int | None:
    """The state of the edition that a form was drawn from."""
    value = request.POST.get("seen", "")
    return int(value) if value.isdecimal() and len(value) < 10 else None


def _number(value: str | None, default: int) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 18 else default

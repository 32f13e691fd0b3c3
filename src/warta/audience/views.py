"""The newsroom's pages of what is read. Their forms only ask: nothing is changed here."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from warta.audience import history
from warta.audience.board import board
from warta.desk.days import days_of
from warta.desk.tables import Table, csv_file
from warta.stories.models import Story

SEE = "audience.see_audience"


def _guard(request: HttpRequest) -> None:
    if not request.user.has_perm(SEE):
        raise PermissionDenied


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The live board. `?part`: only what changes, which the page asks for each ten seconds."""
    _guard(request)
    template = "audience/live_part.html" if "part" in request.GET else "audience/live.html"
    return TemplateResponse(request, template, {"board": board(timezone.now())})


@require_safe
def live_file(request: HttpRequest, code: str) -> HttpResponse:
    """One table of the board as CSV."""
    _guard(request)
    return _file(board(timezone.now()).tables, code)


def _file(tables: list[Table], code: str, name: str = "") -> HttpResponse:
    for table in tables:
        if table.code == code:
            return csv_file(name or code, [table.head, *table.rows])
    raise Http404


@require_safe
def past(request: HttpRequest, kind: str) -> HttpResponse:
    """What was read on some days; the table of all as CSV by `?csv`."""
    _guard(request)
    if kind not in history.KINDS:
        raise Http404
    days = days_of(request.GET.get("from", ""), request.GET.get("to", ""), timezone.localdate())
    table = history.table(kind, days)
    if "csv" in request.GET:
        return csv_file(f"{kind}-{days.first}-{days.last}", [table.head, *table.rows])
    number = max(0, len(table.rows) - 1)
    del table.rows[history.SHOWN + 1 :]
    context = {"table": table, "kinds": history.KINDS, "kind": kind, "days": days, "number": number,
               "shown": history.SHOWN}  # fmt: skip
    return TemplateResponse(request, "audience/past.html", context)


@require_safe
def story(request: HttpRequest, pk: int) -> HttpResponse:
    """One story; a table of it as CSV by `?csv=days`."""
    _guard(request)
    found = get_object_or_404(Story, pk=pk)
    days = days_of(request.GET.get("from", ""), request.GET.get("to", ""), timezone.localdate())
    tables = history.of_story(pk, days)
    if code := request.GET.get("csv"):
        return _file(tables, code, f"{code}-{pk}")
    return TemplateResponse(request, "audience/story.html", {"story": found, "tables": tables, "days": days})

"""The newsroom's own pages of advertising: looking at a creative and deciding, and the report."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from warta.access.frames import frame_policy
from warta.advertising import counts, services
from warta.advertising.counts import Tally
from warta.advertising.delivery import deliveries
from warta.advertising.forms import RefuseForm
from warta.advertising.models import APPROVE, Campaign, Creative, Decided, SlotTag
from warta.advertising.plan import creative_html, document, frame_document
from warta.advertising.slots import SLOTS

SEE = "advertising.view_campaign"
CHANGE = {Creative: "advertising.change_creative", SlotTag: "advertising.change_slottag"}
KINDS = {"creative": Creative, "tag": SlotTag}
DAYS = 30  # of a report, unless it is asked for other days
DAYS_MAX = 400
Table = tuple[list[Any], list[list[Any]]]


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """A creative or tag as readers would see it, and what this colleague may decide about it."""
    subject = _subject(request, kind, pk)
    may_approve, may_submit = request.user.has_perm(APPROVE), request.user.has_perm(CHANGE[type(subject)])
    form = RefuseForm(request.POST if request.POST.get("do") == "refuse" else None)
    if request.method == "POST" and (request.POST.get("do") != "refuse" or form.is_valid()):
        _decide(request, subject, form)
        return redirect(request.path)
    context = {
        "subject": subject, "kind": kind, "form": form, "seen": subject.content(),
        "can_submit": may_submit and subject.state in (Decided.State.DRAFT, Decided.State.REFUSED),
        "can_approve": may_approve and subject.state == Decided.State.SUBMITTED,
        "can_refuse": may_approve and subject.state in (Decided.State.SUBMITTED, Decided.State.APPROVED),
        "shown": _preview(subject) if isinstance(subject, Creative) and not subject.is_framed else "",
        "is_framed": isinstance(subject, SlotTag) or subject.is_framed,
        "is_third": isinstance(subject, SlotTag) or subject.kind == Creative.Kind.TAG,
        "shape": SLOTS[subject.slot].shape if isinstance(subject, SlotTag) else subject.shape,
        "edit_url": subject.snippet_viewset.get_url_name("edit"),
    }  # fmt: skip
    return TemplateResponse(request, "advertising/review.html", context)


def _subject(request: HttpRequest, kind: str, pk: int) -> Any:
    model: Any = KINDS.get(kind)
    if model is None:
        raise Http404
    if not (request.user.has_perm(CHANGE[model]) or request.user.has_perm(APPROVE)):
        raise PermissionDenied
    return get_object_or_404(model, pk=pk)


def _preview(creative: Creative) -> SafeString:
    return mark_safe(creative_html(creative) or "")  # noqa: S308 - drawn by our own template


def _decide(request: HttpRequest, subject: Decided, form: RefuseForm) -> None:
    """Do what was chosen, and say what now stands."""
    what = request.POST.get("do")
    try:
        if what == "submit":
            if not request.user.has_perm(CHANGE[type(subject)]):
                raise PermissionDenied
            services.submit(subject, by=request.user)
            messages.success(request, _("“%s” waits for approval.") % subject)
        elif what == "approve":
            services.approve(subject, by=request.user, seen=request.POST.get("seen", ""))
            messages.success(request, _("“%s” is approved, and runs as its campaign says.") % subject)
        elif what == "refuse":
            services.refuse(subject, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, _("“%s” does not run.") % subject)
    except services.NotNow:
        messages.error(request, _("It has changed meanwhile, and nothing was decided. Look at it again."))


@require_safe
def frame(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The document of an HTML creative or a tag, under the policy that it runs under for readers."""
    subject = _subject(request, kind, pk)
    if isinstance(subject, Creative) and not subject.is_framed:
        raise Http404
    is_third = isinstance(subject, SlotTag) or subject.kind == Creative.Kind.TAG
    body = document(subject.html, "") if isinstance(subject, SlotTag) else frame_document(subject)
    answer = HttpResponse(body)
    answer["Content-Security-Policy"] = frame_policy(third_party=is_third)
    return answer


# The report


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """What was shown, seen and clicked, by campaign, creative and day: charts, each with its table."""
    if not request.user.has_perm(SEE):
        raise PermissionDenied
    first, last = _days(request)
    chosen = _chosen(request)
    tables = []
    for code, (name, make) in TABLES.items():
        head, rows = make(chosen, first, last)
        tables.append({"code": code, "name": name(), "head": head, "rows": rows, "bars": _bars(rows, *CHARTED[code])})
    context = {
        "tables": tables, "first": first, "last": last, "campaigns": Campaign.objects.all()[:500],
        "campaign": chosen[0] if len(chosen) == 1 and request.GET.get("campaign") else None,
        "query": request.GET.urlencode(), "total": _total(chosen, first, last),
    }  # fmt: skip
    return TemplateResponse(request, "advertising/report.html", context)


@require_safe
def report_csv(request: HttpRequest, code: str) -> HttpResponse:
    """One table as CSV."""
    if not request.user.has_perm(SEE):
        raise PermissionDenied
    if code not in TABLES:
        raise Http404
    first, last = _days(request)
    head, rows = TABLES[code][1](_chosen(request), first, last)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="advertising-{code}-{first}-{last}.csv"'
    csv.writer(answer).writerows([_plain(row) for row in [head, *rows]])
    return answer


def _plain(row: Iterable[Any]) -> list[str]:
    """Cells that no spreadsheet takes for a formula."""
    return [f"'{cell}" if str(cell)[:1] in ("=", "+", "-", "@", "\t") else str(cell) for cell in row]


def _days(request: HttpRequest) -> tuple[date, date]:
    """The days asked for, else the last thirty; at most four hundred."""
    today = timezone.localdate()
    try:
        last = date.fromisoformat(request.GET.get("last", ""))
        first = date.fromisoformat(request.GET.get("first", ""))
    except ValueError:
        return today - timedelta(days=DAYS - 1), today
    first, last = min(first, last), max(first, last)
    if not 1990 <= first.year <= last.year <= 9000:
        return today - timedelta(days=DAYS - 1), today
    return max(first, last - timedelta(days=DAYS_MAX - 1)), last


def _chosen(request: HttpRequest) -> list[Campaign]:
    """The campaign asked for, else all."""
    found = Campaign.objects.prefetch_related("creatives__picture")
    text = request.GET.get("campaign", "")
    if text.isascii() and text.isdigit() and len(text) < 19:
        return list(found.filter(pk=int(text)))
    return list(found[:500])


def _creatives(campaigns: list[Campaign]) -> dict[int, tuple[Campaign, Creative]]:
    return {creative.pk: (campaign, creative) for campaign in campaigns for creative in campaign.creatives.all()}


def _cells(tally: Tally) -> list[Any]:
    return [tally.shown, tally.viewable, _share(tally.viewable, tally.shown), tally.clicked,
            _share(tally.clicked, tally.shown)]  # fmt: skip


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}%" if whole else "–"


def _figures() -> list[Any]:
    return [_("Impressions"), _("Viewable"), _("Viewable, share"), _("Clicks"), _("Clicks, share")]


def _total(campaigns: list[Campaign], first: date, last: date) -> Tally:
    return sum(counts.by_day(_creatives(campaigns), first, last).values(), Tally())


def _by_campaign(campaigns: list[Campaign], first: date, last: date) -> Table:
    tallies: dict[int, Tally] = {}
    own = _creatives(campaigns)
    for (_day, creative, _slot), tally in counts.by_day(own, first, last).items():
        campaign = own[creative][0].pk
        tallies[campaign] = tallies.get(campaign, Tally()) + tally
    stands = deliveries(campaigns, timezone.now())
    head = [_("Campaign"), _("State"), _("Goal"), *_figures()]
    return head, [
        [str(campaign), stands[campaign.pk].state, campaign.goal or "–", *_cells(tallies.get(campaign.pk, Tally()))]
        for campaign in campaigns
        if campaign.pk in tallies or stands[campaign.pk].code in ("running", "reached")
    ]


def _by_creative(campaigns: list[Campaign], first: date, last: date) -> Table:
    own = _creatives(campaigns)
    tallies: dict[tuple[int, str], Tally] = {}
    for (_day, creative, slot), tally in counts.by_day(own, first, last).items():
        tallies[creative, slot] = tallies.get((creative, slot), Tally()) + tally
    head = [_("Campaign"), _("Creative"), _("Slot"), *_figures()]
    ordered = sorted(tallies.items(), key=lambda row: -row[1].shown)
    return head, [
        [str(own[pk][0]), str(own[pk][1]), str(SLOTS[slot].label) if slot in SLOTS else slot, *_cells(tally)]
        for (pk, slot), tally in ordered
    ]


def _by_day(campaigns: list[Campaign], first: date, last: date) -> Table:
    tallies: dict[date, Tally] = {}
    for (day, _creative, _slot), tally in counts.by_day(_creatives(campaigns), first, last).items():
        tallies[day] = tallies.get(day, Tally()) + tally
    head = [_("Day"), *_figures()]
    return head, [[date_format(day, "j F Y"), *_cells(tally)] for day, tally in sorted(tallies.items(), reverse=True)]


def _bars(rows: list[list[Any]], named: int, column: int) -> list[tuple[str, int, int, int]]:
    """The bars of a chart: what it is of, impressions, their hundredths of the longest bar, and those of viewable."""
    longest = max((row[column] for row in rows), default=0) or 1
    return [
        (" · ".join(str(cell) for cell in row[:named]), row[column], round(100 * row[column] / longest),
         round(100 * row[column + 1] / longest)) for row in rows[:60]
    ]  # fmt: skip


TABLES: dict[str, tuple[Any, Any]] = {
    "days": (lambda: _("Day by day"), _by_day),
    "campaigns": (lambda: _("By campaign"), _by_campaign),
    "creatives": (lambda: _("By creative and slot"), _by_creative),
}
CHARTED = {"days": (1, 1), "campaigns": (1, 3), "creatives": (3, 3)}


def stands(campaign: Campaign) -> SafeString:
    """A campaign's delivery in a list: of how many, and a bar with the mark of an even pace."""
    found = campaign.__dict__["delivery"]
    if not found.goal:
        return format_html('<span class="ads-figure">{}</span>', found.shown)
    shown, due = min(100, 100 * found.shown // found.goal), min(100, 100 * (found.due or 0) // found.goal)
    words = _("%(shown)s of %(goal)s, even pace: %(due)s") % {
        "shown": found.shown, "goal": found.goal, "due": found.due or 0,
    }  # fmt: skip
    return format_html(
        '<span class="ads-figure">{}</span><span class="ads-track" aria-hidden="true"><span style="inline-size: {}%">'
        '</span><i style="inset-inline-start: {}%"></i></span>', words, shown, due,
    )  # fmt: skip


def flight_in_words(campaign: Campaign) -> str:
    """The days of a campaign."""
    first = date_format(campaign.starts, "j M Y")
    return f"{first} – {date_format(campaign.ends, 'j M Y')}" if campaign.ends else f"{first} –"

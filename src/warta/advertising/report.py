"""The report of advertising: what was shown, seen and clicked, by day, campaign and creative."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from warta.advertising import counts
from warta.advertising.counts import Tally
from warta.advertising.delivery import deliveries
from warta.advertising.models import Campaign, Creative
from warta.advertising.slots import SLOTS
from warta.desk.days import Days, days_of
from warta.desk.tables import Table, bars, csv_file

SEE = "advertising.view_campaign"
BARS_MAX = 60
Rows = tuple[list[Any], list[list[Any]]]


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """What was shown, seen and clicked, by campaign, creative and day: charts, each with its table."""
    if not request.user.has_perm(SEE):
        raise PermissionDenied
    days, chosen = _days(request), _chosen(request)
    tables = []
    for code, (name, make) in TABLES.items():
        head, rows = make(chosen, days)
        column = CHARTED[code]
        tables.append(Table(code, str(name), head, rows, bars(rows[:BARS_MAX], column, part=column + 1)))
    context = {
        "tables": tables, "days": days, "campaigns": Campaign.objects.all()[:500],
        "campaign": chosen[0] if len(chosen) == 1 and request.GET.get("campaign") else None,
        "query": request.GET.urlencode(), "total": _total(chosen, days),
    }  # fmt: skip
    return TemplateResponse(request, "advertising/report.html", context)


@require_safe
def report_csv(request: HttpRequest, code: str) -> HttpResponse:
    """One table as CSV."""
    if not request.user.has_perm(SEE):
        raise PermissionDenied
    if code not in TABLES:
        raise Http404
    days = _days(request)
    head, rows = TABLES[code][1](_chosen(request), days)
    return csv_file(f"advertising-{code}-{days.first}-{days.last}", [head, *rows])


def _days(request: HttpRequest) -> Days:
    return days_of(request.GET.get("first", ""), request.GET.get("last", ""), timezone.localdate())


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


def _total(campaigns: list[Campaign], days: Days) -> Tally:
    return sum(counts.by_day(_creatives(campaigns), days.first, days.last).values(), Tally())


def _by_campaign(campaigns: list[Campaign], days: Days) -> Rows:
    tallies: dict[int, Tally] = {}
    own = _creatives(campaigns)
    for (_day, creative, _slot), tally in counts.by_day(own, days.first, days.last).items():
        campaign = own[creative][0].pk
        tallies[campaign] = tallies.get(campaign, Tally()) + tally
    stands = deliveries(campaigns, timezone.now())
    head = [_("Campaign"), _("State"), _("Goal"), *_figures()]
    return head, [
        [str(campaign), stands[campaign.pk].state, campaign.goal or "–", *_cells(tallies.get(campaign.pk, Tally()))]
        for campaign in campaigns
        if campaign.pk in tallies or stands[campaign.pk].code in ("running", "reached")
    ]


def _by_creative(campaigns: list[Campaign], days: Days) -> Rows:
    own = _creatives(campaigns)
    tallies: dict[tuple[int, str], Tally] = {}
    for (_day, creative, slot), tally in counts.by_day(own, days.first, days.last).items():
        tallies[creative, slot] = tallies.get((creative, slot), Tally()) + tally
    head = [_("Campaign"), _("Creative"), _("Slot"), *_figures()]
    ordered = sorted(tallies.items(), key=lambda row: -row[1].shown)
    return head, [
        [str(own[pk][0]), str(own[pk][1]), str(SLOTS[slot].label) if slot in SLOTS else slot, *_cells(tally)]
        for (pk, slot), tally in ordered
    ]


def _by_day(campaigns: list[Campaign], days: Days) -> Rows:
    tallies: dict[date, Tally] = {}
    for (day, _creative, _slot), tally in counts.by_day(_creatives(campaigns), days.first, days.last).items():
        tallies[day] = tallies.get(day, Tally()) + tally
    head = [_("Day"), *_figures()]
    return head, [[date_format(day, "j F Y"), *_cells(tally)] for day, tally in sorted(tallies.items(), reverse=True)]


TABLES: dict[str, tuple[Any, Any]] = {
    "days": (gettext_lazy("Day by day"), _by_day),
    "campaigns": (gettext_lazy("By campaign"), _by_campaign),
    "creatives": (gettext_lazy("By creative and slot"), _by_creative),
}
CHARTED = {"days": 1, "campaigns": 3, "creatives": 3}  # the column of impressions; that of viewable ones follows


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

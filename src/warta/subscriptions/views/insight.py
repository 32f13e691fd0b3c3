"""What a publisher wants to know: who subscribes, who leaves, what it brings, which story and wall sold it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from warta.audience.names import wall_name
from warta.audience.queries import walls_shown
from warta.desk.tables import Table as Figures
from warta.desk.tables import bars, csv_file
from warta.stories.models import Story
from warta.subscriptions.models import LedgerEvent, Subscription
from warta.subscriptions.names import Named, named, plan_names, provider_name
from warta.subscriptions.rules import insight as rules
from warta.subscriptions.rules.insight import Life
from warta.subscriptions.rules.machine import Kind, State
from warta.subscriptions.rules.money import Money, in_words, percent_in_words
from warta.subscriptions.rules.terms import Renewal

SEE = "subscriptions.see_insight"
MONTHS = 13
TOP = 50
Table = tuple[list[Any], list[list[Any]]]


@require_safe
def insight(request: HttpRequest) -> HttpResponse:
    """Charts, each with the table behind it."""
    if not request.user.has_perm(SEE):
        raise PermissionDenied
    lives, today = _lives(), timezone.localdate()
    tables = []
    for code, (name, make) in TABLES.items():
        head, rows = make(lives, today)
        chart = bars(rows, CHARTED[code], _shown, _size) if code in CHARTED else []
        tables.append(Figures(code, str(name), head, [_shown(row) for row in rows], chart))
    context = {"now": _months(lives, today)[-1], "tables": tables}
    return TemplateResponse(request, "subscriptions/insight.html", context)


def _shown(row: list[Any]) -> list[Any]:
    """Cells for people: money in words."""
    language = (get_language() or "").partition("-")[0]
    return [in_words(cell, language) if isinstance(cell, Money) else cell for cell in row]


def _size(cell: Any) -> tuple[str, int]:
    return (cell.currency, cell.amount) if isinstance(cell, Money) else ("", int(cell))


@require_safe
def table(request: HttpRequest, code: str) -> HttpResponse:
    """One table as CSV."""
    if not request.user.has_perm(SEE):
        raise PermissionDenied
    if code not in TABLES:
        raise Http404
    head, rows = TABLES[code][1](_lives(), timezone.localdate())
    plain = [[cell.code if isinstance(cell, Named) else cell for cell in row] for row in rows]
    return csv_file(code, [_shown(row) for row in [head, *plain]])


def _lives() -> list[Life]:
    """Every subscription that ever began. One query."""
    rows = Subscription.objects.filter(began_at__isnull=False).values_list(
        "began_at", "over_at", "plan", "provider", "amount", "months", "currency", "state", "terms__renewal"
    )  # fmt: skip
    return [
        Life(timezone.localdate(began), timezone.localdate(over) if over else None, plan, provider, amount, months,
             currency, state == State.TRIALING, renewal != Renewal.NONE.value)
        for began, over, plan, provider, amount, months, currency, state, renewal in rows if began
    ]  # fmt: skip


def _months(lives: list[Life], today: date) -> list[rules.Month]:
    first = rules.next_month(rules.month_of(today), 1 - MONTHS)
    return rules.by_month(lives, first, today)


def _per_month(lives: list[Life], today: date) -> Table:
    head = [_("Month"), _("Active at its end"), _("New"), _("Lost"), _("Churn")]
    return head, [
        [date_format(month.start, "F Y"), month.active, month.new, month.lost, _percent(month.churn)]
        for month in _months(lives, today)
    ]  # fmt: skip


def _revenue(lives: list[Life], today: date) -> Table:
    head = [_("Plan"), _("Provider"), _("Revenue a month")]
    found = rules.monthly_revenue(lives)
    plans = plan_names(plan for plan, _provider, _currency in found)
    return head, [
        [named(plans, plan), Named(provider, provider_name(provider)), Money(amount, currency)]
        for (plan, provider, currency), amount in found.items()
    ]  # fmt: skip


def _cohorts(lives: list[Life], today: date) -> Table:
    rows = rules.cohorts(lives, today)
    length = max((len(row.kept) for row in rows), default=0)
    head = [_("Began in"), _("Readers"), *[str(number) for number in range(length)]]
    return head, [
        [date_format(row.start, "F Y"), row.size, *[_percent(rules.thousandths(kept, row.size)) for kept in row.kept]]
        for row in rows
    ]  # fmt: skip


def _sold_by(column: str) -> Any:
    found = Subscription.objects.exclude(**{column: None}) if column == "story" else Subscription.objects.exclude(
        **{column: ""}
    )  # fmt: skip
    return (
        found.values(what=F(column)).annotate(
            ordered=Count("pk"), paid=Count("pk", filter=Q(began_at__isnull=False)),
            living=Count("pk", filter=Q(began_at__isnull=False, over_at=None)),
        ).order_by("-paid", "-ordered")[:TOP]
    )  # fmt: skip


def _sold(column: str) -> Any:
    def make(lives: list[Life], today: date) -> Table:
        rows = list(_sold_by(column))
        names = (
            dict(Story.objects.filter(pk__in=[row["what"] for row in rows]).values_list("pk", "title"))
            if column == "story" else {}
        )  # fmt: skip
        head = [NAMES[column], _("Became subscribers"), _("Orders"), _("Share"), _("Still there")]
        return head, [
            [_of(column, names, row["what"]), row["paid"], row["ordered"],
             _percent(rules.thousandths(row["paid"], row["ordered"])), row["living"]] for row in rows
        ]  # fmt: skip

    return make


def _walls(lives: list[Life], today: date) -> Table:
    """What each wall sold, and how often it was shown since reads are counted."""
    (head, rows), shown = _sold("wall")(lives, today), walls_shown()
    sold = {row[0].code for row in rows}
    rows += [[_of("wall", {}, code), 0, 0, _percent(0), 0] for code in sorted(shown.keys() - sold)]
    return [*head, _("Shown"), _("Subscribers of 1,000 shown")], [
        [*row, shown.get(row[0].code, 0), _of_shown(row[1], shown.get(row[0].code, 0))] for row in rows
    ]


def _of_shown(paid: int, shown: int) -> Any:
    return rules.thousandths(paid, shown) if shown else "–"


def _of(column: str, names: dict[int, str], what: Any) -> Any:
    """What sold, as people call it: a story by its headline, a wall by its words, an offer by its code."""
    return Named(what, wall_name(what)) if column == "wall" else names.get(what, what)


def _failed(lives: list[Life], today: date) -> Table:
    """What did not go through in the last 30 days, by provider. One query."""
    since = timezone.now() - timedelta(days=30)
    kinds = (Kind.PAYMENT_FAILED, Kind.FELL_DUE, Kind.CHARGED_BACK, Kind.REFUNDED, Kind.PART_REFUNDED)
    found = LedgerEvent.objects.filter(at__gte=since, kind__in=kinds).values_list("kind", "subscription")
    providers = dict(Subscription.objects.filter(pk__in={row[1] for row in found}).values_list("pk", "provider"))
    count: dict[tuple[str, str], int] = {}
    for kind, subscription in found:
        key = (str(dict(LedgerEvent._meta.get_field("kind").flatchoices)[kind]), providers.get(subscription or 0, ""))
        count[key] = count.get(key, 0) + 1
    head = [_("What"), _("Provider"), _("In 30 days")]
    return head, [
        [kind, Named(code, provider_name(code)), number]
        for (kind, code), number in sorted(count.items(), key=lambda item: -item[1])
    ]


def _percent(thousandths: int) -> Named:
    language = (get_language() or "").partition("-")[0]
    return Named(f"{thousandths / 10:.1f}%", percent_in_words(10 * thousandths, language))


NAMES = {"story": gettext_lazy("Story"), "wall": gettext_lazy("Wall"), "offer": gettext_lazy("Offer")}
TABLES: dict[str, tuple[Any, Any]] = {
    "months": (gettext_lazy("Month by month"), _per_month),
    "revenue": (gettext_lazy("Recurring revenue a month"), _revenue),
    "retention": (gettext_lazy("Who stays: by month of beginning, months later"), _cohorts),
    "stories": (gettext_lazy("Which story sold"), _sold("story")),
    "walls": (gettext_lazy("Which wall sold"), _walls),
    "offers": (gettext_lazy("Which offer sold"), _sold("offer")),
    "failed": (gettext_lazy("What did not go through"), _failed),
}
# The column that each chart draws; who stays is drawn by the table's own cells.
CHARTED = {"months": 1, "revenue": 2, "stories": 1, "walls": 1, "offers": 1, "failed": 2}

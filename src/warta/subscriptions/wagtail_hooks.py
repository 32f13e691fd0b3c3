"""What the newsroom's admin shows of this room: the service desk and institutions, for who serves readers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets import Button
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from warta.desk.menu import PermittedPages
from warta.readers.countries import CountrySelect, country_name
from warta.subscriptions.forms import InstitutionForm, OfferForm, PlanForm
from warta.subscriptions.models import Institution, Offer, Plan, TaxRate
from warta.subscriptions.models.plan import PLAN_PANELS
from warta.subscriptions.services import changes
from warta.subscriptions.templatetags.money import percent, price
from warta.subscriptions.views import books, desk, insight, orders, prices, service, vouchers


class ServicePages(PermittedPages):
    """Pages for who serves readers."""

    permission = service.SERVE


class ServiceDesk(ServicePages):
    """Readers and their ledger in the menu."""

    name = "service"
    icon = "user"
    menu_label = _("Readers")
    menu_order = 250

    def get_urlpatterns(self) -> list[Any]:
        """Find, read and grant, revoke."""
        return [
            path("", service.find, name="find"),
            path("<int:pk>/", service.reader, name="reader"),
            path("<int:pk>/revoke/<int:event>/", service.revoke_grant, name="revoke"),
            path("<int:pk>/sign-out/", desk.sign_out, name="sign-out"),
            path("<int:pk>/subscription/<int:subscription>/<slug:verb>/", desk.act, name="act"),
            path("<int:pk>/refund/<int:payment>/", desk.refund, name="refund"),
            path("<int:pk>/resend/<int:letter>/", desk.resend, name="resend"),
        ]


class Orders(ServicePages):
    """What waits for money, and what a bank says came in."""

    name = "orders"
    icon = "form"
    menu_label = _("Orders")
    menu_order = 252

    def get_urlpatterns(self) -> list[Any]:
        """The list, a bank's list, one order; the comparison with providers."""
        return [
            path("", orders.orders, name="orders"),
            path("statement/", orders.statement, name="statement"),
            path("statement/take/", orders.take_statement, name="take"),
            path("<int:pk>/confirm/", orders.confirm, name="confirm"),
            path("<int:pk>/cancel/", orders.cancel, name="cancel"),
            path("comparison/", books.books, name="books"),
            path("comparison/<int:pk>/", books.settle, name="settle"),
        ]


class Insight(PermittedPages):
    """The figures of the subscription business."""

    name = "insight"
    icon = "table"
    menu_label = _("Subscriptions")
    menu_order = 249
    permission = insight.SEE

    def get_urlpatterns(self) -> list[Any]:
        """The page, and each table as CSV."""
        return [path("", insight.insight, name="insight"), path("<slug:code>.csv", insight.table, name="table")]


class Vouchers(ServicePages):
    """Codes that are subscriptions."""

    name = "vouchers"
    icon = "tag"
    menu_label = _("Vouchers")
    menu_order = 255

    def get_urlpatterns(self) -> list[Any]:
        """Batches and their codes."""
        return [
            path("", vouchers.vouchers, name="vouchers"),
            path("download/", vouchers.download, name="download"),
            path("void/", vouchers.make_void, name="void"),
        ]


@hooks.register("register_admin_viewset")
def register_service_desk() -> list[ViewSet]:
    """The service desk."""
    return [ServiceDesk(), Orders(), Vouchers(), Insight()]


class InstitutionViewSet(SnippetViewSet):
    """Institutions in the menu."""

    model = Institution
    icon = "group"
    menu_order = 251
    add_to_admin_menu = True
    list_display = ("name", "until")
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("name", "networks", "domains", "rights", "until", "note")],
        base_form_class=InstitutionForm,
    )


register_snippet(InstitutionViewSet)


class PlanViewSet(SnippetViewSet):
    """Plans in the menu."""

    model = Plan
    icon = "list-ul"
    menu_order = 253
    add_to_admin_menu = True
    list_display = (
        "name", "code", Column("price", label=capfirst(_("price")), accessor=lambda plan: price(plan.money)), "months",
        BooleanColumn("on_sale", label=capfirst(_("on sale"))),
    )  # fmt: skip
    edit_handler = ObjectList(PLAN_PANELS, base_form_class=PlanForm)

    def get_urlpatterns(self) -> list[Any]:
        """A page more: the plan's price for who has the plan already."""
        return [*super().get_urlpatterns(), path("prices/<int:pk>/", prices.prices, name="prices")]


@hooks.register("register_snippet_listing_buttons")
def offer_new_price(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """The way to that page, where somebody pays another price than the plan's."""
    if isinstance(snippet, Plan) and user.has_perm(prices.CHANGE) and changes.at_another_price(snippet).exists():
        address = reverse(snippet.snippet_viewset.get_url_name("prices"), args=[snippet.pk])
        yield Button(_("New price for subscribers"), address, icon_name="tag", priority=60)


class OfferViewSet(SnippetViewSet):
    """Offers in the menu."""

    model = Offer
    icon = "tag"
    menu_order = 254
    add_to_admin_menu = True
    list_display = ("code", "percent", "amount", "periods", "valid_until", "audience")
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("code", "plans", "percent", "amount", "periods", "valid_from", "valid_until",
                                       "audience", "uses_max")],
        base_form_class=OfferForm,
    )  # fmt: skip


class TaxRateViewSet(SnippetViewSet):
    """Tax rates, among the settings of selling."""

    model = TaxRate
    icon = "cog"
    menu_order = 256
    add_to_admin_menu = True
    list_display = (
        Column("country", label=capfirst(_("country")), accessor=lambda rate: country_name(rate.country)), "name",
        Column("basis_points", label=capfirst(_("rate")), accessor=lambda rate: percent(rate.basis_points)),
        "valid_from",
    )  # fmt: skip
    edit_handler = ObjectList([
        FieldPanel("country", widget=CountrySelect),
        *[FieldPanel(name) for name in ("name", "basis_points", "valid_from")],
    ])  # fmt: skip


for viewset in (PlanViewSet, OfferViewSet, TaxRateViewSet):
    register_snippet(viewset)

"""What the newsroom's admin shows of advertising."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from warta.advertising import report, views
from warta.advertising.delivery import attach
from warta.advertising.forms import CampaignForm, CreativeForm, SlotTagForm
from warta.advertising.models import Campaign, Creative, SlotTag
from warta.advertising.services import APPROVE_ACTION, REFUSE_ACTION, SUBMIT_ACTION
from warta.desk.menu import PermittedPages


class CampaignIndex(IndexView):
    """The list of campaigns, with how each stands."""

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """One page; its rows learn their delivery."""
        paginator, page, rows, is_paginated = super().paginate_queryset(queryset, page_size)
        page.object_list = list(page.object_list)
        attach(page.object_list, timezone.now())
        return paginator, page, page.object_list if rows is not None else rows, is_paginated


class CampaignViewSet(SnippetViewSet):
    """Campaigns."""

    model = Campaign
    icon = "calendar-alt"
    index_view_class = CampaignIndex
    list_display = (
        "name", "advertiser", Column("kind", label=capfirst(_("kind")), accessor="get_kind_display"),
        Column("starts", label=_("Flight"), accessor=lambda row: report.flight_in_words(row), sort_key="starts"),
        "priority",
        Column("state", label=_("State"), accessor=lambda row: row.delivery.state),
        Column("delivery", label=_("Delivery"), accessor=report.stands),
    )  # fmt: skip
    list_filter = ("kind", "paused")
    search_fields = ("name", "advertiser")
    edit_handler = ObjectList(
        [
            MultiFieldPanel([FieldPanel("advertiser"), FieldPanel("name"), FieldPanel("kind")], heading=_("Campaign")),
            MultiFieldPanel([FieldRowPanel([FieldPanel("starts"), FieldPanel("ends")]), FieldPanel("paused")],
                            heading=_("Flight"), help_text=_("Whole days in the newspaper's time zone.")),
            MultiFieldPanel([FieldPanel("slots"), FieldPanel("sections")], heading=_("Where")),
            MultiFieldPanel([FieldPanel("goal"), FieldPanel("cap"), FieldPanel("priority")], heading=_("How often")),
        ],
        base_form_class=CampaignForm,
    )  # fmt: skip

    def get_queryset(self, request: Any) -> Any:
        """With what their delivery is made of."""
        return Campaign.objects.prefetch_related("creatives__picture")


class CreativeViewSet(SnippetViewSet):
    """Creatives."""

    model = Creative
    icon = "image"
    list_display = (
        "name", "campaign", Column("kind", label=capfirst(_("kind")), accessor="get_kind_display"),
        Column("shape", label=capfirst(_("shape")), accessor="get_shape_display"),
        Column("state", label=_("State"), accessor="get_state_display"), "by", "at",
    )  # fmt: skip
    list_filter = ("state", "kind", "campaign")
    search_fields = ("name",)
    edit_handler = ObjectList(
        [
            MultiFieldPanel([FieldPanel(name) for name in ("campaign", "name", "kind", "shape")],
                            heading=_("Creative")),
            MultiFieldPanel([FieldPanel(name) for name in ("link", "picture", "alt")],
                            heading=_("Link and picture"),
                            help_text=_("An image needs all three. A banner is four times as wide as high, a "
                                        "rectangle six parts wide and five high; JPEG, PNG, WebP or AVIF.")),
            MultiFieldPanel([FieldPanel("headline"), FieldPanel("text")], heading=_("Words of a native creative"),
                            help_text=_("It is marked as advertising and names the advertiser.")),
            MultiFieldPanel([FieldPanel("html")], heading=_("HTML or tag"),
                            help_text=_("HTML runs in a frame of its own, from which it reaches nothing; all that it "
                                        "shows must be in it, at most 30 KB. A tag loads what it likes by https, and "
                                        "only for readers who agreed.")),
        ],
        base_form_class=CreativeForm,
    )  # fmt: skip

    def get_urlpatterns(self) -> list[Any]:
        """Two pages more: looking at one and deciding, and its frame. Tags have them here too."""
        return [
            *super().get_urlpatterns(),
            path("review/<slug:kind>/<int:pk>/", views.review, name="review"),
            path("frame/<slug:kind>/<int:pk>/", views.frame, name="frame"),
        ]


class SlotTagViewSet(SnippetViewSet):
    """Ad servers' tags."""

    model = SlotTag
    icon = "code"
    list_display = ("slot", Column("state", label=_("State"), accessor="get_state_display"), "by", "at")
    edit_handler = ObjectList([FieldPanel("slot"), FieldPanel("html")], base_form_class=SlotTagForm)


class ReportViewSet(PermittedPages):
    """What was shown, seen and clicked."""

    name = "advertising-report"
    icon = "history"
    menu_label = _("Report")
    permission = report.SEE
    add_to_admin_menu = False  # the group does

    def get_urlpatterns(self) -> list[Any]:
        """The page, and each table as CSV."""
        return [path("", report.report, name="report"), path("<slug:code>.csv", report.report_csv, name="csv")]


class AdvertisingGroup(SnippetViewSetGroup):
    """Advertising in the menu."""

    menu_label = _("Advertising")
    menu_icon = "tag"
    menu_order = 245
    items = (CampaignViewSet, CreativeViewSet, SlotTagViewSet, ReportViewSet)


register_snippet(AdvertisingGroup)


@hooks.register("register_snippet_listing_buttons")
def offer_review(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """The way to look at a creative and decide; from a campaign to its report."""
    if isinstance(snippet, Creative | SlotTag):
        yield Button(_("Look at it and decide"), review_url(snippet), icon_name="view", priority=5)
    elif isinstance(snippet, Campaign):
        address = f"{reverse('advertising-report:report')}?campaign={snippet.pk}"
        yield Button(_("Report"), address, icon_name="history", priority=60)


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def look_at_it(request: Any, instance: Any) -> Any:
    """From the form to the look at it, from where it is submitted."""
    return views.redirect(review_url(instance)) if isinstance(instance, Creative | SlotTag) else None


def review_url(subject: Creative | SlotTag) -> str:
    """Where it is looked at and decided."""
    kind = "tag" if isinstance(subject, SlotTag) else "creative"
    model: Any = Creative
    address: str = reverse(model.snippet_viewset.get_url_name("review"), args=[kind, subject.pk])
    return address


class Submitted(LogFormatter):
    """A line of a creative's history."""

    label = _("Submit for approval")

    def format_message(self, log_entry: Any) -> str:
        """What happened."""
        return gettext("Submitted for approval")


class Approved(LogFormatter):
    """A line of a creative's history."""

    label = _("Approve advertising")

    def format_message(self, log_entry: Any) -> str:
        """What happened."""
        return gettext("Approved")


class Refused(LogFormatter):
    """A line of a creative's history, with the reason."""

    label = _("Refuse advertising")

    def format_message(self, log_entry: Any) -> str:
        """What happened, and why."""
        return gettext("Refused: %s") % log_entry.data.get("reason", "")


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Our own lines."""
    actions.register_action(SUBMIT_ACTION)(Submitted)
    actions.register_action(APPROVE_ACTION)(Approved)
    actions.register_action(REFUSE_ACTION)(Refused)

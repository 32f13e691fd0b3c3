"""What the newsroom's admin shows: our own menu, list of stories, desk and actions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from warta.desk import previews, views
from warta.desk.bulk import WithdrawBulkAction
from warta.desk.listing import stories_viewset
from warta.desk.queries import board
from warta.desk.services import PREVIEW_ACTION, WITHDRAW_ACTION
from warta.stories.models import FrontPage, Person, Section, Story, Topic
from warta.stories.permissions import is_administrator, is_barred_by_four_eyes
from warta.stories.publishing import OVERRIDE_ACTION
from warta.stories.queries import of_language


class SectionViewSet(SnippetViewSet):
    """Sections in the menu."""

    model = Section
    icon = "folder-open-inverse"
    menu_order = 210
    add_to_admin_menu = True
    list_display = ("name", "parent", "default_level", "locale")
    list_filter = ("locale",)


class TopicViewSet(SnippetViewSet):
    """Topics in the menu."""

    model = Topic
    icon = "tag"
    menu_order = 220
    add_to_admin_menu = True
    list_display = ("name", "slug", "locale")
    list_filter = ("locale",)
    search_fields = ("name", "aliases")


class PersonViewSet(SnippetViewSet):
    """People in the menu."""

    model = Person
    icon = "user"
    menu_order = 230
    add_to_admin_menu = True
    list_display = ("name", "is_author")
    list_filter = ("is_author",)
    search_fields = ("name",)


for viewset in (SectionViewSet, TopicViewSet, PersonViewSet):
    register_snippet(viewset)


@hooks.register("register_admin_viewset")
def register_stories() -> Any:
    """The list of stories."""
    return stories_viewset


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    """Pages of our own."""
    return [
        path("stories/new/<slug:language>/", views.new_story, name="new-story"),
        path("front/", views.arrange_front, name="arrange-front"),
        path("stories/<int:pk>/withdraw/", views.withdraw_story, name="withdraw-story"),
        path("stories/<int:pk>/publish-own/", views.override_four_eyes, name="override-four-eyes"),
        *previews.admin_urls,
    ]


class NewStoryItem(MenuItem):
    """A new story in one language; for who may write."""

    def is_shown(self, request: Any) -> bool:
        """Does this colleague write?"""
        return bool(
            request.user.is_superuser
            or request.user.groups.filter(page_permissions__permission__codename="add_page").exists()
        )


def _register_new_story(code: str, name: Any, order: int) -> None:
    @hooks.register("register_admin_menu_item")
    def item() -> MenuItem:
        label = format_html("{} ({})", _("New story"), code)
        return NewStoryItem(label, reverse("new-story", args=[code]), icon_name="edit", order=order, name=f"new-{code}")


for place, (code, name) in enumerate(settings.LANGUAGES):
    _register_new_story(code, name, 20 + place)


class FrontPageItem(MenuItem):
    """The front page's zones; for who may arrange them."""

    def is_shown(self, request: Any) -> bool:
        """Does this colleague arrange the front page?"""
        front = of_language(FrontPage.objects.all(), settings.LANGUAGE_CODE).order_by("pk").first()
        return front is not None and bool(front.permissions_for_user(request.user).can_edit())


@hooks.register("register_admin_menu_item")
def front_page_item() -> MenuItem:
    """The front page of the newspaper's own language."""
    return FrontPageItem(_("Front page"), reverse("arrange-front"), icon_name="home", order=30, name="front-page")


class DeskPanel(Component):
    """Today's board."""

    name = "desk"
    template_name = "desk/board.html"
    order = 10

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The board for who looks."""
        found = board(parent_context["request"].user)
        columns = [
            (_("Waiting for me"), found.waiting, _("Nothing waits for you.")),
            (_("Drafts"), found.drafts, _("No drafts.")),
            (_("Submitted"), found.submitted, _("Nothing is submitted.")),
            (_("Scheduled"), found.scheduled, _("Nothing is scheduled.")),
            (_("Published today"), found.published, _("Nothing yet today.")),
        ]
        return {"columns": columns, "languages": [code for code, _name in settings.LANGUAGES]}


@hooks.register("construct_homepage_panels")
def only_the_desk(request: Any, panels: list[Component]) -> None:
    """The home is the desk; Wagtail's own panels are about page trees."""
    panels[:] = [DeskPanel()]


@hooks.register("construct_homepage_summary_items")
def no_summary(request: Any, items: list[SummaryItem]) -> None:
    """A count of all pages says nothing about today, and costs a count."""
    items[:] = []


@hooks.register("register_page_header_buttons")
def story_buttons(
    page: Any, user: Any, next_url: str | None = None, view_name: str = "", **kwargs: Any
) -> Iterator[Any]:
    """Preview links; withdraw; publish one's own story as an administrator."""
    if not isinstance(page, Story) or page.pk is None:
        return
    if page.permissions_for_user(user).can_edit():
        yield Button(_("Preview links"), reverse("preview-links", args=[page.pk]), icon_name="view", priority=59)
    if page.live and page.permissions_for_user(user).can_unpublish():
        yield Button(_("Withdraw"), reverse("withdraw-story", args=[page.pk]), icon_name="cross", priority=60)
    if is_administrator(user) and page.has_unpublished_changes and is_barred_by_four_eyes(user, page):
        url = reverse("override-four-eyes", args=[page.pk])
        yield Button(_("Publish own story …"), url, icon_name="warning", priority=61)


@hooks.register("construct_page_action_menu")
def only_what_may_be_done(items: list[Any], request: Any, context: dict[str, Any]) -> None:
    """Withdrawing asks for a reason, Wagtail's unpublish does not; and nobody is offered to approve their own story."""
    page = context.get("page")
    if not isinstance(page, Story):
        return
    left_out = {"action-unpublish"}
    if page.pk and is_barred_by_four_eyes(request.user, page):
        left_out.add("approve")
    items[:] = [item for item in items if item.name not in left_out]


@hooks.register("after_publish_page")
def stay_with_the_story(request: Any, page: Any) -> Any:
    """Back to the story's form; Wagtail would list its parent's children, which here is a year of stories."""
    if not isinstance(page, Story):
        return None
    text = _("“%s” is published.") if page.live else _("“%s” is scheduled.")
    buttons = [messages.button(page.url, _("See it on the site"), new_window=True)] if page.live else []
    messages.success(request, text % page.title, buttons=buttons)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_delete_snippet")
def keep_what_stories_need(request: Any, instances: Any) -> Any:
    """A section or an author of any story stays, and a section with others below it; the newsroom is told why."""
    for instance in instances:
        related = {Section: "stories", Person: "written"}.get(type(instance))
        if related and getattr(instance, related).exists():
            messages.error(request, _("“%s” stands in stories and cannot be deleted.") % instance)
        elif isinstance(instance, Section) and instance.children.exists():
            messages.error(request, _("Other sections stand below “%s”, so it cannot be deleted.") % instance)
        else:
            continue
        return redirect(type(instance).snippet_viewset.get_url_name("list"))
    return None


@hooks.register("before_unpublish_page")
def no_unpublishing_without_a_reason(request: Any, page: Any) -> Any:
    """Wagtail's page asks for a reason too (its template in `desk`); what comes without one goes to our own page."""
    return views.withdraw_story(request, page.pk) if isinstance(page, Story) else None


hooks.register("register_bulk_action", WithdrawBulkAction, order=1)  # after Wagtail's own, whose place it takes


class Withdrawal(LogFormatter):
    """A withdrawal in a story's history, with its reason."""

    label = _("Withdraw")

    def format_message(self, log_entry: Any) -> str:
        """What happened, and why."""
        return gettext("Withdrawn: %s") % log_entry.data.get("reason", "")


class SharedPreview(LogFormatter):
    """A preview link in a story's history, with whom it is for."""

    label = _("Make a preview link")

    def format_message(self, log_entry: Any) -> str:
        """For whom."""
        return gettext("Made a preview link for %s") % log_entry.data.get("note", "")


class OwnPublication(LogFormatter):
    """An administrator's own story in its history, with the reason why nobody else published it."""

    label = _("Publish own story")

    def format_message(self, log_entry: Any) -> str:
        """What happened, and why."""
        return gettext("Published their own story: %s") % log_entry.data.get("reason", "")


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Our own lines in a story's history."""
    actions.register_action(WITHDRAW_ACTION)(Withdrawal)
    actions.register_action(OVERRIDE_ACTION)(OwnPublication)
    actions.register_action(PREVIEW_ACTION)(SharedPreview)


@hooks.register("insert_global_admin_css")
def newsroom_css() -> str:
    """Our accent and type."""
    return format_html('<link rel="stylesheet" href="{}">', static("warta/css/newsroom.css"))


@hooks.register("construct_main_menu")
def plain_menu(request: Any, items: list[MenuItem]) -> None:
    """The page tree is Wagtail's business; stories have their own list."""
    items[:] = [item for item in items if item.name not in ("reports", "help")]

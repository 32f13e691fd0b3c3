"""What the newsroom's admin shows of this room: the live board and what was read before."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from warta.audience import views
from warta.desk.menu import PermittedPages
from warta.stories.models import Story


class Audience(PermittedPages):
    """Readers now, and what was read."""

    name = "audience"
    icon = "view"
    menu_label = _("Readership")
    menu_order = 240
    permission = views.SEE

    def get_urlpatterns(self) -> list[Any]:
        """The board and its files; the past by kind; one story."""
        return [
            path("", views.live, name="index"),
            path("now/<slug:code>.csv", views.live_file, name="file"),
            path("by/<slug:kind>/", views.past, name="past"),
            path("story/<int:pk>/", views.story, name="story"),
        ]


@hooks.register("register_admin_viewset")
def audience_pages() -> Audience:
    """The pages in the menu."""
    return Audience("audience", url_prefix="audience")


@hooks.register("register_page_header_buttons")
def read_button(page: Any, user: Any, **more: Any) -> Any:
    """From a story to what was read of it."""
    if isinstance(page.specific_deferred, Story) and page.first_published_at and user.has_perm(views.SEE):
        yield Button(_("Readership"), reverse("audience:story", args=[page.pk]), icon_name="view", priority=60)

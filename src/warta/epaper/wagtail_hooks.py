"""What the newsroom's admin shows of the e-paper."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogFormatter

from warta.desk.menu import PermittedPages
from warta.epaper import views
from warta.epaper.board import troubles
from warta.epaper.services import desk


class EditionsViewSet(PermittedPages):
    """Editions in the menu."""

    name = "editions"
    icon = "doc-full-inverse"
    menu_label = _("E-paper")
    menu_order = 40
    permission = views.SEE

    def get_urlpatterns(self) -> list[Any]:
        """The list, an edition, and what is done with it."""
        return [
            path("", views.editions, name="index"),
            path("<int:pk>/", views.edition, name="edition"),
            path("<int:pk>/act/", views.act, name="act"),
            path("<int:pk>/arrange/", views.arrange, name="arrange"),
            path("<int:pk>/put-in/", views.put_in, name="put-in"),
            path("<int:pk>/insert/", views.insert, name="insert"),
            path("<int:pk>/insert/<int:item>/", views.insert, name="insert-edit"),
            path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
            path("<int:pk>/upload/", views.upload, name="upload"),
            path("<int:pk>/progress/", views.progress, name="progress"),
            path("<int:pk>/files/<str:build>/<str:name>", views.file, name="file"),
        ]


@hooks.register("register_admin_viewset")
def register_editions() -> Any:
    """The pages of the e-paper."""
    return EditionsViewSet()


class EditionPanel(Component):
    """What is wrong with an edition, on the newsroom's home."""

    name = "epaper"
    template_name = "epaper/panel.html"
    order = 5

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Nothing, if nothing is wrong: then it is not seen."""
        user = parent_context["request"].user
        return {"troubles": troubles() if user.has_perm(views.SEE) else []}


@hooks.register("construct_homepage_panels", order=10)
def trouble_first(request: Any, panels: list[Component]) -> None:
    """Above the board, where everybody looks."""
    panels.insert(0, EditionPanel())


class EditionLog(LogFormatter):
    """A line of an edition's history."""

    words: Any = ""

    def format_message(self, log_entry: Any) -> str:
        """What happened."""
        return str(self.words)


class Withdrawn(EditionLog):
    """Why it was withdrawn."""

    label = _("Withdraw an edition")

    def format_message(self, log_entry: Any) -> str:
        """What happened, and why."""
        return gettext("Withdrawn: %s") % log_entry.data.get("reason", "")


LINES = (
    (desk.PUBLISH, _("Publish an edition"), _("Published")),
    (desk.CLOSE, _("Close an edition"), _("Closed")),
    (desk.REOPEN, _("Reopen an edition"), _("Opened again")),
    (desk.UPLOAD, _("Upload a PDF"), _("A PDF was uploaded")),
    (desk.ARRANGE, _("Compose an edition"), _("Composed in the place of an uploaded PDF")),
)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Our own lines."""
    actions.register_action(desk.WITHDRAW)(Withdrawn)
    for action, label, words in LINES:
        actions.register_action(action)(type("Line", (EditionLog,), {"label": label, "words": words}))

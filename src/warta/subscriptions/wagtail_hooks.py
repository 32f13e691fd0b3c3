"""What the newsroom's admin shows of this room: the service desk and institutions, for who serves readers."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.viewsets.base import ViewSet
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from warta.subscriptions import views
from warta.subscriptions.forms import InstitutionForm
from warta.subscriptions.models import Institution


class ServiceItem(MenuItem):
    """Seen by who serves readers."""

    def is_shown(self, request: Any) -> bool:
        """Does this colleague?"""
        return bool(request.user.has_perm(views.SERVE))


class ServiceDesk(ViewSet):
    """Readers and their ledger in the menu."""

    name = "service"
    icon = "user"
    menu_label = _("Readers")
    menu_order = 250
    add_to_admin_menu = True

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        """Not for everybody."""
        return ServiceItem

    def get_urlpatterns(self) -> list[Any]:
        """Find, read and grant, revoke."""
        return [
            path("", views.find, name="find"),
            path("<int:pk>/", views.reader, name="reader"),
            path("<int:pk>/revoke/<int:event>/", views.revoke_grant, name="revoke"),
        ]


@hooks.register("register_admin_viewset")
def register_service_desk() -> ViewSet:
    """The service desk."""
    return ServiceDesk()


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

"""Pages of the newsroom that only some colleagues see in the menu."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet


class PermittedPages(ViewSet):
    """Pages whose item in the menu is seen by who has a permission. It hides, and guards nothing: views ask again.

    permission  as in "stories.change_topic"
    """

    permission = ""
    add_to_admin_menu = True

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        """An item that is not for everybody."""
        permission = self.permission

        class Permitted(MenuItem):
            def is_shown(self, request: Any) -> bool:
                return bool(request.user.has_perm(permission))

        return Permitted

"""The newsroom's door: no reader passes it, and no colleague without a second factor (outside the demo)."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from warta.desk import second_factor

DOOR = "/admin/"


class NewsroomDoor:
    """Checks who comes in, before Wagtail checks what they may do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let through, send to the second factor, or refuse."""
        if request.path.startswith(DOOR) and request.user.is_authenticated:
            if not request.user.works_here:
                raise PermissionDenied
            if second_factor.is_needed() and not second_factor.is_shown(request):
                address, has_none = second_factor.where_to_show(request)
                if has_none:
                    messages.warning(request, _("The newsroom needs a second factor. Set it up here, then go on."))
                return HttpResponseRedirect(address)
        return self.get_response(request)


def may_enter(request: HttpRequest) -> bool:
    """Is this a colleague, signed in as the newsroom's door asks?"""
    if not request.user.is_authenticated or not request.user.works_here:
        return False
    return not second_factor.is_needed() or second_factor.is_shown(request)

"""The newsroom's door: no reader passes it, and no colleague without a second factor (outside the demo)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

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
            if needs_second_factor() and not is_mfa_enabled(request.user):
                messages.warning(request, _("The newsroom needs a second factor. Set it up here, then go on."))
                return HttpResponseRedirect(reverse("mfa_activate_totp"))
        return self.get_response(request)


def may_enter(user: Any) -> bool:
    """Is this a colleague, signed in as the newsroom's door asks?"""
    if not user.is_authenticated or not user.works_here:
        return False
    return not needs_second_factor() or is_mfa_enabled(user)


def needs_second_factor() -> bool:
    """Must colleagues have one?"""
    return bool(settings.WARTA.staff_second_factor) and not settings.WARTA.is_demo

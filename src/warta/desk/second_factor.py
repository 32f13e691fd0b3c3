"""The newsroom's second factor: who must have one, and which session has shown it.

That an account has a factor is not enough: a session that began by the password alone would come in as soon as its
owner sets one up elsewhere. So each session is marked when it sets the factor up or shows it.

Who signs in with a passkey alone has shown it: the device is one factor, the finger, face or PIN that it asks for the
other, and no passkey is taken here without (`MFA_WEBAUTHN_USER_VERIFICATION`).
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.signals import authenticator_added, authenticator_used
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

SHOWN = "newsroom_second_factor"  # in the session: the account that has shown it


def connect() -> None:
    """Listen; called once, when the app is ready."""
    for signal in (authenticator_added, authenticator_used):
        signal.connect(_shown, dispatch_uid="newsroom-second-factor")


def _shown(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    request.session[SHOWN] = user.pk


def is_needed() -> bool:
    """Must colleagues have one?"""
    return bool(settings.WARTA.staff_second_factor) and not settings.WARTA.is_demo


def is_shown(request: HttpRequest) -> bool:
    """Has this session shown the factor that its account has? One query."""
    return request.session.get(SHOWN) == request.user.pk and is_mfa_enabled(request.user)


def where_to_show(request: HttpRequest) -> tuple[str, bool]:
    """The address at which this session shows its factor, and whether it has to set one up first. One query."""
    if is_mfa_enabled(request.user):
        return f"{reverse('mfa_reauthenticate')}?{urlencode({'next': '/admin/'})}", False
    return reverse("mfa_index"), True  # an app or a passkey

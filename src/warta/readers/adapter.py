"""How allauth behaves here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from warta.readers.queries import owner_of


class AccountAdapter(DefaultAccountAdapter):
    """The reader's address is the request's (the edge says which)."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that limits count for."""
        return str(request.META.get("REMOTE_ADDR") or "127.0.0.1")

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The newsroom goes to its desk, a reader back to the front page (or to the page they came from)."""
        user: Any = request.user
        return "/admin/" if user.works_here else str(super().get_login_redirect_url(request))


class SocialAdapter(DefaultSocialAccountAdapter):
    """Who signs in with another's account is a reader: a colleague's account is never reached or linked that way."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Refuse a colleague. raises ImmediateHttpResponse back to the sign-in page"""
        is_connecting = sociallogin.state.get("process") == "connect"
        user: Any = request.user if is_connecting else sociallogin.user if sociallogin.is_existing else None
        if user is not None and user.is_authenticated and user.works_here:
            messages.error(request, _("This account cannot be reached that way. Sign in another way."))
            raise ImmediateHttpResponse(redirect("account_login"))

    def authenticate_by_email(self, sociallogin: Any) -> Any:
        """The reader who owns the address that the provider vouches for; never a colleague."""
        found = super().authenticate_by_email(sociallogin)
        owner = owner_of(found[1]) if found is not None else None
        return None if owner is None or owner.works_here else (owner, found[1])

"""How allauth behaves here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """The reader's address is the request's (the edge says which)."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that limits count for."""
        return str(request.META.get("REMOTE_ADDR") or "127.0.0.1")

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The newsroom goes to its desk, a reader back to the front page (or to the page they came from)."""
        user: Any = request.user
        return "/admin/" if user.works_here else str(super().get_login_redirect_url(request))

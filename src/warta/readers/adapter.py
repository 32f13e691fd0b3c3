"""How allauth behaves here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """The reader's address comes from the connection, or from a proxy named in `trusted_proxies`."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that limits count for."""
        peer: str = request.META.get("REMOTE_ADDR") or "127.0.0.1"
        if peer in settings.WARTA.trusted_proxies:
            chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
            for address in reversed(chain):
                if address not in settings.WARTA.trusted_proxies:
                    return address
        return peer

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The newsroom goes to its desk, a reader back to the front page (or to the page they came from)."""
        user: Any = request.user
        return "/admin/" if user.works_here else str(super().get_login_redirect_url(request))

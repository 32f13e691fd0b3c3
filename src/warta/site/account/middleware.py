"""Whoever signs in takes a token along, and leaves it when signing out: the next page is theirs at once."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

from warta.access.token import LIFETIME_S
from warta.site.account.mint import READER_COOKIE, mint


class TokenOfTheSession:
    """Keep the token's cookie in step with the session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Mint where somebody signed in, forget where somebody signed out."""
        before = request.session.get(SESSION_KEY) if settings.SESSION_COOKIE_NAME in request.COOKIES else None
        response = self.get_response(request)
        after = request.session.get(SESSION_KEY) if request.session.accessed or before else None
        if after != before:
            token = mint(request) if after else None
            if token:
                response.set_cookie(
                    READER_COOKIE, token, max_age=LIFETIME_S, httponly=True, samesite="Lax",
                    secure=settings.SESSION_COOKIE_SECURE,
                )  # fmt: skip
            else:
                response.delete_cookie(READER_COOKIE, samesite="Lax")
            if before:  # whoever comes after on this device finds no edition, and no page's picture
                response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

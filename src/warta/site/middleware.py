"""What every answer of the public site has in common: its language, its safety headers, and old addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, HttpResponsePermanentRedirect
from django.template.loader import render_to_string
from django.utils import timezone, translation
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect

from warta.site.embeds import FRAME_HOSTS

Answer = Callable[[HttpRequest], HttpResponse]

PUBLIC_CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self' " + " ".join(FRAME_HOSTS),
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
        "base-uri 'none'",
    )
)
# Wagtail's editor needs inline styles and scripts of its own.
NEWSROOM_CSP = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; frame-ancestors 'self'; base-uri 'self'; object-src 'none'"
)


ACCOUNTS, NEWSROOM = "/accounts/", "/admin/"
LANGUAGE_COOKIE = "language"
LANGUAGE_KEPT_S = 365 * 24 * 3600

# What says nothing of its keeping: a cache between us and readers might keep a redirect for ever.
KEPT_BY_NOBODY = {"Cache-Control": "private, no-cache"}


class EdgeSays:
    """The reader's address and scheme as the edge says them, on the socket alone: there the server gives no address."""

    SAID: ClassVar = ("HTTP_X_WARTA_ADDRESS", "HTTP_X_WARTA_SCHEME", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST",
                      "HTTP_X_FORWARDED_PORT", "HTTP_X_FORWARDED_PROTO")  # fmt: skip

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Believe the edge; forget what anybody else says."""
        said = {name: request.META.pop(name, "") for name in self.SAID}
        if said["HTTP_X_WARTA_ADDRESS"] and request.path.startswith("/_edge"):
            return HttpResponseNotFound()  # the edge asks for itself without it: a reader's request was handed on
        if not request.META.get("REMOTE_ADDR") or request.META["REMOTE_ADDR"].startswith("unix:"):
            request.META["REMOTE_ADDR"] = said["HTTP_X_WARTA_ADDRESS"] or "127.0.0.1"
            request.META["wsgi.url_scheme"] = "https" if said["HTTP_X_WARTA_SCHEME"] == "https" else "http"
        return self.get_response(request)


class SafetyHeaders:
    """A content security policy and its companions on every answer."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add what the answer does not carry yet."""
        response = self.get_response(request)
        for name, value in safety_headers(request.path).items():
            response.headers.setdefault(name, value)
        if request.path.startswith(("/admin/", "/accounts/")):
            response.headers.setdefault("Cache-Control", "private, no-store")
        if response.headers.get("Content-Encoding") == "None":  # Wagtail says so of a document that is not packed
            del response.headers["Content-Encoding"]
        if request.path.startswith("/preview/"):  # that there is none any more, too
            response.headers["Cache-Control"] = "private, no-store"
        if request.path.startswith("/documents/"):  # served to one reader and not to the next
            response.headers.setdefault("Cache-Control", "private, no-cache")
        for name, value in KEPT_BY_NOBODY.items():
            response.headers.setdefault(name, value)
        return response


def safety_headers(path: str) -> dict[str, str]:
    """What every answer carries; the edge sends the same with what it stores."""
    headers = {
        "Content-Security-Policy": NEWSROOM_CSP if path.startswith("/admin/") else PUBLIC_CSP,
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
    }
    if settings.SECURE_HSTS_SECONDS:
        headers["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"
    return headers


class FormsStayHere:
    """Where a form leads to another origin (a payment, a way to sign in), a page of ours goes there by itself.

    Our policy lets forms be sent to ourselves alone, and browsers hold a redirect that follows against it too. Which
    hosts a provider shows its pages on is not ours to know.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Turn such a redirect into a page; its cookies stay."""
        response = self.get_response(request)
        place = urlsplit(response.headers.get("Location", ""))
        is_elsewhere = bool(place.netloc) and (place.scheme, place.netloc) != (request.scheme, request.get_host())
        if request.method == "POST" and is_elsewhere and place.scheme in ("http", "https"):
            told = {"address": response.headers["Location"], "host": place.hostname}
            page = HttpResponse(render_to_string("warta/going.html", told))
            page.cookies = response.cookies
            return page
        return response


class OldAddresses:
    """An address that a page had elsewhere, or once, leads to where it stands now, if a reader may see it there.

    Wagtail's own middleware would send a reader to the address of a draft, which holds its headline.
    """

    SHORT: ClassVar = ({"p"}, {"page_id"})  # WordPress' short links are addresses of the front page

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Redirect what would be 404, and short links. Up to two queries, where there is nothing else to answer."""
        is_short = request.path == "/" and set(request.GET) in self.SHORT
        if is_short and (target := self.target(request)):
            return HttpResponsePermanentRedirect(target)
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        found = self.target(request)
        return HttpResponsePermanentRedirect(found) if found else response

    def target(self, request: HttpRequest) -> str | None:
        """Where the address leads now; None if nowhere, or to something that is not public."""
        path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
        found = get_redirect(request, path)
        if found is None and request.path != "/" and "?" in path:
            found = get_redirect(request, path.partition("?")[0])
        if found is None or (found.redirect_page and not is_public(found.redirect_page.specific)):
            return None
        link: str | None = found.link
        return link


def is_public(page: Any) -> bool:
    """May any reader know of this page?"""
    gate = getattr(page, "gate", None)
    return bool(page.live) and (gate is None or gate.is_live(timezone.now()))


class LanguageOfTheAddress:
    """The address says the language; a reader's own pages, whose address says none, have that of what was read last."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language of the address. raises BadRequest for a way back that is no address"""
        if not request.path.startswith(ACCOUNTS):
            return self._answer(request, language_of(request.path))
        said = _said(request)
        language = said or _remembered(request)
        response = self._answer(request, language)
        if said and said != request.COOKIES.get(LANGUAGE_COOKIE):
            remember_language(response, said)
        return response

    def _answer(self, request: HttpRequest, language: str) -> HttpResponse:
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or language)
        return response


def remember_language(response: HttpResponse, language: str) -> None:
    """Have a reader's own pages in this language from now on, on this device. No other page is told of it."""
    response.set_cookie(
        LANGUAGE_COOKIE, language, max_age=LANGUAGE_KEPT_S, path=ACCOUNTS, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def _said(request: HttpRequest) -> str:
    """The language of the public page that a reader comes from or goes back to; else empty."""
    back = request.GET.get("next") or request.POST.get("next", "")
    for address in (back, request.headers.get("Referer", "")):
        try:
            path = urlsplit(address).path
        except ValueError as error:
            if address == back:  # allauth would fail on it
                raise BadRequest("next is not an address") from error
            continue
        if path.startswith((ACCOUNTS, NEWSROOM)) or path in ("", "/" if address == back else ""):
            continue  # a way back to the front page is what forms have that know of none
        return language_of(path)
    return ""


def _remembered(request: HttpRequest) -> str:
    """That of this device, else of the reader's profile, else the newspaper's own."""
    known = request.COOKIES.get(LANGUAGE_COOKIE, "")
    if known in _codes():
        return known
    chosen = getattr(get_user(request), "language", "")
    return chosen if chosen in _codes() else settings.LANGUAGE_CODE


def _codes() -> set[str]:
    return {code for code, _ in settings.LANGUAGES}


def language_of(path: str) -> str:
    """The language of a public path: its first part, else the newspaper's own."""
    first: Any = path.lstrip("/").partition("/")[0]
    return first if first in _codes() else settings.LANGUAGE_CODE

"""Signing in on the phone without typing: a code on this screen, a number on both, a yes here (`readers/handover.py`).

The first screen's pages want a session, the phone's have none yet. What each side may go on with lies in its session:
the code itself on the first screen, the secret of who claimed it on the phone. A code is claimed by a form, so that
programs that look at links beforehand use none up.
"""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from warta.distribution.structured import origin_of
from warta.readers import handover as services
from warta.readers.devices import device_name
from warta.readers.errors import HandoverEnded, TooOften, WorksHere
from warta.readers.models import Handover
from warta.site.codes import code_svg
from warta.site.views.errors import too_many

CODE, CLAIM = "handover-code", "handover-claim"  # in the session of the first screen; of the phone
BACKEND = settings.AUTHENTICATION_BACKENDS[0]
CODE_MAX = 64  # characters
both = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@both
@login_required
def first_screen(request: HttpRequest) -> HttpResponse:
    """Show a code; then ask whether the phone that opened it is theirs; then say how it ended."""
    user: Any = request.user
    now, code = timezone.now(), str(request.session.get(CODE, ""))
    if request.method == "POST":
        try:
            if "begin" in request.POST:
                request.session[CODE] = services.begin(user=user, now=now)
            elif code:
                number = request.POST.get("number", "")
                services.answer(
                    code=code, user=user, number=int(number) if number.isascii() and number.isdigit() else 0,
                    is_theirs="yes" in request.POST, now=now,
                )  # fmt: skip
        except WorksHere:
            return _show(request, "handover", state="colleague")
        except TooOften:
            return too_many(request)
        except HandoverEnded:
            pass  # the page says how it stands
        return redirect("handover")
    found = services.shown_by(code, user) if code else None
    context: dict[str, Any] = {"state": _state(found, now), "found": found}
    if context["state"] == "waiting":
        address = origin_of(request) + reverse("handover-code", kwargs={"code": code})
        context |= {"code": code_svg(address, _("Code to scan with your phone")), "address": address}
    return _show(request, "handover", **context)


@never_cache
@require_safe
@login_required
def first_state(request: HttpRequest) -> HttpResponse:
    """How it stands, for the script of the first screen."""
    user: Any = request.user
    code = str(request.session.get(CODE, ""))
    return JsonResponse({"state": _state(services.shown_by(code, user) if code else None, timezone.now())})


@never_cache
@both
def opened(request: HttpRequest, code: str) -> HttpResponse:
    """The phone opened the code: a button, so that nothing but a person uses it up."""
    if request.method == "POST":
        agent = device_name(request.headers.get("User-Agent", ""))
        address = str(request.META.get("REMOTE_ADDR") or "")
        try:
            claimed = services.claim(code=code[:CODE_MAX], device=agent, address=address, now=timezone.now())
        except TooOften:
            return too_many(request)
        except HandoverEnded:
            return _show(request, "handover_phone", state="ended")
        request.session[CLAIM] = claimed
        return redirect("handover-wait")
    return _show(request, "handover_phone", state="opened")


@never_cache
@both
def phone(request: HttpRequest) -> HttpResponse:
    """The phone shows its number and waits; once the first screen said yes, it is signed in."""
    now, secret = timezone.now(), str(request.session.get(CLAIM, ""))
    if request.method == "POST":
        try:
            user = services.finish(secret=secret, now=now)
        except HandoverEnded:
            return redirect("handover-wait")
        login(request, user, backend=BACKEND)
        UserSession.objects.create_from_request(request)  # among the devices, to be signed out there
        request.session.pop(CLAIM, None)
        return redirect("/epaper/")
    found = services.claimed_by(secret)
    return _show(request, "handover_phone", state=_state(found, now), found=found)


@never_cache
@require_safe
def phone_state(request: HttpRequest) -> HttpResponse:
    """How it stands, for the script of the phone."""
    secret = str(request.session.get(CLAIM, ""))
    return JsonResponse({"state": _state(services.claimed_by(secret), timezone.now())})


def _state(found: Handover | None, now: Any) -> str:
    """How a hand-over stands: none, waiting, claimed, confirmed, done, refused, or ended by its time."""
    if found is None:
        return "none"
    is_over = found.state not in ("done", "refused") and found.expires_at <= now
    return "ended" if is_over else found.state


def _show(request: HttpRequest, page: str, **context: Any) -> HttpResponse:
    return TemplateResponse(request, f"account/{page}.html", context)


urlpatterns = [
    path("phone/", first_screen, name="handover"),
    path("phone/state/", first_state, name="handover-state"),
    path("h/", phone, name="handover-wait"),
    path("h/state/", phone_state, name="handover-phone-state"),
    path("h/<slug:code>/", opened, name="handover-code"),
]

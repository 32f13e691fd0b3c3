"""A code by letter: so a reader who has neither password nor second factor shows that the account is still theirs.

Readers who came by a code or with another's account have neither, and allauth asks nobody again who has neither:
whoever finds their browser open could take their data along, or the account itself.
"""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.http import HttpRequest

SENT, SHOWN = "own_code", "own_code_shown"  # in the session
LIFETIME_S = 600  # of a code
HOLDS_S = 300  # what was shown holds as long as allauth lets a password hold
TRIES = 3


def send(request: HttpRequest) -> bool:
    """Send a new code to the reader's address; False if too many were sent there."""
    user: Any = request.user
    if not ratelimit.consume(request, action="request_login_code", key=user.email.lower()):
        return False
    adapter = get_adapter()
    code = adapter.generate_login_code()
    request.session[SENT] = {"code": code, "reader": user.pk, "at": time.time(), "tries": 0}
    adapter.send_mail("account/email/own_code", user.email, {"code": code, "user": user})
    return True


def expected(request: HttpRequest) -> str:
    """The code that was sent and still holds; empty if there is none."""
    sent = request.session.get(SENT)
    if sent is None or sent["reader"] != request.user.pk or time.time() - sent["at"] > LIFETIME_S:
        return ""
    return str(sent["code"]) if sent["tries"] < TRIES else ""


def missed(request: HttpRequest) -> None:
    """A wrong one was typed: a code is good for `TRIES`."""
    sent = request.session.get(SENT)
    if sent is not None:
        request.session[SENT] = {**sent, "tries": sent["tries"] + 1}


def shown(request: HttpRequest) -> None:
    """The right one was typed; it is worth nothing from now on."""
    request.session.pop(SENT, None)
    request.session[SHOWN] = [request.user.pk, time.time()]


def is_shown(request: HttpRequest) -> bool:
    """Was one typed in this session, a short while ago?"""
    reader, at = request.session.get(SHOWN, (0, 0))
    return bool(reader == request.user.pk and time.time() - at < HOLDS_S)

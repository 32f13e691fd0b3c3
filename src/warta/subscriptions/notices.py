"""The public address of providers' notices: checked, stored, and answered. The worker acts on them."""

from __future__ import annotations

import logging

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from warta.readers.limits import is_too_many
from warta.subscriptions.providers.base import ForgedNotice, NotSetUp, ProviderError
from warta.subscriptions.providers.registry import all_providers
from warta.subscriptions.services.notices import receive

logger = logging.getLogger("warta.payments")
BODY_MAX = 256 * 1024  # bytes
MINUTE_S = 60
RATE_MAX = 1200  # notices a minute from one address; a provider sends again what is refused
FORGED_MAX = 60  # forged ones


@csrf_exempt
@require_POST
def notice(request: HttpRequest, provider: str) -> HttpResponse:
    """200 once it is stored; 400 for what is forged, without a word on why; 503 to have it sent again.

    404 for a provider that this newspaper has not set up.
    """
    found = all_providers().get(provider)
    if found is None:
        raise Http404
    address = request.META.get("REMOTE_ADDR", "")
    if is_too_many(f"notices:{address}", RATE_MAX, MINUTE_S) or cache.get(f"forged-notices:{address}", 0) >= FORGED_MAX:
        return _answer(429)
    if int(request.META.get("CONTENT_LENGTH") or 0) > BODY_MAX:
        return _answer(413)
    body = request.read(BODY_MAX + 1)
    if len(body) > BODY_MAX:
        return _answer(413)
    try:
        receive(provider=found, body=body, headers=request.headers)
    except ForgedNotice:
        is_too_many(f"forged-notices:{address}", FORGED_MAX, MINUTE_S)
        logger.warning("a notice was refused: provider=%s", provider)
        return _answer(400)
    except NotSetUp as error:
        raise Http404 from error
    except ProviderError:
        return _answer(503)
    return _answer(200)


def _answer(status: int) -> HttpResponse:
    return HttpResponse(status=status, headers={"Cache-Control": "no-store"})


urlpatterns = [path("<slug:provider>/notice/", notice, name="payment-notice")]

"""The way back: where a reader came from, as long as that is on this site."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

BACK_MAX = 500  # characters


def back_of(request: HttpRequest, otherwise: str = "/") -> str:
    """The path in `next`; `otherwise` where none is named, or one of another site."""
    back = request.POST.get("next") or request.GET.get("next", "")
    is_ours = back.startswith("/") and back.isprintable() and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back[:BACK_MAX] if is_ours else otherwise

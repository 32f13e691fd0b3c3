"""What machines ask the site for: is it well, and the pictures."""

from __future__ import annotations

import re

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

RENDITION = re.compile(r"^images/[\w.,=-]+\.(?P<type>avif|webp|jpe?g|png|gif)$")
TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png",
         "gif": "image/gif"}  # fmt: skip


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the newsroom runs and its database answers. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A finished rendition. Originals are never served: they hold what the camera wrote, the place among it."""
    match = RENDITION.fullmatch(path)
    if match is None or not default_storage.exists(path):
        raise Http404
    response = FileResponse(default_storage.open(path), content_type=TYPES[match["type"]])
    max_age = 60 if settings.DEBUG else 30 * 24 * 3600  # a new size is a new name
    response.headers["Cache-Control"] = f"public, max-age={max_age}, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response

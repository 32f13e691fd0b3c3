"""A publisher's own colours: six values as a small style sheet, and a rule's colour for each section.

The sheet's address holds a key of its content, so that browsers keep it for ever.
"""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from warta.stories.models import Publication, Section

TOKENS = ("paper", "ink", "accent")


def css(publication: Publication) -> str:
    """The sheet. One query."""
    rules = [
        f"--{name}:light-dark({getattr(publication, f'{name}_color')},{getattr(publication, f'{name}_color_dark')});"
        for name in TOKENS
    ]
    sections = Section.objects.values_list("pk", "color").order_by("pk")
    marks = [f'[data-section="{pk}"]{{--section:{color}}}' for pk, color in sections]
    return f"@layer theme{{:root{{{''.join(rules)}}}{''.join(marks)}}}"


def colors_url(publication: Publication) -> str:
    """Where the sheet stands. One query."""
    key = hashlib.sha256(css(publication).encode()).hexdigest()[:12]
    return reverse("colors", kwargs={"key": key})


@require_safe
def sheet(request: HttpRequest, key: str) -> HttpResponse:
    """The sheet as it is now, whatever the key: an old page gets the new colours."""
    response = HttpResponse(css(Publication.load(request_or_site=request)), content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response

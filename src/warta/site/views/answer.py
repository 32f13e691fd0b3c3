"""How public pages are answered: one place for the headers that say who may keep them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from warta.access import STAFF, STRANGER, Reader


def reader_of(request: HttpRequest) -> Reader:
    """Who asks: staff pass every wall; nobody else holds a right yet."""
    user = getattr(request, "user", None)
    return STAFF if user is not None and user.is_authenticated and user.works_here else STRANGER


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page drawn for this reader: kept by their browser only, and asked for again each time."""
    response = render(request, template, context, status=status)
    response.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
    return response

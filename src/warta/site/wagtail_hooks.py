"""What the public site asks of Wagtail: documents are served to who may read the text that links to them."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils import timezone
from wagtail import hooks

from warta.desk.middleware import may_enter
from warta.site.account.mint import reader_here
from warta.stories.documents import is_open


@hooks.register("before_serve_document")
def refuse_what_may_not_be_read(document: Any, request: Any) -> None:
    """A document is for who may read a text that links to it, and for the newsroom. raises Http404"""
    if not may_enter(request) and not is_open(document, reader_here(request, timezone.now())):
        raise Http404

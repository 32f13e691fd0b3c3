"""What the newsroom gives of an edition itself: its PDF and EPUB as one reader's copy, and the worker that keeps
editions on a device.

A copy is made for each reader, so it is answered by the newsroom and kept by nobody between; a few that were made last
stay in memory, as a reading system asks for the parts of a file one after the other.
"""

from __future__ import annotations

import logging
import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from hashlib import blake2b
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from warta.access import Meter, Reader, Shows, decide
from warta.epaper import queries
from warta.epaper.book import copy_for
from warta.epaper.book.copies import NoBook
from warta.epaper.copies import NoCopy, pdf_for
from warta.epaper.models import Edition
from warta.site.account.mint import reader_here
from warta.site.views.epaper import gone_or_404
from warta.stories.models import Publication
from warta.stories.policy import current_policy

AT_ONCE = 2  # copies that are made at the same time
WAIT_S = 10.0  # for one's turn
MEMORY_MAX = 96 * 1024 * 1024  # bytes of copies that are kept
FILE_MAX = 128 * 1024 * 1024  # bytes of a file of which copies are made
RANGE = re.compile(r"bytes=([0-9]{0,12})-([0-9]{0,12})")
TYPES = {"pdf": "application/pdf", "epub": "application/epub+zip"}
WORKER = Path(__file__).parents[1] / "static/warta/js/epaper-worker.js"
logger = logging.getLogger("warta.epaper")


class Busy(Exception):
    """Too many copies are being made."""


class Copies:
    """The copies that were made last, bounded in bytes; so many at once are made."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(AT_ONCE)

    def get(self, key: str, make: Callable[[], bytes]) -> bytes:
        """A copy by what it is made of and for whom. raises Busy"""
        found = self._find(key)
        if found is not None:
            return found
        if not self._places.acquire(timeout=WAIT_S):
            raise Busy
        try:
            found = self._find(key)  # made meanwhile
            return found if found is not None else self._keep(key, make())
        finally:
            self._places.release()

    def _find(self, key: str) -> bytes | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: str, copy: bytes) -> bytes:
        with self._lock:
            if len(copy) <= MEMORY_MAX:
                self._bytes += len(copy) - len(self._kept.pop(key, b""))
                self._kept[key] = copy
            while self._bytes > MEMORY_MAX:
                self._bytes -= len(self._kept.popitem(last=False)[1])
        return copy


COPIES = Copies()


@require_safe
def worker(request: HttpRequest, language: str) -> HttpResponse:
    """The script that keeps editions on a device; below the address where it is found it may answer."""
    return HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8",
                        headers={"Cache-Control": "no-cache"})  # fmt: skip


@require_safe
def download(request: HttpRequest, language: str, day: date, form: str) -> HttpResponse:
    """An edition's PDF or EPUB, as the copy of who asks; who may not have it is led to the edition's page.

    Two queries for who asks, three for the edition and the policy.
    """
    found = queries.edition_of(day, language)
    if form not in TYPES:
        raise Http404
    if found is None:
        return gone_or_404(request, day, language)
    now = timezone.now()
    reader = reader_here(request, now)
    decision = decide(found.gate, reader, Meter(), current_policy(), now)
    if decision.shows is not Shows.FULL:
        answer: HttpResponse = HttpResponseRedirect(reverse("edition", kwargs={"language": language, "day": day}))
    else:
        answer = _copy(request, found, form, reader)
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _copy(request: HttpRequest, found: Edition, form: str, reader: Reader) -> HttpResponse:
    """The file as this reader's copy, whole or the part that was asked for."""
    file = found.files / f"edition.{form}"
    number = f"{reader.id:06d}" if reader.id > 0 else ""
    with translation.override(found.language):
        line = (
            _("Copy for subscriber number %(number)s") % {"number": number}
            if number
            else _("Copy without a subscriber number")
        )
        line = f"{line} · {Publication.load().epaper_name or Publication.load().name} · {found.day:%Y-%m-%d}"
    try:
        state = file.stat()
        if state.st_size > FILE_MAX:
            raise NoCopy(f"{state.st_size} bytes are more than copies are made of")
        key = f"{file}:{state.st_mtime_ns:x}:{state.st_size:x}:{number}"
        copy = COPIES.get(key, lambda: _made(file.read_bytes(), form, number, line))
    except FileNotFoundError:
        raise Http404 from None
    except Busy:
        return HttpResponse(_("Too many copies are being made. Please try again in a moment."), status=503,
                            content_type="text/plain; charset=utf-8", headers={"Retry-After": "5"})  # fmt: skip
    except (NoCopy, NoBook, OSError) as error:
        logger.error("no copy of %s %s could be made: %s", found, form, error)
        return HttpResponse(_("This file cannot be given out just now. The newsroom has been told."), status=503,
                            content_type="text/plain; charset=utf-8")  # fmt: skip
    answer = ranged(request, copy)
    name = slugify(Publication.load().epaper_name or Publication.load().name) or "edition"
    answer.headers["Content-Type"] = TYPES[form]
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}-{found.day:%Y-%m-%d}.{form}"'
    return answer


def _made(content: bytes, form: str, number: str, line: str) -> bytes:
    if form == "pdf":
        return pdf_for(content, line)
    return copy_for(content, number) if number else content


def ranged(request: HttpRequest, content: bytes) -> HttpResponse:
    """The whole content, the one part that was asked for (206), or that there is no such part (416).

    A list of parts, and a part of another version (`If-Range`), get the whole, as RFC 9110 allows.
    """
    tag = f'"{blake2b(content, digest_size=12).hexdigest()}"'
    headers = {"Accept-Ranges": "bytes", "ETag": tag}
    match = RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if match is None or match.groups() == ("", "") or request.headers.get("If-Range", tag) != tag:
        return HttpResponse(content, headers={**headers, "Content-Length": str(len(content))})
    first, last = match.groups()
    begin = int(first) if first else max(len(content) - int(last), 0)
    end = min(int(last) + 1, len(content)) if first and last else len(content)
    if begin >= end:
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{len(content)}"})
    headers["Content-Range"] = f"bytes {begin}-{end - 1}/{len(content)}"
    return HttpResponse(content[begin:end], status=206, headers={**headers, "Content-Length": str(end - begin)})

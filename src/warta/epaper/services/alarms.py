"""Telling the newsroom that something went wrong with an edition: a letter, sent by the worker as all letters are.

Whoever opens the newsroom sees it too, as long as it holds (`queries.troubles`).
"""

from __future__ import annotations

import hashlib
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from warta.epaper.models import Edition, EditionItem
from warta.stories.models import Publication
from warta.subscriptions.models import Letter
from warta.subscriptions.words import Text

KIND = "epaper"
TOLD_MAX = 20  # colleagues


def tell_failure(edition: Edition) -> None:
    """Write that an edition could not be made, once for each reason. In the transaction that keeps the reason."""
    with translation.override(settings.LANGUAGE_CODE):
        day = date_format(edition.day, "j F Y")
        stands = _("Readers go on having the edition that they have.")
        text = Text(
            _("The edition of %s could not be made") % day,
            (edition.failure, f"{stands} {_('It is tried again by itself.')}"),
            (_("Look at the edition"), reverse("editions:edition", args=[edition.pk])),
        )
        _write(f"epaper-failed:{edition.pk}:{_short(edition.build + edition.failure)}", text)


def tell_gone(edition: Edition, item: EditionItem) -> None:
    """Write that a PDF still holds a story that was withdrawn. Call it in the transaction that marks it."""
    with translation.override(settings.LANGUAGE_CODE):
        day = date_format(edition.day, "j F Y")
        what = _("The PDF still holds it. Its text and the search do not.")
        how = _("Upload a PDF without it.") if edition.uploaded else _("You can have the edition made anew without it.")
        text = Text(
            _("Withdrawn, and still in the edition of %s") % day,
            (f"“{item.headline}”", f"{what} {how}"),
            (_("Look at the edition"), reverse("editions:edition", args=[edition.pk])),
        )
        _write(f"epaper-gone:{edition.build}:{item.pk}", text)


def addresses() -> list[str]:
    """Who is told: the newsroom's address, else the colleagues who arrange editions. One query or two."""
    publication: Any = Publication.load()
    if publication.email:
        return [publication.email]
    may = Q(groups__permissions__codename="change_edition", groups__permissions__content_type__app_label="epaper")
    users = get_user_model()._default_manager.filter(may | Q(is_superuser=True), is_active=True).distinct()
    return list(users.order_by("pk").values_list("email", flat=True)[:TOLD_MAX])


def _write(key: str, text: Text) -> None:
    origin = settings.WARTA.origin
    context = {"text": text, "paper": Publication.load(), "origin": origin, "address": f"{origin}{text.button[1]}",
               "language": settings.LANGUAGE_CODE}  # fmt: skip
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    for to in addresses():
        mine = f"{key}:{_short(to)}"[:120]
        Letter.objects.get_or_create(key=mine, defaults={
            "kind": KIND, "to": to, "language": settings.LANGUAGE_CODE, "subject": " ".join(text.subject.split())[:200],
            "text": render_to_string("readers/letter.txt", context),
            "html": render_to_string("epaper/alarm.html", context), "message_id": f"<{_short(mine)}@{domain}>",
        })  # fmt: skip


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]

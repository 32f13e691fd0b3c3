"""The newest edition, with a QR code that opens it on the phone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from warta.epaper import queries
from warta.site.codes import code_svg
from warta.site.page import PageContext, block
from warta.stories.changes import ChangeKind


@block("epaper", scope="language", stale_on=[ChangeKind.EDITION_CHANGED, ChangeKind.LIST_CHANGED])
def epaper(page: PageContext) -> dict[str, Any] | None:
    """The cover and the day of the newest edition; left out as long as there is none. Two queries.

    The code opens the stable address of whatever edition is the newest, so that it may be printed too.
    """
    edition = queries.newest(page.language)
    if edition is None:
        return None
    first = edition.pages.filter(number=1).first()
    address = reverse("epaper", kwargs={"language": page.language})
    name = page.publication.epaper_name or page.publication.name
    label = _("Code that opens the newest edition of %(name)s") % {"name": name}
    return {
        "edition": edition, "page": first, "address": address, "name": name,
        "code": code_svg(settings.WARTA.origin + address, label),
        "cover": f"{address}{edition.day:%Y-%m-%d}/{edition.build}/page-1-small.webp",
    }  # fmt: skip

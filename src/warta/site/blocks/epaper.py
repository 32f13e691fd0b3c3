"""The newest edition, with a QR code that opens it on the phone."""

from __future__ import annotations

from warta.site.page import PageContext, block
from warta.stories.changes import ChangeKind


@block("epaper", scope="language", stale_on=[ChangeKind.LIST_CHANGED])
def epaper(page: PageContext) -> None:
    """No edition has been made: the block is left out."""
    return

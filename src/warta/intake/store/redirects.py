"""Old addresses: each leads to the page that it belonged to, by way of the page, so that a new headline changes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wagtail.contrib.redirects.models import Redirect

from warta.intake import items
from warta.intake.store.desk import Desk

LONGEST = 255


def keep_addresses(page: Any, olds: Iterable[items.Redirect], desk: Desk, where: str) -> None:
    """Redirect every old address of an item to its page. Two queries."""
    paths = []
    for path in dict.fromkeys(Redirect.normalise_path(old.old) for old in olds):
        if len(path) > LONGEST:
            desk.doubt("not-whole", f"an old address is too long to redirect from: {path[:80]}…", where)
        elif path != "/" and "\0" not in path:
            paths.append(path)
    if not paths:
        return
    taken = dict(Redirect.objects.filter(old_path__in=paths).values_list("old_path", "redirect_page_id"))
    for path in paths:
        if path in taken and taken[path] != page.pk:
            desk.doubt("inferred", f"its old address {path} leads elsewhere already", where)
    new = [Redirect(old_path=path, redirect_page=page, is_permanent=True) for path in paths if path not in taken]
    desk.fresh["redirects"] += len(new)
    if new and not desk.wishes.dry_run:
        Redirect.objects.bulk_create(new)

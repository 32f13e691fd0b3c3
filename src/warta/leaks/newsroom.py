"""The roads that the edge hands on: previews, accounts and gifts, the newsroom's own pages and its desk of readers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from warta.leaks.paper import Paper
from warta.leaks.road import ALL, FEW, Road
from warta.subscriptions.models import Institution, LedgerEvent
from warta.subscriptions.providers.registry import all_providers

ANYTHING = "admin/^.*/$"  # whatever is none of the newsroom's addresses
INSIDE = ("admin/", "accounts/", "documents/", "pay/", "preview/")
ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>|\(\?P<(\w+)>[^)]*\)|\((\\d\+|\.\*)\)")
WORDS = {"app_label": "stories", "model_name": "story", "content_type_app_name": "stories", "token": "1",
         "content_type_model_name": "story", "action_name": "approve", "action": "publish"}  # fmt: skip


def routes(patterns: Iterable[URLPattern | URLResolver] | None = None, before: str = "") -> Iterator[str]:
    """The addresses below `INSIDE`, as they stand in the lists of addresses."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif route.startswith(INSIDE) and route != ANYTHING:
            yield route


def filled(route: str, pk: int) -> str:
    """The address of a route, with `pk` where a number stands."""

    def argument(found: re.Match[str]) -> str:
        return WORDS.get(found[2] or found[3] or "", "x" if found[1] in ("str", "slug", "path") else str(pk))

    return "/" + re.sub(r"[\^$\\]", "", ARGUMENT.sub(argument, route))


def handed_on(paper: Paper) -> Iterator[Road]:
    """Whatever the newsroom answers itself."""
    yield from _previews(paper)
    yield from _gifts(paper)
    yield from _own(paper)
    yield from _readers()
    for provider in all_providers():
        for method in ("GET", "POST"):
            yield Road("notices", f"/pay/{provider}/notice/", method, by=FEW, once=True)
    pks = [paper.stories[name].pk for name in ("premiumlive", "withdrawn", "draft")]
    for route in routes():
        has_place = ARGUMENT.search(route) is not None
        is_of_stories = has_place and re.search(r"pages/|stories/|/stories", route) is not None
        for pk in pks if is_of_stories else pks[:1]:
            yield Road("newsroom", filled(route, pk), by=FEW, once=True)


def _previews(paper: Paper) -> Iterator[Road]:
    """Every link by a few; the first, which is dear to draw, once by all kinds of readers and at crooked addresses."""
    for number, link in enumerate(paper.links):
        opens = link.story if link.lives else ""
        yield Road("preview", link.path, by=FEW, opens=opens)
        if number == 0:
            yield Road("preview", link.path, once=True, opens=opens)
            for path in (link.path[:-1], f"/{link.path}", f"/x/..{link.path}", f"{link.path}?page=1"):
                yield Road("preview", path, by=FEW, once=True, opens=opens)
            yield Road("preview", link.path, "HEAD", by=FEW, once=True)
        crooked = (f"{link.path[:-2]}x/", link.path.upper(), link.path.replace(":", "%3A0"), f"/preview/{link.pk}/")
        yield from (Road("preview-forged", path, by=FEW, once=True) for path in crooked)


def _gifts(paper: Paper) -> Iterator[Road]:
    yield Road("gifts", "/accounts/gifts/", once=True)
    yield Road("gifts", "/accounts/gifts/", by=FEW)
    for name, told in paper.stories.items():
        by = ALL if name in ("premiumnews", "withdrawn", "draft") else FEW
        yield Road("gift-new", f"/accounts/gifts/new/?story={told.pk}", by=by, once=True)


def _own(paper: Paper) -> Iterator[Road]:
    """A reader's own pages; their lists hold hidden stories as well (`leaks/readers.py`)."""
    for name in ("saved", "history", "following"):
        yield Road(name, reverse(name), once=True)
        yield Road(name, reverse(name), by=FEW)
    for name in ("account-export", "profile", "newsletters", "devices", "my-data", "subscription"):
        yield Road("own", reverse(name), by=FEW, once=True)
    for told in paper.stories.values():
        yield Road("save", f"/accounts/save/{told.pk}/", by=FEW)
    for kind in ("topic", "author", "section"):
        yield Road("follow", f"/accounts/follow/{kind}/1/", by=FEW, once=True)


def _readers() -> Iterator[Road]:
    """The desk of readers: what it notes is nobody's but theirs who serve readers."""
    grant = LedgerEvent.objects.filter(revokes=None).order_by("pk")[0]
    institution = Institution.objects.get()
    yield Road("service-desk", reverse("service:find") + "?q=news.example", once=True)
    yield Road("service-desk", reverse("service:reader", args=[grant.reader]), once=True)
    yield Road("service-desk", reverse("service:revoke", args=[grant.reader, grant.pk]), once=True)
    for view, arguments in (("list", []), ("edit", [institution.pk]), ("history", [institution.pk])):
        address = reverse(f"wagtailsnippets_subscriptions_institution:{view}", args=arguments)
        yield Road("institution", address, once=True)

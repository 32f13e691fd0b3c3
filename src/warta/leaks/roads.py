"""Every road by which something of a story might leave: those of the address lists by name, and those no link names."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from django.conf import settings
from django.utils import timezone

from warta.leaks.edition import edition_roads
from warta.leaks.newsroom import handed_on
from warta.leaks.paper import CAMPUS, CHANGING, HIDDEN, Paper, Told
from warta.leaks.road import ALL, FEW, ONE, Road
from warta.site import contract

FEEDS = {"rss": "feed.xml", "atom": "atom.xml", "json": "feed.json"}
# Roads on which an open mark must be found, else the crawler is blind there.
MUST_TELL = frozenset({"front", "latest", "section", "topic", "archive-day", "author", "story", "search", "photos",
                       "live-updates", "news-sitemap", "sitemap-month", "documents", "front-en", "pointing", "epaper",
                       "edition", "edition-picture"}) | {
    f"{where}-{kind}" for where in ("feed", "section") for kind in FEEDS}  # fmt: skip


def roads(paper: Paper) -> list[Road]:
    """All of them."""
    rows = (_public, _stories, _searches, _crooked, _others, edition_roads, handed_on)
    return [road for row in rows for road in row(paper)]


def names() -> set[str]:
    """The names of all views that are walked (`tests/leaks/test_roads.py` compares them with the address lists)."""
    codes = [code for code, _ in settings.LANGUAGES]
    feeds = {f"{where}-{kind}-{code}" for where in ("feed", "section") for kind in FEEDS for code in codes}
    views = ("healthz robots ads colors media front search latest photos archive archive-day topics topic author "
             "static-page live-updates section story story-short sitemap sitemap-pages sitemap-month sitemap-part "
             "news-sitemap epaper epaper-worker epaper-calendar edition edition-download")  # fmt: skip
    return feeds | set(views.split())


def _public(paper: Paper) -> Iterator[Road]:
    """Lists, feeds, sitemaps: what tells of many stories."""
    today = timezone.localdate()
    rows = {
        "front": ["/"], "front-en": ["/en/"], "latest": ["/latest/", "/latest/?page=2", "/en/latest/"],
        "photos": ["/photos/"], "section": ["/daerah/", "/daerah/?page=2", "/en/region/"], "topics": ["/topic/"],
        "topic": ["/topic/banjir/"], "author": ["/author/ratri/"],
        "archive": ["/archive/", f"/archive/?month={today:%Y-%m}", "/archive/?month=1999-01"],
        "archive-day": [f"/archive/{today.year}/{today.month}/{today.day}/"],
        "static-page": ["/info/x/"], "sitemap": ["/sitemap.xml"], "sitemap-pages": ["/sitemap-pages.xml"],
        "sitemap-month": [f"/sitemap-id-{today:%Y}-{today.month}.xml"],
        "sitemap-part": [f"/sitemap-id-{today:%Y}-{today.month}-1.xml", f"/sitemap-id-{today:%Y}-{today.month}-2.xml"],
        "news-sitemap": ["/news-sitemap.xml"],
        "robots": ["/robots.txt"], "ads": ["/ads.txt"], "healthz": ["/healthz"], "colors": ["/colors-x.css"],
        "me": ["/me"], "pointing": [paper.stories["pointing"].path],
    }  # fmt: skip
    for kind, file in FEEDS.items():
        rows[f"feed-{kind}"] = [f"/{file}", f"/en/{file}"]
        rows[f"section-{kind}"] = [f"/daerah/{file}", f"/en/region/{file}"]
    rarely = ("static-page", "colors", "archive", "sitemap", "sitemap-pages", "ads", "healthz", "photos", "topics")
    for name, paths in rows.items():
        yield from (Road(name, path, by=FEW if name in rarely else ALL) for path in paths)


def _stories(paper: Paper) -> Iterator[Road]:
    for told in paper.stories.values():
        by = ALL if told.name.endswith(("news", "live", "photos")) or told.name in CHANGING else FEW
        yield Road("story", told.path, by=by)
        yield Road("story-short", f"/daerah/{told.pk}/", by=FEW)
        yield Road("story", f"/daerah/lama-{told.pk}/?utm_source=x", by=FEW)
        if told.kind == "live" or told.name in HIDDEN:
            yield Road("live-updates", f"/live/{told.pk}/", by=by)
            yield Road("live-updates", f"/live/{told.pk}/?after={'0' * 8}-0000-0000-0000-{'0' * 12}", by=FEW)


def searches_of(told: Told) -> Iterator[Road]:
    """Searches for the words of a story that are not open, and for the beginnings of such words."""
    closed = told.hidden if told.level is not None else told.hidden | told.open
    for word in sorted(closed):
        yield Road("search-closed", f"/search/?q={word}", by=FEW, word=word)


def _searches(paper: Paper) -> Iterator[Road]:
    for name, told in paper.stories.items():
        rows = list(searches_of(told)) if told.level is None or told.level.value != "free" else []
        yield from rows[::2] if name == "premiumlive" else rows[:1]
    part = sorted(paper.stories["premiumnews"].hidden)[0][:-3]
    yield Road("search-closed", f"/search/?q={part}", by=FEW, word=part)
    yield Road("search", f"/search/?q={sorted(paper.stories['freenews'].open)[0]}", by=FEW)


def _crooked(paper: Paper) -> Iterator[Road]:
    """Addresses written as nobody should write them."""
    told = paper.stories["premiumlive"]
    path, short = told.path, f"daerah/x-{told.pk}/"
    inner = [
        "_edge/page/" + path[1:], f"_edge/page/live/{told.pk}/", f"_edge/page/{short}",
        "_edge/parts?key=wall:id:plan-lacks",
    ]  # fmt: skip
    doors = (
        "/",
        "//",
        "/./",
        "/accounts/../",
        "/admin/../",
        "/static/../",
        "/en/../",
        "/%5f",
        "/%255f",
        "/%25255f",
        "/_%C3%A9",
    )
    # Whatever else the contract has: what is added to it is tried as well.
    routes = [str(pattern.pattern) for pattern in contract.urlpatterns]
    inner += [f"_edge/{route}" for route in routes if "<" not in route]
    for target in inner:
        for door in doors:
            yield Road("contract", door + (target[1:] if door.endswith(("f", "9")) else target), by=ONE)
    yield Road("contract", "/%255fedge/reads", "POST", by=ONE)
    for crooked in (
        f"/{path}", f"/.{path}", f"{path}.", f"{path}%00", f"{path}?page=1", f"{path}?print=1", f"{path}amp/",
        f"{path}feed/", f"{path}print/", f"{path[:-1]}.json", f"{path[:-1]}", path.upper(),
        "/" + "".join(f"%{ord(letter):02x}" for letter in path[1:]), "/" + quote(quote(path[1:])),
        path.replace("/", "%2f"),
        f"/x/..{path}", f"/en{path}", f"{path}?gift=", f"{path}?preview=1", f"{path};x", f"/preview{path}",
        f"/preview/{told.pk}/", f"/?p={told.pk}", f"/?page_id={told.pk}", f"{path}?{'a=1&' * 120}", f"{path}?sign-in",
        f"/pages/{told.pk}/", f"/admin/pages/{told.pk}/edit/", f"/admin/pages/{told.pk}/view_draft/",
        f"/admin/pages/preview/{told.pk}/", "/admin/reports/", "/api/v2/pages/", "/!404/id", "/!410/id", "/nowhere/",
        "/en/nowhere/", "/metrics", "/documents/", "/" + "x" * 5000,
    ):  # fmt: skip
        yield Road("crooked", crooked, by=ONE)
    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"):
        yield Road("method", path, method, by=ONE)
    for name in ("premiumlive", "meterednews", "withdrawn"):
        yield from _asked_oddly(paper.stories[name].path)


def _asked_oddly(path: str) -> Iterator[Road]:
    """The same address with headers that ask for less than a page, or for a page of another."""
    rows: tuple[dict[str, str], ...] = (
        {"Range": "bytes=0-99999"}, {"Range": "bytes=-5000"}, {"Range": "bytes=0-0,9000-30000"}, {"If-None-Match": "*"},
        {"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"}, {"If-Match": "*"}, {"Sec-Purpose": "prefetch"},
        {"Purpose": "prefetch"}, {"Accept": "application/json"}, {"X-Requested-With": "XMLHttpRequest"},
        {"User-Agent": "Googlebot/2.1 (+http://www.google.com/bot.html)"}, {"X-Forwarded-For": CAMPUS},
        {"X-Warta-Address": CAMPUS}, {"x_warta_address": CAMPUS}, {"X-Real-IP": CAMPUS}, {"Forwarded": f"for={CAMPUS}"},
        {"X-Forwarded-Host": f"{CAMPUS}:1", "X-Forwarded-Proto": "https"}, {"Connection": "cookie, x-warta-address"},
        {"Accept-Language": "en"}, {"X-Original-URL": "/_edge/policy"},
    )  # fmt: skip
    for headers in rows:
        yield Road("headers", path, headers=headers, by=FEW)
    yield Road("head", path, "HEAD", by=FEW)


def _others(paper: Paper) -> Iterator[Road]:
    yield Road("locked document", paper.documents["locked"], by=FEW)
    yield Road("documents", paper.documents["open"], by=FEW)
    yield Road("media", f"/media/{paper.banner}", by=ONE)
    # Only the edge knows these; what the frames hold is told to nobody who has paid to be spared.
    yield Road("advertising", "/ads?page=0&slots=top,end,side-1,side-2,side-3,side-4,list", by=ALL)
    yield from (Road("advertising", f"/ads/frame/{name}", by=FEW) for name in (*paper.frames, "0", "../../me"))
    for original in paper.originals:
        for door in ("/media/", "/media/images/../", "/media/images/%2e%2e/", "/media/images/%252e%252e/"):
            yield Road("original", f"{door}{original}", by=ONE)
    yield from (
        Road("file", path, by=ONE) for path in ("/media/warta.sqlite3", "/static/../warta.sqlite3", "/warta.toml")
    )

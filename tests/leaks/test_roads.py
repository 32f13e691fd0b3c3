"""The crawler walks every public address there is: whoever adds one adds it to its list of roads."""

from datetime import date

import pytest

from warta.access import Right
from warta.distribution import urls as machines
from warta.leaks import road, roads
from warta.leaks.edition import BUILD, OLD_BUILD, Printed
from warta.leaks.paper import CHANGING, HIDDEN, Link, Paper, Told
from warta.site import contract
from warta.site import urls as site
from warta.subscriptions.models import Institution
from warta.subscriptions.services.complimentary import grant_complimentary


@pytest.fixture
def paper(db, django_user_model):
    reader = django_user_model.objects.create_user("reader@readers.example")
    grant_complimentary(reader=reader, rights=list(Right), by=None, why="test")
    Institution.objects.create(name="Kampus", networks="198.51.100.7/32", rights="premium")
    levels = ("free", "metered", "registered", "premium")
    names = [f"{level}{kind}" for level in levels for kind in ("news", "live", "photos")]
    stories = {
        name: Told(name, None, pk, f"/daerah/x-{pk}/", hidden={f"zq{name}textqz"}, open={f"zq{name}openqz"})
        for pk, name in enumerate([*names, *CHANGING, *HIDDEN, "pointing"], start=1)
    }
    links = [Link("draft", 1, "/preview/1:x/", lives=True), Link("embargoed", 2, "/preview/2:x/", lives=False)]
    return Paper(
        stories, documents={"locked": "/documents/1/a.txt", "open": "/documents/2/b.txt"}, links=links,
        originals=["original_images/a.jpg"], banner="x",
        editions=[Printed("edition", date(2026, 11, 27), "", frozenset({"premiumnews"}))],
    )  # fmt: skip


def test_every_view_is_walked():
    views = {pattern.name for pattern in (*site.urlpatterns, *machines.urlpatterns)}
    assert views == roads.names()


def test_every_name_has_an_address(paper):
    walked = {row.name for row in roads.roads(paper)}
    codes = ("-id", "-en")
    assert {name[:-3] if name.endswith(codes) else name for name in roads.names()} <= walked
    assert walked >= roads.MUST_TELL


def test_what_is_between_the_processes_is_tried_by_every_door(paper):
    tried = {row.path for row in roads.roads(paper) if row.name == "contract"}
    for pattern in contract.urlpatterns:
        route = str(pattern.pattern).partition("<")[0]
        for door in ("/_edge/", "//_edge/", "/accounts/../_edge/", "/%255fedge/"):
            assert any(path.startswith(door + route) for path in tried), (door, route)


def test_a_preview_opens_its_story_alone_as_long_as_it_lives(paper):
    opened = {row.path: row.opens for row in roads.roads(paper) if (row.name, row.method) == ("preview", "GET")}
    assert opened["/preview/1:x/"] == "draft" and opened["/preview/2:x/"] == ""


@pytest.mark.parametrize(
    ("asked", "first", "later"),
    [({"by": road.ALL}, "spent subscriber ad_free", "spent subscriber ad_free"), ({"by": road.ONE}, "spent", ""),
     ({"by": road.FEW}, "spent subscriber", "spent subscriber"),
     ({"by": road.FEW, "once": True}, "spent subscriber", ""),
     ({"by": road.ALL, "once": True}, "spent subscriber ad_free", "")],
)  # fmt: skip
def test_who_goes_a_road_and_when(asked, first, later):
    chosen = road.Road("x", "/", **asked)
    for turn, names in enumerate((first, later)):
        assert [name for name in ("spent", "subscriber", "ad_free") if chosen.is_for(name, turn)] == names.split()


def test_an_edition_is_asked_for_whole_in_parts_and_as_it_was(paper):
    rows = [row for row in roads.roads(paper) if row.method == "GET" and set(row.headers) <= {"Range"}]
    walked = {(row.path, row.headers.get("Range", "")): row for row in rows}
    page = walked["/epaper/2026-11-27/", ""]
    assert (page.by, page.prints) == (road.ALL, {"premiumnews"})
    for path in (f"/epaper/2026-11-27/{BUILD}/page-2.webp", "/download/epaper/2026-11-27/pdf",
                 "/download/epaper/2026-11-27/epub"):  # fmt: skip
        assert walked[path, ""].by == road.ALL and not walked[path, ""].prints
        assert {asked for (found, asked) in walked if found == path} >= {"", "bytes=0-99999", "bytes=-4000"}
    assert (f"/epaper/2026-11-27/{OLD_BUILD}/page-2.webp", "") in walked
    assert (f"/epaper/2026-11-27/{BUILD}/page-2-small.webp", "") in walked

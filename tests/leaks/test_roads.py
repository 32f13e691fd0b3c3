"""The crawler walks every public address there is: whoever adds one adds it to its list of roads."""

import pytest

from warta.distribution import urls as machines
from warta.leaks import roads
from warta.leaks.paper import CHANGING, HIDDEN, Paper, Told
from warta.site import contract
from warta.site import urls as site


@pytest.fixture
def paper(db):
    levels = ("free", "metered", "registered", "premium")
    names = [f"{level}{kind}" for level in levels for kind in ("news", "live", "photos")]
    stories = {
        name: Told(name, None, pk, f"/daerah/x-{pk}/", hidden={f"zq{name}textqz"}, open={f"zq{name}openqz"})
        for pk, name in enumerate([*names, *CHANGING, *HIDDEN, "pointing"], start=1)
    }
    return Paper(
        stories, {"locked": "/documents/1/a.txt", "open": "/documents/2/b.txt"}, ["original_images/a.jpg"], "x"
    )


def test_every_view_is_walked():
    views = {pattern.name for pattern in (*site.urlpatterns, *machines.urlpatterns)}
    assert views == roads.names()


def test_every_name_has_an_address(paper):
    walked = {road.name for road in roads.roads(paper)}
    codes = ("-id", "-en")
    assert {name[:-3] if name.endswith(codes) else name for name in roads.names()} <= walked
    assert walked >= roads.MUST_TELL


def test_what_is_between_the_processes_is_tried_by_every_door(paper):
    tried = {road.path for road in roads.roads(paper) if road.name == "contract"}
    for pattern in contract.urlpatterns:
        route = str(pattern.pattern).partition("<")[0]
        for door in ("/_edge/", "//_edge/", "/accounts/../_edge/", "/%255fedge/"):
            assert any(path.startswith(door + route) for path in tried), (door, route)

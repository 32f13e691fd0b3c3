"""What the newsroom tells the edge, and nobody else."""

import json

import pytest

ROADS = ("/_edge/policy", "/_edge/page/", "/_edge/parts?key=masthead:id:0", "/_edge/token", "/_edge/reads")


@pytest.mark.parametrize("road", ROADS)
def test_a_readers_request_that_was_handed_on_gets_nothing(newspaper, client, road):
    for method in (client.get, client.post):
        answer = method(road, headers={"x-warta-address": "192.0.2.1"})
        assert (answer.status_code, answer.content) == (404, b"")


@pytest.mark.parametrize("path", ["_edge/policy", "_edge/page/", "_edge/parts", "_edge/token", "admin/login", "x/"])
def test_a_page_is_told_of_the_public_site_alone(newspaper, client, path):
    answer = client.get(f"/_edge/page/{path}")
    assert "pieces" not in answer.content.decode() and json.loads(answer.content).get("page") is None


def test_what_makes_another_page_is_what_the_page_looked_at(newspaper, client):
    newspaper.story(topics=[newspaper.topic])
    told = {road: client.get(f"/_edge/page{road}?month=2026-13x&x=1").json() for road in ("/", "/daerah/", "/feed.xml")}
    assert {road: (row["key"], row["params"]) for road, row in told.items()} == {
        "/": ("/", []), "/daerah/": ("/daerah/", ["page"]), "/feed.xml": ("/feed.xml", [])
    }  # fmt: skip

"""What the newsroom tells the edge, and nobody else."""

import json

import pytest
from django.utils import timezone

from tests.newspaper import block, rich

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


def test_what_is_told_of_a_free_live_story_to_who_gets_a_teaser_is_the_teaser(newspaper, client):
    """Its page may be shown for a moment after it has been locked."""
    update = block("update", {"time": timezone.now().isoformat(), "title": "", "text": "<p>Baru saja PENANDA.</p>"})
    story = newspaper.story(kind="live", level="free", body=[rich("<p>Awal.</p>"), update])
    pieces = client.get(f"/_edge/page{story.public_path()}").json()["page"]["pieces"]
    assert {tuple(when) for kind, value, when in pieces if kind == "own" and "PENANDA" in value} == {("full",)}
    assert any("ld+json" in value and when == ["teaser"] for kind, value, when in pieces if kind == "own")


def test_a_page_says_which_stories_it_names(newspaper, client):
    other, linked, reply = (newspaper.story(level="free") for _ in range(3))
    draft = newspaper.draft("Rahasia sekali")
    links = "".join(f'<p><a linktype="page" id="{target.pk}">x</a></p>' for target in (linked, draft))
    story = newspaper.story(
        body=[rich(links), block("related", {"story": other.pk, "url": "", "title": ""})], replies_to=reply
    )
    told = client.get(f"/_edge/page{story.public_path()}").json()
    assert {tag for tag in told["page"]["tags"] if tag.startswith("names:")} == {
        f"names:{target.pk}" for target in (other, linked, reply, draft)
    }
    html = json.dumps(told["page"]["pieces"])
    assert linked.public_path() in html and "rahasia" not in html


def test_what_says_nothing_of_its_keeping_is_kept_by_no_cache(newspaper, client):
    story = newspaper.story()
    told = client.get(f"/_edge/page/daerah/lama-{story.pk}/").json()
    assert told["status"] == 301 and dict(told["headers"])["cache-control"] == "private, no-cache"
    assert client.post("/feed.xml").headers["Cache-Control"] == "private, no-cache"
    feed = dict(client.get("/_edge/page/feed.xml").json()["headers"])
    assert feed["cache-control"].startswith("public") and "Accept-Encoding" in feed["vary"]

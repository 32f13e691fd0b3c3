"""The judge: what is a leak, and what is not."""

import pytest

from warta.access import Level
from warta.leaks.marks import mark
from warta.leaks.paper import LEDGER, Paper, Told
from warta.leaks.readers import ALL, OPEN, Asker
from warta.leaks.road import Road
from warta.leaks.visit import Judge, Reply

HIDDEN, SHOWN = mark("secret", "text"), mark("secret", "headline")
PRIVATE = [("content-type", "text/html"), ("cache-control", "private, no-cache")]
STRANGER, SUBSCRIBER = Asker("spent", OPEN), Asker("subscriber", ALL, ads=False)


@pytest.fixture
def judge():
    told = Told("secret", Level.PREMIUM, 1, "/daerah/x-1/", hidden={HIDDEN}, open={SHOWN})
    return Judge(Paper({"secret": told}, banner="images/banner.width-320.jpg"))


def leaks(judge, body, asker=STRANGER, headers=PRIVATE, status=200, encoding="gzip", opens="", prints=frozenset()):
    judge.leaks.clear()
    reply = Reply(status, headers, body.encode(), body.encode())
    judge.judge(Road("story", "/daerah/x-1/", opens=opens, prints=prints), asker, encoding, reply)
    return [leak.what for leak in judge.leaks]


def test_a_hidden_mark_is_a_leak_to_who_may_not_have_it(judge):
    assert leaks(judge, f"<p>{HIDDEN}</p>") == [f"{HIDDEN} of the story secret (plain)"]
    assert leaks(judge, f"<p>{HIDDEN}</p>", SUBSCRIBER) == [] and leaks(judge, SHOWN) == []
    assert judge.told == {("story", "subscriber", "premium"): 1, ("story", "spent", "open"): 1}


def test_nobody_is_told_it_by_what_others_may_be_given(judge):
    shared = [("content-type", "text/html"), ("cache-control", "public, max-age=60")]
    assert leaks(judge, HIDDEN, SUBSCRIBER, shared)


def test_of_a_hidden_story_nothing_may_be_told(judge):
    judge.paper.stories["secret"].level = None
    assert leaks(judge, SHOWN) and leaks(judge, SHOWN, SUBSCRIBER)


def test_a_link_opens_its_story_to_anybody_and_to_no_shared_cache(judge):
    judge.paper.stories["secret"].level = None
    assert leaks(judge, HIDDEN + SHOWN, opens="secret") == [] and leaks(judge, HIDDEN, opens="another")
    assert judge.told == {("story", "spent", ""): 2}
    assert leaks(judge, HIDDEN, headers=[("cache-control", "public, max-age=60")], opens="secret")


def test_an_edition_opens_what_it_prints_to_who_has_the_e_paper_and_there_alone(judge):
    paper, premium = Asker("epaper", OPEN, epaper=True), Asker("premium", ALL)
    page, own = mark("edition", "pagetwo"), mark("edition", "pageone")
    judge.paper.editions_told["edition"] = Told("edition", Level.PREMIUM, 0, "", "edition", {page}, {own})
    assert leaks(judge, HIDDEN, paper) and leaks(judge, HIDDEN, paper, prints=frozenset({"another"}))
    assert not leaks(judge, HIDDEN, paper, prints=frozenset({"secret"}))
    assert leaks(judge, HIDDEN, STRANGER, prints=frozenset({"secret"}))
    assert not leaks(judge, page, paper) and leaks(judge, page, premium) and leaks(judge, page, STRANGER)
    assert not leaks(judge, own, STRANGER)
    judge.paper.stories["secret"].level = judge.paper.editions_told["edition"].level = None
    assert leaks(judge, HIDDEN, paper, prints=frozenset({"secret"})) and leaks(judge, page, paper)
    assert leaks(judge, own, paper)


def test_what_is_noted_of_readers_is_for_who_serves_them(judge):
    note = next(iter(judge.paper.ledger.hidden))
    assert leaks(judge, note, SUBSCRIBER) and not leaks(judge, note, Asker("service", ALL, also=LEDGER))


def test_what_the_edge_alone_is_told_is_a_leak_to_everybody(judge):
    assert leaks(judge, '{"as_of": 7, "parts": {}}', SUBSCRIBER) == ["what the newsroom tells the edge alone"]


def test_headers_tell_too(judge):
    assert leaks(judge, "", headers=[*PRIVATE, ("location", f"/daerah/{HIDDEN}-1/")]) == [
        f"{HIDDEN} of the story secret (header)"
    ]


@pytest.mark.parametrize(
    "headers",
    [[], [("cache-control", "public, max-age=60"), ("set-cookie", "a=1")], [("set-cookie", "a=1")],
     [("cache-control", "public"), ("vary", "Cookie")], [("cache-control", "private, s-maxage=60")],
     [("cache-control", "public"), ("content-encoding", "gzip")]],
)  # fmt: skip
def test_what_shared_caches_might_keep_is_named(judge, headers):
    assert len(leaks(judge, "x", headers=headers)) >= 1


def test_a_byte_of_advertising_is_a_leak_to_who_paid_for_none(judge):
    for body in (
        '<div data-block="offer">',
        "banner.width-320",
        '<p class="offer-label">',
        "<div data-slot=top>",
        '<script src="/static/warta/js/ads.js">',
        "Pengiklan Uji Bocor",
    ):
        assert leaks(judge, body, SUBSCRIBER) and not leaks(judge, body)


def test_faults_of_the_server_and_of_encodings_are_named(judge):
    assert leaks(judge, "x", status=500) == ["answered 500"]
    packed = [*PRIVATE, ("content-encoding", "gzip")]
    assert leaks(judge, "x", headers=packed, encoding="gzip;q=0") == ["gzip for who refuses it"]

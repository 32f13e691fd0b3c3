"""What a page reports: events by literals, and everything that is none."""

import json

import pytest

from warta.edge import beacon
from warta.edge.beacon import Heard, hear, is_bot, is_own, is_willing

PLACES = frozenset({"related", "lead"})


def heard(*events):
    return hear(json.dumps(events).encode(), PLACES)


def test_a_page_that_was_opened():
    event = {"k": "read", "s": 41, "e": 0, "d": 25, "r": "search", "o": "wall:meter-spent", "n": 1}
    counts = [(41, "view", "", 1), (41, "depth", "25", 1), (41, "source", "search", 1),
              (41, "outcome", "wall:meter-spent", 1)]  # fmt: skip
    assert heard(event) == Heard(counts, {41}, [], 1)


def test_a_page_that_is_read_on():
    assert heard({"k": "read", "s": 41, "e": 15}, {"k": "read", "s": 41, "d": 50}) == Heard(
        [(41, "engaged", "", 15), (41, "depth", "50", 1)], {41}, [], 2
    )


def test_a_link_that_was_followed_is_no_story_that_is_open():
    assert heard({"k": "read", "s": 42, "r": "block:related"}, {"k": "read", "s": 41, "o": "offer"}) == Heard(
        [(42, "source", "block:related", 1), (41, "outcome", "offer", 1)], set(), [], 2
    )


def test_an_advertisement():
    assert heard({"k": "ad", "t": "1.a.b.c", "w": "viewable"}) == Heard([], set(), [("1.a.b.c", "viewable")], 1)


@pytest.mark.parametrize("event", [
    None, 7, "read", [], {}, {"k": "read"}, {"k": "read", "s": 41}, {"k": "write", "s": 41, "n": 1},
    {"k": ["read"], "s": 41, "n": 1},
    *[{"k": "read", "s": story, "n": 1} for story in (0, -1, 1.5, "41", True, None, [41], 1 << 53, 10**400)],
    *[{"k": "read", "s": 41, "n": first} for first in (2, -1, "1", True, 1.0)],
    *[{"k": "read", "s": 41, "e": engaged} for engaged in (-1, 61, 10**12, 1.5, "9", True, [9], {})],
    *[{"k": "read", "s": 41, "d": depth} for depth in (1, 101, "50", 50.0, [50], {"a": 1})],
    *[{"k": "read", "s": 41, "n": 1, "r": source} for source in
      ("block:", "block:nowhere", "block:<script>", "elsewhere", 7, ["search"], "x" * 5000, "\ud800")],
    *[{"k": "read", "s": 41, "n": 1, "o": outcome} for outcome in ("wall:", "wall:of-china", "half", 7, ["full"])],
    {"k": "ad"}, {"k": "ad", "t": 7, "w": "shown"}, {"k": "ad", "t": "a", "w": "bought"},
    {"k": "ad", "t": "a", "w": ["shown"]}, {"k": "ad", "t": "a" * 201, "w": "shown"},
], ids=lambda event: repr(event)[:60])  # fmt: skip
def test_what_is_no_event_is_left_out_alone(event):
    good = {"k": "read", "s": 7, "n": 1}
    assert heard(event, good) == Heard([(7, "view", "", 1)], {7}, [], 1)


@pytest.mark.parametrize("body", [
    b"", b"null", b"{}", b"[", b"7", b'"read"', b"\xff\xfe", b"[" * 8000, b"1" * 8000, b"NaN",
    b'{"k": "read", "s": 7, "n": 1}', b" " * (beacon.BYTES_MAX + 1), b'[{"k":"read","s":7,"n":1}]' + b" " * 9000,
], ids=lambda body: repr(body)[:30])  # fmt: skip
def test_what_is_no_list_of_events_tells_nothing(body):
    assert hear(body, PLACES) == Heard()


def test_twenty_events_at_most():
    told = heard(*[{"k": "read", "s": number, "n": 1} for number in range(1, 31)])
    assert told.events == 20 and told.stories == set(range(1, 21))


def test_a_moment_that_a_browser_tells_is_not_looked_at():
    assert heard({"k": "read", "s": 41, "n": 1, "at": 99_999_999_999, "t": "2099-01-01"}) == Heard(
        [(41, "view", "", 1)], {41}, [], 1
    )


OWN = {"host": "news.example", "origin": "https://news.example", "sec-fetch-site": "same-origin"}


@pytest.mark.parametrize(("change", "own"), [
    ({}, True), ({"origin": None}, True), ({"sec-fetch-site": None}, True),
    ({"origin": None, "sec-fetch-site": None}, False), ({"sec-fetch-site": "cross-site"}, False),
    ({"sec-fetch-site": "same-site"}, False), ({"origin": "https://other.example"}, False),
    ({"origin": "null"}, False), ({"origin": "https://news.example.other"}, False), ({"origin": ""}, False),
    ({"sec-fetch-site": None, "origin": "https://other.example"}, False),
])  # fmt: skip
def test_only_pages_of_ours_report(change, own):
    assert is_own((OWN | change).get) is own


@pytest.mark.parametrize(("headers", "willing"), [
    ({}, True), ({"dnt": "0"}, True), ({"dnt": "1"}, False), ({"sec-gpc": "1"}, False), ({"sec-gpc": "0"}, True),
])  # fmt: skip
def test_who_does_not_want_to_be_counted_is_not(headers, willing):
    assert is_willing(headers.get) is willing


CHROME = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"


@pytest.mark.parametrize(("agent", "bot"), [
    (CHROME, False), (CHROME.replace("Android 14", "Android 9; CUBOT_X18_Plus"), False), ("", True),
    ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", True), ("curl/8.5", True),
    (CHROME.replace("Chrome", "HeadlessChrome"), True), ("python-requests/2.32", True), ("WhatsApp/2.23", True),
])  # fmt: skip
def test_who_calls_itself_a_machine(agent, bot):
    assert is_bot(agent) is bot

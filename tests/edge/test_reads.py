"""Reads as they are sent to a served newspaper, under both of its interfaces: well-formed, malformed, foreign."""

import http.client
import json
import random
import socket
import sqlite3
from contextlib import closing, suppress

import pytest

from tests.edge.served import served, until

pytestmark = pytest.mark.xdist_group(name="plays")
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
STORY = """
paper = tools.Newspaper(tools.Section.objects.get(slug="daerah"), tools.Section.objects.get(slug="region"), None)
result = paper.story("Dibaca").pk
"""


@pytest.fixture(scope="module", params=["rsgi", "asgi"])
def site(request, tmp_path_factory):
    with served(tmp_path_factory.mktemp("reads") / "news", interface=request.param) as site:
        yield site


@pytest.fixture
def story(site):
    return site.desk(STORY)


def post(site, body, method="POST", path="/b", **headers):
    """Status and body of the answer."""
    given = {"User-Agent": AGENT, "Origin": f"http://127.0.0.1:{site.port}"}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)
    with closing(connection):
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        connection.request(method, path, body, {name: value for name, value in given.items() if value is not None})
        answer = connection.getresponse()
        return answer.status, answer.read()


def counted(site, story):
    with closing(sqlite3.connect(site.data / "reads.sqlite3")) as reads:
        sql = "SELECT what, sum(number) FROM audience_count WHERE span = 'd' AND story = ? GROUP BY what"
        return dict(reads.execute(sql, (story,)))


def settled(site, story):
    """What is counted of a story, once a last read of it has been."""
    before = counted(site, story).get("engaged", 0)
    assert post(site, [{"k": "read", "s": story, "e": 1}]) == (204, b"")
    until(lambda: counted(site, story).get("engaged", 0) == before + 1, 15)
    return counted(site, story)


def test_a_read_is_counted(site, story):
    assert post(site, [{"k": "read", "s": story, "n": 1}]) == (204, b"")
    assert settled(site, story) == {"view": 1, "read": 1, "engaged": 1}


def test_a_thousand_reloads_of_one_browser_are_one_read(site, story):
    for _ in range(1000):
        assert post(site, [{"k": "read", "s": story, "n": 1}]) == (204, b"")
    found = settled(site, story)
    assert found["read"] == 1 and found["view"] == 1000


def test_whatever_is_sent_learns_nothing(site, story):
    chance = random.Random(5)
    bodies = [b"", b"[]", b"{", b"null", b"\0" * 8192, b"[" * 8192, "\ud800".encode("utf-16", "surrogatepass"),
              *[chance.randbytes(chance.randint(0, 8192)) for _ in range(50)]]  # fmt: skip
    for body in bodies:
        assert post(site, body) == (204, b"")
    for headers in ({"Origin": "https://other.example"}, {"Origin": None}, {"DNT": "1"}, {"Sec-GPC": "1"},
                    {"Sec-Fetch-Site": "cross-site"}, {"User-Agent": "curl/8"}, {"User-Agent": None},
                    {"Cookie": "warta_reader=" + "x" * 4000}, {"Host": "other.example"}):  # fmt: skip
        assert post(site, [{"k": "read", "s": story, "d": 25}], **headers) == (204, b"")
    # Of all these one may count: a forged token is a stranger's.
    assert settled(site, story) == {"depth": 1, "engaged": 1, "read": 1}


def test_more_than_eight_kilobytes_are_refused(site, story):
    event = [{"k": "read", "s": story, "n": 1}]
    assert post(site, json.dumps(event).encode().ljust(8192)) == (204, b"")
    assert post(site, json.dumps(event).encode().ljust(8193))[0] == 413
    with suppress(ConnectionError):  # refused by its length, while it is still being sent
        assert post(site, b" " * 1_000_000)[0] == 413
    assert settled(site, story)["view"] == 1


def test_a_length_that_is_not_told_or_not_true(site, story):
    def raw(head, body):
        with socket.create_connection(("127.0.0.1", site.port), timeout=10) as connection:
            lines = ["POST /b HTTP/1.1", f"Host: 127.0.0.1:{site.port}", f"Origin: http://127.0.0.1:{site.port}",
                     f"User-Agent: {AGENT}", "Connection: close", *head]  # fmt: skip
            connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
            return connection.recv(100).partition(b"\r\n")[0]

    event = json.dumps([{"k": "read", "s": story, "n": 1}]).encode()
    chunk = f"{len(event):x}".encode() + b"\r\n" + event + b"\r\n0\r\n\r\n"
    assert b" 204 " in raw(["Transfer-Encoding: chunked"], chunk)
    large = b"".join(b"1000\r\n" + b" " * 4096 + b"\r\n" for _ in range(3)) + b"0\r\n\r\n"
    assert b" 413 " in raw(["Transfer-Encoding: chunked"], large)
    assert b" 204 " not in raw(["Content-Length: many"], event)
    assert settled(site, story)["view"] == 1


def test_ids_that_there_are_not_leave_no_row(site, story):
    for number in range(200):
        assert post(site, [{"k": "read", "s": 10**9 + number * 20 + more, "n": 1} for more in range(10)])[0] == 204
    settled(site, story)
    with closing(sqlite3.connect(site.data / "reads.sqlite3")) as reads:
        assert reads.execute("SELECT count(*) FROM audience_count WHERE story >= 1000000000").fetchone() == (0,)
        sql = "SELECT sum(number) FROM audience_count WHERE span = 'd' AND what = 'dropped' AND key = 'unknown'"
        assert reads.execute(sql).fetchone()[0] >= 1000


def test_only_a_post_reports(site):
    for method in ("GET", "HEAD"):
        assert post(site, b"", method)[0] in (301, 404)
    assert post(site, b"[]", path="/b/")[0] in (404, 403)

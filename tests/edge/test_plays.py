"""Short plays with a real newspaper and a real reader: one play, one behaviour."""

import contextlib
import gzip
import os
import re
import signal
import socket
import time
import urllib.request
from pathlib import Path

import pytest

from tests.edge.served import Reader, served, until
from warta.cli.supervise import free_port

BODY = "[tools.rich('<p>' + 'Terbuka. ' * 20 + '</p>'), tools.block('wall', None), tools.rich('<p>RAHASIA</p>')]"
PASSWORD = "kata-sandi-panjang-9"
METRICS_PORT = free_port()


def make(site, headline, **fields):
    """A public story; returns its id and address."""
    given = "".join(f", {name}={value!r}" for name, value in fields.items())
    return site.desk(
        "from warta.stories.models import *\n"
        "from tests.newspaper import Newspaper\n"
        "sections = [Section.objects.get(slug=slug) for slug in ('daerah', 'region')]\n"
        "paper = Newspaper(*sections, Topic.objects.get())\n"
        f"story = paper.story({headline!r}, body={BODY}{given})\n"
        "result = [story.pk, story.public_path()]"
    )  # fmt: skip


def change(site, pk, code):
    """Change a story, and publish it."""
    site.desk(
        "from warta.stories.models import *\n"
        f"story = Story.objects.get(pk={pk}).get_latest_revision_as_object()\n{code}\n"
        "story.save_revision().publish()"
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with served(tmp_path_factory.mktemp("plays") / "news", workers=2, metrics_port=METRICS_PORT) as site:
        site.desk(
            "from warta.stories.models import ReadingPolicy\n"
            "policy = ReadingPolicy.load(); policy.free_anonymous = 2; policy.free_registered = 3; policy.save()\n"
            "from django.contrib.auth import get_user_model\n"
            "from allauth.account.models import EmailAddress\n"
            "for name in ('registered', 'subscriber'):\n"
            f"    user = get_user_model().objects.create_user(name + '@readers.example', {PASSWORD!r})\n"
            "    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)\n"
        )
        yield site


def test_a_readers_list_holds_each_story_they_read_whole_until_they_switch_it_off(site):
    stories = [make(site, f"Terbaca {level}", level=level) for level in ("free", "registered", "metered", "premium")]
    reader = site.reader()
    reader.sign_in("registered@readers.example", PASSWORD)

    def listed():
        page = reader.get("/accounts/history/").text
        return {level for level in ("free", "registered", "metered", "premium") if f"Terbaca {level}" in page}

    for _pk, path in stories:
        assert reader.get(path).status == 200
    until(lambda: listed() == {"free", "registered", "metered"}, 10, "the list did not fill")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', reader.get("/accounts/history/").text)[1]
    reader.get("/accounts/history/", "POST", f"csrfmiddlewaretoken={token}&off=",
               Content_Type="application/x-www-form-urlencoded", Referer=f"http://127.0.0.1:{site.port}/")  # fmt: skip
    for _pk, path in stories:
        reader.get(path)
    time.sleep(3)  # longer than workers wait before they tell
    assert listed() == set()
    site.desk("from warta.readers.models import *\nUser.objects.update(keeps_history=True)\n"
              "MeterRead.objects.all().delete()")  # fmt: skip


def shows(reader, path, words, seconds=15.0):
    return until(
        lambda: (words in (answer := reader.get(path)).text) and answer, seconds, f"{path} never showed {words}"
    )


def test_a_published_story_is_there_within_a_second(site):
    reader = site.reader()
    reader.get("/")
    _pk, path = make(site, "Baru saja terbit")
    began = time.monotonic()
    for address in (path, "/", "/daerah/", "/feed.xml", "/news-sitemap.xml"):
        shows(reader, address, "Baru saja terbit")
    assert time.monotonic() - began < 5


def test_a_correction_replaces_what_is_stored(site):
    pk, path = make(site, "Judul lama di sini")
    reader = site.reader()
    shows(reader, path, "Judul lama")
    change(site, pk, "story.title = 'Judul baru di sini'")
    moved = until(lambda: (answer := reader.get(path)).status == 301 and answer)
    assert "Judul baru" in reader.get(moved.headers["location"]).text


def test_a_withdrawn_story_is_gone_from_page_and_lists(site):
    pk, path = make(site, "Akan ditarik nanti")
    reader = site.reader()
    shows(reader, "/latest/", "Akan ditarik")
    site.desk(f"Story.objects.get(pk={pk}).unpublish()")
    until(lambda: reader.get(path).status == 410)
    until(lambda: "Akan ditarik" not in reader.get("/latest/").text)


def test_a_meter_is_spent_and_a_story_read_stays_open(site):
    stories = [make(site, f"Berkuota {number}", level="metered")[1] for number in range(3)]
    reader = site.reader()
    assert ["RAHASIA" in reader.get(path).text for path in stories] == [True, True, False]
    assert "RAHASIA" in reader.get(stories[0]).text
    assert site.reader().get("/me").text.count('"left": 2') == 1


def test_a_level_is_changed_and_the_next_reader_gets_a_wall(site):
    pk, path = make(site, "Terbuka dulu", level="free")
    shows(site.reader(), path, "RAHASIA")
    change(site, pk, "story.level = 'premium'")
    until(lambda: "RAHASIA" not in site.reader().get(path).text, 2)


def test_signing_in_leads_back_and_opens(site):
    _pk, path = make(site, "Untuk yang terdaftar", level="registered")
    reader = site.reader()
    assert "RAHASIA" not in reader.get(path).text
    way = reader.get(f"{path}?sign-in")
    assert (way.status, way.headers["location"]) == (302, f"/accounts/login/?next={path}")
    back = reader.sign_in("registered@readers.example", PASSWORD, path)
    assert (back.status, back.headers["location"]) == (302, path)
    assert "RAHASIA" in reader.get(path).text
    assert reader.get("/me").text.startswith('{"name": "registered"')


def test_a_grant_opens_and_its_end_closes_within_a_second(site):
    _pk, path = make(site, "Untuk pelanggan", level="premium")
    reader = site.reader()
    reader.sign_in("subscriber@readers.example", PASSWORD)
    assert "RAHASIA" not in reader.get(path).text and 'data-block="offer"' in reader.get(path).text
    site.desk(
        "from warta.access import Right\n"
        "from warta.subscriptions.services.complimentary import *\n"
        "user = get_user_model().objects.get(email='subscriber@readers.example')\n"
        "grant = grant_complimentary(reader=user, rights=list(Right), by=None, why='play')"
    )
    until(lambda: "RAHASIA" in reader.get(path).text, 1.5)
    assert 'data-block="offer"' not in reader.get(path).text
    site.desk("revoke(grant=grant, by=None, why='play')")
    until(lambda: "RAHASIA" not in reader.get(path).text, 1.5)


def test_signing_out_voids_the_token_that_somebody_kept(site):
    _pk, path = make(site, "Token lama", level="registered")
    reader, thief = site.reader(), site.reader()
    reader.sign_in("registered@readers.example", PASSWORD)
    thief.cookies["warta_reader"] = reader.cookies["warta_reader"]
    assert "RAHASIA" in thief.get(path).text
    form = reader.get("/accounts/logout/").text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)[1]
    reader.get("/accounts/logout/", "POST", f"csrfmiddlewaretoken={token}",
               Content_Type="application/x-www-form-urlencoded", Referer=f"http://127.0.0.1:{site.port}/")  # fmt: skip
    thief.cookies["warta_reader"] = thief.cookies["warta_reader"]
    until(lambda: "RAHASIA" not in Reader(site.port, dict(thief.cookies)).get(path).text, 1.5)


def test_a_registered_readers_meter_is_kept_by_the_newsroom(site):
    stories = [make(site, f"Kuota terdaftar {number}", level="metered")[1] for number in range(5)]
    reader = site.reader()
    reader.sign_in("registered@readers.example", PASSWORD)
    read = ["RAHASIA" in reader.get(path).text for path in stories]
    assert sum(read) <= 3 + 1  # never more than one beyond, a worker
    until(lambda: site.desk("from warta.readers.models import MeterRead\nresult = MeterRead.objects.count()") >= 3)
    other = site.reader()
    other.sign_in("registered@readers.example", PASSWORD)
    assert "RAHASIA" not in other.get(stories[-1]).text


def test_an_etag_spares_the_page(site):
    _pk, path = make(site, "Sudah dibaca")
    reader = site.reader()
    shows(reader, path, "Sudah dibaca")
    tag = until(lambda: (a := reader.get(path, Accept_Encoding="gzip")).store == "hit" and a).headers["etag"]
    answer = reader.get(path, Accept_Encoding="gzip", If_None_Match=tag)
    assert (answer.status, answer.body) == (304, b"")
    assert reader.get(path, If_None_Match=tag).status == 200  # another encoding


def test_gzip_and_identity_are_the_same_page(site):
    _pk, path = make(site, "Dua bentuk")
    reader = site.reader()
    shows(reader, path, "Dua bentuk")

    def are_one():
        """Between two requests the lists beside the story may become others."""
        packed = reader.get(path, Accept_Encoding="gzip")
        assert packed.headers["content-encoding"] == "gzip"
        return gzip.decompress(packed.body) == reader.get(path).body

    until(are_one, 10, "packed, the page is another")
    assert reader.get(path, "HEAD").body == b"" and int(reader.get(path, "HEAD").headers["content-length"]) > 1000


def test_a_static_file_comes_in_brotli(site):
    page = site.reader().get("/").text
    sheet = re.search(r'href="(/static/[^"]+\.css)"', page)[1]
    answer = site.reader().get(sheet, Accept_Encoding="gzip, br")
    assert (answer.status, answer.headers["content-encoding"]) == (200, "br")
    assert "immutable" in answer.headers["cache-control"]
    assert b"@layer" in site.reader().get(sheet).body


def test_unknown_addresses_share_a_page_and_fill_nothing(site):
    reader = site.reader()
    for _ in range(16):  # every worker has seen one
        reader.get("/nowhere/")
    written(site)
    before = counters(site)["warta_edge_store_entries"]
    for number in range(30):
        assert reader.get(f"/nowhere/x{number}/?x={number}").status == 404
    written(site)
    assert counters(site)["warta_edge_store_entries"] <= before + 2


def test_the_contract_is_refused_on_the_public_port(site):
    for path in ("/_edge/policy", "/_edge/token", "/%5fedge/policy", "//_edge/policy", "/_edge/../_edge/policy"):
        assert site.reader().get(path).status in (400, 404), path
    assert site.reader().get("/_edge/reads", "POST", "{}").status == 404


def test_nobody_says_who_they_are_to_the_newsroom(site):
    answer = site.reader().get("/accounts/login/", X_Warta_Address="6.6.6.6", X_Warta_Scheme="https")
    assert answer.status == 200 and "secure" not in answer.headers.get("set-cookie", "").lower()


def written(site):
    """Wait until every worker has written its counters once more, all of it after now."""
    now = time.time()
    files = [site.data / f"run/edge-{pid}.json" for pid in site.workers()]
    until(lambda: all(file.exists() and file.stat().st_mtime > now for file in files))


def counters(site):
    text = urllib.request.urlopen(f"http://127.0.0.1:{METRICS_PORT}/metrics", timeout=5).read().decode()
    found = {}
    for name, value in re.findall(r"^(\w+)(?:\{[^}]*\})? ([0-9.e+-]+)$", text, re.MULTILINE):
        found[name] = found.get(name, 0) + float(value)
    return found


def test_metrics_tell_of_requests(site):
    site.reader().get("/")
    found = until(lambda: (c := counters(site)).get("warta_edge_requests_total", 0) > 10 and c)
    assert {"warta_edge_renders_total", "warta_edge_joins_total", "warta_edge_store_bytes",
            "warta_edge_log_lag_seconds", "warta_edge_evictions_total"} <= set(found)  # fmt: skip


def test_a_killed_worker_is_replaced_and_nobody_waits_long(site):
    victim = site.workers()[0]
    os.kill(victim, signal.SIGKILL)
    until(lambda: victim not in site.workers() and len(site.workers()) == 2)
    reader = site.reader()
    until(lambda: [reader.get("/").status for _ in range(8)] == [200] * 8)


def test_a_paused_worker_tells_teasers_until_it_has_read_the_log(site):
    _pk, path = make(site, "Jeda panjang", level="free")
    shows(site.reader(), path, "RAHASIA")
    _other, paused = site.workers()
    connection = kept_on(site, paused, path)
    os.kill(paused, signal.SIGSTOP)
    try:
        time.sleep(5.5)  # the very thing: a worker that does not run for longer than the design allows
        connection.request("GET", path)
    finally:
        os.kill(paused, signal.SIGCONT)
    answer = connection.getresponse()
    text, timing = answer.read().decode(), answer.headers["server-timing"]
    assert ("RAHASIA" in text) == ("cutoff" not in timing)
    until(lambda: "RAHASIA" in site.reader().get(path).text)
    connection.close()


def kept_on(site, worker, path):
    """A connection that this worker holds."""
    import http.client

    for _ in range(60):
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
        connection.request("GET", path)
        connection.getresponse().read()
        if holder(connection.sock.getsockname()[1]) == worker:
            return connection
        connection.close()
    raise AssertionError("no connection came to this worker")


def holder(port):
    """The process at the other end of a connection from this port of ours."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    wanted = {f"socket:[{row[9]}]" for row in rows if int(row[2].partition(":")[2], 16) == port and row[3] == "01"}
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            for descriptor in (process / "fd").iterdir():
                with contextlib.suppress(OSError):
                    if str(descriptor.readlink()) in wanted:
                        return int(process.name)
    return None


def test_with_the_newsroom_away_readers_read_on(site):
    _pk, path = make(site, "Tetap terbaca")
    for _ in range(12):
        shows(site.reader(), path, "Tetap terbaca")
    (newsroom,) = [pid for pid in site.pids("newsroom") if pid in children_of(site)]
    os.kill(newsroom, signal.SIGSTOP)
    tree = [pid for pid in site.pids("newsroom")]
    for pid in tree:
        os.kill(pid, signal.SIGSTOP)
    try:
        assert "Tetap terbaca" in site.reader().get(path).text
    finally:
        for pid in [*tree, newsroom]:
            os.kill(pid, signal.SIGCONT)


def children_of(site):
    from tests.edge.served import children

    return children(site.process.pid)


def test_headers_and_requests_that_mean_nothing_hurt_nobody(site):
    for raw in (
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: \xff\xfe=\xff; warta_reader=\xc3\x28\r\n\r\n",
        b"GET /%00%ff/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: \xff\r\nIf-None-Match: \xff\r\n\r\n",
        b"GET /?" + b"a" * 6000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /?" + b"&".join(b"a=%d" % n for n in range(900)) + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3\r\n\r\nabc",
        b"OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET //evil.example/?sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", site.port), timeout=10) as connection:
            connection.sendall(raw)
            status = connection.recv(200).split(b"\r\n")[0]
            assert b" 5" not in status[8:11], (raw[:60], status)
    assert site.reader().get("/").status == 200


def test_a_form_that_is_too_large_is_refused(site):
    answer = site.reader().get("/accounts/login/", "POST", "x" * 3_000_000,
                               Content_Type="application/x-www-form-urlencoded")  # fmt: skip
    assert answer.status in (413, 403, 400)


@pytest.mark.xdist_group(name="plays")  # it copies what they are served from
def test_other_servers_run_the_same_edge(tmp_path):
    """ASGI: pages, files, forms."""
    with served(tmp_path / "news", interface="asgi") as site:
        _pk, path = make(site, "Lewat ASGI", level="premium")
        answer = shows(site.reader(), path, "Lewat ASGI")
        assert "RAHASIA" not in answer.text and answer.store in ("miss", "hit", "stale")
        assert site.reader().get("/accounts/login/").status == 200
        sheet = re.search(r'href="(/static/[^"]+\.css)"', answer.text)[1]
        assert site.reader().get(sheet, Accept_Encoding="br").headers["content-encoding"] == "br"
        assert site.reader().get(path, "HEAD").body == b""

"""Whatever a stranger asks, the answer is clear: never an error of ours, never a page that is another's."""

import pytest

HUGE = "1" + "0" * 30
PAGED = ("/latest/", "/daerah/", "/photos/", "/topic/banjir/", "/author/ratri/", "/search/?q=x", "/archive/2026/1/1/")
WORDS = ('"', '"' * 400, "a OR", "NEAR(a b)", "headline:x", "-x", "^x", "x*", "(", "a" * 10_000, "😀" * 3000,
         "السلام\u202e", "\x00", "a\x00b",
         "\\", "_", "___ x", "½€", "'; DROP TABLE x; --", "\ud7ff", "ſ" * 120)  # fmt: skip


@pytest.fixture
def paper(newspaper):
    newspaper.story("Feri", authors=[newspaper.person("Ratri")], topics=[newspaper.topic])
    return newspaper


@pytest.mark.parametrize(
    "number", ["0", "-1", HUGE, "abc", "1.5", "501", "%00", "%F0%9F%98%80", "%D9%A1", "%C2%B2", "+1"]
)
def test_a_page_that_cannot_be(paper, client, number):
    for road in PAGED:
        assert client.get(f"{road}{'&' if '?' in road else '?'}page={number}").status_code == 404


@pytest.mark.parametrize("words", WORDS, ids=range(len(WORDS)))
def test_any_words_may_be_asked_for(paper, client, words):
    for language in ("", "/en"):
        assert client.get(f"{language}/search/", {"q": words}).status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/archive/0000/1/1/", "/archive/9999/12/31/", "/archive/2026/2/31/", f"/archive/{HUGE}/1/1/",
     "/archive/?month=0000-00", "/archive/?month=9999-99", "/archive/?month=%00", "/archive/?month=2026W01",
     "/nowhere/feed.xml", "/nowhere/atom.xml", "/en/nowhere/feed.json", "/fr/feed.xml", "/%FF/feed.xml",
     "/sitemap-id-0-0.xml", "/sitemap-id-9001-1.xml", f"/sitemap-id-2026-{HUGE}.xml", "/sitemap-%00-2026-1.xml",
     "/live/0/", "/live/-1/", f"/live/{HUGE}/", f"/live/{2**63 - 1}/", f"/daerah/x-{2**63}/", f"/daerah/{HUGE}/",
     "/%00", "/%FF/", "/%ED%A0%80/", "/daerah/%0d%0aX-Evil:1/", "/%5cevil.example/", f"/{'a' * 10_000}/",
     f"/topic/{'a' * 5000}/", f"/author/{'a' * 5000}/", "/author/%FF/", "/info/%00/", "/media/..%2fwarta.toml",
     "/media/%2e%2e/warta.toml", "/media/images/%00.jpg", f"/media/images/{'a' * 5000}.jpg",
     "/media/original_images/x.jpg", "/colors-%00.css", "/daerah/x-%D9%A1/"],
)  # fmt: skip
def test_an_address_that_cannot_be(paper, client, address):
    for method in (client.get, client.head):
        assert method(address).status_code == 404


@pytest.mark.parametrize(
    "query", ["x" * 10_000, "q[]=x", "%00=%FF", "p=1", f"p={HUGE}", "p=%00", "page_id=x", "p=1&p=2", "&&=&"]
)
def test_a_query_that_means_nothing(paper, client, query):
    for road in ("/", "/en/", "/daerah/", "/feed.xml", "/sitemap.xml", "/archive/", "/topic/"):
        assert client.get(f"{road}?{query}").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"Range": "bytes=0-10"}, {"Range": "bytes=x"}, {"If-None-Match": '"'}, {"If-None-Match": "x" * 5000},
     {"If-Modified-Since": "never"}, {"If-Modified-Since": "Tue, 40 Foo 2026 99:99:99 GMT"}, {"If-Match": "x"},
     {"Accept-Language": "xx;q=abc," * 500}, {"Accept-Language": "en"}, {"Accept-Encoding": "gzip;q=nan, *;q=0"},
     {"Referer": "http://[bad"}, {"Referer": "\xff"}, {"Cookie": "sessionid=" + "a" * 7000},
     {"Cookie": "csrftoken=\x01"},
     {"X-Forwarded-Host": "evil.example"}, {"X-Forwarded-Proto": "https"}, {"X-HTTP-Method-Override": "DELETE"}],
)  # fmt: skip
def test_headers_that_mean_nothing(paper, client, headers):
    for road in ("/", "/feed.xml", "/sitemap.xml", "/latest/", "/accounts/login/"):
        answer = client.get(road, headers=headers)
        assert answer.status_code in ((200, 412) if "If-Match" in headers else (200,))
        assert b"evil.example" not in answer.content
        assert answer.headers["Content-Language"] == "id"


@pytest.mark.parametrize("host", ["evil.example", "", "127.0.0.1:1:1", "127.0.0.1/../x", "a b", "[::1", "x" * 5000])
def test_a_host_that_is_not_ours(paper, client, host):
    for road in ("/", "/feed.xml", "/sitemap.xml", "/robots.txt", "/nowhere/", "/accounts/login/"):
        assert client.get(road, headers={"Host": host}).status_code == 400


@pytest.mark.parametrize(
    ("after", "code"), [("http://[bad", 400), ("//evil.example/", 200), ("\x00\xff", 200), ("a" * 10_000, 200)]
)
def test_a_way_back_that_is_none(paper, client, after, code):
    assert client.get("/accounts/login/", {"next": after}).status_code == code
    assert client.post("/accounts/login/", {"next": after, "login": "x@y.example", "password": "x"}).status_code == code


def test_a_kept_page_is_not_sent_twice(paper, client):
    for road in ("/", "/feed.xml", "/sitemap.xml"):
        etag = client.get(road).headers["ETag"]
        assert client.get(road, headers={"If-None-Match": etag}).status_code == 304
        assert client.head(road).content == b""

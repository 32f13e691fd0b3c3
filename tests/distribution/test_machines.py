"""Feeds and sitemaps: what they hold, and that no road tells of what is hidden."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree
from wagtail.rich_text import RichText

from tests.newspaper import block, rich
from warta.discovery.index import follow

ROADS = ["/", "/latest/", "/daerah/", "/topic/banjir/", "/topic/", "/photos/", "/archive/", "/search/?q=PENANDA",
         "/search/?q=rahasia", "/feed.xml", "/atom.xml", "/feed.json", "/daerah/feed.xml", "/daerah/atom.xml",
         "/daerah/feed.json", "/sitemap.xml", "/sitemap-pages.xml", "/news-sitemap.xml", "/author/ratri/"]  # fmt: skip


def entries(client, address):
    return etree.fromstring(client.get(address).content).findall(".//item")


def test_formats(newspaper, client):
    story = newspaper.story("Feri & ombak <tinggi>", standfirst="Ringkas.", authors=[newspaper.person("Ratri")])
    item = entries(client, "/feed.xml")[0]
    assert item.findtext("title") == "Feri & ombak <tinggi>"
    assert item.findtext("link") == f"http://testserver{story.public_path()}"
    assert item.findtext("{http://purl.org/dc/elements/1.1/}creator") == "Ratri"
    feed = json.loads(client.get("/feed.json").content)
    assert feed["items"][0]["id"] == item.findtext("guid")
    atom = etree.fromstring(client.get("/atom.xml").content)
    assert len(atom.findall("{http://www.w3.org/2005/Atom}entry")) == 1


def test_an_id_survives_a_changed_headline_and_the_feed_is_new_at_once(newspaper, client):
    story = newspaper.story("Lama")
    before = entries(client, "/feed.xml")[0]
    story.title = "Baru"
    story.publish(story.save_revision())
    after = entries(client, "/feed.xml")[0]
    assert (after.findtext("title"), after.findtext("guid")) == ("Baru", before.findtext("guid"))


def test_not_modified(newspaper, client):
    newspaper.story()
    etag = client.get("/feed.xml").headers["ETag"]
    assert client.get("/feed.xml", HTTP_IF_NONE_MATCH=etag).status_code == 304


def test_a_section_has_feeds_of_its_own(newspaper, client):
    newspaper.story("Indonesia")
    newspaper.story("English", language="en")
    assert [e.findtext("title") for e in entries(client, "/daerah/feed.xml")] == ["Indonesia"]
    assert [e.findtext("title") for e in entries(client, "/en/region/feed.xml")] == ["English"]


def test_the_news_sitemap_holds_48_hours(newspaper, client):
    newspaper.story("Kemarin", hours_ago=47)
    newspaper.story("Lusa", hours_ago=49)
    news = client.get("/news-sitemap.xml").content.decode()
    assert "Kemarin" in news and "Lusa" not in news


def test_the_sitemap_index_leads_to_every_story(newspaper, client):
    stories = [newspaper.story(hours_ago=age) for age in (1, 24 * 40, 24 * 400)]
    index = etree.fromstring(client.get("/sitemap.xml").content)
    paths = [loc.text.removeprefix("http://testserver") for loc in index.iter("{*}loc")]
    found = {loc.text for path in paths for loc in etree.fromstring(client.get(path).content).iter("{*}loc")}
    assert {f"http://testserver{story.public_path()}" for story in stories} <= found


def hidden(newspaper):
    """Stories of every hidden kind, and a locked one; each with marks in every field a reader might meet."""
    author = newspaper.person("Ratri")
    later = timezone.now() + timedelta(days=1)
    common = {"standfirst": "PENANDA rahasia", "kicker": "PENANDA", "authors": [author], "topics": [newspaper.topic]}
    made = [newspaper.draft("PENANDA rahasia konsep", **common)]
    for fields in ({"embargo_until": later}, {"go_live_at": later}):
        story = newspaper.draft("PENANDA rahasia nanti", **common, **fields)
        story.publish(story.get_latest_revision())
        made.append(story)
    gone = newspaper.story("PENANDA rahasia ditarik", **common)
    gone.unpublish()
    newspaper.story(
        "Berita terkunci", level="premium", authors=[author], topics=[newspaper.topic],
        body=[rich("<p>Terbuka.</p>"), block("wall", None), rich("<p>Ini PENANDA di balik dinding.</p>"),
              block("update", {"time": later.isoformat(), "title": "PENANDA", "text": "<p>PENANDA</p>"}),
              block("embed", {"url": "https://x.example/PENANDA", "caption": "PENANDA"}),
              block("factbox", {"title": "PENANDA", "text": "<p>PENANDA</p>"})],
    )  # fmt: skip
    return [*made, gone]


@pytest.mark.parametrize("road", ROADS)
def test_no_road_tells_of_what_is_hidden(newspaper, client, road):
    stories = hidden(newspaper)
    while follow():
        pass
    answer = client.get(road)
    assert answer.status_code == 200
    text = answer.content.decode().replace("/search/?q=PENANDA", "").replace('value="PENANDA"', "")
    text = text.replace("“PENANDA”", "").replace(": PENANDA ·", "")
    assert "PENANDA" not in text
    for story in stories:
        assert f"-{story.pk}/" not in text


def test_the_marks_could_have_been_seen(newspaper, client):
    newspaper.story("PENANDA terbuka", topics=[newspaper.topic])
    while follow():
        pass
    seen = [road for road in ROADS if b"PENANDA terbuka" in client.get(road).content]
    assert {"/", "/latest/", "/daerah/", "/topic/banjir/", "/search/?q=PENANDA", "/feed.xml", "/atom.xml", "/feed.json",
            "/daerah/feed.xml", "/news-sitemap.xml"} <= set(seen)  # fmt: skip


def test_what_a_feed_costs(newspaper, client):
    """Drawn: two queries a story that is new to feeds of that place, one more for photos in its text.

    Unchanged: none but the change log's.
    """
    person = newspaper.person("Ratri")
    photo = newspaper.photo()
    gallery = [block("gallery", [{"photo": photo.pk, "caption": "", "alt": ""}] * 2)]

    def fill(number, **fields):
        for _ in range(number):
            newspaper.story(authors=[person], topics=[newspaper.topic], lead_photo=photo, **fields)

    def cost(address):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    drawn, kept = 23, 12
    fill(6)
    for address in ("/feed.xml", "/daerah/feed.xml"):
        assert cost(address) <= drawn + 2 * 6
        assert cost(address) == 1
    for address in ("/atom.xml", "/feed.json"):
        assert cost(address) <= kept
        fill(6)
        assert cost(address) <= drawn + 2 * 6
    fill(6, body=gallery)
    assert cost("/feed.xml") <= drawn + 2 * 6 + 6


def test_a_feed_follows_what_becomes_of_its_stories(newspaper, client):
    """Entries are kept between drawings: none survives a change of its story, of what it links to, of its names."""

    def read():
        return client.get("/feed.xml").content.decode()

    other = newspaper.story("Rahasia pelabuhan")
    link = f'<p>Baca <a linktype="page" id="{other.pk}">di sini</a>.</p>'
    story = newspaper.story("Jembatan dibuka", topics=[newspaper.topic], body=[block("text", link)])
    assert "rahasia-pelabuhan" in read() and "Jembatan dibuka" in read() and "<category>Banjir</category>" in read()

    story.title = "Jembatan ditutup"
    story.save_revision().publish()
    assert "Jembatan ditutup" in read() and "Jembatan dibuka" not in read()

    newspaper.topic.name = "Banjir bandang"
    newspaper.topic.save()
    assert "<category>Banjir bandang</category>" in read()

    other.unpublish()
    assert "rahasia-pelabuhan" not in read()

    story.level = "premium"
    story.body = [("text", RichText("<p>" + "kata " * 200 + "PENANDA akhir</p>"))]
    story.save_revision().publish()
    assert "Jembatan ditutup" in read() and "PENANDA" not in read()
    story.level = "free"
    story.save_revision().publish()
    assert "PENANDA" in read()
    story.unpublish()
    assert "Jembatan" not in read()


def test_the_sitemap_of_pages_names_topics_with_public_stories_alone(newspaper, client):
    def names_topic():
        return b"/topic/banjir/" in client.get("/sitemap-pages.xml").content

    story = newspaper.story(topics=[newspaper.topic])
    assert names_topic()
    type(story).objects.filter(pk=story.pk).update(embargo_until=timezone.now() + timedelta(days=1))
    assert not names_topic()


def test_each_language_has_its_own_feeds(newspaper, client):
    newspaper.story("Hanya di sini")
    newspaper.story("Only over there", language="en")
    for name in ("feed.xml", "atom.xml", "feed.json"):
        answer = client.get(f"/en/{name}").content
        assert b"Only over there" in answer and b"Hanya di sini" not in answer

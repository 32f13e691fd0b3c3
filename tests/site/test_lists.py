import json
from datetime import datetime

import lxml.html
import pytest
from django.utils import timezone

from tests.newspaper import block, rich
from warta.discovery.index import follow
from warta.stories.models import FrontPage, StaticPage
from warta.stories.services import place_under


def headlines(answer):
    return [a.text for a in lxml.html.fromstring(answer.content).cssselect("main .card-headline a")]


def test_an_empty_newspaper_has_all_its_pages(newspaper, client):
    addresses = ["/", "/en/", "/latest/", "/photos/", "/archive/", "/search/", "/search/?q=x", "/topic/", "/daerah/",
                 "/en/region/", "/topic/banjir/", "/feed.xml", "/atom.xml", "/feed.json", "/daerah/feed.xml",
                 "/sitemap.xml", "/sitemap-pages.xml", "/news-sitemap.xml", "/robots.txt", "/ads.txt", "/healthz",
                 "/accounts/login/", "/accounts/signup/"]  # fmt: skip
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


@pytest.mark.parametrize(
    "address",
    ["/fr/", "/nowhere/", "/daerah/x-999999/", "/topic/none/", "/author/nobody/", "/archive/2026/13/1/", "/id/",
     "/archive/9999/12/31/", "/archive/1/1/1/", "/archive/?month=0001-01", "/archive/?month=9999-12",
     "/sitemap-id-1-1.xml", "/daerah/x-99999999999999999999999/", "/live/99999999999999999999999/",
     "/latest/?page=0", "/latest/?page=x", "/latest/?page=501", "/latest/?page=2",
     "/archive/?month=2026-13", "/media/original_images/x.jpg", "/media/../warta.sqlite3", "/sitemap-xx-2026-1.xml",
     "/sitemap-id-2026-13.xml", "/nowhere/feed.xml", "/info/none/", "/live/1/"],
)  # fmt: skip
def test_what_is_not_there_is_404(newspaper, client, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert b"<h1" in answer.content


def test_a_front_page_shows_no_story_twice_and_keeps_what_is_pinned(newspaper, client):
    stories = [newspaper.story(f"Berita {n}", hours_ago=n + 1, lead_photo=newspaper.photo()) for n in range(12)]
    front = newspaper.front
    pinned = stories[9]
    front.zones = json.dumps([
        block("lead", {"pinned": [{"story": pinned.pk, "until": None}]}),
        block("secondary", {"pinned": []}),
        block("river", {"section": newspaper.section.pk, "shape": "photo", "pinned": []}),
    ])  # fmt: skip
    front.save_revision().publish()
    found = headlines(client.get("/"))
    assert found[0] == "Berita 9"
    assert sorted(found) == sorted(set(found))
    assert len(found) == 12


def test_a_pin_runs_out(newspaper, client):
    old, new = newspaper.story("Lama", hours_ago=9), newspaper.story("Baru", hours_ago=1, lead_photo=newspaper.photo())
    front = newspaper.front
    past = timezone.now().isoformat()
    front.zones = json.dumps([block("lead", {"pinned": [{"story": old.pk, "until": past}]})])
    front.save_revision().publish()
    assert headlines(client.get("/"))[0] == new.title


def test_numbered_pages(newspaper, client):
    for number in range(23):
        newspaper.story(f"Berita {number:02}", hours_ago=number + 1)
    first, second = client.get("/daerah/"), client.get("/daerah/?page=2")
    assert len(headlines(first)) == 20
    assert headlines(second) == ["Berita 20", "Berita 21", "Berita 22"]
    assert client.get("/daerah/?page=3").status_code == 404


def test_an_author_and_somebody_in_the_news(newspaper, client):
    author = newspaper.person("Ratri Maheswara")
    mayor = newspaper.person("Wening Lestarika", is_author=False)
    story = newspaper.draft("Tentang wali kota", authors=[author], published_at=timezone.now())
    story.people = [mayor]
    story.publish(story.save_revision())
    newspaper.story("Lain")
    assert headlines(client.get("/author/ratri-maheswara/")) == ["Tentang wali kota"]
    assert headlines(client.get("/author/wening-lestarika/")) == ["Tentang wali kota"]


def test_the_archive_of_a_day_in_the_sites_zone(newspaper, client):
    newspaper.story("Tengah malam", published_at=datetime.fromisoformat("2026-02-28T17:05:00+00:00"))
    newspaper.story("Sebelumnya", published_at=datetime.fromisoformat("2026-02-28T16:55:00+00:00"))
    assert headlines(client.get("/archive/2026/3/1/")) == ["Tengah malam"]
    assert headlines(client.get("/archive/2026/2/28/")) == ["Sebelumnya"]
    month = client.get("/archive/?month=2026-03")
    assert b'href="/archive/2026/3/1/"' in month.content


def test_pages_of_the_paper(newspaper, client):
    front = FrontPage.objects.get(locale__language_code="id")
    page = place_under(
        front, StaticPage(title="Tentang kami", slug="tentang", body="<p>Kami.</p>", locale=front.locale)
    )
    page.save_revision().publish()
    assert b"Kami." in client.get("/info/tentang/").content


class TestSearch:
    def find(self, client, words, language=""):
        while follow():
            pass
        answer = client.get(f"{language}/search/", {"q": words})
        return [a.text for a in lxml.html.fromstring(answer.content).cssselect(".rows .card-headline a")]

    def test_best_hits_first(self, newspaper, client):
        newspaper.story("Tentang lain", body=[rich("<p>Di sini disebut penyu sekali.</p>")])
        newspaper.story("Penyu pulang", hours_ago=50)
        assert self.find(client, "penyu") == ["Penyu pulang", "Tentang lain"]
        assert self.find(client, "peny") == ["Penyu pulang", "Tentang lain"]
        assert self.find(client, "penyu pulang") == ["Penyu pulang"]

    def test_topics_are_found_by_their_aliases(self, newspaper, client):
        newspaper.story("Air naik", topics=[newspaper.topic])
        assert self.find(client, "rob") == ["Air naik"]

    def test_a_language_of_its_own(self, newspaper, client):
        newspaper.story("Feri berangkat")
        newspaper.story("Ferry leaves", language="en")
        assert self.find(client, "feri") == ["Feri berangkat"]
        assert self.find(client, "ferry", "/en") == ["Ferry leaves"]

    def test_the_hidden_part_never_matches(self, newspaper, client):
        body = [rich("<p>Terbuka saja.</p>"), block("wall", None), rich("<p>Kata zirkonium di balik dinding.</p>")]
        story = newspaper.story("Terkunci", level="premium", body=body)
        draft = newspaper.draft("Konsep zirkonium")
        assert self.find(client, "zirkonium") == []
        assert self.find(client, "terbuka") == ["Terkunci"]
        story.level = "free"
        story.publish(story.save_revision())
        assert self.find(client, "zirkonium") == ["Terkunci"]
        story.unpublish()
        assert self.find(client, "zirkonium") == []
        assert draft.live is False

    @pytest.mark.parametrize(
        "words", ['"', "a OR", "*", "NEAR(", "x' --", "{headline}:", "-", "😀", "a" * 500, "^x AND"]
    )
    def test_any_words_may_be_asked_for(self, newspaper, client, words):
        assert client.get("/search/", {"q": words}).status_code == 200


def test_a_section_that_is_locked_later_is_found_no_more_by_its_hidden_words(newspaper, client):
    newspaper.story("Terbuka dulu", body=[rich("<p>Awal.</p>"), block("wall", None), rich("<p>Kata osmium.</p>")])
    find = TestSearch().find
    assert find(client, "osmium") == ["Terbuka dulu"]
    newspaper.section.default_level = "premium"
    newspaper.section.save()
    assert find(client, "osmium") == []

import json
import re
from datetime import datetime, timedelta

import lxml.html
import pytest
from django.utils import timezone

from tests.newspaper import block, rich
from warta.site.order import MAIN, SIDE

OPEN = "<p>Kalimat terbuka pertama untuk semua orang.</p>"
LOCKED = "<p>Kalimat terkunci PENANDAGELAP untuk yang berhak.</p>"


def page(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    return lxml.html.fromstring(answer.content)


def data(doc):
    return json.loads(doc.xpath('//script[@type="application/ld+json"]')[0].text)["@graph"]


def test_a_changed_headline_redirects_from_every_old_address(newspaper, client):
    story = newspaper.story("Judul pertama")
    first = story.public_path()
    for headline in ("Judul kedua", "Judul ketiga"):
        story.title = headline
        story.publish(story.save_revision())
    story.refresh_from_db()
    second = first.replace("pertama", "kedua")
    for old in (first, second, f"/daerah/{story.pk}/", f"/lain/judul-pertama-{story.pk}/"):
        answer = client.get(old + "?utm_source=x")
        assert (answer.status_code, answer.url) == (301, story.public_path() + "?utm_source=x")
    assert client.get(story.public_path()).status_code == 200


def test_what_is_not_public_answers_404_and_tells_nothing(newspaper, client):
    later = timezone.now() + timedelta(days=1)
    draft = newspaper.draft("Rahasia konsep")
    embargoed = newspaper.draft("Rahasia embargo", embargo_until=later)
    embargoed.publish(embargoed.get_latest_revision())
    scheduled = newspaper.draft("Rahasia jadwal", go_live_at=later)
    scheduled.publish(scheduled.get_latest_revision())
    for story in (draft, embargoed, scheduled):
        for url in (story.public_path(), f"/daerah/x-{story.pk}/"):
            answer = client.get(url)
            assert answer.status_code == 404
            assert b"Rahasia" not in answer.content


def test_a_withdrawn_story_answers_410_with_its_reason_alone(newspaper, client):
    story = newspaper.story("Judul yang ditarik", standfirst="Ringkasan yang ditarik")
    story.withdrawn_at, story.withdrawn_reason = timezone.now(), "Sumber keliru."
    story.unpublish()
    answer = client.get(story.public_path())
    assert answer.status_code == 410
    assert b"Sumber keliru." in answer.content
    assert b"yang ditarik" not in answer.content
    story = type(story).objects.get(pk=story.pk)
    story.publish(story.get_latest_revision())
    assert client.get(story.public_path()).status_code == 200


def test_blocks_stand_in_their_order_and_none_is_empty(newspaper, client):
    person = newspaper.person("Ratri Maheswara")
    for number in range(12):
        newspaper.story(f"Lain {number}", topics=[newspaper.topic], hours_ago=number + 2)
    newspaper.story("Foto pulau", kind="photo_story", lead_photo=newspaper.photo(), hours_ago=1)
    story = newspaper.story("Utama", standfirst="Ringkas.", authors=[person], topics=[newspaper.topic],
                            lead_photo=newspaper.photo(caption="Perahu."), dateline_city="Teluk Saga")  # fmt: skip
    doc = page(client, story.public_path())
    names = [element.get("data-block") for element in doc.xpath("//*[@data-block]")]
    order = [*MAIN, *SIDE]
    places = iter(order)
    assert all(name in places for name in names)
    assert names.count("offer") == 6
    assert {"headline", "standfirst", "lead-photo", "byline", "body", "related", "more", "latest", "picks"} - {
        *names
    } == ({"picks"} if "picks" not in names else set())
    links = [link for link in doc.xpath("//article[contains(@class,'card')]//h3/a/@href")]
    assert len(links) == len(set(links)), "a story stands twice"
    assert story.public_path() not in links


def test_a_locked_story_shows_its_teaser_to_all_but_staff(newspaper, client):
    for level in ("metered", "registered", "premium"):
        story = newspaper.story(f"Terkunci {level}", level=level, body=[rich(OPEN), block("wall", None), rich(LOCKED)])
        doc = page(client, story.public_path())
        locked = doc.cssselect(".locked-body")
        assert len(locked) == 1 and locked[0].cssselect(".wall")
        assert b"PENANDAGELAP" not in client.get(story.public_path()).content
        assert "Kalimat terbuka" in doc.text_content()
        article = data(doc)[0]
        assert article["isAccessibleForFree"] is False
        assert article["hasPart"]["cssSelector"] == ".locked-body"
    client.force_login(newspaper.colleague("reporter"))
    assert b"PENANDAGELAP" in client.get(story.public_path()).content


def test_an_account_opens_what_is_for_registered_readers_and_no_more(newspaper, client, django_user_model):
    body = [rich(OPEN), block("wall", None), rich(LOCKED)]
    addresses = {level: newspaper.story(level=level, body=body).public_path() for level in ("registered", "premium")}
    assert b"PENANDAGELAP" not in client.get(addresses["registered"]).content
    client.force_login(django_user_model.objects.create_user("reader@readers.example", "x"))
    assert b"PENANDAGELAP" in client.get(addresses["registered"]).content
    assert b"PENANDAGELAP" not in client.get(addresses["premium"]).content


def test_corrections_are_linked_both_ways(newspaper, client):
    from warta.stories.models import Correction

    story = newspaper.draft("Berita dengan ralat", published_at=timezone.now())
    story.corrections = [Correction(text="Bukan 30, melainkan 13.")]
    reply = newspaper.story("Jawaban kami", replies_to=story)
    story.publish(story.save_revision())
    doc = page(client, story.public_path())
    assert doc.xpath('//p[@class="correction-note"]/a/@href') == ["#corrections"]
    section = doc.get_element_by_id("corrections")
    assert "Bukan 30, melainkan 13." in section.text_content()
    assert section.xpath(".//a/@href")[-1] == reply.public_path()
    assert data(doc)[0]["correction"][0]["text"] == "Bukan 30, melainkan 13."
    back = page(client, reply.public_path())
    assert story.public_path() in back.get_element_by_id("corrections").xpath(".//a/@href")


def test_sources_are_a_chain_with_denials_beside_accusations(newspaper, client):
    def chain(names, claim="", state=False):
        links = [{"name": name, "kind": "agency", "state": state} for name in names]
        return {"type": "chain", "value": {"links": links, "claim": claim, "about": "suap" if claim else ""}}

    sources = [chain(["Forum Warga"], "accusation"), chain(["Kantor Bupati", "Samudra"], "denial", state=True)]
    story = newspaper.story(sources=json.dumps(sources))
    doc = page(client, story.public_path())
    block = doc.xpath('//*[@data-block="sources"]')[0]
    assert [e.get("class") for e in block.cssselect(".chain")] == ["chain is-accusation is-paired",
                                                                  "chain is-denial is-paired"]  # fmt: skip
    assert [e.text for e in block.cssselect(".is-denial .chain-name")] == ["Kantor Bupati", "Samudra", "Kabar Uji"]
    assert len(block.cssselect(".chain-state")) == 2
    assert [node["name"] for node in data(doc)[0]["citation"]] == ["Forum Warga", "Kantor Bupati", "Samudra"]


def test_translations_are_linked_to_each_other(newspaper, client):
    story = newspaper.story("Judul Indonesia")
    english = newspaper.story("English headline", language="en", translation_key=story.translation_key)
    assert english.public_path() == f"/en/region/english-headline-{english.pk}/"
    doc = page(client, english.public_path())
    assert doc.get("lang") == "en"
    assert {link.get("hreflang") for link in doc.xpath('//link[@rel="alternate"][@hreflang]')} == {"id", "en"}
    assert story.public_path() in doc.xpath('//*[@data-block="byline"]//a/@href')
    assert page(client, story.public_path()).get("lang") == "id"


def test_times_stand_in_the_sites_zone(newspaper, client):
    story = newspaper.story(published_at=datetime.fromisoformat("2026-03-01T18:30:00+00:00"))
    doc = page(client, story.public_path())
    first = doc.xpath('//*[@data-block="byline"]//time')[0]
    assert (first.get("datetime"), first.text) == ("2026-03-02T01:30:00+07:00", "2 Maret 2026, 01.30 WIB")


def test_no_third_party_before_a_click(newspaper, client):
    video = {"url": "https://www.youtube.com/watch?v=abcdef12345", "caption": "Rekaman ombak"}
    story = newspaper.story(body=[rich(OPEN), block("embed", video)])
    html = client.get(story.public_path()).content.decode()
    assert "<iframe" not in html
    assert 'data-embed="https://www.youtube-nocookie.com/embed/abcdef12345?autoplay=1"' in html
    assert not re.search(r'<(?:script|img|link|source)[^>]+(?:src|href)="https?://(?!testserver)', html)


@pytest.mark.parametrize("body", [[], [rich("")], [block("subheading", "Sendiri")]])
def test_a_story_almost_without_text(newspaper, client, body):
    assert client.get(newspaper.story(body=body).public_path()).status_code == 200


def test_a_headline_of_160_characters_and_hostile_words(newspaper, client):
    story = newspaper.story("</script><b>&amp; " + "Panjang " * 18, standfirst="<img src=x onerror=alert(1)>")
    html = client.get(story.public_path()).content.decode()
    assert "<img src=x" not in html and "<b>&amp;amp; Panjang" not in html
    assert data(lxml.html.fromstring(html))[0]["headline"].startswith("</script><b>")


def test_a_live_story_brings_new_updates_in_one_fragment(newspaper, client):
    def update(minutes, title):
        time = (timezone.now() - timedelta(minutes=minutes)).isoformat()
        return block("update", {"time": time, "title": title, "text": f"<p>Teks {title}</p>"})

    body = [update(1, "Ketiga"), update(5, "Kedua"), update(9, "Pertama")]
    story = newspaper.story(kind="live", body=body)
    doc = page(client, story.public_path())
    url = doc.cssselect("[data-live]")[0].get("data-live")
    keys = [element.get("data-update") for element in doc.cssselect("[data-update]")]
    assert keys == [part["id"] for part in body]
    assert client.get(url, {"after": keys[0]}).status_code == 204
    fragment = client.get(url, {"after": keys[2]}).content.decode()
    assert [title in fragment for title in ("Ketiga", "Kedua", "Pertama")] == [True, True, False]
    assert client.get(url, {"after": "x'--"}).status_code == 404
    assert data(doc)[0]["@type"] == "LiveBlogPosting"
    assert len(data(doc)[0]["liveBlogUpdate"]) == 3
    story.unpublish()
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        [rich("<p>" + "kata " * 800 + "AKHIRNYA</p>")],
        [rich("<ul>" + "<li>butir kata</li>" * 40 + "<li>AKHIRNYA</li></ul>")],
        [rich("<p>Awal.</p>"), block("quote", {"text": "kata " * 500 + "AKHIRNYA", "name": "", "role": ""})],
        [rich("<p>Berita pendek saja dan AKHIRNYA.</p>")],
        [rich("<p>Satu dua tiga.</p> ekor AKHIRNYA panjang")],
    ],
)
def test_a_teaser_is_never_the_whole_story(newspaper, client, body):
    story = newspaper.story(level="premium", body=body)
    for address in (story.public_path(), "/feed.xml", "/feed.json", "/atom.xml"):
        assert b"AKHIRNYA" not in client.get(address).content


def test_two_headlines_without_latin_letters(newspaper, client):
    stories = [newspaper.story("東京で地震") for _ in range(2)]
    assert {client.get(story.public_path()).status_code for story in stories} == {200}

"""The e-paper's pages as the newsroom draws them: what each cut holds, and what there is at which address."""

import json
from datetime import date, timedelta

import lxml.html
import pytest
from django.utils import timezone

from tests.epaper import editions
from tests.newspaper import PASSWORD, block, rich
from warta.epaper.models import EditionItem, EditionPage
from warta.subscriptions.models import Plan

OPEN = rich("<p>Paragraf terbuka untuk semua orang di sini.</p>")
LOCKED = "<p>Kalimat TERTUTUP yang panjang untuk pelanggan saja.</p>"


@pytest.fixture
def stories(newspaper):
    """Stories of an edition: a premium one on pages 1 and 2, then free, premium, premium on pages 2, 3 and 4."""
    body = [OPEN, block("wall", None), rich(LOCKED)]
    levels = ("premium", "free", "premium", "premium", "free")
    return [newspaper.story(f"Judul {n} {level}", level=level, body=body) for n, level in enumerate(levels)]


@pytest.fixture
def edition(stories):
    return editions.make(stories)


def pieces(client, path="/epaper/2026-11-27/"):
    told = client.get(f"/_edge/page{path}").json()
    return told, told["page"]["pieces"]


def cut(client, *words, path="/epaper/2026-11-27/"):
    """The page as readers get it for whom these words are true, without shared parts."""
    _, rows = pieces(client, path)
    return "".join(value for kind, value, when in rows if kind == "own" and set(when) <= set(words))


def test_whoever_has_the_right_gets_all_pages_and_all_texts(edition, stories, client):
    page = lxml.html.fromstring(cut(client, "full", "known", "no-ads"))
    assert page.xpath("//li[@data-page]/@data-page") == ["1", "2", "3", "4"]
    assert [name for name in page.xpath("//article/@id")] == [
        f"story-{stories[n].pk}" for n in (0, 4, 1, 2, 3)
    ]  # fmt: skip
    assert len(page.xpath("//article[contains(., 'TERTUTUP')]")) == 5
    assert [link for link in page.xpath("//*[name()='svg']//a/@href")] == [
        f"#story-{stories[n].pk}" for n in (0, 4, 0, 1, 2, 3)
    ]  # fmt: skip
    assert page.xpath(f"//article[@id='story-{stories[0].pk}']/@data-on") == ["1 2"]
    assert set(page.xpath("//img[contains(@src, '/b1/')]/@src")) == {
        f"/epaper/2026-11-27/b1/page-{n}{small}.webp" for n in (1, 2, 3, 4) for small in ("", "-small")
    }
    assert page.xpath("//a[@download]/@href") == [f"/download/epaper/2026-11-27/{form}" for form in ("pdf", "epub")]


@pytest.mark.parametrize("wall", ["wall-subscribe", "wall-plan-lacks"])
def test_others_get_the_first_page_and_the_beginnings_of_its_stories(edition, stories, client, wall):
    text = cut(client, "teaser", wall, "stranger", "ads")
    page = lxml.html.fromstring(text)
    assert page.xpath("//li[@data-page]/@data-page") == ["1"]
    assert page.xpath("//article/@id") == [f"story-{stories[0].pk}", f"story-{stories[4].pk}"]
    assert "terbuka untuk semua" in text
    assert [len(page.xpath(f"//article[@id='story-{stories[n].pk}'][contains(., 'TERTUTUP')]")) for n in (0, 4)] == [
        0,
        1,
    ]
    assert "page-2" not in text and "download" not in text and "worker.js" not in text
    assert page.xpath("//aside[contains(@class, 'epaper-wall')]//a/@href") == ["?sign-up", "?sign-in"]
    assert page.xpath("//meta[@property='og:image']/@content")[0].endswith("/epaper/2026-11-27/b1/page-1.webp")


def test_the_wall_names_the_lowest_price_of_what_opens_the_e_paper(edition, client):
    for code, rights, price in (("a", "premium", 9_000), ("b", "epaper premium", 31_000), ("c", "epaper", 27_000)):
        Plan.objects.create(code=code, rights=rights, price=price)
    texts = [cut(client, "teaser", wall, "known") for wall in ("wall-subscribe", "wall-plan-lacks")]
    assert all("Rp27.000 sebulan" in text and "9.000 sebulan" not in text for text in texts)
    assert ["?subscribe=subscribe" in texts[0], "?subscribe=plan-lacks" in texts[1]] == [True, True]
    assert not any("?sign-in" in text for text in texts)


def test_nothing_of_the_closed_pages_is_in_what_all_get(edition, client):
    _, rows = pieces(client)
    for kind, value, when in rows:
        if kind == "own" and "full" not in when:
            assert "page-2" not in value and "Judul 1" not in value and "Rubrik 2" not in value


def test_the_edge_is_told_gate_build_and_what_takes_the_page_along(edition, stories, client):
    told, _ = pieces(client)
    assert dict(told["headers"])["x-warta-build"] == "b1"
    assert told["gate"]["story"] == -edition.pk and told["gate"]["right"] == "epaper" and told["gate"]["published"]
    tags = set(told["page"]["tags"])
    assert tags >= {f"story:-{edition.pk}", "editions", "policy", *(f"names:{story.pk}" for story in stories)}
    assert {tag for tag in tags if tag.startswith("opens:")} == {f"opens:{stories[4].pk}"}


def test_the_newest_is_drawn_at_the_stable_address_and_names_its_own(edition, stories, client):
    editions.make(stories, day=editions.DAY - timedelta(days=1))
    newest, older = (cut(client, "teaser", path=path) for path in ("/epaper/", "/epaper/2026-11-26/"))
    assert 'rel="canonical" href="http://127.0.0.1:8000/epaper/2026-11-27/"' in newest.replace("localhost", "127.0.0.1")
    assert "/epaper/2026-11-26/" in newest and 'rel="next"' in older
    assert 'href="/epaper/2026-11-27/"' in older


def test_a_withdrawn_story_is_in_no_text_and_not_tapped(edition, stories, client):
    stories[4].unpublish()
    text = cut(client, "full", "known")
    assert "Judul 4" not in text and f"story-{stories[4].pk}" not in text and "Judul 3" in text


def test_an_uploaded_edition_has_its_pages_own_words_and_no_taps(edition, client):
    edition.uploaded = True
    edition.save()
    EditionPage.objects.update(text="Kata halaman UNGGAHAN.", places=[])
    page = lxml.html.fromstring(cut(client, "full", "known"))
    assert len(page.xpath("//*[@data-text][contains(., 'UNGGAHAN')]")) == 4 and not page.find_class("epaper-taps")
    assert "UNGGAHAN" not in cut(client, "teaser", "wall-subscribe")
    assert page.xpath("//a[@download]/@href") == ["/download/epaper/2026-11-27/pdf"]


def test_an_advertisement_is_tapped_only_by_who_sees_advertising(edition, client):
    item = EditionItem.objects.create(
        edition=edition, kind="advertisement", headline="Toko", link="https://toko.example/", rank=9, printed_on="2"
    )
    row = edition.pages.get(number=2)
    row.places.append({**row.places[0], "key": item.key})
    row.save()
    assert "https://toko.example/" in cut(client, "full", "ads") and "Toko" not in cut(client, "full", "no-ads")


def test_a_notice_is_read_like_a_story(edition, client):
    item = EditionItem.objects.create(
        edition=edition, kind="notice", headline="Maklumat", text="Kantor tutup.", rank=9, printed_on="1"
    )
    row = edition.pages.get(number=1)
    row.places.append({**row.places[0], "key": item.key})
    row.save()
    assert f'id="notice-{item.pk}"' in cut(client, "teaser") and "Kantor tutup." in cut(client, "teaser")


def test_addresses(edition, client):
    def status(path):
        told = client.get(f"/_edge/page{path}").json()
        return told["status"]

    assert [status(path) for path in ("/epaper/", "/epaper/2026-11-27/", "/epaper/calendar/")] == [200, 200, 200]
    assert [status(path) for path in ("/epaper/2026-11-26/", "/epaper/2026-13-01/", "/epaper/2026-11-2x/")] == [404] * 3
    assert [status(f"/epaper/calendar/?month={month}") for month in ("2026-11", "2026-10", "2026-13", "x")] == [
        200, 404, 404, 404,
    ]  # fmt: skip
    assert status("/epaper/2026-11-27") == 301
    assert status("/en/epaper/") == 200 and status("/en/epaper/2026-11-27/") == 404
    assert "Edisi pertama belum terbit." not in cut(client, path="/epaper/")
    assert "The e-paper appears in Bahasa Indonesia." in cut(client, path="/en/epaper/")


def test_a_withdrawn_edition_is_gone_and_says_so(edition, client):
    edition.withdrawn_at = timezone.now()
    edition.save()
    told = client.get("/_edge/page/epaper/2026-11-27/").json()
    assert (told["status"], told["as"], told["fill"]["title"]) == (410, "/!410/id", "Edisi ini telah ditarik")
    assert client.get("/_edge/page/epaper/").json()["status"] == 200
    assert "Edisi pertama" in cut(client, path="/epaper/")


def test_the_calendar_shows_front_pages_alone(edition, stories, client):
    editions.make(stories, day=date(2026, 10, 3), build="b7")
    now, before = (cut(client, path=f"/epaper/calendar/{query}") for query in ("", "?month=2026-10"))
    assert "/epaper/2026-11-27/b1/page-1-small.webp" in now and "2026-10-03" not in now
    assert "/epaper/2026-10-03/b7/page-1-small.webp" in before
    assert 'href="?month=2026-10"' in now and 'href="?month=2026-11"' in before


def test_drawn_at_once_it_is_cut_as_well(edition, newspaper, client):
    text = client.get("/epaper/2026-11-27/").content.decode()
    assert "page-1.webp" in text and "page-2" not in text and "Judul 2" not in text
    newspaper.colleague("editor")
    client.login(email="editor@news.example", password=PASSWORD)
    assert "page-4.webp" in client.get("/epaper/2026-11-27/").content.decode()


def test_the_worker_answers_below_its_own_folder_in_each_language(newspaper, client):
    for path in ("/epaper/worker.js", "/en/epaper/worker.js"):
        answer = client.get(path)
        assert answer.status_code == 200 and answer["Content-Type"].startswith("text/javascript")
        assert answer["Cache-Control"] == "no-cache" and "x-warta-shows" in answer.content.decode()
        assert json.loads(client.get(f"/_edge/page{path}").content)["page"]["tags"] == ["lists", "policy"]


def test_signing_out_clears_what_is_kept_on_the_device(newspaper, client):
    newspaper.colleague("reporter")
    client.login(email="reporter@news.example", password=PASSWORD)
    assert "Clear-Site-Data" not in client.get("/accounts/logout/")
    assert client.post("/accounts/logout/")["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in client.get("/accounts/login/")

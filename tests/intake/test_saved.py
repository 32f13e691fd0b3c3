# ruff: noqa: E501 - pages and addresses read better whole
"""A saved page as a story."""

import pytest
from PIL import Image

from warta.intake import services
from warta.intake.items import Doubt, IncomingPage, Text
from warta.intake.options import Wishes
from warta.intake.store.pictures import credit_fields, full_size, local_names
from warta.intake.store.saved import chains, kind_of, says_state, story_of
from warta.stories.models import Person, Photo, Story

PAGE = """<!doctype html><html lang="id"><head><title>Dermaga Retak</title></head><body><article>
<h1>Dermaga Retak Ditutup Sementara</h1><p class="byline">Oleh: Ratna Wulandari</p>
<time datetime="2026-02-03T09:30:00+08:00">3 Februari 2026, 09.30 WITA</time>
<figure><img src="dermaga_files/pier.jpg" alt="Dermaga"><figcaption>Petugas memeriksa tiang dermaga. Foto: LENTERA/Bayu Seta</figcaption></figure>
<p>TELUK SAGA — Dermaga lama di Teluk Saga ditutup sejak Selasa pagi setelah petugas menemukan retak pada tiga tiang.</p>
<p>Kepala Dinas Perhubungan Teluk Saga mengatakan penutupan berlangsung dua pekan, dikutip Kantor Berita Lentera Pagi.</p>
<p>Warga diminta memakai dermaga baru di sebelah timur selama perbaikan berlangsung di lokasi tersebut.</p>
</article></body></html>"""


@pytest.fixture
def saved(newspaper, tmp_path):
    def take(with_picture=True, **wishes):
        path = tmp_path / "dermaga.html"
        path.write_text(PAGE)
        if with_picture:
            (tmp_path / "dermaga_files").mkdir(exist_ok=True)
            Image.new("RGB", (40, 30)).save(tmp_path / "dermaga_files" / "pier.jpg")
        (done,) = services.import_path(path, Wishes(downloads=False, **wishes))
        return done.report

    return take


def test_a_page_becomes_a_story_with_all_its_parts(saved, newspaper):
    ratna = newspaper.person("Ratna Wulandari")
    report = saved(publish=True)
    story = Story.objects.get()
    assert (story.title, story.kicker, story.dateline_city) == ("Dermaga Retak Ditutup Sementara", "", "Teluk Saga")
    assert story.body[0].value.source.startswith(
        "<p>Dermaga lama di Teluk Saga ditutup"
    )  # the site prints the dateline
    assert [byline.person for byline in story.bylines.all()] == [ratna]
    assert story.published_at.isoformat() == "2026-02-03T01:30:00+00:00"
    assert (story.live, report.exit_code) == (True, 0)
    photo = Photo.objects.get()
    assert (story.lead_photo, photo.caption) == (photo, "Petugas memeriksa tiang dermaga.")
    assert (photo.agency, photo.photographer, photo.credit) == ("LENTERA", "Bayu Seta", "LENTERA/Bayu Seta")
    (chain,) = story.sources
    assert [link["name"] for link in chain.value["links"]] == [
        "Dinas Perhubungan Teluk Saga",
        "Kantor Berita Lentera Pagi",
    ]
    assert [link["kind"] for link in chain.value["links"]] == ["official", "agency"]
    assert report.as_dict()["paragraphs"][0].startswith("TELUK SAGA — Dermaga lama")


def test_a_missing_lead_picture_is_a_doubt(saved):
    report = saved(with_picture=False)
    assert Story.objects.get().lead_photo is None
    (doubt,) = [row for row in report.doubts if "lead picture missing" in row["detail"]]
    assert "Petugas memeriksa tiang dermaga." in doubt["detail"]


def test_the_same_page_twice_is_one_story(saved):
    saved()
    again = saved()
    assert (Story.objects.count(), Person.objects.count(), Photo.objects.count()) == (1, 1, 1)
    assert (again.imported, again.already_there, again.exit_code) == (0, 1, 0)


def page(**more):
    return IncomingPage(key="page:x", where="x.html", **more)


@pytest.mark.parametrize(
    ("html", "rest"),
    [
        ("<p>TELUK SAGA — Dermaga ditutup.</p>", "<p>Dermaga ditutup.</p>"),
        ("<p>Teluk Saga, Kabar Muara - Dermaga ditutup.</p>", "<p>Dermaga ditutup.</p>"),
        ("<p>Dermaga Teluk Saga ditutup.</p>", "<p>Dermaga Teluk Saga ditutup.</p>"),
        ("<p>Wali kota — bukan gubernur — datang.</p>", "<p>Wali kota — bukan gubernur — datang.</p>"),
    ],
)
def test_the_dateline_leaves_the_first_paragraph(html, rest):
    story, _ = story_of(page(body=(Text(html),), dateline_city="Teluk Saga"))
    assert story.body == (Text(rest),)


def test_an_accusation_and_its_denial_are_tied():
    told = page(
        source_chain=(("Forum Warga",), ("Pemerintah Kota", "Radio Arunika")),
        doubts=(Doubt("accusation-with-denial", "keep both sides: Forum Warga / Pemerintah Kota"),),
    )
    accusation, denial = (chain["value"] for chain in chains(told))
    assert (accusation["claim"], denial["claim"]) == ("accusation", "denial")
    assert accusation["about"] == denial["about"] == "Forum Warga / Pemerintah Kota"


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("Kantor Berita Lentera", "", "agency"),
        ("Lantern", "It was carried by the Lantern news service.", "agency"),
        ("Radio Arunika Kota", "", "broadcaster"),
        ("TV Saga", "", "broadcaster"),
        ("Harian Muara", "", "publication"),
        ("PT Samudra Jaya", "", "company"),
        ("Dinas Perhubungan Teluk Saga", "", "official"),
        ("the environment agency", "", "official"),
    ],
)
def test_kinds_of_sources(name, text, kind):
    assert kind_of(name, text) == kind


@pytest.mark.parametrize(
    ("name", "text", "state"),
    [
        ("Lentera", "Kantor berita negara Lentera melaporkan.", True),
        ("Lentera", "Menurut kantor berita milik negara Lentera, kapal tiba.", True),
        ("Lantern", "the state-run Lantern said", True),
        ("Lantern", "Lantern, the state-owned broadcaster, said", True),
        ("Lantern", "Lantern said the state would pay.", False),
    ],
)
def test_a_source_belongs_to_a_state_only_if_the_text_says_so(name, text, state):
    assert says_state(name, text) is state


@pytest.mark.parametrize(
    ("credit", "fields"),
    [
        ("LENTERA/Bayu Seta", {"agency": "LENTERA", "photographer": "Bayu Seta"}),
        ("LENTERA/Bayu Seta, via Kabar", {"agency": "LENTERA", "photographer": "Bayu Seta", "distributor": "Kabar"}),
        ("Bayu Seta", {"photographer": "Bayu Seta"}),
        ("dok. Suara Seruni", {"agency": "dok. Suara Seruni"}),
        ("", {}),
    ],
)
def test_credits(credit, fields):
    assert credit_fields(credit) == fields


@pytest.mark.parametrize(
    ("url", "whole"),
    [
        ("https://a.example/wp-content/uploads/2020/01/x-300x200.jpg", "https://a.example/wp-content/uploads/2020/01/x.jpg"),
        ("/content/images/size/w600/2020/x.png?v=1", "/content/images/2020/x.png?v=1"),
        ("https://a.example/x-2.jpg", "https://a.example/x-2.jpg"),
    ],
)  # fmt: skip
def test_the_full_size_of_a_picture(url, whole):
    assert full_size(url) == whole


def test_names_in_a_folder():
    assert local_names("https://a.example/wp-content/uploads/2020/x%20y.jpg?w=3") == [
        "2020/x y.jpg",
        "wp-content/uploads/2020/x y.jpg",
        "x y.jpg",
    ]

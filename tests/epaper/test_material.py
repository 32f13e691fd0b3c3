import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.newspaper import block, rich
from warta.epaper.material import material
from warta.epaper.models import EditionItem
from warta.epaper.services.pointing import choose_pieces
from warta.stories.models import Correction
from warta.stories.models.photo import Photo

LONG = "<p>" + "</p><p>".join(["Satu dua tiga empat lima enam tujuh delapan sembilan sepuluh."] * 20) + "</p>"


def print_of(edition, *stories, tmp_path):
    """The material of an edition that holds these stories."""
    for rank, story in enumerate(stories, 1):
        EditionItem.objects.create(edition=edition, story=story.pk, headline=story.title, rank=rank)
    work = tmp_path / "work"
    work.mkdir(exist_ok=True)
    return material(edition, work)


def body_of(newspaper, edition, tmp_path, *blocks):
    story = newspaper.story(body=list(blocks))
    (piece,) = print_of(edition, story, tmp_path=tmp_path).issue.pieces
    return piece.blocks


def test_what_a_piece_says_of_its_story(newspaper, edition, tmp_path):
    photo = newspaper.photo(caption="<b>Pasar</b> pagi", photographer="Nala", focal_point_x=450, focal_point_y=300,
                            focal_point_width=10, focal_point_height=10)  # fmt: skip
    author = newspaper.person("Ratri")
    story = newspaper.story("Judul <i>miring</i>", kind="opinion", kicker="Kota", standfirst="Ringkas &amp; jelas.",
                            dateline_city="Randu", lead_photo=photo, authors=[author])  # fmt: skip
    (piece,) = print_of(edition, story, tmp_path=tmp_path).issue.pieces
    assert (piece.key, piece.kind, piece.headline) == (f"story:{story.pk}", "opinion", "Judul miring")
    assert (piece.kicker, piece.standfirst, piece.byline) == ("Kota", "Ringkas & jelas.", ("Ratri",))
    assert (piece.section, piece.dateline, piece.language) == ("Daerah", "Kabar Uji, Randu", "id")
    assert piece.url.endswith(story.public_path()) and piece.url.startswith("http")
    assert (piece.lead.caption, piece.lead.credit, piece.lead.focal) == ("Pasar pagi", "Nala", (50, 50))
    assert piece.lead.file.is_file() and "original_images" not in str(piece.lead.file)


def test_blocks_of_every_kind(newspaper, edition, tmp_path):
    photo = newspaper.photo()
    blocks = body_of(
        newspaper, edition, tmp_path,
        rich("<p>Satu.</p><ul><li>a</li><li>b</li></ul>"),
        block("subheading", "Sub <b>judul</b>"),
        block("quote", {"text": "Kami menunggu.", "name": "Sari", "role": "nelayan"}),
        block("photo", {"photo": photo.pk, "caption": "Keterangan <i>sendiri</i>", "alt": ""}),
        block("gallery", [{"type": "item", "value": {"photo": photo.pk, "caption": "", "alt": ""}, "id": "1"}] * 2),
        block("embed", {"url": "https://video.example/x", "caption": "Rekaman"}),
        block("table", {"data": [["A", "B"], ["1", None]], "first_row_is_table_header": True, "table_caption": "T"}),
        block("factbox", {"title": "Kotak", "text": "<p>Isi.</p>"}),
        block("update", {"time": "2026-11-27T03:05:00Z", "title": "Air surut", "text": "<p>Turun.</p>"}),
        block("related", {"story": None, "url": "https://other.example/", "title": "Lain"}),
        block("wall", None),
        rich("<p>Akhir.</p>"),
    )  # fmt: skip
    kinds = ["text", "list", "subheading", "quote", "photo", "photo", "photo", "text", "table", "box", "subheading",
             "text", "text"]  # fmt: skip
    assert [one.kind for one in blocks] == kinds
    assert (blocks[2].spans[0].text, blocks[3].title) == ("Sub judul", "Sari, nelayan")
    assert blocks[4].picture.caption == "Keterangan sendiri"
    assert [(span.text, span.href) for span in blocks[7].spans] == [
        ("Rekaman: ", ""), ("https://video.example/x", "https://video.example/x"),
    ]  # fmt: skip
    assert (blocks[8].rows, blocks[8].has_head, blocks[8].title) == ((("A", "B"), ("1", "")), True, "T")
    assert (blocks[9].title, blocks[9].blocks[0].spans[0].text) == ("Kotak", "Isi.")
    assert blocks[10].spans[0].text == "27 November, 10:05 · Air surut"


def test_a_locked_story_says_how_much_is_open(newspaper, edition, tmp_path):
    free = newspaper.story(body=[rich(LONG)], level="free")
    locked = newspaper.story(body=[rich(LONG)], level="premium")
    short = newspaper.story(body=[rich("<p>Satu dua tiga empat.</p><p>Lima enam tujuh delapan.</p>")], level="metered")
    walled = newspaper.story(body=[rich("<p>Satu dua.</p>"), block("wall", None), rich(LONG)], level="premium")
    pictured = newspaper.story(body=[block("subheading", "Foto"), block("photo", {"photo": newspaper.photo().pk,
                               "caption": "", "alt": ""}), rich(LONG)], level="premium")  # fmt: skip
    pieces = print_of(edition, free, locked, short, walled, pictured, tmp_path=tmp_path).issue.pieces
    assert [piece.open_words for piece in pieces] == [None, 70, 4, 2, 0]


def test_corrections_stand_as_notes(newspaper, edition, tmp_path):
    story = newspaper.story()
    Correction.objects.create(story=story, text="Jumlahnya <b>12</b>.", at="2026-11-27T01:00:00Z")
    Correction.objects.create(story=story, kind="right_of_reply", by="PT Uji", text="Itu tidak benar.",
                              at="2026-11-27T02:00:00Z", sort_order=1)  # fmt: skip
    (piece,) = print_of(edition, story, tmp_path=tmp_path).issue.pieces
    assert piece.notes == ("Ralat (27 November 2026): Jumlahnya 12.",
                           "Hak jawab, PT Uji (27 November 2026): Itu tidak benar.")  # fmt: skip


def test_what_is_not_public_is_in_no_edition(newspaper, edition, tmp_path):
    public, gone = newspaper.story(), newspaper.story()
    gone.unpublish()
    embargoed = newspaper.story()
    embargoed.embargo_until = timezone.now() + timedelta(hours=1)
    embargoed.save()
    deleted = newspaper.story()
    found = (public, gone, embargoed, newspaper.draft(), deleted)
    for rank, story in enumerate(found, 1):
        EditionItem.objects.create(edition=edition, story=story.pk, headline=story.title, rank=rank)
    deleted.delete()
    told = material(edition, tmp_path)
    assert [piece.key for piece in told.issue.pieces] == [f"story:{public.pk}"]
    assert len(told.gone) == 4


def test_notices_and_wishes(newspaper, edition, tmp_path):
    photo = newspaper.photo()
    words = {"headline": "Toko", "text": "Murah.\r\n\r\nDekat.", "link": "https://shop.example/", "size": 2}
    EditionItem.objects.create(edition=edition, kind="advertisement", picture=photo, rank=1, page=3, place=2, **words)
    EditionItem.objects.create(edition=edition, story=newspaper.story().pk, rank=2, length="brief", is_lead=True)
    EditionItem.objects.create(edition=edition, story=newspaper.story().pk, rank=3, is_dropped=True)
    notice, story = material(edition, tmp_path).issue.pieces
    assert (notice.kind, notice.url, notice.size) == ("advertisement", "https://shop.example/", 2)
    assert [one.spans[0].text for one in notice.blocks] == ["Murah.", "Dekat."]
    assert (notice.wish.page, notice.wish.place, story.wish.length, story.wish.is_lead) == (3, 2, "brief", True)
    assert notice.lead.file.is_file() and notice.key.startswith("advertisement:")


def test_a_photo_without_sizes_is_made_smaller_and_a_broken_one_left_out(newspaper, edition, tmp_path):
    fresh, broken = newspaper.photo(width=2400, height=1200), newspaper.photo()
    fresh.renditions.all().delete()
    broken.renditions.all().delete()
    Path(broken.file.path).write_bytes(b"\xff\xd8\xff no picture")
    stories = (newspaper.story(lead_photo=fresh), newspaper.story(lead_photo=broken))
    told = print_of(edition, *stories, tmp_path=tmp_path)
    first, second = told.issue.pieces
    assert (first.lead.width, first.lead.height, first.lead.file.parent) == (1600, 800, tmp_path / "work")
    assert (second.lead, told.missing) == (None, 1)


def test_the_same_is_known_again_and_a_finished_size_is_no_change(newspaper, edition, tmp_path):
    photo = newspaper.photo()
    story = newspaper.story(lead_photo=photo)
    first = print_of(edition, story, tmp_path=tmp_path)
    assert material(edition, tmp_path).fingerprint == first.fingerprint
    Photo.objects.get(pk=photo.pk).get_rendition("width-800|format-jpeg")
    later = material(edition, tmp_path)
    assert later.issue.pieces[0].lead.file != first.issue.pieces[0].lead.file
    assert later.fingerprint == first.fingerprint
    EditionItem.objects.update(length="short")
    assert material(edition, tmp_path).fingerprint != first.fingerprint


def test_text_of_any_script_goes_through(newspaper, edition, tmp_path):
    story = newspaper.story("قمة ꦗꦮ 🙂 ∑x² " + "x" * 230, body=[rich("<p>" + "kata " * 30_000 + "</p>")])
    (piece,) = print_of(edition, story, tmp_path=tmp_path).issue.pieces
    assert piece.headline.startswith("قمة ꦗꦮ 🙂 ∑x²") and len(piece.blocks[0].spans[0].text) > 140_000


def test_queries_are_bounded(newspaper, edition, tmp_path):
    def asked(number):
        for _ in range(number):
            newspaper.story(body=[rich("<p>Satu.</p>"), rich("<p>Dua.</p>")])
        choose_pieces(edition)
        with CaptureQueriesContext(connection) as queries:
            material(edition, tmp_path)
        return len(queries)

    few = asked(2)
    more = asked(4)
    assert (few <= 45, more - few <= 4 * 8) == (True, True), (few, more)


@pytest.mark.parametrize("rows", [[], [["", ""]], [["x"] * 200] * 500])
def test_tables_of_any_size(newspaper, edition, tmp_path, rows):
    blocks = body_of(newspaper, edition, tmp_path, block("table", json.loads(json.dumps({"data": rows}))))
    tables = [one for one in blocks if one.kind == "table"]
    assert [(len(one.rows), len(one.rows[0])) for one in tables] == ([(200, 30)] if len(rows) > 1 else [])

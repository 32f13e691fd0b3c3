# ruff: noqa: E501 - cases read better whole
from datetime import datetime
from pathlib import Path

import pytest

from warta.intake.errors import NoArticle, Unreadable
from warta.intake.options import Options
from warta.intake.page import dates, fields, figures, names
from warta.intake.page.furniture import says_furniture
from warta.intake.page.read import read_html, read_text
from warta.intake.page.sources import source_chains

PAGES = Path(__file__).parent / "pages"


def page(name):
    path = PAGES / name
    return next(iter((read_html if name.endswith("html") else read_text)(path, Options())))


def kinds(found):
    return [d.kind for d in found.doubts]


def test_an_indonesian_text():
    found = page("kapal-muara.txt")
    assert found.headline == "Kapal Penyeberangan Muara Kelam Berhenti Dua Hari"
    assert found.byline == ("Wangsa Tirtakelam", "Nilam Sekarjati")
    assert found.date == datetime.fromisoformat("2026-02-06T07:15:00+09:00")
    assert (found.caption, found.credit) == (
        "Kapal penyeberangan sandar di dermaga Muara Kelam.",
        "Galih Rananta/Kabar Muara",
    )
    assert (found.language, found.dateline_city) == ("id", "Muara Kelam")
    assert len(found.paragraphs) == 6
    assert found.source_chain == (
        ("Dinas Perhubungan Muara Kelam",), ("kantor berita Samudra", "Harian Teluk Biru"), ("Serikat Pelaut Muara",),
    )  # fmt: skip
    assert kinds(found) == ["name-spelt-two-ways", "figures-disagree", "accusation-with-denial", "not-whole"]
    for line in (
        "Harga Ikan Naik Menjelang Musim Angin",
        "(wtk/nsj)",
        "5 menit lalu",
        "SCROLL TO CONTINUE WITH CONTENT",
    ):
        assert line in found.furniture


def test_an_english_text():
    found = page("library-hours.txt")
    assert found.headline == "Village library to stay open after petition"
    assert found.standfirst == "Council drops plan to close the building on Thursdays"
    assert found.byline == ("Mirabel Oakhanger", "Tobin Leaf")
    assert found.source_chain == (("parish council", "Fell Wire"), ("parish council", "Radio Tarn"))
    assert kinds(found) == ["subheading-is-a-paragraph", "correction"]
    assert found.paragraphs[3] == "What happens next"


def test_an_html_page():
    found = page("listrik-desa.html")
    assert found.byline == ("Arum Pinilih",)
    assert found.paragraphs[2:6] == ("Tarif tetap", found.paragraphs[3], "Daya | Tarif", "450 VA | Rp25.000")
    assert found.paragraphs[-2:] == ("loket buka pagi", "loket libur Minggu")
    assert found.source_chain == (("Balai Energi Giri Selatan", "Kantor Berita Puncak"),)
    assert (found.level, found.lead.src) == ("premium", "/foto/gardu.jpg")
    assert kinds(found) == ["subheading-is-a-paragraph", "not-whole"]
    assert not any("terang juga" in p or "Baca juga" in p or "pelanggan" in p for p in found.paragraphs)


@pytest.mark.parametrize("line", [
    "ADVERTISEMENT", "Baca juga: Embung Diisi", "Simak juga video ini", "Pilihan Redaksi", "Terpopuler", "Halaman 1 2 3", "Lihat Foto", "Bagikan", "Copy link",
    "Sign up for our newsletter", "Read more: Pier repairs", "Most read", "5 min read", "3 hours ago", "12 menit yang lalu", "Foto 1/12", "#kapal #muara", "(abc/def)",
    "We use cookies to improve your visit", "Kami memakai kuki agar situs ini berjalan. Terima semua", "Baca tanpa iklan mulai Rp15.000 per bulan. Berlangganan", "© 2026 Kabar",
    "News Sport Opinion Tides", "Nasional  Daerah  Ekonomi", "Subscribe to continue reading", "Gabung di saluran WhatsApp kami", "[Gambas:Video]", "A- A A+",
])  # fmt: skip
def test_furniture(line):
    assert says_furniture(line)


@pytest.mark.parametrize("line", [
    "Dinas menargetkan perbaikan selesai dalam enam minggu.", "“Subscribe to nothing,” said Ismay Corriedale, who runs the shed.", "Blok utara | 5,1 ton", "jarak tanam",
    "Most of the boats were still in the harbour when the storm came.", "Who knew, and when", "Warga membaca koran di halaman balai desa sambil menunggu.",
])  # fmt: skip
def test_no_furniture(line):
    assert not says_furniture(line)


@pytest.mark.parametrize(("text", "iso"), [
    ("Selasa, 10 Maret 2026 | 18:05 WIB", "2026-03-10T18:05:00+07:00"), ("17 Feb 2026, 20.10 WITA", "2026-02-17T20:10:00+08:00"),
    ("Published Sunday 15 March 2026 09:00 GMT · 2 min read", "2026-03-15T09:00:00+00:00"), ("March 6, 2026 4:30 pm EST", "2026-03-06T16:30:00-05:00"),
    ("2026-03-06T16:30:00+07:00", "2026-03-06T16:30:00+07:00"), ("09.15 WIB, Senin 1/2/2024", "2024-02-01T09:15:00+07:00"),
])  # fmt: skip
def test_dates(text, iso):
    (found,) = dates.stamps(text)
    assert found.moment(found.zone) == datetime.fromisoformat(iso)


@pytest.mark.parametrize("text", ["31/2/2024", "Bab 12.3.4", "tahun 2024", "pukul 10.30", "1/2"])
def test_no_dates(text):
    assert dates.stamps(text) == []


@pytest.mark.parametrize(("text", "chain"), [
    ("Dilansir Harian Pagi Biru dari kantor berita Samudra, jalan itu ditutup.", ("kantor berita Samudra", "Harian Pagi Biru")),
    ("The Fell Wire news service reported, citing the harbour board, that boats stay in port.", ("harbour board", "Fell Wire")),
    ("Dinas Pasar Kelam mengatakan hal itu kepada Kantor Berita Samudra.", ("Dinas Pasar Kelam", "Kantor Berita Samudra")),
    ("The town council said in a statement to the Fell Wire news agency that it would pay.", ("town council", "Fell Wire")),
    ("Menurut Badan Cuaca Kelam, seperti disiarkan Radio Teluk, hujan turun.", ("Badan Cuaca Kelam", "Radio Teluk")),
    ("According to the river authority, the water rose.", ("river authority",)),
    ("Dilansir dari Kantor Berita Samudra, jalan itu ditutup.", ("Kantor Berita Samudra",)),
    ("Samudra melaporkan, mengutip Dinas Pasar Kelam, kios penuh.", ("Dinas Pasar Kelam", "Samudra")),
])  # fmt: skip
def test_source_chains(text, chain):
    assert source_chains((text,), None, frozenset()) == (chain,)


ARTICLE = """<!doctype html><html lang="id"><title>Banjir Rendam Tiga Desa</title><body class="has-sidebar">
<nav><a href="/">Beranda</a> <a href="/d">Daerah</a></nav><article><h1>Banjir Rendam Tiga Desa</h1>
<figure><img src="a.jpg"><figcaption>Foto: Banjir di Lontar (Sari Wening/Kabar Muara)</figcaption></figure>
<div class="detail__body"><p>Muara Kelam - Banjir merendam tiga desa sejak Minggu malam. Sedikitnya 210 rumah terendam.</p>
<p>Kepala desa mengatakan banjir dipicu <a href="/1">hujan deras</a> <a href="/2">selama enam jam</a>, kata dia.</p>
<p><b>Baca juga:<br><a href="/y">Jalan Provinsi Terputus</a></b></p>
<p>Bantuan mulai datang</p>
<p>Bantuan makanan tiba pada Senin pagi di tiga titik yang dibuka pemerintah desa bersama para relawan.</p>
<p>Rumah yang terendam:</p><ul><li>Lontar</li><li>Randu</li></ul>
<p>Air diperkirakan surut pada Selasa, dan warga diminta menunggu kabar dari balai desa masing-masing.</p>
<ul><li><a href="/3">Bendungan Sela Siaga Dua</a></li><li><a href="/4">Harga Cabai Turun di Tiga Pasar</a></li></ul>
</div></article></body></html>"""


def test_links_to_other_stories_are_no_text(tmp_path):
    (tmp_path / "page.html").write_text(ARTICLE)
    (found,) = read_html(tmp_path / "page.html", Options())
    assert found.paragraphs[1:-1] == (
        "Kepala desa mengatakan banjir dipicu hujan deras selama enam jam, kata dia.",
        "Bantuan mulai datang",
        "Bantuan makanan tiba pada Senin pagi di tiga titik yang dibuka pemerintah desa bersama para relawan.",
        "Rumah yang terendam:",
        "Lontar",
        "Randu",
    )
    assert (found.caption, found.credit) == ("Banjir di Lontar", "Sari Wening/Kabar Muara")
    assert {"Baca juga:", "Jalan Provinsi Terputus", "Bendungan Sela Siaga Dua"} <= set(found.furniture)


def test_no_chain_where_nobody_is_named():
    assert source_chains(("Warga menunggu bus di halte baru sejak pagi.",), None, frozenset()) == ()


@pytest.mark.parametrize(("text", "city"), [
    ("RANDUASRI — Jembatan ditutup.", "Randuasri"), ("Muara Kelam, Kabar.com - Kapal berhenti.", "Muara Kelam"), ("KABAR.CO, Randuasri - Pasar.", "Randuasri"),
    ("PORT MARROWICK (Fell Wire) — Boats stay.", "Port Marrowick"), ("The boat — a ferry — stays.", None), ("Jembatan itu ditutup.", None),
])  # fmt: skip
def test_datelines(text, city):
    assert fields.city(text) == city


@pytest.mark.parametrize(("text", "expected"), [
    ("Dermaga pagi. (Foto: Galih Rananta/Kabar)", ("Dermaga pagi.", "Galih Rananta/Kabar")), ("The pier. Photo: Junia Fawkett / Packet", ("The pier.", "Junia Fawkett / Packet")),
    ("The loft. Junia Fawkett/The Packet", ("The loft.", "Junia Fawkett/The Packet")), ("Dermaga pagi (10/3/2026).", ("Dermaga pagi (10/3/2026).", "")),
])  # fmt: skip
def test_captions(text, expected):
    assert fields.caption(text) == expected


def test_names_and_figures():
    assert names.two_ways(("Karsa Bimantoro tiba.", "Kata Karsa Bimantara.")) == [
        ("Karsa Bimantoro", "Karsa Bimantara")
    ]
    assert names.two_ways(("Karsa Bimantoro dan Sari Bimantoro.",)) == []
    assert len(figures.disagreements(("The council gave £4,000.", "The mayor says £4,500."))) == 1
    assert figures.disagreements(("It rose from £4,000 to £4,500.",)) == []
    assert figures.disagreements(("Ada 14 pedagang.", "Ada 212 pedagang.")) == []


@pytest.mark.parametrize(("markup", "error"), [
    ("<title>x</title><h1>502 Bad Gateway</h1>", NoArticle), ("<nav><a href=/>A</a></nav><form><input name=e></form>", NoArticle),
    ("<div>" * 5000 + "<p>isi</p>", Unreadable), ("<h1>Baru</h1>" + "<article><h2><a href=/>Berita</a></h2><p>Ringkasan.</p></article>" * 20, NoArticle),
])  # fmt: skip
def test_pages_that_are_no_story(tmp_path, markup, error):
    path = tmp_path / "page.html"
    path.write_text(markup)
    with pytest.raises(error):
        list(read_html(path, Options()))


def test_what_the_page_does_not_say_stays_empty(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(
        "<html><body><article><h1>Jembatan ditutup</h1>"
        + "<p>Jembatan itu ditutup untuk truk mulai hari ini karena tiangnya retak.</p>" * 2
        + "<p>Warga memutar lewat desa sebelah sampai perbaikan selesai.</p></article></body></html>"
    )
    (found,) = read_html(path, Options())
    assert (found.byline, found.date, found.credit, found.dateline_city) == ((), None, None, None)
    assert kinds(found).count("inferred") == 2


def test_a_text_printed_twice_for_two_widths_is_one(tmp_path):
    text = "".join(
        f"<p>Paragraf nomor {n} bercerita panjang tentang pasar ikan yang buka sebelum matahari terbit.</p>"
        for n in range(4)
    )
    path = tmp_path / "twice.html"
    path.write_text(
        f'<html lang="id"><body><article><h1>Pasar ikan</h1><div class="wide">{text}</div><div class="small">{text}</div></article></body></html>'
    )
    (page,) = read_html(path, Options())
    assert len(page.paragraphs) == 4


def test_lines_that_open_alike_and_link_away_are_titles_of_other_stories(tmp_path):
    prose = "<p>Warga Lontar memperbaiki tanggul sejak pagi, dan air surut sebelum malam tiba di desa itu.</p>"
    path = tmp_path / "page.html"
    path.write_text(
        f'<html lang="id"><body><article><h1>Tanggul Lontar</h1>{prose}'
        '<p>LANGKAH LAIN | <a href="/1">Pasar Randu pindah ke lapangan kecamatan</a></p>'
        f"{prose.replace('Lontar', 'Randu')}"
        '<p>LANGKAH LAIN | <a href="/2">Kapal Muara berlayar dua kali sepekan</a></p>'
        f"{prose.replace('Lontar', 'Muara')}</article></body></html>"
    )
    (found,) = read_html(path, Options())
    assert [text.split()[1] for text in found.paragraphs] == ["Lontar", "Randu", "Muara"]


def test_a_story_of_lists_keeps_its_headings(tmp_path):
    prizes = ("Best Album", "Best Song", "Best Newcomer", "Best Group", "Best Live Act", "Best Producer")
    names = ("The Pier Lamps", "Junia Fawkett", "Marrowick Brass", "Two Herons", "Salt & Ladder")
    lists = "".join(f"<h2>{p}</h2><ul>{''.join(f'<li>{n}, {p[5:]} {k}</li>' for k, n in enumerate(names))}</ul>"
                    for p in prizes)  # fmt: skip
    path = tmp_path / "page.html"
    path.write_text(f'<html lang="en"><body><article><h1>Who won</h1>{lists}</article></body></html>')
    (found,) = read_html(path, Options())
    assert [text for text in found.paragraphs if text in prizes] == list(prizes)
    assert len(found.paragraphs) == len(prizes) * (1 + len(names))


@pytest.mark.parametrize("line", ["Junia Fawkett/Getty Images", "STR / AFP", "The pier reopens. Back to video"])
def test_credits_and_players_are_furniture(line):
    assert says_furniture(line)

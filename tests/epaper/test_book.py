"""The book: whole, clean, the same twice, and readable by who does not see it."""

import zipfile
from io import BytesIO

import pytest
from lxml import etree
from PIL import Image

from tests.epaper import issues
from warta.epaper.book import copy_for, make_book
from warta.epaper.book.copies import NoBook
from warta.epaper.book.words import address, clean

X = {"x": "http://www.w3.org/1999/xhtml", "e": "http://www.idpf.org/2007/ops", "o": "http://www.idpf.org/2007/opf",
     "d": "http://purl.org/dc/elements/1.1/"}  # fmt: skip


def opened(book):
    """The files of a book by their names, all read."""
    with zipfile.ZipFile(BytesIO(book)) as archive:
        assert archive.testzip() is None
        return {info.filename: archive.read(info) for info in archive.infolist()}


def page(book, name):
    """A page of a book."""
    return etree.fromstring(opened(book)[f"EPUB/{name}"])


def texts(root, path):
    """The texts at a path, white space joined."""
    return [" ".join("".join(found.itertext()).split()) for found in root.xpath(path, namespaces=X)]


def test_a_reading_system_finds_out_what_it_is_and_all_that_it_names(tmp_path):
    edition = issues.troubles(tmp_path)
    book = make_book(edition, issues.picture(tmp_path, "muka.png", (700, 1000)).file)
    with zipfile.ZipFile(BytesIO(book)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    files = opened(book)
    assert files["mimetype"] == b"application/epub+zip"
    package = etree.fromstring(files["EPUB/package.opf"])
    named = package.xpath("//o:item/@href", namespaces=X)
    assert {f"EPUB/{name}" for name in named} == {name for name in files if name.startswith("EPUB/")} - {
        "EPUB/package.opf"
    }
    ids = package.xpath("//o:item/@id", namespaces=X)
    assert len(set(ids)) == len(ids)
    assert set(package.xpath("//o:itemref/@idref", namespaces=X)) <= set(ids)
    assert package.xpath("//o:item[@properties='nav']/@href", namespaces=X) == ["contents.xhtml"]
    assert package.xpath("//o:item[@properties='cover-image']/@href", namespaces=X) == ["images/cover.jpg"]
    for name in named:
        if name.endswith(".xhtml"):
            root = etree.fromstring(files[f"EPUB/{name}"])
            links = root.xpath("//x:a/@href | //x:img/@src", namespaces=X)
            assert {link for link in links if "://" not in link} <= {*named, ""}, name


def test_the_same_issue_gives_the_same_bytes_and_the_same_name(tmp_path):
    edition = issues.troubles(tmp_path)
    assert make_book(edition, None) == make_book(edition, None)
    name = [
        texts(page(make_book(found, None), "package.opf"), "//d:identifier")
        for found in (edition, issues.issue(), issues.in_english(issues.issue()))
    ]
    assert name[0] == name[1] != name[2]


def test_every_kind_of_block_stands_there(tmp_path):
    root = page(make_book(issues.issue(issues.every_block(tmp_path)), None), "story-41.xhtml")
    assert texts(root, "//x:h1") == ["Nelayan menunggu"]
    assert texts(root, "//x:header/x:p") == ["Laut", "Ringkasan berita.", "Oleh Sari dan Budi"]
    assert texts(root, "//x:section/x:p")[0].startswith("Layar, MUNTOK – Awal tebal dan miring serta tautan")
    assert (texts(root, "//x:strong"), texts(root, "//x:em")) == (["tebal", "tautan baik"], ["miring"])
    links = root.xpath("//x:a/@href", namespaces=X)
    assert links[:1] == ["https://layar.example/%C3%A9?x=1&y=2#z"]
    assert links[1:] == ["https://layar.example/nasional/judul-41/"]
    assert texts(root, "//x:blockquote/x:p") == ["Kami menunggu.", "— Nelayan"]
    assert texts(root, "//x:ol/x:li") == ["pertama", "kedua"]
    assert texts(root, "//x:aside[@class='box']/x:h2 | //x:aside[@class='box']/x:h3") == ["Fakta", "Judul dalam kotak"]
    assert texts(root, "//x:th") == ["Kota", "Jumlah"]
    assert [len(row) for row in root.xpath("//x:tr", namespaces=X)] == [3, 3, 3]
    assert texts(root, "//x:aside[@class='notes']//x:li") == ["27 November: jumlah perahu diperbaiki."]


def test_pictures_are_small_and_described_and_a_broken_one_is_left_out(tmp_path):
    files = opened(make_book(issues.issue(issues.every_block(tmp_path)), None))
    root = etree.fromstring(files["EPUB/story-41.xhtml"])
    assert root.xpath("//x:img/@alt", namespaces=X) == ["Tiga perahu", "Foto untuk berita “Nelayan menunggu”"]
    assert texts(root, "//x:figcaption") == ["Perahu di dermaga Layar/Sari", "Layar"]
    sizes = [Image.open(BytesIO(files[name])).size for name in files if "picture-" in name]
    assert sizes == [(1200, 750), (300, 900)]


def test_languages_run_their_own_way(tmp_path):
    book = make_book(issues.troubles(tmp_path), None)
    heads = {n: page(book, f"story-{n}.xhtml") for n in (2, 3, 4, 6)}
    assert {n: (root.get("lang"), root.get("dir")) for n, root in heads.items()} == {
        2: ("id", "ltr"), 3: ("ar", "rtl"), 4: ("jv", "ltr"), 6: ("id", "ltr"),
    }  # fmt: skip
    assert heads[6].xpath("//x:section/x:p/@dir", namespaces=X) == ["rtl"]
    english = page(make_book(issues.in_english(issues.issue(issues.piece())), None), "contents.xhtml")
    assert texts(english, "//x:nav[@id='toc']/x:h1") == ["Contents"]
    assert texts(page(book, "contents.xhtml"), "//x:nav[@id='toc']/x:h1") == ["Daftar isi"]


def test_what_no_file_may_hold_is_left_out(tmp_path):
    root = page(make_book(issues.troubles(tmp_path), None), "story-5.xhtml")
    assert texts(root, "//x:section/x:p")[0] == "lepas 😀 <b>&amp;</b>"


@pytest.mark.parametrize(("dirty", "plain"), [
    ("a\x00b", "ab"), ("a\ud800b", "ab"), ("\ud83d\ude00", "😀"), ("\U0001ffff!", "!"), ("a\tb\n", "a\tb\n"),
])  # fmt: skip
def test_letters_that_are_none(dirty, plain):
    assert clean(dirty) == plain


@pytest.mark.parametrize(("given", "link"), [
    ("https://layar.example", "https://layar.example"), ("http://a.example:8000/x%", "http://a.example:8000/x%25"),
    ("https://müller.example/", "https://xn--mller-kva.example/"), ("mailto:a@b.example", "mailto:a@b.example"),
    ("javascript:alert(1)", ""), ("//a.example/", ""), ("https://a b/", ""), ("https://[::1/", ""),
    ("https://user:secret@a.example/", ""), ("https://a.example:x/", ""), ("data:text/html,x", ""), ("", ""),
])  # fmt: skip
def test_what_may_be_linked(given, link):
    assert address(given) == link


def test_sections_stand_in_the_editions_order_and_advertising_in_print_alone(tmp_path):
    root = page(make_book(issues.troubles(tmp_path), None), "contents.xhtml")
    assert texts(root, "//x:nav[@id='toc']/x:ol/x:li/x:a") == [
        "Nasional", "Daerah", "Tak dikenal", "Lainnya di edisi ini", "Tentang edisi ini",
    ]  # fmt: skip
    assert b"IKLAN" not in b"".join(opened(make_book(issues.troubles(tmp_path), None)).values())


def test_no_stories_and_five_hundred_and_one_of_thirty_thousand_words():
    assert "Tidak ada berita di edisi ini." in texts(page(make_book(issues.issue(), None), "about.xhtml"), "//x:p")
    many = opened(make_book(issues.large(), None))
    assert len([name for name in many if name.startswith("EPUB/story-")]) == 500
    assert len(texts(page(make_book(issues.long(), None), "story-1.xhtml"), "//x:section/x:p")) == 301


def test_a_copy_says_for_whom_it_was_made():
    book = make_book(issues.issue(issues.piece()), None)
    assert texts(page(book, "about.xhtml"), "//x:p[@id='copy']") == [""]
    copy = copy_for(book, "K-0007")
    assert texts(page(copy, "about.xhtml"), "//x:p[@id='copy']") == ["Salinan ini dibuat untuk pelanggan nomor K-0007."]
    assert copy == copy_for(book, "K-0007") != copy_for(book, "K-0008")
    same = {name: content for name, content in opened(copy).items() if name != "EPUB/about.xhtml"}
    assert same == {name: content for name, content in opened(book).items() if name != "EPUB/about.xhtml"}
    with pytest.raises(NoBook):
        copy_for(b"PK nothing", "K-0007")

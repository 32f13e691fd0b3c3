# ruff: noqa: E501 - cases read better whole
import gzip

import pytest

from tests.intake.samples import ghost, item, post, wxr
from warta.intake.errors import IntakeError
from warta.intake.items import IncomingStory
from warta.intake.report import Report
from warta.intake.sources import Source, read, sources


@pytest.mark.parametrize(("name", "data", "kind"), [
    ("a.xml", wxr(item()), "wxr"), ("b.json", ghost(post()), "ghost"), ("c.html", "<!doctype html><p>x</p>", "page"), ("d.txt", "Judul\n\nIsi berita.", "page"),
])  # fmt: skip
def test_kinds(tmp_path, name, data, kind):
    (tmp_path / name).write_text(data)
    (found,) = sources(tmp_path / name)
    assert isinstance(found, Source)
    assert found.kind == kind


@pytest.mark.parametrize(("name", "data", "says"), [
    ("a.xml", b"<rss><channel/></rss>", "RSS"), ("a.xml", b"<?xml version='1.0'?><feed/>", "Atom"), ("a.xml", b"<opml/>", "OPML"), ("a.xml", b"<nitf/>", "NITF"),
    ("a.xml", b"<!DOCTYPE n [<!ENTITY f SYSTEM 'file:///x'>]><newsItem/>", "NewsML-G2"), ("a.xml", b"<urlset/>", "sitemap"), ("a.json", b'{"uri":"x","headline":"y"}', "ninjs"),
    ("a.csv", b"email,name,note\na@b.example,x,y", "members"), ("a.zip", b"PK\x03\x04xxxx", "ZIP"), ("a.pdf", b"%PDF-1.7", "PDF"), ("a.jpg", b"\xff\xd8\xff\xe0xx", "JPEG"),
    ("a.xml", gzip.compress(b"<rss/>", mtime=0), "gzip"), ("a.txt", b"", "empty"), ("a.txt", b" \n ", "white space"), ("a.html", bytes(range(256)) * 40, "binary"),
])  # fmt: skip
def test_other_kinds_are_named(tmp_path, name, data, says):
    (tmp_path / name).write_bytes(data)
    (found,) = sources(tmp_path / name)
    assert isinstance(found, IntakeError)
    assert says in str(found)


@pytest.mark.parametrize(("name", "text", "says"), [
    ("Makefile", "all: build\n\tcc -o x x.c\n", "source code"),
    ("notes.txt", "from os import getcwd\n\ndef main(argv):\n    path = getcwd()\n    return path[0];\n", "source code"),
    ("noext", "name: warta\nversion: 1\nservices:\n  web:\n    image: nginx\n", "a configuration file"),
    ("a.txt", "[mysqld]\nuser=mysql\nport=3306\n# here\nbind=127.0.0.1\n", "a configuration file"),
    ("a.txt", "2026-01-01 10:00:00 INFO server: it started.\n2026-01-01 10:00:01 INFO server: it runs.\n" * 3, "a log"),
    ("a.txt", "Budi;Randuasri;41\nSari;Batulentera;38\nWira;Seruni;52\n", "a CSV table"),
    ("a.txt", '"id": 1,\n"b": 2,\n"c": 3\n', "JSON"),
    ("a.txt", "From: a@b.example\nTo: c@d.example\nSubject: Halo\n\nRapat ditunda sampai besok pagi.\n", "an e-mail"),
    ("a.txt", "1\n00:00:01,000 --> 00:00:04,000\nSelamat pagi.\n", "subtitles"),
    ("page.mhtml", "From: <Saved by Blink>\nSubject: Judul\nMIME-Version: 1.0\n\n<html><p>Isi", "MHTML"),
    ("a.txt", "<?php\necho '<html>';\n", "source code"),
    ("LICENSE", "MIT License\n\nPermission is hereby granted, free of charge, to any person.\n", "a licence"),
    ("a.txt", "QUJD" * 500, "encoded data"),
    ("a.txt", "1\n2\n3\n", "numbers"),
])  # fmt: skip
def test_text_that_is_no_news_is_named(tmp_path, name, text, says):
    (tmp_path / name).write_text(text)
    (found,) = sources(tmp_path / name)
    assert isinstance(found, IntakeError)
    assert says in str(found)


@pytest.mark.parametrize("text", [
    "Jalan Baru Dibuka\n\nRANDUASRI - Jalan baru di Randuasri dibuka Senin (2/3/2026).\n\nWarga menyambutnya dengan senang hati.\n",
    "Bridge opens\nBy Wilf Tarrowby\n2 March 2026\nThe bridge over the Sela opened on Monday after two years of work by the council.\n",
    "Harga Cabai Naik\n\nHarga cabai rawit naik di tiga pasar Randuasri, Senin (2/3/2026), kata Dinas Pasar.\n\nHarga per kilogram:\nCabai rawit: Rp80.000\nCabai merah: Rp60.000\nBawang: Rp30.000\n",
])  # fmt: skip
def test_a_short_news_text_is_taken(tmp_path, text):
    (tmp_path / "berita").write_text(text)
    (found,) = sources(tmp_path / "berita")
    assert isinstance(found, Source)
    (page,) = read(found)
    assert page.headline == text.splitlines()[0]


def test_a_folder_is_read_in_order_without_pictures(tmp_path):
    (tmp_path / "b.json").write_text(ghost(post()))
    (tmp_path / "a.xml").write_text(wxr(item()))
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads" / "x.jpg").write_bytes(b"x")
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "x.html").write_text("<p>x")
    found = list(sources(tmp_path))
    assert [s.name for s in found] == ["a.xml", "b.json"]
    assert tmp_path / "uploads" in found[0].media


def test_the_report_counts_in_the_files_own_words(tmp_path):
    path = tmp_path / "a.xml"
    path.write_text(
        wxr(
            item(1),
            item(2, status="draft"),
            item(3, kind="nav_menu_item"),
            item(4, extra="<wp:post_password>x</wp:post_password>"),
        )
    )
    (source,) = sources(path)
    report = Report(source.kind)
    for record in read(source):
        report.note(record)
        if isinstance(record, IncomingStory):
            report.took()
    told = report.as_dict()
    assert told["items"] == {"post": {"publish": 2, "draft": 1}, "nav_menu_item": {"publish": 1}}
    assert (told["kind"], told["imported"], told["authors"], told["terms"], told["media"]) == ("wxr", 3, 1, 1, 0)
    assert [d["kind"] for d in told["doubts"]] == ["inferred"]
    assert report.exit_code == 0


def test_exit_codes():
    report = Report("wxr")
    assert report.exit_code == 1
    report.items = {"post": {"publish": 1}}
    report.skip("line 3", "broken")
    assert report.exit_code == 1
    report.took()
    assert report.exit_code == 3

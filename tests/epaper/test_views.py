import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.epaper import pdfs
from warta.epaper.models import Edition, EditionItem
from warta.epaper.services import desk
from warta.epaper.services.builds import build
from warta.stories.models import Story

SEES = ("editor", "administrator")


@pytest.fixture
def made(newspaper, edition, quick):
    for number in range(4):
        newspaper.story(f"Berita {number}", hours_ago=1 + number)
    build(edition)
    return edition


@pytest.fixture
def editor(newspaper, client):
    client.force_login(newspaper.colleague("editor"))
    return client


def url(name, *args):
    return reverse(f"editions:{name}", args=args)


def pages(edition):
    picture = url("file", edition.pk, edition.build, "page-1-small.webp")
    return (url("index"), url("edition", edition.pk), url("progress", edition.pk), picture)


def test_who_sees_and_who_arranges(newspaper, made, client):
    before = Edition.objects.values().get()
    for role in ("editor", "administrator", "photo_editor", "reporter", "curator", "advertising"):
        client.force_login(newspaper.colleague(role))
        may_see = role in (*SEES, "photo_editor")
        for path in pages(made):
            assert (client.get(path).status_code == 200) is may_see, (role, path)
        for path in (url("insert", made.pk), url("withdraw", made.pk)):
            assert (client.get(path).status_code == 200) is (role in SEES), (role, path)
        assert ("Koran elektronik" in client.get("/admin/").content.decode()) is may_see, role
        for name in ("act", "arrange", "put-in", "upload") if role not in SEES else ():
            answer = client.post(url(name, made.pk), {"do": "close", "item": made.items.first().pk})
            assert answer.status_code in (302, 403) and Edition.objects.values().get() == before, (role, name)


def test_a_stranger_sees_nothing(made, client):
    for path in pages(made):
        assert client.get(path).status_code == 302


def test_only_files_of_a_build_are_given(made, editor):
    for name in ("build.json", ".lock", "page-1.webp.bak", "page-999.webp"):
        assert editor.get(f"/admin/editions/{made.pk}/files/{made.build}/{name}").status_code == 404
        for folder in ("..", ".", "%2e%2e", made.build + "%2f.."):
            assert editor.get(f"/admin/editions/{made.pk}/files/{folder}/{name}").status_code in (301, 404)


def test_the_page_of_an_edition_shows_what_stands_where(made, editor):
    desk.arrange(edition=made, item=made.items.first().pk, page=2)
    text = editor.get(url("edition", made.pk)).content.decode()
    assert text.count('class="epaper-sheet"') == 2 and "Berita 0" in text and "diminta: ke halaman 2" in text
    assert "page-2-small.webp" in text


def test_arranging_without_a_script(made, editor):
    item = made.items.first()
    answer = editor.post(url("arrange", made.pk), {"do": "apply", "item": item.pk, "page": "3", "length": "brief",
                                                   "seen": made.revision}, follow=True)  # fmt: skip
    item.refresh_from_db()
    assert (item.page, item.length) == (3, "brief") and "Dicatat" in answer.content.decode()
    answer = editor.post(url("arrange", made.pk), {"do": "drop", "item": item.pk, "seen": made.revision}, follow=True)
    item.refresh_from_db()
    assert not item.is_dropped and "orang lain mengubah" in answer.content.decode()


def test_what_is_not_understood_changes_nothing(made, editor):
    before = list(made.items.values())
    for sent in ({}, {"item": "x"}, {"item": 1, "page": 999}, {"item": 1, "length": "huge"}):
        answer = editor.post(url("arrange", made.pk), {"do": "apply", **sent}, follow=True)
        assert answer.status_code == 200 and list(made.items.values()) == before


def test_buttons_of_the_edition(made, editor):
    for do, holds in (
        ("publish", lambda row: row.published_at), ("pages", lambda row: row.draft_wanted_at),
        ("anew", lambda row: row.wanted_at), ("choose", lambda row: row.chosen_at is None),
        ("close", lambda row: row.closed_at), ("reopen", lambda row: row.closed_at is None),
    ):  # fmt: skip
        assert editor.post(url("act", made.pk), {"do": do}).status_code == 302
        assert holds(Edition.objects.get()), do
    assert editor.post(url("act", made.pk), {"do": "explode"}).status_code == 404
    assert editor.get(url("act", made.pk)).status_code == 405


def test_from_new_pages_to_readers(newspaper, made, editor):
    editor.post(url("put-in", made.pk), {"story": newspaper.story("Tambahan").pk, "seen": made.revision})
    build(made, draft=True)
    text = editor.get(url("edition", made.pk)).content.decode()
    assert "Terbitkan halaman ini" in text and "Tambahan" in text
    assert (
        "Tambahan" not in editor.get(url("edition", made.pk) + "?of=readers").content.decode().split("epaper-rest")[0]
    )
    editor.post(url("act", made.pk), {"do": "publish-pages", "pages": Edition.objects.get().draft})
    made.refresh_from_db()
    assert made.published_at and not made.draft and made.items.get(headline="Tambahan").printed_on


def test_finding_a_story(newspaper, made, editor):
    newspaper.story("Banjir di Randu", hours_ago=900)
    text = editor.get(url("edition", made.pk), {"q": "randu BANJIR"}).content.decode()
    assert "Banjir di Randu" in text and "Masukkan: Banjir di Randu" in text
    assert "sudah ada" in editor.get(url("edition", made.pk), {"q": "berita 1"}).content.decode()
    assert "Tidak ada berita terbit" in editor.get(url("edition", made.pk), {"q": "%_x"}).content.decode()


def test_a_notice_and_an_advertisement(newspaper, made, editor):
    words = {"kind": "notice", "headline": "Libur", "text": "Kantor tutup.", "link": "", "size": "0", "page": "2",
             "seen": made.revision}  # fmt: skip
    assert editor.post(url("insert", made.pk), words).status_code == 302
    piece = EditionItem.objects.get(kind="notice")
    assert (piece.page, piece.text) == (2, "Kantor tutup.")
    made.refresh_from_db()
    words |= {"kind": "advertisement", "text": "", "picture": newspaper.photo().pk, "seen": made.revision}
    assert editor.post(url("insert-edit", made.pk, piece.pk), words).status_code == 302
    piece.refresh_from_db()
    assert (piece.kind, piece.picture is not None) == ("advertisement", True)
    words |= {"picture": "", "kind": "story"}
    answer = editor.post(url("insert", made.pk), words)
    assert answer.status_code == 200 and "Beri teks atau gambar" in answer.content.decode()


def test_withdrawing_asks_why(made, editor):
    desk.publish(edition=made)
    assert editor.post(url("withdraw", made.pk), {"reason": ""}).status_code == 200
    assert editor.post(url("withdraw", made.pk), {"reason": "Keliru", "seen": made.revision}).status_code == 302
    assert Edition.objects.get().withdrawn_at is not None
    assert "Ditarik: Keliru" in editor.get(url("edition", made.pk)).content.decode()


def test_uploading(made, editor):
    bad = SimpleUploadedFile("x.pdf", b"MZ", "application/pdf")
    assert "bukan PDF" in editor.post(url("upload", made.pk), {"file": bad}, follow=True).content.decode()
    good = SimpleUploadedFile("x.pdf", pdfs.plain(1), "application/pdf")
    text = editor.post(url("upload", made.pk), {"file": good}, follow=True).content.decode()
    row = Edition.objects.get()
    assert row.incoming and "PDF sedang diperiksa" in text
    build(row)
    assert row.uploaded and "sistem cetak" in editor.get(url("edition", made.pk)).content.decode()


def test_trouble_stands_on_the_home(newspaper, made, editor, client):
    Edition.objects.update(failure="Tinta habis.")
    assert "Tinta habis." in editor.get("/admin/").content.decode()
    client.force_login(newspaper.colleague("reporter"))
    assert "Tinta habis." not in client.get("/admin/").content.decode()


def test_a_withdrawn_story_can_be_printed_out(newspaper, made, editor):
    desk.publish(edition=made)
    desk.close(edition=made)
    item = made.items.first()
    Story.objects.get(pk=item.story).unpublish()
    EditionItem.objects.filter(pk=item.pk).update(is_gone=True)
    text = editor.get(url("edition", made.pk)).content.decode()
    assert "Buat ulang tanpa berita itu" in text
    editor.post(url("act", made.pk), {"do": "anew"})
    build(Edition.objects.get())
    assert "Buat ulang tanpa berita itu" not in editor.get(url("edition", made.pk)).content.decode()


def test_a_new_edition(editor, made):
    answer = editor.post(url("index"), {"day": "2026-11-20", "language": "en"})
    row = Edition.objects.get(language="en")
    assert answer.url == url("edition", row.pk) and row.draft_wanted_at is not None
    for day in ("", "20-20", "0001-01-01", "9999-01-01"):
        assert editor.post(url("index"), {"day": day, "language": "en"}).status_code == 200
    assert Edition.objects.count() == 2

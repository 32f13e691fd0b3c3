"""Downloads of the e-paper: to whom, marked for whom, in parts, and never more at once than can be made."""

import threading
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.test import RequestFactory
from pypdf import PdfReader

from tests.epaper import editions
from tests.newspaper import PASSWORD
from warta.epaper.copies import NoCopy, pdf_for
from warta.readers.models import User
from warta.site.views import epaper_files
from warta.site.views.epaper_files import Busy, Copies, ranged

PDF, EPUB = (f"/download/epaper/2026-11-27/{form}" for form in ("pdf", "epub"))


@pytest.fixture
def edition(newspaper):
    return editions.make([newspaper.story("Judul")], pages=3)


@pytest.fixture
def staff(newspaper, client):
    """The newsroom's own pass opens an edition like a subscription does."""
    newspaper.colleague("editor")
    client.login(email="editor@news.example", password=PASSWORD)
    return f"{User.objects.get(email='editor@news.example').pk:06d}"


def test_who_lacks_the_right_is_led_to_the_page_and_gets_no_byte(edition, newspaper, client):
    User.objects.create_user("pembaca@readers.example", PASSWORD)
    for signed_in in (False, True):
        if signed_in:
            client.login(email="pembaca@readers.example", password=PASSWORD)
        for path in (PDF, EPUB):
            for more in ({}, {"range": "bytes=0-99"}):
                answer = client.get(path, headers=more)
                assert (answer.status_code, answer.url, answer.content) == (302, "/epaper/2026-11-27/", b"")
                assert answer["Cache-Control"] == "private, no-store"


def test_each_page_says_for_whom_and_tags_stay(edition, client, staff):
    answer = client.get(PDF)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="kabar-uji-2026-11-27.pdf"'
    assert answer["Cache-Control"] == "private, no-store"
    found, original = PdfReader(BytesIO(answer.content)), PdfReader(edition.files / "edition.pdf")
    assert [f"nomor {staff}" in page.extract_text() for page in found.pages] == [True] * 3
    assert found.metadata.title == original.metadata.title == "Edisi"
    for part in ("/StructTreeRoot", "/MarkInfo", "/Lang"):
        assert found.root_object[part] is not None
    assert all(b"/Artifact" in page.get_contents().get_data() for page in found.pages)
    assert client.get(PDF).content == answer.content


def test_the_book_says_for_whom(edition, client, staff):
    answer = client.get(EPUB)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/epub+zip")
    assert answer.content[30:58] == b"mimetypeapplication/epub+zip" and staff in _about(answer.content)


def _about(book):
    import zipfile

    with zipfile.ZipFile(BytesIO(book)) as archive:
        return archive.read("EPUB/about.xhtml").decode()


def test_what_is_not_there(edition, client, staff):
    paths = ("/download/epaper/2026-11-26/pdf", "/download/epaper/en/2026-11-27/pdf", "/download/epaper/2026-11-27/zip")
    assert [client.get(path).status_code for path in paths] == [404] * 3
    (edition.files / "edition.epub").unlink()
    assert client.get(EPUB).status_code == 404
    (edition.files / "edition.pdf").write_bytes(b"%PDF-1.7 cut off")
    assert client.get(PDF).status_code == 503 and b"%PDF" not in client.get(PDF).content
    edition.withdrawn_at = edition.published_at
    edition.save()
    assert client.get(PDF).status_code == 410


@pytest.mark.parametrize(("asked", "status", "given", "where"), [
    ("bytes=0-2", 206, b"012", "bytes 0-2/10"), ("bytes=7-", 206, b"789", "bytes 7-9/10"),
    ("bytes=-3", 206, b"789", "bytes 7-9/10"), ("bytes=8-99", 206, b"89", "bytes 8-9/10"),
    ("bytes=-99", 206, b"0123456789", "bytes 0-9/10"), ("bytes=10-", 416, b"", "bytes */10"),
    ("bytes=5-4", 416, b"", "bytes */10"), ("bytes=0-1,4-5", 200, b"0123456789", None),
    ("bytes=-", 200, b"0123456789", None), ("bytes=x", 200, b"0123456789", None), ("", 200, b"0123456789", None),
    ("bytes=-0", 416, b"", "bytes */10"), ("bytes=99999999999999-", 200, b"0123456789", None),
])  # fmt: skip
def test_parts(asked, status, given, where):
    answer = ranged(RequestFactory().get("/", headers={"range": asked}), b"0123456789")
    assert (answer.status_code, answer.content, answer.headers.get("Content-Range")) == (status, given, where)


def test_a_part_of_another_version_is_the_whole():
    tag = ranged(RequestFactory().get("/"), b"0123456789")["ETag"]
    for condition, status in ((tag, 206), ('"other"', 200)):
        request = RequestFactory().get("/", headers={"range": "bytes=0-1", "if-range": condition})
        assert ranged(request, b"0123456789").status_code == status


def test_so_many_copies_are_made_at_once_and_kept_within_bounds(monkeypatch):
    monkeypatch.setattr(epaper_files, "WAIT_S", 0.05)
    monkeypatch.setattr(epaper_files, "MEMORY_MAX", 10)
    copies, go, began = Copies(), threading.Event(), threading.Semaphore(0)

    def slow():
        began.release()
        go.wait(5)
        return b"1234"

    making = [threading.Thread(target=copies.get, args=(name, slow)) for name in ("a", "b")]
    for thread in making:
        thread.start()
    assert began.acquire(timeout=5) and began.acquire(timeout=5)
    with pytest.raises(Busy):
        copies.get("c", lambda: b"never")
    go.set()
    for thread in making:
        thread.join(5)
    assert copies.get("a", lambda: b"again") == b"1234"
    assert copies.get("c", lambda: b"4321") == b"4321"  # and b, used least, makes room
    assert copies.get("b", lambda: b"anew") == b"anew"
    assert copies.get("large", lambda: b"x" * 11) == b"x" * 11 and copies.get("large", lambda: b"y") == b"y"


@pytest.mark.parametrize("content", [b"", b"no pdf", b"%PDF-1.4\n%%EOF"])
def test_what_is_no_pdf_is_not_marked(content):
    with pytest.raises(NoCopy):
        pdf_for(content, "Salinan")


def test_a_page_that_has_nothing_of_its_own_is_marked_too():
    from pypdf import PdfWriter

    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(400, 600)
    writer.write(out)
    page = PdfReader(BytesIO(pdf_for(out.getvalue(), "Salinan أ #x [y]"))).pages[0]
    assert "Salinan" in page.extract_text()


def test_busy_says_when_to_come_back(edition, client, staff, monkeypatch):
    def busy(*_):
        raise Busy

    monkeypatch.setattr(epaper_files, "COPIES", SimpleNamespace(get=busy))
    answer = client.get(PDF)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")

import json
import os
import subprocess
import sys

import pypdf
import pytest

from tests.epaper import pdfs
from warta.epaper import uploaded
from warta.epaper.board import troubles
from warta.epaper.errors import BuildFailed, NotAPdf
from warta.epaper.models import Edition, EditionItem
from warta.epaper.queries import texts
from warta.epaper.services.builds import build
from warta.epaper.services.desk import compose_instead, publish, upload_pdf
from warta.epaper.services.due import follow
from warta.stories.models import Story


def looked_at(tmp_path, data):
    """What the process says of a file."""
    file, folder = tmp_path / "in.pdf", tmp_path / "out"
    file.write_bytes(data)
    folder.mkdir(exist_ok=True)
    return uploaded.take_in(file, folder), folder


def test_a_good_one(tmp_path):
    told, folder = looked_at(tmp_path, pdfs.plain(2))
    assert [(page["number"], page["width"], page["height"]) for page in told["pages"]] == [
        (1, 1120, 1600),
        (2, 1120, 1600),
    ]
    names = {"edition.pdf", "cover.jpg", *(f"page-{n}{end}.webp" for n in (1, 2) for end in ("", "-small"))}
    assert {path.name for path in folder.iterdir()} == names


def test_whatever_acts_or_hides_is_taken_out(tmp_path):
    data = pdfs.hostile()
    for word in (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"MZ attached", b"/XFA", b"/SubmitForm"):
        assert word in data, "it could have been there"
    told, folder = looked_at(tmp_path, data)
    assert "pages" in told
    clean = pypdf.PdfReader(folder / "edition.pdf")
    written = (folder / "edition.pdf").read_bytes()
    for thing in (clean.get_object(number) for number in range(1, len(clean.xref[0]) + 1) if number in clean.xref[0]):
        written += str(thing).encode()
    for word in (b"JavaScript", b"/Launch", b"/EmbeddedFile", b"MZ attached", b"/XFA", b"/SubmitForm", b"javascript:",
                 b"app.alert", b"/OpenAction", b"/FileAttachment"):  # fmt: skip
        assert word not in written, word
    links = [note.get_object()["/A"]["/URI"] for note in clean.pages[0]["/Annots"]]
    assert links == ["https://news.example/"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no-pdf"),
        (b"MZ not a pdf", "no-pdf"),
        (b"%PDF-1.7\n%%EOF", "damaged"),
        (b"%PDF-1.7\n" + b"1 0 obj\n<<>>\nendobj\n" * 100, "damaged"),
        (pdfs.plain()[:2000], "damaged"),
        (pdfs.protected(), "encrypted"),
        (pdfs.plain(1, (100, 100)), "page-size"),
        (pdfs.plain(1, (4000, 300)), "page-size"),
        (pdfs.plain(201, (200, 300)), "too-many-pages"),
    ],
)
def test_what_is_refused(tmp_path, data, why):
    file = tmp_path / "in.pdf"
    file.write_bytes(data)
    with pytest.raises(uploaded.Refused, match=why):
        uploaded.look(file, tmp_path)


def test_the_process_says_why(tmp_path):
    assert looked_at(tmp_path, pdfs.protected())[0] == {"why": "encrypted"}


def test_one_that_takes_too_long_or_too_much_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(uploaded, "SECONDS_MAX", 0.01)
    assert looked_at(tmp_path, pdfs.plain(1))[0] == {"why": "slow"}
    code = "from warta.epaper import uploaded as u; u.MEMORY_MAX = 60 << 20; import sys; from pathlib import Path; " \
           "u.main(Path(sys.argv[1]), Path(sys.argv[2]))"  # fmt: skip
    file, folder = tmp_path / "in.pdf", tmp_path / "out"
    subprocess.run([sys.executable, "-c", code, file, folder], check=False, env=os.environ, capture_output=True)
    told = folder / uploaded.TOLD
    assert not told.exists() or json.loads(told.read_text()) == {"why": "bounds"}


def put(edition, data, tmp_path):
    file = tmp_path / "upload.pdf"
    file.write_bytes(data)
    with file.open("rb") as stream:
        upload_pdf(edition=edition, file=stream)


@pytest.fixture
def printed(newspaper, edition, quick, tmp_path):
    """An edition whose PDF comes from a print system, published."""
    newspaper.story("Kali meluap")
    put(edition, pdfs.plain(2), tmp_path)
    build(edition)
    publish(edition=edition)
    return edition


def test_an_upload_takes_the_place_of_composed_pages(printed, quick):
    assert (printed.uploaded, printed.incoming, printed.pages.count()) == (True, "", 2)
    assert (printed.files / "edition.epub").read_text() == "Kali meluap"
    assert quick == [] and not list(printed.folder.glob("incoming-*.pdf"))
    assert [text.headline for text in texts(printed)] == ["Kali meluap"]


def test_a_story_withdrawn_since_leaves_text_and_book_until_the_pdf_is_replaced(newspaper, printed, tmp_path):
    follow()
    story = EditionItem.objects.get().story
    Story.objects.get(pk=story).unpublish()
    follow()
    assert texts(printed) == [] and len(troubles()) == 1
    put(printed, pdfs.plain(1), tmp_path)
    build(printed)
    assert troubles() == [] and printed.pages.count() == 1


@pytest.mark.parametrize("data", [b"MZ", pdfs.protected()])
def test_a_bad_one_changes_nothing(printed, tmp_path, data):
    before = Edition.objects.get(pk=printed.pk).build
    try:
        put(printed, data, tmp_path)
        with pytest.raises(BuildFailed):
            build(printed)
    except NotAPdf:
        pass
    printed.refresh_from_db()
    assert (printed.build, printed.incoming, printed.wanted_at) == (before, "", None)
    build(printed)
    assert not list(printed.folder.glob("incoming-*"))


def test_composing_again(newspaper, printed, quick):
    compose_instead(edition=printed)
    build(printed)
    assert (printed.uploaded, len(quick)) == (False, 1) and printed.items.get().printed_on == "1"

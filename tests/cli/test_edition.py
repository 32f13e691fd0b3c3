"""The command for the e-paper, with the real press, in a process of its own as somebody runs it."""

import zipfile

import pypdf
import pytest

from tests.cli.command import run
from tests.epaper import pdfs

pytestmark = pytest.mark.long

STORIES = """
import json, uuid
from wagtail.models import Locale
from warta.stories.models import Section, Story
from warta.stories.services import save_story
locale = Locale.objects.get(language_code="id")
section = Section.objects.get_or_create(name="Daerah", slug="daerah", locale=locale)[0]
for number in range(4):
    text = "".join(f"<p>{'Air sungai naik dan warga menunggu di tanggul. ' * 9}</p>" for _ in range(6))
    body = [{"type": "text", "value": text, "id": str(uuid.uuid4())}]
    story = Story(title=f"Kali meluap untuk kali ke-{number}", section=section, locale=locale, body=json.dumps(body))
    save_story(story)
    story.publish(story.get_latest_revision())
"""


def edition(*words):
    return run("edition", *words)


def test_by_hand(data, tmp_path):
    """Over the real press to a print system's PDF in its place."""
    out = tmp_path / "print"
    assert run("django", "--data", data, "shell", "-c", STORIES)[0] == 0
    code, said, err = edition("build", "--data", data, "--date", "today", "--out", out, "--pages")
    assert (code, "made." in said, "--publish" in said) == (0, True, True), err
    (pdf,) = out.glob("*.pdf")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages)
    assert "meluap" in text
    (book,) = out.glob("*.epub")
    assert zipfile.ZipFile(book).read("mimetype") == b"application/epub+zip"
    assert list(out.glob("*-page-1.webp")) and not [path for path in out.iterdir() if path.name[0] == "."]
    before = pdf.read_bytes()
    pdf.unlink()
    code, said, _ = edition("build", "--data", data, "--date", "today", "--out", out, "--publish")
    assert (code, "there already" in said, pdf.read_bytes() == before) == (0, True, True)
    code, _, err = edition("make", "1", "--data", data, "--draft")
    assert code == 0, err  # as the worker asks for pages that the desk looks at
    file = tmp_path / "print-system.pdf"
    file.write_bytes(pdfs.hostile())
    code, said, err = edition("upload", file, "--data", data, "--date", "today")
    assert (code, "1 pages" in said) == (0, True), err
    assert "published, from a print system" in edition("list", "--data", data)[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("build", "--date", "27-11-2026"), "is no day"),
        (("build", "--date", "0001-01-01"), "cannot be made"),
        (("build", "--date", "2026-11-27", "--language", "xx"), "not one of"),
        (("build",), "--date"),
    ],
)
def test_called_wrongly(data, words, said):
    code, _, err = edition(words[0], "--data", data, *words[1:])
    assert (code, said in err) == (2, True), err


def test_where_no_newspaper_is(tmp_path):
    code, _, err = edition("list", "--data", tmp_path)
    assert (code, "holds no newspaper" in err) == (1, True)

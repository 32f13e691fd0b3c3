"""Real prints: what stands in the PDF, and what trouble does to it."""

import io
from dataclasses import replace
from itertools import pairwise

import pypdf
import pypdfium2
import pytest

from tests.epaper.issues import PAPER, broken, every_block, issue, picture, piece, text, troubles
from warta.epaper.press import PressError, print_issue
from warta.epaper.press.text import clean, letters
from warta.epaper.press.words import words_in
from warta.epaper.values import Block, Piece, Span, Wish

LOREM = (
    "Pemerintah kota menetapkan tarif baru angkutan laut setelah rapat panjang bersama pemilik kapal dan para nelayan "
    "yang menunggu sejak pagi. Kesejahteraan mereka, kata kepala dinas, dipertimbangkan dengan sungguh-sungguh."
)


def story(number, paragraphs=7, **more):
    return piece(number, **{
        "headline": f"Kapal nomor {number} berangkat pagi ini", "standfirst": "Ringkasan yang pendek.",
        "byline": ("Sari",), "weight": max(0, 95 - number),
        "blocks": tuple(text(LOREM) for _ in range(paragraphs)), **more,
    })  # fmt: skip


def read(printed):
    """The pages' texts, as one who searches finds them: words parted at a line's end are whole again."""
    document = pypdfium2.PdfDocument(printed.pdf)
    return [page.get_textpage().get_text_range().replace("\ufffe", "").replace("\r\n", " ") for page in document]


def outside(printed):
    """Text that stands in no piece's box, below the head and above the foot of its page."""
    found = []
    document = pypdfium2.PdfDocument(printed.pdf)
    for page in printed.pages:
        sheet = document[page.number - 1]
        width, height = sheet.get_size()
        words = sheet.get_textpage()
        boxes = [(it.left - 4, it.top - 4, it.left + it.width + 6, it.top + it.height + 2) for it in page.places]
        top, bottom = min(box[1] for box in boxes), max(box[3] for box in boxes)
        for number in range(words.count_rects()):
            left, low, right, high = words.get_rect(number)
            box = (
                left / width * 1000,
                (height - high) / height * 1000,
                right / width * 1000,
                (height - low) / height * 1000,
            )
            said = words.get_text_bounded(left, low, right, high).strip()
            if not top <= (box[1] + box[3]) / 2 <= bottom or said in (
                "Nasional",
                "Daerah",
                "Foto",
                "Pengumuman",
                "Tak dikenal",
            ):
                continue
            if not any(
                it[0] - 4 <= box[0] and box[2] <= it[2] + 6 and it[1] - 4 <= box[1] and box[3] <= it[3] + 2
                for it in boxes
            ):
                found.append((page.number, said, box))
    return found


@pytest.fixture(scope="module")
def morning(tmp_path_factory):
    """A day with photos, sections, an advertisement and a notice."""
    folder = tmp_path_factory.mktemp("foto")
    lead = picture(folder, caption="Perahu di dermaga", credit="Layar/Sari", alt="Tiga perahu di dermaga")
    tall = picture(folder, "tegak.jpg", (700, 1100), caption="Mercusuar", alt="Mercusuar putih")
    pieces = [
        story(number, 5 + number % 5, section=("Daerah", "Nasional")[number % 2], lead=(lead, None, tall)[number % 3],
              open_words=None if number % 4 else 60)
        for number in range(1, 15)
    ]  # fmt: skip
    pieces.append(
        Piece("advertisement:1", "advertisement", "Toko", "id", lead=lead, size=3, url="https://toko.example/")
    )
    pieces.append(Piece("notice:1", "notice", "Listrik padam", "id", blocks=(text(LOREM),)))
    pieces.append(every_block(folder))
    return issue(*pieces)


@pytest.fixture(scope="module")
def printed(morning):
    return print_issue(morning)


def test_the_same_issue_gives_the_same_bytes(morning, printed):
    assert print_issue(morning).pdf == printed.pdf


def test_the_pdf_says_what_it_is_and_carries_its_fonts(printed):
    reader = pypdf.PdfReader(io.BytesIO(printed.pdf))
    root = reader.trailer["/Root"]
    assert reader.metadata.title == "Layar Pagi, Jumat, 27 November 2026"
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("id", True)
    assert {tuple(round(side / 72 * 25.4) for side in page.mediabox[2:]) for page in reader.pages} == {(280, 400)}
    fonts = {id(font): font for page in reader.pages for font in page["/Resources"]["/Font"].values()}
    descriptors = [font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts.values()]
    assert descriptors and all("/FontFile2" in it or "/FontFile3" in it for it in descriptors)
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_bookmarks_lead_to_sections_and_stories(printed):
    reader = pypdf.PdfReader(io.BytesIO(printed.pdf))

    def titles(outline):
        return [title for item in outline for title in (titles(item) if isinstance(item, list) else [item.title])]

    said = titles(reader.outline)
    assert said[0] == "Layar Pagi"
    assert {"Nasional", "Daerah", "Kapal nomor 9 berangkat pagi ini"} <= set(said)
    assert not any("\N{SOFT HYPHEN}" in title for title in said)


def test_headlines_and_marks_are_links(printed):
    reader = pypdf.PdfReader(io.BytesIO(printed.pdf))
    actions = [
        note.get_object()["/A"]
        for page in reader.pages
        for note in page.get("/Annots", ())
        if "/A" in note.get_object()
    ]
    addresses = {action["/URI"] for action in actions if "/URI" in action}
    assert {"https://layar.example/nasional/judul-3/", "https://toko.example/"} <= addresses


def test_words_are_found_as_they_are_written(printed):
    # PDFium takes the lines of a page that is all but empty, as the last one here, for columns; so without it.
    said = " ".join(read(printed)[:-1])
    assert "Kesejahteraan mereka" in said and "dipertimbangkan" in said
    assert "\N{SOFT HYPHEN}" not in said


def test_every_piece_has_its_place_and_nothing_stands_outside(morning, printed):
    places = {place.key for page in printed.pages for place in page.places}
    assert places | set(printed.left_out) == {one.key for one in morning.pieces}
    assert outside(printed) == []


def test_marks_of_what_goes_on_say_the_right_pages(printed):
    said, words = read(printed), words_in("id")
    parts = {}
    for page in printed.pages:
        for place in page.places:
            parts.setdefault(place.key, []).append((page.number, place.part, place.parts))
    going_on = {key: found for key, found in parts.items() if len(found) > 1}
    assert going_on
    for found in going_on.values():
        assert [(part, parts) for _, part, parts in found] == [(number + 1, len(found)) for number in range(len(found))]
        for (before, *_), (after, *_) in pairwise(found):
            assert words.to_page % {"page": after} in said[before - 1]
            assert words.from_page % {"page": before} in said[after - 1]


def test_the_front_page_shows_no_more_than_is_open():
    words = " ".join(f"kata{number}x" for number in range(400))
    sentences = words.replace("9x ", "9x. ")
    pieces = [story(number, blocks=(Block("text", spans=(Span(sentences),)),), open_words=50) for number in range(1, 7)]
    front = read(print_issue(issue(*pieces)))[0]
    assert front.count("kata") <= 50 * 6
    assert "kata50x" not in front and "kata0x" in front


def test_advertising_is_called_so(printed):
    page = next(page.number for page in printed.pages for place in page.places if place.key == "advertisement:1")
    assert "Iklan" in read(printed)[page - 1]


def test_nothing_to_print_is_told():
    with pytest.raises(PressError, match="no pieces"):
        print_issue(issue())
    with pytest.raises(PressError, match="20 x 400 mm"):
        print_issue(replace(issue(piece()), paper=replace(PAPER, width_mm=20)))


def test_every_kind_of_trouble_prints(tmp_path):
    printed = print_issue(troubles(tmp_path))
    said = " ".join(read(printed))
    assert "rusak.jpg" in " ".join(printed.warnings)
    assert "<b>&amp;</b>" in said
    assert outside(printed) == []


def test_text_that_looks_like_typesetting_is_text():
    code = '#panic("x") $x^2$ *b* _i_ @ref \\ <lab> // /* ]] {{ `raw` ~ = 1'
    printed = print_issue(issue(story(1, headline=code, blocks=(text(code), Block("subheading", spans=(Span(code),))))))
    said = " ".join(read(printed)[0].split())
    assert said.count('#panic("x") $x^2$ *b* _i_ @ref') == 3


def test_a_broken_photo_is_left_out_and_told(tmp_path):
    printed = print_issue(issue(story(1, lead=broken(tmp_path))))
    assert printed.warnings == ("story:1: the picture rusak.jpg cannot be read and was left out.",)


def test_letters_that_no_font_has_become_readable():
    assert clean("漢字 \x00\u202eab\ud800c") == "HanZi abc"
    assert clean("Emoji 😀 ∑ ꦗꦮ عربي") == "Emoji 😀 ∑ ꦗꦮ عربي"


def test_the_list_of_letters_is_that_of_the_fonts():
    from fontTools.ttLib import TTFont

    from warta.epaper.press.text import FONTS

    found = set()
    for path in FONTS.glob("*.ttf"):
        found |= set(TTFont(path, lazy=True).getBestCmap())
    assert letters() == found


def test_a_wide_table_never_sticks_out():
    def table(columns, rows=6):
        return Block(
            "table",
            title="Hasil",
            has_head=True,
            rows=tuple(tuple(f"sel{row}{column}angka" for column in range(columns)) for row in range(rows)),
        )

    blocks = (text(LOREM), table(3), text(LOREM), table(8), text(LOREM), table(30), text(LOREM))
    printed = print_issue(
        issue(story(1, blocks=blocks, wish=Wish(length="whole")), *(story(number) for number in range(2, 6)))
    )
    assert outside(printed) == []
    said = " ".join(read(printed))
    assert "sel57angka" in said and "Tabel di web" in said and "sel029angka" not in said

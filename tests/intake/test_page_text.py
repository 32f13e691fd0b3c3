"""Which lines of a saved page are its text, on pages made up for one question each."""

import json

import lxml.html
import pytest

from warta.intake.options import Options
from warta.intake.page.extract import choose
from warta.intake.page.lines import Walker
from warta.intake.page.read import read_html
from warta.intake.page.structured import Structured

PARTS = [
    "The ferry board of Little Hessle met on Tuesday to hear why two sailings were cancelled without any notice.",
    "Passengers told the board that they had waited on the pier for three hours in the rain with their children.",
    "The operator answered that a gearbox had failed in the night and that no spare part was kept on the island.",
    "Members asked why the warning was posted only after the first boat should have sailed, and got no answer.",
    "A second meeting is planned for the end of the month, when the relief boat's costs will be known to all.",
    "Until then the board wants a warning on the pier and on the radio an hour before any sailing is cancelled.",
]


def paragraphs(*texts):
    return "".join(f"<p>{text}</p>" for text in texts)


def lines_of(body):
    return Walker().page(lxml.html.fromstring(body))


@pytest.fixture
def read(tmp_path):
    def page(body, *, head="", title="Board asks why the ferry stayed away"):
        path = tmp_path / "page.html"
        path.write_text(
            f'<!doctype html><html lang="en"><head><title>{title}</title>{head}</head><body>{body}</body></html>'
        )
        (found,) = read_html(path, Options())
        return found

    return page


def test_a_story_cut_into_parts_named_after_the_wall_is_whole(read):
    walled = "".join(
        f'<div class="paywall"><p>{text}</p></div><div class="ad">Advertisement</div>' for text in PARTS[3:]
    )
    found = read(f"<article><h1>Board asks why</h1><div>{paragraphs(*PARTS[:3])}</div>{walled}</article>")
    assert list(found.paragraphs) == PARTS


def test_a_link_is_no_text_though_the_pages_data_carries_it(read):
    link = "GEARBOX OF THE HERON WAS REPLACED TWICE LAST YEAR, HARBOUR PAPERS SHOW"
    data = {"@type": "NewsArticle", "headline": "Board", "articleBody": " ".join([*PARTS[:3], link, *PARTS[3:]])}
    body = paragraphs(*PARTS[:3]) + f'<p><a href="/heron"><strong>{link}</strong></a></p>' + paragraphs(*PARTS[3:])
    found = read(
        f"<article><h1>Board asks why the ferry stayed away</h1>{body}</article>",
        head=f'<script type="application/ld+json">{json.dumps(data)}</script>',
    )
    assert list(found.paragraphs) == PARTS


def test_short_lines_in_plain_elements_stay_where_two_of_three_readings_hold_them():
    said = ["They both took one.", "“Will it sail?”", "Nobody knew."]
    texts = [*PARTS[:2], *said, *PARTS[2:]]
    lines = lines_of("".join(f"<div><div>{text}</div></div>" for text in texts))
    whole, prose = "\n".join(texts), "\n".join(PARTS)
    assert [line.text for line in choose(lines, (whole, whole, prose), Structured())] == texts
    assert [line.text for line in choose(lines, (whole, prose, prose), Structured())] == PARTS


@pytest.mark.parametrize(
    "mark", ['class="sr-only"', 'class="visually-hidden__text"', 'style="clip:rect(0 0 0 0);height:1px"', "hidden"]
)
def test_words_for_ears_alone_are_not_read(read, mark):
    linked = PARTS[1].replace("the pier", f'<a href="/pier">the pier<span {mark}>, opens a new tab</span></a>')
    found = read(f"<article><h1>Board asks why</h1>{paragraphs(PARTS[0], linked, *PARTS[2:])}</article>")
    assert list(found.paragraphs) == PARTS


def test_a_note_on_the_writer_ends_no_story(read):
    note = "Tessaly Crake is a freelance reporter on Little Hessle, where she also runs the only bakery."
    found = read(f"<article><h1>Board asks why</h1>{paragraphs(*PARTS, note)}</article>")
    assert list(found.paragraphs) == PARTS
    assert note in found.furniture


@pytest.mark.parametrize(
    "line", ["Posted 4 March 2026 12:44 PM", "Von Tessaly Crake und Orla Penhaddow", "Harbour papers"]
)
def test_what_stands_under_a_headline_is_not_always_a_standfirst(read, line):
    found = read(
        f"<main><h1>Board asks why the ferry stayed away</h1><div>{line}</div><div>{paragraphs(*PARTS)}</div></main>"
    )
    assert found.standfirst is None


DECK = "No spare part was kept on the island, says the operator"


@pytest.mark.parametrize(
    ("mark", "head"), [('class="article-dek"', ""), ("", f'<meta name="description" content="{DECK}">')]
)
def test_a_standfirst_is_known_by_its_class_or_the_pages_description(read, mark, head):
    top = f"<h1>Board asks why the ferry stayed away</h1><p>Harbour papers and tide tables</p><h2 {mark}>{DECK}</h2>"
    found = read(f"<main><header>{top}</header><div>{paragraphs(*PARTS)}</div></main>", head=head)
    assert found.standfirst == DECK
    assert list(found.paragraphs) == PARTS


def test_lines_broken_in_the_middle_of_a_sentence_open_a_story(read):
    broken = [
        "The ferry board of Little Hessle met on Tuesday to hear why two",
        "sailings were cancelled that morning without a word of warning",
    ]
    found = read(
        f"<main><h1>Board asks why the ferry stayed away</h1><div>{paragraphs(*broken, *PARTS[1:])}</div></main>"
    )
    assert list(found.paragraphs) == [*broken, *PARTS[1:]]


def test_boxes_about_the_paper_after_the_story_are_no_text():
    box = "If this account is read on another machine, the story stays closed there until you sign out of this one."
    texts = [*PARTS, *(text.replace("board", "council") for text in PARTS)]
    lines = lines_of(f"<main><article>{paragraphs(*texts)}</article><div><div>{paragraphs(box)}</div></div></main>")
    heard = "\n".join([*texts, box])
    assert [line.text for line in choose(lines, (heard, heard, heard), Structured())] == texts


def test_slides_with_paragraphs_are_text_where_all_readings_agree():
    slides = "".join(f'<div class="slideshow-slide">{paragraphs(text)}</div>' for text in PARTS[3:])
    lines = lines_of(f"<article>{paragraphs(*PARTS[:3])}{slides}</article>")
    whole, three = "\n".join(PARTS), "\n".join(PARTS[:3])
    assert [line.text for line in choose(lines, (whole, whole, whole), Structured())] == PARTS
    assert [line.text for line in choose(lines, (whole, whole, three), Structured())] == PARTS[:3]


def test_a_caption_is_no_text_though_all_readings_hold_it():
    caption = "Passengers wait in the rain at the pier on Little Hessle after two sailings were cancelled on Tuesday."
    lines = lines_of(f'<article><p class="caption">{caption}</p><div>{paragraphs(*PARTS)}</div></article>')
    heard = "\n".join([caption, *PARTS])
    assert [line.text for line in choose(lines, (heard, heard, heard), Structured())] == PARTS

"""The composer without a press: numbers in, modules out."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.epaper.drafts import SHEET, draft, faults, filled, frame, wish
from warta.epaper.compose.draft import Item, Mark, Run
from warta.epaper.compose.flow import pour
from warta.epaper.compose.forms import evened, fit, open_mark
from warta.epaper.compose.newspaper import compose
from warta.epaper.compose.parts import Part, Rules
from warta.epaper.compose.sheet import sheet_of


def text(lines):
    return Item("text", lines, lines * 5)


def test_text_flows_from_column_to_column_and_says_where_it_stopped():
    poured = pour([text(7), text(6)], Mark(), [(2, 5)])
    assert poured.rects == ((Run(0, 0, 7), Run(1, 0, 3)),)
    assert (poured.rest, poured.used, poured.free) == (Mark(1, 3), 10, 0)


def test_text_goes_on_in_the_next_rectangle_in_a_run_of_its_own():
    poured = pour([text(7)], Mark(), [(1, 4), (1, 9)])
    assert poured.rects == ((Run(0, 0, 4),), (Run(0, 4, 7),))
    assert (poured.rest, poured.free, poured.short) == (None, 6, 6)


def test_a_subheading_keeps_to_its_text():
    items = [text(4), Item("subheading", 1, 0, False), text(6)]
    assert pour(items, Mark(), [(2, 7)]).rects == ((Run(0, 0, 4), Run(1, 0, 1, gap=0, breaks=True), Run(2, 0, 6)),)
    assert pour(items, Mark(), [(2, 8)]).rects == ((Run(0, 0, 4), Run(1, 0, 1, gap=1), Run(2, 0, 6)),)


def test_what_is_not_broken_waits_for_a_column_that_holds_it():
    poured = pour([text(3), Item("solid", 6)], Mark(), [(1, 5), (1, 8)])
    assert poured.rects == ((Run(0, 0, 3),), (Run(1, 0, 6),))
    assert pour([Item("solid", 9)], Mark(), [(3, 8)]).rest == Mark(0, 0)


@pytest.mark.parametrize(
    ("words", "mark"),
    [(None, None), (0, Mark(0)), (39, Mark(0)), (40, Mark(1)), (74, Mark(2)), (175, Mark(5)), (900, Mark(5))],
)
def test_the_front_page_shows_no_word_too_many(words, mark):
    assert open_mark(draft(open_words=words)) == mark


def test_a_part_that_fits_stands_whole():
    form = fit(Part(draft()), 2, 36, Rules(), SHEET)
    assert (form.tail, form.rest, form.used) == ("", None, 35)


def test_a_part_without_room_ends_at_a_paragraph_and_leaves_room_for_the_mark():
    one = draft(lines=(12, 12, 12, 12))
    forms = [form for rows in range(40, 70) if (form := fit(Part(one), 1, rows, Rules(), SHEET))]
    assert {(form.tail, form.used) for form in forms} == {("shortened", 36), ("", 48)}
    assert all(sum(flow.rows for flow in form.flows) >= 36 + one.more for form in forms if form.tail)
    assert fit(Part(draft(lines=(12, 12, 12, 12), wish=wish(length="whole"))), 1, 50, Rules(), SHEET) is None


def test_what_is_wanted_whole_goes_on_elsewhere():
    one = draft(lines=(12, 12, 12, 12), wish=wish(length="whole"))
    form = fit(Part(one), 1, 50, Rules(continues=True), SHEET)
    assert form.tail == "continued"
    rest = Part(one, form.rest, 2)
    assert rest.lines == 48 - form.used
    assert fit(rest, 1, 40, Rules(), SHEET).tail == ""


def test_a_portrait_is_not_made_a_landscape():
    for columns in (1, 2, 3):
        for rows in range(20, 80):
            form = fit(Part(draft(aspect=0.7)), columns, rows, Rules(), SHEET)
            for photo in form.photos if form else ():
                own = SHEET.span(photo.columns) / 0.7 / 11.4
                assert 0.7 * own <= photo.rows <= 1.3 * own


def test_columns_end_together():
    part = Part(draft(lines=(8, 8, 8)))
    form = evened(part, fit(part, 3, 24, Rules(), SHEET))
    assert [(flow.columns, flow.rows) for flow in form.flows] == [(3, 8)]


@pytest.mark.parametrize(("millimetres", "columns"), [(280, 5), (200, 3), (420, 7), (315, 6)])
def test_columns_are_as_wide_as_a_newspapers(millimetres, columns):
    sheet = sheet_of(millimetres, 400)
    assert sheet.columns == columns
    assert 40 < sheet.column / 72 * 25.4 < 60


def day(count=14, **more):
    return [
        draft(number, weight=90 - number, aspect=1.5 if number % 3 else None, section="AB"[number % 2], **more)
        for number in range(count)
    ]


def pages_of(newspaper, index):
    return [laid.number for laid in newspaper.pages for module in laid.modules if module.draft == index]


def test_the_best_leads_the_front_page_in_the_largest_headline():
    newspaper = compose(day(), ["A", "B"], frame())
    first = newspaper.pages[0].modules
    lead = next(module for module in first if module.draft == 0)
    assert lead.columns >= 3
    assert lead.form.head.size == max(module.form.head.size for module in first)


def test_what_the_desk_wishes_is_done():
    drafts = day(30)
    wishes = {
        3: wish(page=2),
        4: wish(page=1, is_lead=True),
        5: wish(length="brief"),
        6: wish(length="short"),
        7: wish(page=3),
        20: wish(length="whole"),
    }
    drafts = [
        draft(one.index, weight=one.weight, section=one.section, wish=wishes.get(one.index, wish()), lines=(9,) * 8)
        for one in drafts
    ]
    newspaper = compose(drafts, ["A", "B"], frame())
    assert faults(newspaper, drafts, frame()) == []
    assert pages_of(newspaper, 3)[0] == 2
    assert (
        newspaper.pages[0].modules[0].draft == 4
        or max(newspaper.pages[0].modules, key=lambda it: it.columns).draft == 4
    )
    assert 5 in {index for group in newspaper.groups.values() for index in group.members}
    tails = {module.draft: module.form.tail for laid in newspaper.pages for module in laid.modules}
    assert tails[6] == "shortened"
    assert pages_of(newspaper, 7)[0] == 3
    assert tails[20] == ""


def test_advertisements_stand_at_the_foot_side_by_side():
    drafts = [*day(16), *(draft(16 + number, (), kind="advertisement", fixed=(2, 20)) for number in range(3))]
    newspaper = compose(drafts, ["A", "B"], frame())
    assert faults(newspaper, drafts, frame()) == []
    for index in (16, 17, 18):
        module = next(module for laid in newspaper.pages for module in laid.modules if module.draft == index)
        assert module.row + module.rows == SHEET.rows
        assert (module.columns, module.rows) == (2, 20)


def test_what_has_no_room_stands_as_a_brief_and_then_in_the_list():
    drafts = [draft(number, (9,) * 9, weight=max(0, 100 - number)) for number in range(120)]
    newspaper = compose(drafts, ["Daerah"], frame(2))
    assert faults(newspaper, drafts, frame(2)) == []
    assert len(newspaper.pages) == 2
    assert newspaper.left_out and newspaper.pages[-1].listed
    assert 0 not in newspaper.left_out


PIECES = st.lists(
    st.fixed_dictionaries({
        "lines": st.lists(st.integers(1, 12), max_size=14).map(tuple), "letters": st.integers(1, 110),
        "aspect": st.sampled_from([None, None, 0.7, 1.5, 1.5, 2.4]), "standfirst": st.booleans(),
        "section": st.sampled_from("ABC"), "open_words": st.sampled_from([None, None, 0, 60, 150]),
        "wish": st.builds(
            wish, page=st.sampled_from([0] * 9 + [1, 2]), is_lead=st.booleans(),
            length=st.sampled_from(["auto"] * 6 + ["whole", "short", "brief"]),
        ),
    }),
    min_size=1, max_size=22,
)  # fmt: skip


@given(PIECES, st.sampled_from([1, 2, 6, 16]))
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_any_day_makes_a_newspaper_in_which_nothing_is_lost_twice_or_out_of_place(pieces, pages):
    drafts = [draft(number, weight=100 - number, **piece) for number, piece in enumerate(pieces)]
    assert faults(compose(drafts, ["A", "B", "C"], frame(pages)), drafts, frame(pages)) == []


def test_the_faults_are_seen():
    # What the check above relies on: a newspaper that is put out of order is one.
    drafts = day()
    newspaper = compose(drafts, ["A", "B"], frame())
    assert faults(newspaper, drafts, frame()) == []
    assert any(
        "stands 0 times" in fault
        for fault in faults(type(newspaper)(newspaper.pages[1:], parts=newspaper.parts), drafts, frame())
    )
    assert filled(type(newspaper.pages[0])(2, "", newspaper.pages[0].modules[:1]), frame()) < 0.85


def test_a_piece_without_its_text_is_a_brief_or_listed():
    drafts = [draft(number, (9,) * 9) if number < 3 else draft(number, (), letters=0) for number in range(30)]
    bare = [one if one.items else type(one)(one.index, one.key, "story", "Daerah", 50) for one in drafts]
    newspaper = compose(bare, ["Daerah"], frame(1))
    assert {module.draft for laid in newspaper.pages for module in laid.modules if module.draft >= 0} <= {0, 1, 2}
    assert faults(newspaper, bare, frame(1)) == []

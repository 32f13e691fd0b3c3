"""Pictures of the e-paper's pages: to whom they are given, under which address, and how they may be kept."""

import pytest

from tests.edge.conftest import NOW, header, own, token_cookie
from warta.access import Gate, Level, Right
from warta.edge.exchange import Answer, Ask, Known
from warta.edge.store import Change

DAY = "/epaper/2026-11-27/"
READER = token_cookie(rights=frozenset({Right.EPAPER}))
OTHERS = (None, token_cookie(), token_cookie(rights=frozenset({Right.PREMIUM, Right.AD_FREE})))


@pytest.fixture
def paper(edge, tmp_path):
    """An edge that holds an edition's page; its pictures lie in the folder, those of an older build too."""
    for folder in ("2026-11-27-id/b2", "2026-11-27-id/b1", "2026-11-27-en/b2"):
        (tmp_path / "editions" / folder).mkdir(parents=True)
        for name in ("page-1.webp", "page-1-small.webp", "page-2.webp", "page-2-small.webp", "page-100.webp"):
            (tmp_path / "editions" / folder / name).write_bytes(f"{folder} {name}".encode())
    edition(edge)
    return edge


def edition(edge, path=DAY, build="b2", **fields):
    gate = Gate(-7, Level.PREMIUM, **{"published": True, "right": Right.EPAPER, **fields})
    headers = [["content-type", "text/html"], ["cache-control", "private, no-cache"], ["x-warta-build", build]]
    tags = ["story:-7", "editions", "names:41", "opens:42"]
    return edge.page(path, own("ALL ", "full"), own("FRONT ", "teaser"), gate=gate, tags=tags, headers=headers)


def given(answer):
    """The file's name, if there is one."""
    return answer.status, answer.file.rpartition("/")[2]


def test_who_has_the_right_gets_all_pages_and_others_the_first(paper):
    for name in ("page-2.webp", "page-2-small.webp", "page-100.webp"):
        assert given(paper.get(f"{DAY}b2/{name}", cookie=READER)) == (200, name)
        assert [given(paper.get(f"{DAY}b2/{name}", cookie=cookie)) for cookie in OTHERS] == [(403, "")] * 3
    for name in ("page-1.webp", "page-1-small.webp"):
        assert [given(paper.get(f"{DAY}b2/{name}", cookie=cookie)) for cookie in OTHERS] == [(200, name)] * 3


def test_a_refusal_holds_nothing_of_the_page(paper):
    refused = paper.get(f"{DAY}b2/page-2.webp")
    assert b"b2" not in refused.body and header(refused, "cache-control") == "private, no-store"
    for more in ({"range": "bytes=0-3"}, {"if_none_match": "*"}, {"method": "HEAD"}):
        again = paper.get(f"{DAY}b2/page-2.webp", **more)
        assert (again.status, again.file, header(again, "etag")) == (403, "", None)


def test_a_shared_cache_keeps_none_that_needs_the_right(paper):
    mine = paper.get(f"{DAY}b2/page-2.webp", cookie=READER)
    assert header(mine, "cache-control") == "private, max-age=600" and header(mine, "vary") == "Cookie"
    assert header(mine, "content-type") == "image/webp" and header(mine, "x-content-type-options") == "nosniff"
    assert header(paper.get(f"{DAY}b2/page-1.webp"), "cache-control") == "public, max-age=300"
    tag = header(mine, "etag")
    assert given(paper.get(f"{DAY}b2/page-2.webp", cookie=READER, if_none_match=tag)) == (304, "")
    assert paper.get(f"{DAY}b2/page-2.webp", if_none_match=tag).status == 403


def test_an_older_build_is_not_there_even_for_who_has_the_right(paper):
    assert paper.get(f"{DAY}b1/page-1.webp", cookie=READER).status == 404
    assert paper.get(f"{DAY}b1/page-2.webp", cookie=READER).status == 404


def test_a_build_that_may_have_just_been_made_is_asked_about(paper):
    paper.store.get(DAY).stale = True
    assert paper.needs(f"{DAY}b3/page-2.webp", cookie=READER) == Ask("redraw", (DAY,))
    assert paper.get(f"{DAY}b3/page-2.webp", cookie=READER, known=Known(redrawn=True)).status == 404
    assert paper.get(f"{DAY}b2/page-2.webp", cookie=READER).status == 200


@pytest.mark.parametrize("path", [
    "/epaper/2026-11-27/b2/../b1/page-2.webp", "/epaper/2026-11-27/../2026-11-27/b2/page-2.webp",
    "/epaper/2026-11-27/b2/edition.pdf", "/epaper/2026-11-27/b2/page-0.webp", "/epaper/2026-11-27/b2/page-02.webp",
    "/epaper/2026-11-27/b2/page-2.webp/", "/epaper/2026-11-27/b2/page-2.WEBP", "/epaper/2026-11-27/b2//page-2.webp",
    "/epaper/2026-11-27/b2/page-1000.webp", "/epaper/2026-11-27-id/b2/page-2.webp",
    "/epaper/2026-11-27/b2/page-2.webp\n",
    "/epaper/٢٠٢٦-11-27/b2/page-2.webp", "/x/epaper/2026-11-27/b2/page-2.webp", "/id/epaper/2026-11-27/b2/page-2.webp",
    "/media/../editions/2026-11-27-id/b2/page-2.webp", "/editions/2026-11-27-id/b2/page-2.webp",
    "/static/../editions/2026-11-27-id/b2/page-2.webp",
])  # fmt: skip
def test_no_other_address_leads_to_a_file(paper, path):
    answer = paper.ask(path, cookie=READER)
    assert isinstance(answer, Ask) or (answer.status == 404 and not answer.file)


def test_another_language_is_another_edition(paper):
    edition(paper, "/en/epaper/2026-11-27/")
    assert paper.get("/en/epaper/2026-11-27/b2/page-2.webp", cookie=READER).file.endswith(
        "2026-11-27-en/b2/page-2.webp"
    )
    assert paper.get("/en/epaper/2026-11-27/b2/page-2.webp").status == 403


def test_what_is_not_stored_is_asked_for_once_and_may_not_be_there(paper):
    paper.store.drop(DAY)
    assert paper.needs(f"{DAY}b2/page-2.webp", cookie=READER) == Ask("page", (DAY, ""))
    assert (
        paper.get(f"{DAY}b2/page-2.webp", cookie=READER, known=Known(told={"status": 404, "as": "/!404/id"})).status
        == 404
    )
    story = paper.story("/epaper/2026-11-28/", level=Level.FREE)
    assert story.gate.right is Right.PREMIUM
    assert paper.get("/epaper/2026-11-28/b2/page-2.webp", cookie=READER).status == 404


def test_a_withdrawn_edition_shows_no_picture_not_even_the_first(paper):
    paper.store.get(DAY).gate = Gate(-7, Level.PREMIUM, published=False, withdrawn=True, right=Right.EPAPER)
    assert [paper.get(f"{DAY}b2/page-{n}.webp", cookie=READER).status for n in (1, 2)] == [404, 404]
    edition(paper)
    gate = Gate(-7, Level.PREMIUM, published=False, withdrawn=True, right=Right.EPAPER)
    paper.store.apply(Change(9, "edition_changed", -7, "id", gate), NOW)
    assert paper.store.get(DAY) is None


def test_a_right_that_was_taken_back_opens_nothing(paper):
    mine = token_cookie(rights=frozenset({Right.EPAPER}), generation=3)
    assert paper.get(f"{DAY}b2/page-2.webp", cookie=mine).status == 200
    paper.store.apply(Change(5, "rights_changed", reader=7, generation=4), NOW)
    assert paper.get(f"{DAY}b2/page-2.webp", cookie=mine).status == 403


def test_cut_off_from_the_log_all_are_strangers(paper):
    paper.now += 6
    assert paper.get(f"{DAY}b2/page-2.webp", cookie=READER).status == 403
    assert paper.get(f"{DAY}b2/page-1.webp", cookie=READER).status == 200
    assert header(paper.get(DAY, cookie=READER), "x-warta-shows") == "unknown"


def test_the_page_says_how_much_of_the_edition_it_shows(paper):
    assert header(paper.get(DAY, cookie=READER), "x-warta-shows") == "full"
    assert header(paper.get(DAY), "x-warta-shows") == "teaser"
    tag = header(paper.get(DAY, cookie=READER), "etag")
    assert header(paper.get(DAY, cookie=READER, if_none_match=tag), "x-warta-shows") == "full"
    paper.story()
    assert header(paper.get("/daerah/x-41/"), "x-warta-shows") is None


def test_an_edition_leaves_no_trace_in_lists_and_meters(paper):
    answer = paper.get(DAY, cookie=token_cookie(rights=frozenset({Right.EPAPER}), history=True))
    assert (answer.status, dict(paper.front.history), paper.front.reads) == (200, {}, [])


def test_a_story_that_is_public_no_more_takes_the_page_along(paper):
    paper.store.apply(Change(9, "story_changed", 41, "id", Gate(41, Level.FREE, published=True)), NOW)
    assert paper.store.get(DAY).stale
    paper.store.apply(Change(10, "story_changed", 41, "id", Gate(41, Level.FREE, published=False, withdrawn=True)), NOW)
    assert paper.store.get(DAY) is None


def test_a_free_story_of_the_first_page_that_is_locked_takes_the_page_along(paper):
    paper.store.apply(Change(9, "story_changed", 42, "id", Gate(42, Level.FREE, published=True)), NOW)
    assert isinstance(paper.ask(DAY), Answer)
    paper.store.apply(Change(10, "story_changed", 42, "id", Gate(42, Level.PREMIUM, published=True)), NOW)
    assert paper.store.get(DAY) is None

"""The store and the join: what is kept, what is stale, what is dropped; and that joined gzip is gzip."""

import gzip
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.edge.conftest import NOW, own, part
from warta.access import Gate, Level
from warta.edge.exchange import Known
from warta.edge.join import gzip_of, join
from warta.edge.store import Change, Chunk, Store

FORM = "time;3;;100vw"
NOBODY = frozenset({"stranger", "ads", "no-premium"})
GATE = Gate(41, None, published=True)


def text_of(made):
    return made.identity().decode()


@given(st.lists(st.text(max_size=200), max_size=20))
def test_chunks_join_to_one_gzip_member(texts):
    chunks = tuple(Chunk.of(text) for text in texts)
    assert gzip.decompress(gzip_of(chunks)) == "".join(texts).encode()


def test_a_list_takes_the_first_stories_that_are_public_and_not_yet_on_the_page(edge):
    page = edge.page("/x-1/", part("a"), part("b"), gate=Gate(1, Level.FREE, published=True))
    slots = [["slot", FORM, []]] * 2
    edge.part("a", own("A["), *slots, own("]"), ids=[1, 2, 3, 4], show=2)
    edge.part("b", own("B["), *slots, own("]"), ids=[2, 4, 5], show=2)
    for story in (1, 2, 4, 5):
        edge.card(story, FORM)
    edge.card(3, FORM, gone=True)
    assert text_of(join(edge.store, page, NOBODY, NOW, {})) == "A[<card 2><card 4>]B[<card 5>]"


def test_a_list_without_stories_is_left_out_with_its_heading(edge):
    page = edge.page("/x-1/", own("("), part("a"), own(")"))
    edge.part("a", own("HEADING "), ["slot", FORM, []], ids=[2], show=1)
    edge.card(2, FORM, gone=True)
    assert text_of(join(edge.store, page, NOBODY, NOW, {})) == "()"


def test_what_is_missing_is_named_all_at_once(edge):
    page = edge.page("/x-1/", part("a"), part("b", "no-ads"), ["card", f"card:9:{FORM}", []], part("c"))
    edge.part("a", ["slot", FORM, []], ids=[2, 3], show=1)
    assert join(edge.store, page, NOBODY, NOW, {}) == (f"card:2:{FORM}", f"card:9:{FORM}", "c")


def test_pieces_of_a_part_stand_under_words_too(edge):
    page = edge.page("/x-1/", part("a"))
    edge.part("a", own("sign in", "stranger"), own("account", "known"))
    assert text_of(join(edge.store, page, NOBODY, NOW, {})) == "sign in"
    assert text_of(join(edge.store, page, frozenset({"known"}), NOW, {})) == "account"


def test_a_change_makes_stale_what_it_concerns_and_that_is_shown_meanwhile(edge):
    edge.story()
    edge.page("/", own("FRONT"))
    edge.get("/daerah/x-41/")
    edge.store.apply(Change(5, "story_changed", 41, "id", GATE), NOW)
    answer = edge.get("/daerah/x-41/")
    assert (answer.outcome, answer.refresh) == ("stale", ("/daerah/x-41/",))
    assert edge.get("/").refresh == ("/",)
    edge.page("/", own("NEW"), as_of=5)
    fresh = edge.get("/")
    assert (fresh.outcome, fresh.refresh) == ("hit", ()) and b"NEW" in fresh.body


def test_another_languages_change_concerns_nobody_here(edge):
    edge.page("/", own("FRONT"))
    edge.store.apply(Change(5, "story_changed", 41, "en", GATE), NOW)
    assert edge.get("/").refresh == ()
    edge.store.apply(Change(6, "story_changed", 41), NOW)  # nobody said which language lists it
    assert edge.get("/").refresh == ("/",)


def test_a_level_changes_what_is_shown_at_once(edge):
    edge.story(level=Level.FREE)
    assert b"WHOLE" in edge.get("/daerah/x-41/").body
    edge.store.apply(Change(5, "story_changed", 41, "id", replace(GATE, level=Level.PREMIUM)), NOW)
    assert b"WHOLE" not in edge.get("/daerah/x-41/").body


def test_a_withdrawn_story_leaves_at_once_and_so_do_its_cards(edge):
    edge.story()
    page = edge.page("/latest/", ["card", f"card:41:{FORM}", []], own("END"))
    edge.card(41, FORM)
    assert edge.get("/latest/").body == b"<card 41>END"
    edge.store.apply(Change(5, "story_changed", 41, "id", replace(GATE, published=False, withdrawn=True)), NOW)
    assert edge.needs("/daerah/x-41/").what == "page"
    assert edge.get("/latest/").body == b"END"
    assert page.stale


def test_what_was_drawn_before_a_change_and_arrives_after_it_is_stale_or_refused(edge):
    edge.store.apply(Change(5, "story_changed", 41, "id", replace(GATE, level=Level.PREMIUM)), NOW)
    late = edge.story(level=Level.FREE)
    assert late.stale and b"WHOLE" not in edge.get("/daerah/x-41/").body
    edge.store.apply(Change(6, "story_changed", 41, "id", replace(GATE, published=False)), NOW)
    edge.story(level=Level.FREE)
    assert edge.store.get("/daerah/x-41/") is None
    edge.card(41, FORM)
    assert edge.store.get(f"card:41:{FORM}").gone


def test_what_is_older_than_the_memory_of_changes_is_refused():
    store = Store(limit=1_000_000)
    store.start_at(100, NOW)
    from tests.edge.conftest import plain
    from warta.edge.store import entry_of

    assert store.put(entry_of("a", plain(own("x")), 99)) is False and store.put(entry_of("a", plain(own("x")), 100))


def test_the_store_stays_within_its_bytes_and_forgets_the_least_used_first(edge):
    edge.store.limit = 60_000
    for number in range(100):
        edge.page(f"/{number}/", own(f"{number} " * 200))
        edge.get("/0/")
    assert edge.store.bytes <= 60_000 and edge.store.evictions > 0
    assert edge.store.get("/0/") is not None and edge.store.get("/1/") is None
    assert edge.store.bytes == sum(entry.size for entry in edge.store._entries.values())
    assert {key for keys in edge.store._by_tag.values() for key in keys} == set(edge.store._entries)


def test_a_time_makes_stale_too(edge):
    edge.page("/", part("a"))
    edge.part("a", own("TODAY"), until=NOW + 10)
    assert edge.get("/").refresh == ()
    edge.now = edge.store.seen_at = NOW + 10
    assert edge.get("/").refresh == ("a",)


def test_what_has_been_stale_for_long_is_drawn_anew_before_it_is_shown(edge):
    edge.page("/", own("FRONT"))
    edge.get("/")
    edge.store.apply(Change(5, "story_changed", 41, "id", GATE), NOW)
    edge.now = edge.store.seen_at = NOW + 0.9
    assert edge.get("/").outcome == "stale"
    edge.now = edge.store.seen_at = NOW + 1.1
    assert (edge.needs("/").what, edge.needs("/").value) == ("redraw", ("/",))
    assert edge.ask("/", known=Known(is_away=True)).outcome == "stale"


def test_the_storys_own_page_and_pages_in_demand_are_drawn_unasked(edge):
    edge.story()
    edge.page("/", own("FRONT"))
    edge.page("/topic/x/", own("TOPIC"))
    edge.get("/")
    change = Change(5, "story_changed", 41, "id", GATE)
    edge.store.apply(change, NOW)
    assert sorted(edge.store.in_demand(change, NOW)) == ["/", "/daerah/x-41/"]


def test_a_page_that_names_a_story_leaves_once_that_is_not_public(edge):
    tags = ["story:7", "policy", "names:41"]
    edge.page("/daerah/y-7/", own("READ ALSO 41"), gate=Gate(7, Level.FREE, published=True), tags=tags)
    edge.store.apply(Change(5, "story_changed", 41, "id", GATE), NOW)
    page = edge.store.get("/daerah/y-7/")
    assert page.stale and page.gate.story == 7 and b"41" in edge.get("/daerah/y-7/").body
    edge.store.apply(Change(6, "story_changed", 41, "id", replace(GATE, published=False)), NOW)
    assert edge.store.get("/daerah/y-7/") is None


def test_a_feed_is_shown_no_more_once_a_story_of_it_may_be_closed(edge):
    def feed():
        return edge.page("/feed.xml", own("WHOLE TEXT"), varies=False, tags=["stories", "lists", "policy"])

    feed()
    edge.store.apply(Change(5, "story_changed", 41, "id", replace(GATE, level=Level.FREE)), NOW)
    assert edge.get("/feed.xml").body == b"WHOLE TEXT"
    for number, gate in enumerate([replace(GATE, level=Level.PREMIUM), replace(GATE, published=False), GATE], start=6):
        feed()
        edge.store.apply(Change(number, "story_changed", 41, "id", gate), NOW)
        assert edge.store.get("/feed.xml") is None and edge.needs("/feed.xml").what == "page"


def test_what_was_drawn_anew_and_is_the_same_leaves_joined_pages_true(edge):
    edge.page("/x-1/", part("list"), gate=Gate(1, Level.FREE, published=True), tags=("story:1",))
    edge.part("list", own("list"), tags=("stories:id",), until=NOW + 600)
    first = edge.get("/x-1/")
    joins = edge.store.joins
    edge.store.apply(Change(2, "story_changed", story=7, language="id"), NOW)
    assert edge.get("/x-1/").outcome == "stale"
    edge.part("list", own("list"), tags=("stories:id",), until=NOW + 900, as_of=2)
    again = edge.get("/x-1/")
    assert (again.outcome, again.body, edge.store.joins) == ("hit", first.body, joins)
    assert edge.store.get("list").until == NOW + 900
    edge.part("list", own("another"), tags=("stories:id",), as_of=2)
    assert edge.get("/x-1/").body != first.body and edge.store.joins == joins + 1

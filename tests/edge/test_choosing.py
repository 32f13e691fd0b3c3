"""Who stands where on a page: flights, sections, caps, pace, priority; and never two of one campaign."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from warta.edge.choosing import (
    CAPS_MAX,
    Campaign,
    Creative,
    Pace,
    Plan,
    choose,
    counted,
    day_of,
    read_seen,
    seconds_left,
    write_seen,
)

NOW = 1_800_000_000.0
ALL = ("top", "end", "side-1", "side-2")


def campaign(pk, *, slots=ALL, creatives=None, **fields):
    usual = {"priority": 5, "begins": NOW - 10, "over": NOW + 10, "goal": None, "cap": None, "sections": frozenset()}
    creatives = creatives or (Creative(pk * 10, frozenset(slots), f"<p>{pk}</p>", consent=False),)
    return Campaign(pk, creatives=creatives, **{**usual, **fields})


def chosen(*campaigns, slots=ALL, section=0, seen=(), agreed=False, left=(), pace=None, now=NOW):
    pace = pace or Pace()
    pace.left.update(dict(left))
    plan = Plan("v", ZoneInfo("Asia/Jakarta"), campaigns)
    found = choose(plan, pace, slots=slots, section=section, now=now, seen=dict(seen), agreed=agreed)
    return {slot: row[0].id for slot, row in found.items()}


def test_nothing_to_show():
    assert chosen() == {} and chosen(campaign(1), slots=()) == {} and chosen(campaign(1), slots=("nowhere",)) == {}


def test_the_flight_decides_to_the_moment():
    one = campaign(1)
    assert chosen(one, now=one.begins - 0.001) == {}
    assert chosen(one, now=one.begins) == {"top": 1}
    assert chosen(one, now=one.over - 0.001) == {"top": 1} and chosen(one, now=one.over) == {}
    assert chosen(campaign(1, over=None), now=NOW + 9e9) == {"top": 1}


def test_sections():
    one = campaign(1, sections=frozenset({3}))
    assert chosen(one, section=3) == {"top": 1} and chosen(one, section=4) == {} and chosen(one) == {}


def test_a_campaign_stands_once_on_a_page():
    assert chosen(campaign(1)) == {"top": 1}
    assert chosen(campaign(1), campaign(2)) == {"top": 1, "end": 2} or chosen(campaign(1), campaign(2)) == {
        "top": 2, "end": 1
    }  # fmt: skip


def test_the_cap_of_a_reader():
    one, other = campaign(1, cap=2), campaign(2, priority=1)
    assert chosen(one, other, seen={1: 1}, slots=("top",)) == {"top": 1}
    assert chosen(one, other, seen={1: 2}, slots=("top",)) == {"top": 2}


def test_the_priority_goes_before_who_is_behind():
    high, low = campaign(1, priority=9, goal=100), campaign(2, priority=2, goal=100)
    assert chosen(low, high, slots=("top",), left={1: 1, 2: 90}) == {"top": 1}


def test_who_is_most_behind_its_goal_goes_first():
    one, other = campaign(1, goal=1000), campaign(2, goal=10)
    assert chosen(one, other, slots=("top",), left={1: 50, 2: 2}) == {"top": 2}
    assert chosen(one, other, slots=("top",), left={1: 50, 2: 0}) == {"top": 1}
    assert chosen(one, other, slots=("top",)) == {}  # both keep their pace: nothing is due


def test_two_that_both_want_everything_take_turns():
    pace, found = Pace(), []
    both = campaign(1), campaign(2)
    for _page in range(100):
        picked = choose(
            Plan("v", ZoneInfo("UTC"), both), pace, slots=("top",), section=0, now=NOW, seen={}, agreed=False
        )
        for row in picked.values():
            pace.note(*row, NOW)
            found.append(row[0].id)
    assert found.count(1) == found.count(2) == 50


def test_two_with_goals_that_both_want_everything_share_and_stop_at_what_they_may():
    pace = Pace()
    pace.left.update({1: 30, 2: 30})
    both = campaign(1, goal=100), campaign(2, goal=100)
    found = []
    for _page in range(100):
        picked = choose(
            Plan("v", ZoneInfo("UTC"), both), pace, slots=("top",), section=0, now=NOW, seen={}, agreed=False
        )
        for row in picked.values():
            pace.note(*row, NOW)
            found.append(row[0].id)
    assert (found.count(1), found.count(2)) == (30, 30)
    assert pace.lately(NOW) == {1: 30, 2: 30} and pace.lately(NOW + 9) == {}


def test_slots_are_given_so_that_all_find_one():
    anywhere, only_top = campaign(1, priority=9), campaign(2, priority=1, slots=("top",))
    assert chosen(anywhere, only_top) == {"top": 2, "end": 1}
    first, second, third = campaign(1, priority=9), campaign(2, priority=5, slots=("top", "end")), campaign(
        3, priority=1, slots=("top",)
    )  # fmt: skip
    assert chosen(first, second, third) == {"top": 3, "end": 2, "side-1": 1}


def test_a_lower_rank_takes_no_place_from_a_higher_one():
    high, low = campaign(1, priority=9, slots=("top",)), campaign(2, priority=1, slots=("top",))
    assert chosen(low, high) == {"top": 1}


def test_tags_wait_for_consent():
    tag = Creative(1, frozenset(ALL), "<iframe>", consent=True)
    own = Creative(2, frozenset({"end"}), "<p>", consent=False)
    mixed = campaign(1, creatives=(tag, own))
    assert chosen(campaign(2, creatives=(tag,))) == {}
    assert chosen(campaign(2, creatives=(tag,)), agreed=True) == {"top": 2}
    assert chosen(mixed) == {"end": 1}


def test_the_creatives_of_a_campaign_take_turns():
    two = campaign(1, creatives=tuple(Creative(pk, frozenset({"top"}), "x", consent=False) for pk in (7, 8)))
    pace, found = Pace(), []
    for _page in range(10):
        (row,) = choose(
            Plan("v", ZoneInfo("UTC"), (two,)), pace, slots=("top",), section=0, now=NOW, seen={}, agreed=False
        ).values()
        pace.note(*row, NOW)
        found.append(row[1].id)
    assert sorted(found) == [7] * 5 + [8] * 5


def test_what_was_chosen_while_the_newsroom_answered_is_taken_off_the_grant():
    pace, one = Pace(), campaign(1, goal=100)
    pace.left.update({1: 5})
    asked_at = dict(pace.total)
    pace.note(one, one.creatives[0], NOW)
    pace.grant({1: 10}, asked_at)
    assert pace.left[1] == 9


# The cookie


def test_the_cookie_says_how_often_and_nothing_else():
    today = date(2027, 1, 15)
    text = write_seen({41: 2, 7: 1}, today)
    assert text == "20270115.41-2.7-1" and read_seen(text, today) == {41: 2, 7: 1}
    assert read_seen(text, date(2027, 1, 16)) == {}


@pytest.mark.parametrize("text", [
    "", ".", "20270115", "20270115.x-1", "20270115.-", "20270115.1", "20270115.1-x", "20270115." + "9" * 500 + "-1",
    "\u0661-\u0661", "20270115.\u0661-\u0661", "20270115.1--1",
])  # fmt: skip
def test_a_cookie_that_is_not_ours(text):
    assert read_seen(text, date(2027, 1, 15)) == {}


def test_a_cookie_stays_small():
    today = date(2027, 1, 15)
    many = {pk: 9 for pk in range(10_000)}
    assert len(write_seen(many, today)) < 300 and len(read_seen(write_seen(many, today), today)) == CAPS_MAX
    assert len(read_seen("20270115." + ".".join(f"{pk}-1" for pk in range(10_000)), today)) == CAPS_MAX
    assert read_seen("20270115.1-99999", today) == {1: 100}


def test_only_campaigns_with_a_cap_are_remembered():
    capped, free = campaign(1, cap=3), campaign(2)
    rows = [(capped, capped.creatives[0]), (free, free.creatives[0])]
    assert counted(rows, {9: 1}) == {9: 1, 1: 1} and counted(rows[:1], {1: 1, 9: 1}) == {9: 1, 1: 2}


def test_the_day_is_the_newspapers():
    plan = Plan("v", ZoneInfo("Asia/Jakarta"))
    before = 1_800_000_000 - (1_800_000_000 + 7 * 3600) % 86_400 - 1  # the last second of a day in Jakarta
    assert day_of(plan, before + 1).toordinal() == day_of(plan, before).toordinal() + 1
    assert seconds_left(plan, before) == 3601 and seconds_left(plan, before + 1) == 90_000

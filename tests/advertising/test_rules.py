"""Flights over changes of the clocks, an even pace, and what no creative may hold."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from warta.advertising.rules import (
    HTML_MAX,
    TAG_MAX,
    Fault,
    due,
    flight,
    html_fault,
    is_ads_txt,
    link_fault,
    start_of,
    tag_fault,
)

DAY = timedelta(days=1)


@pytest.mark.parametrize(("zone", "day", "starts", "hours"), [
    ("Asia/Jakarta", date(2026, 11, 26), "2026-11-25T17:00", 24),
    ("Europe/Berlin", date(2026, 3, 29), "2026-03-28T23:00", 23),
    ("Europe/Berlin", date(2026, 10, 25), "2026-10-24T22:00", 25),
    ("Asia/Beirut", date(2022, 3, 27), "2022-03-26T22:00", 23),  # no midnight: the day begins at one
    ("America/Havana", date(2026, 11, 1), "2026-11-01T04:00", 25),
    ("Australia/Lord_Howe", date(2026, 4, 5), "2026-04-04T13:00", 24.5),
    ("America/Sao_Paulo", date(2018, 2, 17), "2018-02-17T02:00", 25),  # its midnight comes back
])  # fmt: skip
def test_a_day_is_as_long_as_the_clocks_make_it(zone, day, starts, hours):
    begins, over = flight(day, day, ZoneInfo(zone))
    assert begins == datetime.fromisoformat(starts).replace(tzinfo=UTC)
    assert over - begins == timedelta(hours=hours)


def test_the_day_that_begins_at_one_has_no_moment_before_it():
    zone = ZoneInfo("Asia/Beirut")
    begins = start_of(date(2022, 3, 27), zone)
    assert begins.astimezone(zone).isoformat() == "2022-03-27T01:00:00+03:00"
    assert (begins - timedelta(seconds=1)).astimezone(zone).date() == date(2022, 3, 26)


def test_days_join_without_a_gap_in_every_zone():
    for zone in ("Europe/Berlin", "Asia/Beirut", "America/Havana", "Pacific/Apia"):
        first = date(2026, 1, 1)
        for number in range(365):
            here, after = first + number * DAY, first + (number + 1) * DAY
            assert flight(here, here, ZoneInfo(zone))[1] == flight(after, after, ZoneInfo(zone))[0]


def test_a_flight_without_an_end():
    assert flight(date(2026, 1, 1), None, UTC) == (datetime(2026, 1, 1, tzinfo=UTC), None)


def test_an_even_pace_is_even_over_a_change_of_the_clocks():
    begins, over = flight(date(2026, 3, 28), date(2026, 3, 30), ZoneInfo("Europe/Berlin"))  # 71 hours
    steps = [due(71_000, begins, over, begins + timedelta(hours=hour)) for hour in range(69)]
    grown = {after - before for before, after in pairwise(steps)}
    assert steps[0] == 0 and grown <= {1030, 1031}


def test_a_pace_ends_at_the_goal_a_little_early_and_stays_there():
    begins, over = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)
    assert due(1000, begins, over, begins - DAY) == 0
    assert due(1000, begins, over, begins + timedelta(hours=12)) == pytest.approx(500, abs=20)
    assert due(1000, begins, over, over - timedelta(minutes=40)) == 1000
    assert due(1000, begins, over, over + 9 * DAY) == 1000


@pytest.mark.parametrize(("link", "fault"), [
    ("https://toko.example/payung?warna=biru#atas", None),
    ("https://toko.example/a?u=https://toko.example/b", None),  # their own
    ("https://toko.example/a?harga=1//2", None),
    ("http://toko.example/", Fault.NOT_HTTPS),
    ("javascript:alert(1)", Fault.NOT_HTTPS),
    ("JaVaScRiPt:alert(1)", Fault.NOT_HTTPS),
    ("java\tscript:alert(1)", Fault.NO_HOST),
    (" https://toko.example/", Fault.NO_HOST),
    ("data:text/html,<script>", Fault.NOT_HTTPS),
    ("//toko.example/", Fault.NOT_HTTPS),
    ("/ads/frame/1", Fault.NOT_HTTPS),
    ("https://", Fault.NO_HOST),
    ("https://localhost/", Fault.NO_HOST),
    ("https://[::1", Fault.NO_HOST),
    ("https:\\\\toko.example", Fault.NO_HOST),
    ("https://nama:sandi@toko.example/", Fault.WITH_PASSWORD),
    ("https://toko.example@penipu.example/", Fault.WITH_PASSWORD),
    ("https://klik.example/r?u=https://toko.example/", Fault.LEADS_ELSEWHERE),
    ("https://klik.example/r?u=https%3A%2F%2Ftoko.example%2F&id=7", Fault.LEADS_ELSEWHERE),
    ("https://klik.example/r?https://toko.example/", Fault.LEADS_ELSEWHERE),
    ("https://klik.example/r?u=//toko.example/", Fault.LEADS_ELSEWHERE),
    ("https://klik.example/https://toko.example/", Fault.LEADS_ELSEWHERE),
    ("https://klik.example/#url=https://toko.example/", Fault.LEADS_ELSEWHERE),
    ("https://toko.example/" + "a" * 1000, Fault.TOO_LONG),
])  # fmt: skip
def test_where_a_creative_may_lead(link, fault):
    assert link_fault(link) == fault


def test_the_newspapers_own_may_lead_to_its_own_pages():
    assert link_fault("/accounts/subscribe/", is_house=True) is None
    assert link_fault("//penipu.example/", is_house=True) == Fault.NOT_HTTPS
    assert link_fault("/\\penipu.example/", is_house=True) == Fault.NO_HOST
    assert link_fault("javascript:x()", is_house=True) == Fault.NOT_HTTPS


@pytest.mark.parametrize(("html", "fault"), [
    ("<p>Payung <b>biru</b></p><script>document.body.dataset.x = 1</script>", None),
    ('<img src="data:image/gif;base64,R0lGODlhAQAB"><style>p{background:url("data:image/gif;base64,A")}</style>',
     None),
    ('<a href="https://toko.example/">Payung</a><a href="#atas">atas</a>', None),
    ("", Fault.EMPTY),
    (" \n", Fault.EMPTY),
    ("x" * (HTML_MAX + 1), Fault.TOO_LONG),
    ('<a href="javascript:alert(1)">x</a>', Fault.NOT_HTTPS),
    ('<svg><a xlink:href="javascript:alert(1)">x</a></svg>', Fault.NOT_HTTPS),
    ('<a href="https://klik.example/?u=https://toko.example">x</a>', Fault.LEADS_ELSEWHERE),
    ('<script src="https://jejak.example/a.js"></script>', Fault.FROM_ELSEWHERE),
    ('<img src="//jejak.example/1.gif">', Fault.FROM_ELSEWHERE),
    ('<img srcset="https://jejak.example/1.gif 2x">', Fault.FROM_ELSEWHERE),
    ('<img src="/media/x.jpg">', Fault.FROM_ELSEWHERE),
    ('<svg><image href="https://jejak.example/1.gif"/></svg>', Fault.FROM_ELSEWHERE),
    ('<a href="https://toko.example/" ping="https://jejak.example/">x</a>', Fault.FROM_ELSEWHERE),
    ('<p style="background: URL( https://jejak.example/1.gif )">x</p>', Fault.FROM_ELSEWHERE),
    ('<style>@import "https://jejak.example/a.css";</style>', Fault.FROM_ELSEWHERE),
    ('<iframe src="https://jejak.example/"></iframe>', Fault.FORBIDDEN_ELEMENT),
    ('<form action="https://penipu.example/"><input name="sandi"></form>', Fault.FORBIDDEN_ELEMENT),
    ('<meta http-equiv="refresh" content="0;url=https://penipu.example">', Fault.FORBIDDEN_ELEMENT),
    ('<base href="https://penipu.example/">', Fault.FORBIDDEN_ELEMENT),
    ('<object data="https://penipu.example/"></object>', Fault.FORBIDDEN_ELEMENT),
    ("</body></html><iframe src=x>", Fault.FORBIDDEN_ELEMENT),
    ("\0<b>", Fault.EMPTY),
])  # fmt: skip
def test_what_html_may_hold(html, fault):
    found = html_fault(html)
    assert (found[0] if found else None) == fault


def test_a_tag_loads_by_https_alone():
    assert tag_fault('<script src="https://iklan.example/t.js" async></script>') is None
    assert tag_fault('<script src="http://iklan.example/t.js"></script>') == (Fault.NOT_LOCKED, "http:")
    assert tag_fault("<a href='javascript:x()'>") == (Fault.NOT_LOCKED, "javascript:")
    assert tag_fault(" ") == (Fault.EMPTY, "") and tag_fault("x" * (TAG_MAX + 1)) == (Fault.TOO_LONG, "")


@pytest.mark.parametrize(("line", "is_one"), [
    ("", True), ("# ours", True), ("google.com, pub-123, DIRECT, f08c47fec0942fa0", True),
    ("iklan.example,9,reseller # by contract", True), ("contact=iklan@news.example", True),
    ("OWNERDOMAIN=news.example", True), ("iklan.example, 9", False), ("iklan.example, 9, MAYBE", False),
    ("<script>", False), ("iklan.example, , DIRECT", False), ("a, 9, DIRECT", False), ("1,2,3,4,5", False),
])  # fmt: skip
def test_lines_of_ads_txt(line, is_one):
    assert is_ads_txt(line) is is_one

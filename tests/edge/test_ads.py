"""`/ads` and frames at the edge: the contract from both sides, and what each kind of reader gets."""

import json
import time
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from tests.advertising.conftest import Advertising
from warta.access import Policy, Reader, Right
from warta.access.receipt import read_receipt
from warta.access.token import Keys, Token, write_token
from warta.advertising.leases import LISTEN_S, Leases
from warta.advertising.telling import Telling
from warta.edge.choosing import plan_in
from warta.edge.exchange import Answer, Ask, Known, Request, Rules
from warta.edge.files import Files
from warta.edge.front import Front
from warta.edge.store import Change, Store
from warta.site import contract

KEYS = Keys.of("a secret for tests of forty characters ...")


@pytest.fixture
def advertising(newspaper):
    return Advertising(newspaper)


@pytest.fixture
def front(tmp_path, monkeypatch):
    monkeypatch.setattr(contract, "TELLING", Telling(Leases(time.monotonic() - LISTEN_S - 1)))
    front = Front(Store(1 << 20), Files(tmp_path), Rules(KEYS, frozenset({"testserver"})))
    front.store.start_at(0, time.time())
    front.store.learn(Policy(zone=ZoneInfo("Asia/Jakarta")), 0)
    return front


def learn(front, chosen=None, version=""):
    """What a worker does: ask the newsroom, take in what it says."""
    body = {"worker": "w", "chosen": chosen or {}, "version": version}
    told = Client().post("/_edge/advertising", json.dumps(body), content_type="application/json").json()
    ads = front.ads
    if told["plan"] is not None:
        ads.plan = plan_in(told["version"], told["plan"])
    ads.plan_at, ads.is_true = time.time(), True
    ads.pace.grant({int(pk): number for pk, number in told["granted"].items()}, dict(ads.pace.total))
    return told


def ask(front, path="/ads", query="page=0&slots=top,end", cookies="", now=None, method="GET", **headers):
    sent = {"host": "testserver", "cookie": cookies or None, **{k.replace("_", "-"): v for k, v in headers.items()}}
    request = Request(method, path, query, sent.get, lambda: "203.0.113.9")
    return front.answer(request, Known(asked_ads=True), now or time.time())


def told(answer):
    return json.loads(answer.body) if answer.status == 200 else {}


def header(answer, name):
    return [value for key, value in answer.headers if key == name]


def test_what_was_booked_is_chosen_with_a_receipt(front, advertising):
    creative = advertising.creative()
    learn(front)
    answer = ask(front)
    found = told(answer)
    assert list(found) == ["top"] and "Payung untuk musim hujan" in found["top"]["html"]
    receipt = read_receipt(found["top"]["receipt"], KEYS, time.time())
    assert (receipt.creative, receipt.slot) == (creative.pk, "top")
    assert header(answer, "cache-control") == ["private, no-store"]
    assert told(ask(front))["top"]["receipt"] != found["top"]["receipt"]


def test_the_plan_comes_only_if_it_is_another(front, advertising):
    advertising.creative()
    version = learn(front)["version"]
    assert learn(front, version=version)["plan"] is None
    advertising.creative()
    assert learn(front, version=version)["plan"] is not None


def test_what_the_newsroom_leaves_out_never_runs(front, advertising, newspaper):
    today = timezone.localdate()
    advertising.creative(approved=False)
    advertising.creative(advertising.campaign(paused=True))
    advertising.creative(advertising.campaign(starts=today - timedelta(days=9), ends=today - timedelta(days=1)))
    advertising.creative(advertising.campaign(starts=today + timedelta(days=1)))
    advertising.creative(advertising.campaign(slots="side-1"))
    advertising.creative(kind="image", picture=None, alt="x")  # its picture is not ready
    learn(front)
    assert told(ask(front)) == {}


def test_sections(front, advertising, newspaper):
    advertising.creative(advertising.campaign(sections=[newspaper.section]))
    learn(front)
    assert told(ask(front)) == {}
    assert told(ask(front, query=f"page={newspaper.section.pk}&slots=top"))


def test_the_cap_travels_in_a_cookie_without_an_identifier(front, advertising):
    campaign = advertising.campaign(cap=2)
    advertising.creative(campaign)
    learn(front)
    cookies = ""
    for number in (1, 2):
        answer = ask(front, cookies=cookies)
        (cookie,) = header(answer, "set-cookie")
        cookies, _, rest = cookie.partition(";")
        assert told(answer) and cookies.endswith(f".{campaign.pk}-{number}")
        assert "HttpOnly" in rest and "SameSite=Lax" in rest
    assert told(ask(front, cookies=cookies)) == {}
    assert told(ask(front, cookies=cookies, now=time.time() + 1)) == {}
    tomorrow = time.time() + 86_400
    front.ads.plan_at = front.store.seen_at = tomorrow
    assert told(ask(front, cookies=cookies, now=tomorrow))


def test_a_goal_is_chosen_as_often_as_was_granted(front, advertising):
    campaign = advertising.campaign(goal=1_000_000, starts=timezone.localdate() - timedelta(days=1))
    advertising.creative(campaign)
    granted = learn(front)["granted"][str(campaign.pk)]
    assert 0 < granted < 1_000_000
    front.ads.pace.left[campaign.pk] = 3
    assert [bool(told(ask(front))) for _page in range(5)] == [True] * 3 + [False] * 2
    assert front.ads.pace.lately(time.time()) == {campaign.pk: 3}
    assert learn(front, {campaign.pk: granted - 10})["granted"][str(campaign.pk)] <= 20


@pytest.mark.parametrize("rights", [{Right.AD_FREE}, set(Right)])
def test_who_paid_to_be_spared_gets_nothing_and_keeps_nothing(front, advertising, rights):
    advertising.creative()
    frame = advertising.creative(kind="html")
    learn(front)
    token = write_token(Token(Reader(7, "Budi", frozenset(rights)), 0, int(time.time()) + 500), KEYS)
    cookies = f"warta_reader={token}; warta_ads=20270101.1-1; warta_consent=1"
    for answer in (ask(front, cookies=cookies), ask(front, f"/ads/frame/{frame.pk}", "", cookies)):
        assert (answer.status, answer.body) == (204, b"")
        assert [row.partition(";")[0] for row in header(answer, "set-cookie")] == ["warta_ads=", "warta_consent="]
        assert all("Max-Age=0" in row for row in header(answer, "set-cookie"))
    assert header(ask(front, cookies=f"warta_reader={token}"), "set-cookie") == []


def test_cut_off_from_the_log_nothing_is_shown(front, advertising):
    advertising.creative()
    learn(front)
    assert told(ask(front)) and told(ask(front, now=time.time() + 6)) == {}


def test_a_plan_that_the_log_says_is_another_is_asked_for_before_anything_is_shown(front, advertising):
    advertising.creative()
    learn(front)
    front.ads.is_true = False
    request = Request("GET", "/ads", "slots=top", {"host": "testserver"}.get, lambda: "")
    assert front.answer(request, Known(), time.time()) == Ask("advertising")
    assert Change(1, "ads_changed").tags == {"ads"}


def test_an_old_plan_is_not_followed(front, advertising):
    advertising.creative()
    learn(front)
    front.ads.plan_at -= 61
    assert told(ask(front)) == {}


def test_frames(front, advertising):
    own, third = (
        advertising.creative(kind="html"),
        advertising.creative(kind="tag", html="<script src=https://x.example>"),
    )
    learn(front)
    assert "/ads/frame/" in told(ask(front))["top"]["html"]
    answer = ask(front, f"/ads/frame/{own.pk}", "")
    (policy,) = header(answer, "content-security-policy")
    assert b"<p>Payung</p>" in answer.body and "sandbox allow-scripts" in policy and "allow-same-origin" not in policy
    assert "https:" not in policy
    assert ask(front, f"/ads/frame/{third.pk}", "").status == 403
    agreed = ask(front, f"/ads/frame/{third.pk}", "", "warta_consent=1")
    assert agreed.status == 200 and "script-src https:" in header(agreed, "content-security-policy")[0]
    for name in ("", "0", "999", "../me", "slot-top", "1/2", "%00"):
        assert ask(front, f"/ads/frame/{name}", "").status == 404


def test_a_slots_tag_fills_what_is_left_for_who_agreed(front, advertising):
    advertising.tag("end")
    advertising.creative(advertising.campaign(slots="top"))
    learn(front)
    assert list(told(ask(front))) == ["top"]
    found = told(ask(front, cookies="warta_consent=1"))
    assert list(found) == ["top", "end"] and "receipt" not in found["end"] and "slot-end" in found["end"]["html"]


@pytest.mark.parametrize("query", [
    "slots=", "slots=nowhere", "slots=" + "top," * 2000, "page=x&slots=top", "page=-1&slots=top", "page=%00&slots=top",
    "page=" + "9" * 400 + "&slots=top", "page=\u0661&slots=top", "slots=top&" + "a=1&" * 500, "slots=<script>",
])  # fmt: skip
def test_questions_that_are_none(front, advertising, query):
    advertising.creative(advertising.campaign(slots="top"))
    learn(front)
    answer = ask(front, query=query)
    assert isinstance(answer, Answer) and answer.status in (200, 204, 414)
    assert set(told(answer)) <= {"top"} and len(answer.body) < 2000


def test_what_is_no_page_of_ours_counts_nothing(front, advertising):
    campaign = advertising.campaign(goal=1_000_000, starts=timezone.localdate() - timedelta(days=1))
    advertising.creative(campaign)
    learn(front)
    for sent in ({"sec_fetch_site": "cross-site"}, {"sec_purpose": "prefetch"}, {"method": "HEAD"}):
        assert ask(front, **sent).status == 204
    assert front.ads.pace.lately(time.time()) == {}
    assert told(ask(front, sec_fetch_site="same-origin"))

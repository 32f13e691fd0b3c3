"""The front by itself: who gets what, what it costs, what must be asked first."""

import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest

from tests.edge.conftest import KEYS, MONTH, NOW, POLICY, header, meter_cookie, own, plain, token_cookie
from warta.access import Gate, Level, Meter, Network, Right
from warta.access.token import Gift, read_meter, read_token, write_gift
from warta.edge.exchange import Known, cookie
from warta.edge.store import Change, page_of


def body(answer):
    text = answer.body
    return (gzip.decompress(text) if header(answer, "content-encoding") == "gzip" else text).decode()


def cookies(answer):
    return [value for name, value in answer.headers if name == "set-cookie"]


class TestVariants:
    def test_a_stranger_reads_metered_stories_until_the_quota_is_spent(self, edge):
        edge.story()
        first = edge.get("/daerah/x-41/")
        assert body(first) == "HEAD AD WHOLE "
        (given,) = cookies(first)
        assert read_meter(given.partition("=")[2].partition(";")[0], KEYS) == Meter(MONTH, (41,))
        assert "HttpOnly" in given and "SameSite=Lax" in given and "Secure" not in given
        again = edge.get("/daerah/x-41/", cookie=meter_cookie(1, 41))
        assert (body(again), cookies(again)) == ("HEAD AD WHOLE ", [])
        spent = edge.get("/daerah/x-41/", cookie=meter_cookie(1, 2))
        assert (body(spent), cookies(spent)) == ("HEAD AD TEASER WALL meter-spent ", [])

    def test_rights_open_and_spare_advertising(self, edge):
        edge.story(level=Level.PREMIUM)
        whole = edge.get("/daerah/x-41/", cookie=token_cookie(rights=frozenset(Right)))
        assert body(whole) == "HEAD WHOLE "
        ad_free = edge.get("/daerah/x-41/", cookie=token_cookie(rights=frozenset({Right.AD_FREE})))
        assert body(ad_free) == "HEAD TEASER WALL plan-lacks "
        forged = token_cookie(rights=frozenset(Right)).replace(".ape.", ".aep.")
        assert body(edge.get("/daerah/x-41/", cookie=forged)) == "HEAD AD TEASER WALL subscribe "

    def test_an_expired_token_is_a_strangers_unless_a_session_lives(self, edge):
        edge.story(level=Level.PREMIUM)
        old = token_cookie(rights=frozenset(Right), expires=NOW)
        assert body(edge.get("/daerah/x-41/", cookie=old)) == "HEAD AD TEASER WALL subscribe "
        assert edge.needs("/daerah/x-41/", cookie=f"{old}; sessionid=abc").what == "token"

    def test_a_token_of_before_a_change_of_rights_is_void(self, edge):
        edge.story(level=Level.PREMIUM)
        mine = token_cookie(rights=frozenset(Right), generation=3)
        assert "WHOLE" in body(edge.get("/daerah/x-41/", cookie=mine))
        edge.store.apply(Change(5, "rights_changed", reader=7, generation=4), NOW)
        assert "TEASER" in body(edge.get("/daerah/x-41/", cookie=mine))
        assert "WHOLE" in body(edge.get("/daerah/x-41/", cookie=token_cookie(rights=frozenset(Right), generation=4)))

    def test_a_minted_token_is_used_and_given_to_the_browser(self, edge):
        edge.story(level=Level.PREMIUM)
        minted = token_cookie(rights=frozenset(Right)).partition("=")[2]
        answer = edge.ask("/daerah/x-41/", known=Known(token=minted), cookie="sessionid=abc")
        assert body(answer) == "HEAD WHOLE " and cookies(answer)[0].startswith(f"warta_reader={minted};")

    def test_a_registered_readers_meter_travels_in_the_token_and_is_reported(self, edge):
        edge.story()
        answer = edge.get("/daerah/x-41/", cookie=token_cookie(meter=Meter(MONTH, (1, 2))))
        token = read_token(cookies(answer)[0].partition("=")[2].partition(";")[0], KEYS, NOW)
        assert token.meter == Meter(MONTH, (1, 2, 41)) and edge.front.reads == [(7, MONTH, 41)]
        other_device = token_cookie(meter=Meter(MONTH, (1, 2)))  # its token does not know of 41
        edge.story("/daerah/y-42/", story=42)
        edge.front.unconfirmed.clear()
        assert "TEASER" in body(edge.get("/daerah/y-42/", cookie=other_device))

    def test_what_was_read_whole_stands_in_the_list_of_who_keeps_one(self, edge):
        everything = frozenset(Right)
        for number, level in enumerate(Level, 41):
            edge.story(f"/daerah/x-{number}/", story=number, level=level)
        for number in range(41, 41 + len(Level)):
            edge.get(f"/daerah/x-{number}/", cookie=token_cookie(rights=everything, history=True))
        assert list(edge.front.history) == [(7, number) for number in range(41, 41 + len(Level))]
        edge.front.history.clear()
        premium = f"/daerah/x-{41 + list(Level).index(Level.PREMIUM)}/"
        edge.get(premium, cookie=token_cookie(rights=everything))  # keeps none
        edge.get(premium, cookie=token_cookie(history=True))  # a teaser
        edge.get(premium, method="HEAD", cookie=token_cookie(rights=everything, history=True))
        edge.get(premium, cookie=token_cookie(rights=everything, history=True), sec_purpose="prefetch")
        assert not edge.front.history

    def test_what_is_not_yet_reported_is_reported_before_another_story_is_given(self, edge):
        edge.story()
        edge.story("/daerah/y-42/", story=42)
        edge.get("/daerah/x-41/", cookie=token_cookie())
        assert edge.needs("/daerah/y-42/", cookie=token_cookie()).what == "reads"
        assert "WHOLE" in body(edge.ask("/daerah/y-42/", known=Known(flushed=True), cookie=token_cookie()))

    def test_a_gift_opens_its_story_until_it_is_revoked(self, edge):
        edge.story(level=Level.PREMIUM)
        gift = write_gift(Gift(9, 41, int(NOW) + 100), KEYS)
        answer = edge.get(f"/daerah/x-41/?gift={gift}")
        assert body(answer) == "HEAD AD WHOLE " and edge.front.gifts == {9: 1}
        for asked in ({"method": "HEAD"}, {"range": "bytes=0-9"}, {"sec_purpose": "prefetch"}):
            edge.ask(f"/daerah/x-41/?gift={gift}", **asked)
        assert edge.front.gifts == {9: 1}
        other = write_gift(Gift(9, 42, int(NOW) + 100), KEYS)
        for text in (other, gift[:-1] + "0", write_gift(Gift(9, 41, int(NOW)), KEYS), ""):
            assert "TEASER" in body(edge.get(f"/daerah/x-41/?gift={text}"))
        edge.store.learn(replace(POLICY, revoked_gifts=frozenset({9})), 1)
        assert "TEASER" in body(edge.get(f"/daerah/x-41/?gift={gift}"))

    def test_an_institution_reads_by_its_network(self, edge):
        edge.story(level=Level.PREMIUM)
        place = Network("Kampus", ip_network("192.0.2.0/24"), frozenset({Right.PREMIUM}))
        edge.store.learn(replace(POLICY, networks=(place,)), 1)
        assert body(edge.get("/daerah/x-41/")) == "HEAD AD WHOLE "

    def test_a_crawler_gets_the_teaser_until_its_address_is_verified(self, edge):
        edge.story(level=Level.PREMIUM)
        edge.store.learn(replace(POLICY, crawlers_read=True), 1)
        agent = {"user_agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}
        assert "TEASER" in body(edge.get("/daerah/x-41/", **agent))
        assert edge.front.asker.crawlers.asked == {"192.0.2.1": "googlebot"}
        edge.front.asker.crawlers.learn("192.0.2.1", True, NOW)
        assert "WHOLE" in body(edge.get("/daerah/x-41/", **agent))
        assert "TEASER" in body(edge.get("/daerah/x-41/", user_agent="Mozilla/5.0"))


class TestCounting:
    def test_head_prefetch_and_range_never_count(self, edge):
        edge.story()
        head = edge.ask("/daerah/x-41/", "HEAD")
        assert (head.status, cookies(head)) == (200, [])
        ranged = edge.get("/daerah/x-41/", range="bytes=0-99")
        assert (body(ranged), cookies(ranged)) == ("HEAD AD TEASER ", [])
        prefetched = edge.get("/daerah/x-41/", sec_purpose="prefetch;prerender")
        assert (prefetched.status, cookies(prefetched)) == (503, []) and b"WHOLE" not in prefetched.body

    def test_what_costs_nothing_may_be_prefetched(self, edge):
        edge.story()
        assert edge.get("/daerah/x-41/", sec_purpose="prefetch", cookie=meter_cookie(41)).status == 200
        edge.story("/daerah/y-42/", level=Level.FREE, story=42)
        assert edge.get("/daerah/y-42/", sec_purpose="prefetch").status == 200

    def test_a_page_the_reader_has_costs_nothing(self, edge):
        edge.story()
        tag = header(edge.get("/daerah/x-41/", accept_encoding="gzip"), "etag")
        answer = edge.get("/daerah/x-41/", accept_encoding="gzip", if_none_match=tag)
        assert (answer.status, answer.body, cookies(answer)) == (304, b"", [])
        spent = edge.get("/daerah/x-41/", accept_encoding="gzip", if_none_match=tag, cookie=meter_cookie(1, 2))
        assert spent.status == 200 and "WHOLE" not in body(spent)


class TestPages:
    def test_an_etag_for_each_variant_and_encoding(self, edge):
        edge.story()
        ways = [{}, {"accept_encoding": "gzip"}, {"cookie": meter_cookie(1, 2)},
                {"accept_encoding": "br, gzip", "cookie": meter_cookie(1, 2)}]  # fmt: skip
        answers = [edge.get("/daerah/x-41/", **way) for way in ways]
        assert len({header(answer, "etag") for answer in answers}) == 4
        assert body(answers[0]) == body(answers[1]) != body(answers[2]) == body(answers[3])
        assert {header(answer, "cache-control") for answer in answers} == {"private, no-cache"}

    def test_campaign_parameters_make_no_page_of_their_own(self, edge):
        edge.page("/latest/", own("ONE "), params=["page"])
        edge.page("/latest/?page=2", own("TWO "), params=["page"])
        before = len(edge.store)
        for query in ("", "?utm_source=x", "?fbclid=1&page=", "?x=1&x=2"):
            edge.ask(f"/latest/{query}")
        assert body(edge.get("/latest/?utm_source=x")) == "ONE "
        assert body(edge.get("/latest/?utm_source=x&page=2&gclid=3")) == "TWO "
        assert len(edge.store) == before

    def test_a_known_parameter_that_the_page_does_not_use_makes_none_either(self, edge):
        edge.page("/daerah/", own("ONE "), params=["page"])
        for month in range(5):
            assert body(edge.get(f"/daerah/?month={month}")) == "ONE "
        assert edge.needs("/daerah/?page=2").value == ("/daerah/", "page=2")

    def test_a_query_of_too_many_fields_is_as_none(self, edge):
        edge.page("/latest/", own("ONE "))
        assert body(edge.get("/latest/?" + "a&" * 500)) == "ONE "

    def test_gzip_is_not_sent_to_who_refuses_it(self, edge):
        edge.page("/latest/", own("ONE "))
        for header_text in ("gzip;q=0", "br, gzip; q=0.0", "identity", "x-gzip-x;q=1", ""):
            assert header(edge.get("/latest/", accept_encoding=header_text), "content-encoding") is None
        for header_text in ("gzip", "gzip;q=0.5, *;q=0", "br;q=1.0, gzip;q=0.001"):
            assert header(edge.get("/latest/", accept_encoding=header_text), "content-encoding") == "gzip"

    def test_an_unknown_address_is_asked_for_and_never_kept(self, edge):
        assert edge.needs("/nowhere/?a=1").value == ("/nowhere/", "a=1")
        told = {"status": 404, "as": "/!404/id", "fill": {}}
        assert edge.ask("/nowhere/", known=Known(told=told)).value == "/!404/id"
        edge.page("/!404/id", own("NOTHING "), status=404)
        answer = edge.ask("/nowhere/", known=Known(told=told))
        assert (answer.status, body(answer)) == (404, "NOTHING ")
        assert edge.store.get("/nowhere/") is None
        assert edge.get("/!404/id").status == 404

    def test_a_withdrawn_story_shares_its_page_but_for_the_reason(self, edge):
        edge.page("/!410/id", own("GONE "), ["fill", "withdrawn", []], status=410)
        for reason in ("one", "two"):
            told = {"status": 410, "as": "/!410/id", "fill": {"withdrawn": reason}}
            answer = edge.ask("/daerah/x-41/", known=Known(told=told))
            assert (answer.status, body(answer)) == (410, f"GONE {reason}")

    def test_a_redirect_is_told_and_not_kept(self, edge):
        told = {"status": 301, "headers": [["location", "/daerah/new-41/"]]}
        answer = edge.ask("/daerah/old-41/", known=Known(told=told))
        assert (answer.status, header(answer, "location")) == (301, "/daerah/new-41/")

    def test_an_embargo_hides_a_stored_story_to_the_second(self, edge):
        until = datetime.fromtimestamp(NOW, UTC) + timedelta(seconds=10)
        edge.story(level=Level.FREE, public_from=until)
        assert edge.needs("/daerah/x-41/").what == "page"
        edge.story(level=Level.FREE, public_from=until)
        edge.now = NOW + 10
        edge.store.seen_at = edge.now
        assert edge.get("/daerah/x-41/").status == 200

    def test_a_page_for_this_request_alone_is_not_kept(self, edge):
        told = {"status": 200, "key": "/colors-a.css", "headers": [["cache-control", "public, max-age=60"]], "as_of": 1,
                "page": plain(own("css")), "gate": None, "taken": [], "live": False, "varies": False,
                "params": []}  # fmt: skip
        entry = page_of(told)
        answer = edge.ask("/colors-b.css", known=Known(told=told, page=entry))
        assert (answer.status, body(answer)) == (200, "css") and edge.store.get("/colors-b.css") is None

    def test_updates_of_a_live_story_above_the_one_the_reader_has(self, edge):
        pieces = [["update", [key, f"<{key}>"], ["full"]] for key in ("c", "b", "a")]
        edge.page("/live/41/", *pieces, gate=Gate(41, Level.METERED, published=True), live=True)
        had = {"cookie": meter_cookie(41)}
        assert edge.get("/live/41/?after=a", **had).body == b"<c><b>"
        assert edge.get("/live/41/?after=c", **had).status == 204
        assert edge.get("/live/41/?after=unknown", **had).body == b"<c>"
        spent = edge.get("/live/41/?after=a", cookie=meter_cookie(1, 2))
        assert (spent.status, b"<c>" in spent.body) == (404, False)


class TestCutOff:
    def test_every_story_is_a_strangers_teaser(self, edge):
        edge.story(level=Level.FREE)
        edge.now = NOW + 5.1
        answer = edge.get("/daerah/x-41/", cookie=token_cookie(rights=frozenset(Right)))
        assert (body(answer), answer.outcome) == ("HEAD AD TEASER ", "cutoff")
        assert "store;desc=cutoff" in header(answer, "server-timing")
        edge.store.seen_at = edge.now
        assert "WHOLE" in body(edge.get("/daerah/x-41/"))

    def test_a_feed_is_drawn_anew_each_time_or_not_shown(self, edge):
        edge.page("/feed.xml", own("WHOLE TEXT"), varies=False, tags=["stories", "lists", "policy"])
        edge.page("/robots.txt", own("ROBOTS"), varies=False, tags=["lists", "policy"])
        edge.now = NOW + 5.1
        assert (edge.needs("/feed.xml").what, edge.needs("/feed.xml").value) == ("redraw", ("/feed.xml",))
        assert body(edge.ask("/feed.xml", known=Known(redrawn=True))) == "WHOLE TEXT"
        assert edge.ask("/feed.xml", known=Known(redrawn=True, is_away=True)).status == 503
        assert body(edge.get("/robots.txt")) == "ROBOTS"

    def test_or_nothing_at_all(self, edge):
        edge.story(level=Level.FREE)
        edge.front.rules = replace(edge.front.rules, cutoff="unavailable")
        edge.now = NOW + 5.1
        answer = edge.get("/daerah/x-41/")
        assert answer.status == 503 and header(answer, "retry-after") and b"WHOLE" not in answer.body

    def test_a_policy_that_cannot_be_learned_cuts_off_too(self, edge):
        edge.story(level=Level.FREE)
        edge.store.apply(Change(5, "policy_changed"), NOW)
        edge.now = NOW + 5.1
        edge.store.seen_at = edge.now
        assert "TEASER" in body(edge.get("/daerah/x-41/"))
        edge.store.learn(POLICY, 5)
        assert "WHOLE" in body(edge.get("/daerah/x-41/"))

    def test_a_revoked_gift_or_another_network_has_the_policy_learned_and_no_page_drawn_anew(self, edge):
        page = edge.story(level=Level.FREE)
        edge.store.apply(Change(5, "passes_changed"), NOW)
        assert edge.store.policy_changed_at == NOW and not page.stale
        edge.store.learn(POLICY, 4)  # told before the change
        assert edge.store.policy_changed_at == NOW
        edge.store.learn(POLICY, 5)
        assert edge.store.policy_changed_at is None


class TestTheRest:
    def test_the_private_answer(self, edge):
        answer = edge.get("/me", cookie=token_cookie(name="Ñia", rights=frozenset({Right.EPAPER})))
        assert json.loads(answer.body) == {
            "name": "Ñia", "registered": True, "rights": ["epaper"], "left": 3, "notices": []
        }  # fmt: skip
        assert header(answer, "cache-control") == "private, no-store"
        assert json.loads(edge.get("/me", cookie=meter_cookie(1)).body)["left"] == 1
        assert cookies(edge.get("/me", cookie=meter_cookie(1))) == []

    @pytest.mark.parametrize("path", ["/_edge/policy", "/_edge/page/", "/_edge", "/metrics"])
    def test_what_is_between_the_processes_is_refused(self, edge, path):
        for method in ("GET", "POST"):
            answer = edge.ask(path, method)
            assert getattr(answer, "status", None) == 404 or answer.what != "pass" or path == "/metrics"

    @pytest.mark.parametrize("path", ["/accounts/../_edge/policy", "/./", "/..", "/a/.", "/x\\y/", "/a\r\nb/", "/\0"])
    def test_a_path_that_others_might_read_as_another_is_refused(self, edge, path):
        for method in ("GET", "POST"):
            assert edge.ask(path, method).status == 404

    def test_names_of_hosts_are_remembered_within_bounds(self, edge):
        edge.story()
        for number in range(1200):
            edge.get("/daerah/x-41/", host=f"h{number}.example")
        edge.get("/daerah/x-41/", host="news.example:" + "1" * 5000)
        assert len(edge.front._hosts) <= 1000 and max(map(len, edge.front._hosts)) < 300

    def test_another_hosts_name_is_refused(self, edge):
        edge.story()
        for host in ("evil.example", "", "news.example.evil.example"):
            assert edge.get("/daerah/x-41/", host=host).status == 400
        assert edge.get("/daerah/x-41/", host="NEWS.example:8000").status == 200

    def test_the_way_in_leads_back_to_the_page(self, edge):
        answer = edge.get("/daerah/x-41/?sign-in")
        assert (answer.status, header(answer, "location")) == (302, "/accounts/login/?next=/daerah/x-41/")
        assert header(edge.get("//evil.example/?sign-up="), "location") == "/accounts/signup/?next=/evil.example/"
        odd = header(edge.get("/a%b/é&next=/x/?sign-in"), "location")
        assert odd == "/accounts/login/?next=/a%2525b/%25C3%25A9%2526next%253D/x/"

    def test_accounts_and_forms_are_the_newsrooms(self, edge):
        assert edge.needs("/accounts/login/").what == "pass"
        assert edge.ask("/daerah/x-41/", "POST").what == "pass"

    def test_a_cookie_is_found_by_its_whole_name(self):
        text = "xwarta_reader=no; warta_reader=yes; warta_readers=no"
        assert cookie(text, "warta_reader") == "yes" and cookie(text, "reader") == "" and cookie("a=1", "a") == "1"

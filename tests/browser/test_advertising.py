"""Advertising in a real browser: what runs and is reported, what a frame cannot do, consent, and not a byte of it."""

import json
import os
import re
import subprocess
import sys

import pytest

from tests.edge.served import until

pytestmark = pytest.mark.browser
LEFTOVERS = {"warta_ads", "warta_consent"}
SIGNS = re.compile(r"/ads|ads\.[0-9a-f]*\.?js|offer|iklan|advert|sponsored|consent", re.IGNORECASE)
DESK = """
import os, django; os.environ["DJANGO_SETTINGS_MODULE"] = "warta.settings"; django.setup()
from django.contrib.auth import get_user_model
from django.utils import timezone
from warta.advertising import services
from warta.advertising.models import Campaign, Creative, SlotTag
maker, editor = (get_user_model().objects.get(email=f"{role}@layarpagi.example") for role in ("advertising", "editor"))
def approve(subject):
    services.submit(subject, by=maker)
    subject.refresh_from_db()
    services.approve(subject, by=editor, seen=subject.content())
def book(**fields):
    shape = "banner" if fields["slots"] in ("top", "end", "list") else "rectangle"
    row = Campaign.objects.create(advertiser="Uji", name="Uji", priority=10, starts=timezone.localdate(),
                                  slots=fields.pop("slots"))
    approve(Creative.objects.create(campaign=row, name="Uji", shape=shape, **fields))
"""
ESCAPE = """<p id=x>x</p><a href="https://toko.example/" target="_top">keluar</a><script>
const said = [];
function tried(name, act) {
  try { said.push([name, String(act())]); } catch (error) { said.push([name, "refused"]); }
}
tried("title", () => { parent.document.title = "TERTULIS"; return "done"; });
tried("cookie", () => { document.cookie = "jejak=1"; return document.cookie; });
tried("storage", () => localStorage.setItem("jejak", "1"));
tried("top", () => { top.location = "https://penipu.example/"; return "done"; });
tried("parent", () => { parent.location.href = "https://penipu.example/"; return "done"; });
tried("alert", () => alert("TERTULIS"));
fetch("https://jejak.example/").then(() => said.push(["fetch", "done"]), () => said.push(["fetch", "refused"]));
fetch("/me").then(() => said.push(["me", "done"]), () => said.push(["me", "refused"]));
const image = document.body.appendChild(new Image());
image.onload = () => said.push(["image", "done"]); image.onerror = () => said.push(["image", "refused"]);
image.src = "https://jejak.example/1.gif";
const inner = document.createElement("iframe"); inner.src = "https://jejak.example/"; document.body.appendChild(inner);
const form = document.createElement("form"); form.action = "https://penipu.example/"; form.target = "_top";
document.body.appendChild(form); tried("form", () => { form.submit(); return "sent"; });
window.said = said;
setTimeout(() => { location = "https://jejak.example/redirect"; }, 2500);
</script>"""


MOVED = """window.moved = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) for (const { node } of entry.sources)
    moved.push([entry.value, (node?.closest ? node : node?.parentElement)?.closest("[data-slot]")?.dataset.slot ?? ""]);
}).observe({ type: "layout-shift", buffered: true });"""


def at_the_desk(site, code):
    env = os.environ | {"WARTA_DATA": str(site.data)}
    env = {name: value for name, value in env.items() if not name.startswith("WARTA_") or name == "WARTA_DATA"}
    subprocess.run([sys.executable, "-c", DESK + code], check=True, env=env, timeout=60)


def a_story(page):
    page.goto("/")
    links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.pathname)")
    for address in links:
        if re.fullmatch(r"/daerah/[a-z0-9-]+-\d+/", address):
            return address
    raise AssertionError("no story of the section on the front page")


def reports(page):
    """What the page reports of advertising from now on."""
    found = []

    def take(route):
        told = json.loads(route.request.post_data)
        found.extend((row["w"], row["t"].split(".")[2]) for row in told if row["k"] == "ad")
        route.fulfill(status=204)

    page.route("**/b", take)
    return found


def goals_are_granted(page):
    """The newsroom has listened long enough to promise anything (`leases.py`)."""
    until(lambda: "top" in page.request.get("/ads?page=0&slots=top").text(), 20)


def test_what_runs_is_shown_seen_and_clicked_once(visitor):
    page = visitor()
    goals_are_granted(page)
    story = a_story(page)
    found = reports(page)
    calls = []
    page.on("request", lambda request: calls.append(request.url) if "/ads?" in request.url else None)
    page.goto(story)
    page.wait_for_selector("[data-slot=top] .ad-image img")
    until(lambda: [page.wait_for_timeout(100), ("viewable", "top") in found][1], 10)
    assert len(calls) == 1, "one call for the whole page"
    assert ("shown", "top") in found and ("viewable", "end") not in found, "what is far below was not seen"
    assert page.locator("[data-slot=top] .offer-label").inner_text() == "Iklan"
    assert page.locator("[data-slot=top] a").get_attribute("rel") == "sponsored noopener"
    page.locator("[data-slot=end]").scroll_into_view_if_needed()
    until(lambda: [page.wait_for_timeout(100), ("viewable", "end") in found][1], 10)
    page.context.route("https://payungkulon.example/**", lambda route: route.fulfill(body="toko"))
    for _time in range(2):
        with page.expect_popup() as opened:
            page.locator("[data-slot=top] a").click()
        opened.value.close()
    page.bring_to_front()
    frame = page.frame_locator("[data-slot=side-2] iframe")
    page.locator("[data-slot=side-2]").scroll_into_view_if_needed()
    with page.expect_popup():
        frame.locator(".warta-cover").click()
    until(lambda: [page.wait_for_timeout(100), ("clicked", "side-2") in found][1], 5)
    page.wait_for_timeout(500)
    assert len(found) == len(set(found)), "each word once"
    assert found.count(("clicked", "top")) == 1
    campaigns = page.locator(".ad-box a, .ad-box iframe").count()
    assert campaigns == len({*page.eval_on_selector_all("[data-slot]", "rows => rows.map(row => row.dataset.slot)")})


def test_nothing_moves(visitor):
    page = visitor()
    goals_are_granted(page)
    story = a_story(page)
    page.add_init_script(MOVED)
    for address in (story, "/", "/daerah/"):
        page.goto(address)
        page.wait_for_selector(".ad-box a")
        page.wait_for_timeout(500)
        assert sum(value for value, _slot in page.evaluate("moved")) < 0.001
        assert [slot for _value, slot in page.evaluate("moved") if slot] == []


@pytest.mark.parametrize("width", [320, 390, 820])
def test_it_is_never_wider_than_the_screen(visitor, width):
    page = visitor(viewport={"width": width, "height": 800})
    goals_are_granted(page)
    for address in (a_story(page), "/", "/daerah/"):
        page.goto(address)
        page.wait_for_selector(".ad-box a")
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_it_runs_beside_what_registered_readers_have(visitor):
    page = visitor("registered")
    goals_are_granted(page)
    page.goto(a_story(page))
    page.wait_for_selector("[data-slot=top] .ad-image img")


def test_without_javascript_the_newspapers_own_banner_stands_there(visitor):
    page = visitor(java_script_enabled=False)
    page.goto("/daerah/")
    box = page.locator("[data-slot=list] .ad-box")
    assert box.locator("img").get_attribute("src").startswith("/media/images/house-banner")
    assert box.bounding_box()["height"] > 80


def test_a_subscriber_gets_not_a_byte_of_it(visitor, site):
    stranger = visitor()
    goals_are_granted(stranger)
    story = a_story(stranger)
    for role in ("ad_free", "subscriber"):
        page = visitor()
        page.goto(story)  # as a stranger first: what that left is taken away
        page.wait_for_selector("[data-slot=top] a")
        page.evaluate("document.cookie = 'warta_consent=1; Path=/'")
        assert {row["name"] for row in page.context.cookies()} >= LEFTOVERS
        account = site.accounts[role]
        page.goto("/accounts/login/")
        page.fill("[name=login]", account["email"])
        page.fill("[name=password]", account["password"])
        page.click("main button[type=submit]")
        page.wait_for_url(lambda address: "/accounts/login" not in address)
        asked, told = [], []
        page.on("request", lambda request, asked=asked: asked.append(request.url.removeprefix(site.url)))
        page.on("request", lambda request, told=told: told.append(request.post_data or ""))
        for address in (story, "/", "/daerah/", "/latest/"):
            page.goto(address)
            page.wait_for_load_state("networkidle")
            blocks = page.eval_on_selector_all("[data-block]", "rows => rows.map(row => row.dataset.block)")
            assert "offer" not in blocks and (address != story or {"headline", "body", "latest"} <= {*blocks})
            html = page.content()
            for sign in ("data-slot", "ads.", "/ads", "consent", "offer-label", "sponsored", "house-banner"):
                assert sign not in re.sub(r"/static/warta/css/\S+", "", html), (role, address, sign)
        assert [url for url in asked if SIGNS.search(url)] == [], "no request for advertising"
        assert not [body for body in told if '"ad"' in body], "no report of advertising"
        assert all(url.startswith("/") for url in asked), "no third party"
        assert {row["name"] for row in page.context.cookies()} & LEFTOVERS == set()
        assert page.evaluate("Object.keys(localStorage).concat(Object.keys(sessionStorage))") == []
        answer = page.request.get("/ads?page=0&slots=top,list")
        assert (answer.status, answer.body()) == (204, b"")
        assert page.request.get("/ads/frame/4").status == 204


@pytest.mark.breaks_policy
def test_markup_cannot_leave_its_frame(visitor, site):
    at_the_desk(site, f"book(slots='side-1', kind='html', html={ESCAPE!r})")
    page = visitor()
    story = a_story(page)
    outside = []
    # What the policy holds back is told as a request too, but never comes as far as this.
    page.context.route("https://**", lambda route: [outside.append(route.request.url), route.abort()])
    page.on("dialog", lambda dialog: outside.append("dialog"))
    until(lambda: "Uji" in page.request.get("/ads?page=0&slots=side-1").text(), 20)
    page.goto(story)
    title = page.title()
    page.wait_for_selector("[data-slot=side-1] iframe")
    page.wait_for_timeout(700)
    (frame,) = [row for row in page.frames if row != page.main_frame and row.evaluate("!!window.said")]
    said = dict(frame.evaluate("window.said"))
    assert said["title"] == said["cookie"] == said["storage"] == "refused"
    assert [said[name] for name in ("fetch", "me", "image")] == ["refused"] * 3
    page.wait_for_timeout(3000)
    assert page.title() == title and page.url == site.url + story
    assert {row["name"] for row in page.context.cookies()} & {"jejak"} == set()
    assert outside == [], "nothing left the frame"
    assert page.evaluate("localStorage.length") == 0
    at_the_desk(site, "Campaign.objects.get(name='Uji').delete()")


def test_a_third_party_waits_for_consent(visitor, site):
    at_the_desk(site, "approve(SlotTag.objects.create(slot='side-4', html="
                      "'<script src=https://iklan.example/t.js></script><p>IKLAN PIHAK KETIGA</p>'))")  # fmt: skip
    page = visitor()
    asked = []

    def third(route):
        asked.append(route.request.url)
        route.fulfill(body="document.body.dataset.ran = '1'", content_type="text/javascript")

    page.context.route("https://iklan.example/**", third)
    story = a_story(page)
    until(lambda: "data-ask" in page.request.get(story).text(), 20)
    page.goto(story)
    page.wait_for_selector("[data-consent]:not([hidden])")
    page.wait_for_timeout(500)
    assert asked == [] and page.locator("[data-slot=side-4] iframe").count() == 0
    assert page.request.get("/ads/frame/slot-side-4").status == 403
    # By the keyboard: the first thing after the link past it all; declining is remembered.
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.consentAnswer") == "0"
    page.keyboard.press("Enter")
    assert page.locator("[data-consent]").is_hidden()
    page.goto(story)
    page.wait_for_timeout(500)
    assert page.locator("[data-consent]").is_hidden() and asked == []
    # At the foot of the page the answer is changed.
    page.locator("[data-consent-open]").click()
    assert page.evaluate("document.activeElement.dataset.consentAnswer") == "0"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.goto(story)
    page.locator("[data-slot=side-4]").scroll_into_view_if_needed()
    frame = page.frame_locator("[data-slot=side-4] iframe")
    frame.get_by_text("IKLAN PIHAK KETIGA").wait_for()
    assert asked == ["https://iklan.example/t.js"] and frame.locator("body[data-ran]").count() == 1
    # And taken back.
    page.locator("[data-consent-open]").click()
    with page.expect_navigation():
        page.locator("[data-consent-answer='0']").click()
    page.wait_for_timeout(700)
    assert page.locator("[data-slot=side-4] iframe").count() == 0 and len(asked) == 1


def test_who_asked_not_to_be_tracked_is_not_asked_either(visitor):
    page = visitor()
    page.add_init_script("Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true })")
    found = reports(page)
    page.goto(a_story(page))
    page.wait_for_selector(".ad-box a")
    page.wait_for_timeout(1800)
    assert page.locator("[data-consent]").is_hidden() and found == []


def test_what_is_refused_is_gone_within_a_second(visitor, site):
    at_the_desk(
        site, "book(slots='list', kind='native', headline='SEBENTAR LAGI DITOLAK', link='https://toko.example/')"
    )
    page = visitor()
    until(lambda: "DITOLAK" in page.request.get("/ads?page=0&slots=list").text(), 20)
    at_the_desk(site, "services.refuse(Creative.objects.get(headline__contains='DITOLAK'), by=editor, reason='x')")
    until(lambda: "DITOLAK" not in page.request.get("/ads?page=0&slots=list").text(), 1.5)

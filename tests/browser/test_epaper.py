"""The e-paper as a reader reads it: by keyboard, finger and screen reader, without a network, without the right."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.browser.conftest import plain_environment

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
MAKE = """
import django; django.setup()
from datetime import timedelta
from tests.epaper import editions
from warta.stories.models import Story
found = list(Story.objects.filter(live=True, locale__language_code="id").order_by("pk")[:12])
for back in (4, 3, 2, 1, 0):
    editions.make(found, day=editions.DAY - timedelta(days=back), pages=6, announce=True)
"""
NO_NETWORK = r"ERR_INTERNET_DISCONNECTED|ERR_FAILED"
TAKE_BACK = """
import django; django.setup()
from warta.readers.models import User
from warta.subscriptions.models import LedgerEvent
from warta.subscriptions.services.complimentary import revoke
user = User.objects.get(email=sys.argv[1])
for grant in LedgerEvent.objects.filter(reader=user.pk, kind="complimentary", revokes=None):
    revoke(grant=grant, by=None, why="test")
"""


def newsroom(site, code, *words):
    """Something the newsroom does, in a process of its own."""
    root = str(Path(__file__).parents[2])
    environ = {**plain_environment(), "WARTA_DATA": str(site.data), "DJANGO_SETTINGS_MODULE": "warta.settings"}
    command = [sys.executable, "-c", "import sys\n" + code, *words]
    subprocess.run(command, env={**environ, "PYTHONPATH": root}, check=True, timeout=60)


@pytest.fixture(scope="module")
def paper(site):
    newsroom(site, MAKE)
    return site


@pytest.fixture
def reads(paper, visitor):
    """Opens the newest edition as somebody, and waits until its script has begun."""

    def opened(role="epaper", path="/epaper/", **options):
        page = visitor(role, **options)
        page.goto(path)
        if options.get("java_script_enabled", True) and role in ("epaper", "subscriber"):
            page.wait_for_selector(".is-leafing")
        return page

    return opened


def shown(page):
    """The numbers of the pages that can be seen."""
    sheets = page.locator("[data-page]").all()
    return [int(sheet.get_attribute("data-page")) for sheet in sheets if sheet.is_visible()]


def kept(page):
    return page.evaluate("async () => (await caches.keys()).filter((name) => name.startsWith('epaper-of-')).sort()")


def until(page, code, seconds=30):
    """Wait for something to be true in the page; its policy forbids Playwright's own way, which evaluates text."""
    end = time.monotonic() + seconds
    while not page.evaluate(code):
        assert time.monotonic() < end, code
        page.wait_for_timeout(50)


def when_kept(page):
    """Wait until the device says that it has the edition."""
    until(page, "() => document.querySelector('[data-said]').textContent.startsWith('Tersimpan')")


def test_leafing_by_keyboard_two_pages_side_by_side(reads):
    page = reads()
    seen = [shown(page)]
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "End", "ArrowRight", "Home", "ArrowLeft"):
        page.keyboard.press(key)
        seen.append(shown(page))
    assert seen == [[1], [2, 3], [4, 5], [2, 3], [6], [6], [1], [1]]
    page.keyboard.press("ArrowRight")
    assert page.url.endswith("#page-3") or page.url.endswith("#page-2")
    assert page.locator("[data-where]").inner_text().endswith("Halaman 2–3 dari 6")
    page.reload()
    page.wait_for_selector(".is-leafing")
    assert shown(page) == [2, 3]


def test_pictures_come_when_they_are_needed_and_the_next_before(reads):
    page = reads()
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/page-" in request.url else None)
    page.route("**/worker.js", lambda route: route.abort())  # what keeps editions fetches them all
    page.reload()
    page.wait_for_selector(".is-leafing")
    page.wait_for_timeout(500)
    assert {url.rpartition("/")[2] for url in asked if "small" not in url} == {f"page-{n}.webp" for n in (1, 2, 3)}


def test_a_finger_leafs_and_two_make_it_larger(reads):
    page = reads(**PHONE)
    touch = page.context.new_cdp_session(page)
    box = page.locator("[data-stage]").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + 200

    def swipe(by):
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x + by, "y": y + 4}]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.wait_for_timeout(100)

    seen = []
    for by in (-120, -120, 120, 20):
        swipe(by)
        seen += shown(page)
    assert seen == [2, 3, 2, 2] and not page.locator("[data-dialog]").is_visible()
    wide = page.locator("#page-2 img").bounding_box()["width"]
    for apart in (40, 80, 120):
        points = [{"x": x - apart, "y": y, "id": 0}, {"x": x + apart, "y": y, "id": 1}]
        kind = "touchStart" if apart == 40 else "touchMove"
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(100)
    assert page.locator("#page-2 img").bounding_box()["width"] > 2 * wide
    swipe(-120)
    assert shown(page) == [2]  # now a finger moves the page
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_tap_opens_the_text_and_escape_gives_the_focus_back(reads):
    page = reads()
    page.locator("#page-1 .epaper-taps a").first.click()
    dialog = page.locator("[data-dialog]")
    name = page.evaluate("document.activeElement.id")
    assert name.startswith("story-") and dialog.locator(f"#{name} h3").is_visible()
    assert page.url.endswith(f"#{name}")
    page.keyboard.press("ArrowRight")
    after = page.evaluate("document.activeElement.id")
    assert after.startswith("story-") and after != name
    page.keyboard.press("Escape")
    assert not dialog.is_visible() and page.locator(f"[data-texts] #{name}").count() == 1
    link = page.locator(".epaper-here a:visible").first
    link.focus()
    page.keyboard.press("Enter")
    assert dialog.is_visible()
    page.keyboard.press("Escape")
    assert link.evaluate("(link) => link === document.activeElement")


def test_an_address_of_a_text_opens_it_at_its_page(reads):
    page = reads()
    name = page.locator("[data-text]").last.get_attribute("id")
    page.goto(f"/epaper/2026-11-27/#{name}")
    page.wait_for_selector("[data-dialog][open]")
    on = page.locator(f"#{name}").get_attribute("data-on").split()[0]
    assert page.evaluate("document.activeElement.id") == name and int(on) in shown(page)


def test_search_finds_marks_and_leads_to_the_text(reads):
    page = reads()
    word = page.locator("[data-text] h3").last.text_content().split()[0]
    page.fill("#epaper-words", word.upper())
    page.keyboard.press("Enter")
    hits = page.locator("[data-hits] a")
    assert hits.count() >= 1 and page.locator("[data-count]").inner_text()
    hits.last.click()
    marked = page.locator("[data-dialog] mark").first
    assert marked.inner_text().lower() == word.lower()
    page.keyboard.press("Escape")
    page.fill("#epaper-words", "zzzznothing")
    until(page, "() => document.querySelector('[data-count]').textContent === 'Tidak ada di edisi ini'")
    assert page.locator("mark").count() == 0


def test_overview_text_and_size(reads):
    page = reads()
    page.click("[data-do=thumbs]")
    page.locator("[data-thumbs] a").nth(3).click()
    assert shown(page) == [4, 5]
    wide = page.locator("#page-4 img").bounding_box()["width"]
    page.click("[data-do=larger]")
    assert page.locator("#page-4 img").bounding_box()["width"] > 1.3 * wide
    page.click("[data-do=texts]")
    assert shown(page) == [] and page.locator("article[data-text]:visible").count() == 12


def test_without_a_network_the_edition_is_read_from_the_device(reads):
    page = reads("subscriber")
    when_kept(page)
    story = page.locator(".epaper-on a").first.get_attribute("href")
    page.context.set_offline(True)
    page.goto("/epaper/")
    page.wait_for_selector(".is-leafing")
    page.keyboard.press("End")
    until(page, "() => document.querySelector('#page-6 img').naturalWidth > 0")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith('"Warta Serif"')
    page.goto("/epaper/2026-11-27/#page-4")
    page.wait_for_selector(".is-leafing")
    assert shown(page) == [4, 5]
    with pytest.raises(Exception, match=NO_NETWORK):
        page.goto(story)  # no story's page is ever kept


def test_three_editions_are_kept_and_signing_out_takes_them_away(reads):
    page = reads("subscriber", "/epaper/2026-11-23/")
    for day in (23, 24, 25, 26):
        page.goto(f"/epaper/2026-11-{day}/")
        page.wait_for_selector(".is-leafing")
        when_kept(page)
    until(page, "async () => (await caches.keys()).filter((n) => n.startsWith('epaper-of-')).length === 3")
    assert kept(page) == [f"epaper-of-/epaper/2026-11-{day}/" for day in (24, 25, 26)]
    page.goto("/accounts/logout/")
    page.click("main button[type=submit]")
    page.wait_for_url(lambda address: "logout" not in address)
    assert kept(page) == []
    page.context.set_offline(True)
    with pytest.raises(Exception, match=NO_NETWORK):
        page.goto("/epaper/2026-11-26/")


OLDER = """async () => {
    const cache = await caches.open("epaper-list"), at = "/epaper/kept.json";
    const note = await (await cache.match(at)).json();
    await cache.put(at, new Response(JSON.stringify({ ...note, confirmed: note.confirmed - 8 * 24 * 3600 * 1000 })));
}"""


def test_what_nobody_confirmed_for_a_week_is_taken_away(reads):
    page = reads("subscriber")
    when_kept(page)
    page.evaluate(OLDER)
    page.context.set_offline(True)
    with pytest.raises(Exception, match=NO_NETWORK):
        page.goto("/epaper/")
    page.context.set_offline(False)
    page.goto("/accounts/login/")
    assert kept(page) == []


def test_who_has_no_right_sees_the_first_page_and_keeps_nothing(reads):
    for role in (None, "premium"):
        page = reads(role)
        assert shown(page) == [1] and page.locator(".epaper-wall .button").is_visible()
        assert page.locator("article[data-text]").count() == 2 and page.locator("[data-tools]").count() == 0
        assert kept(page) == [] and page.evaluate("navigator.serviceWorker.controller") is None


def test_without_a_script_pages_and_texts_stand_one_below_the_other(reads, paper):
    signed_in = reads("subscriber").context.cookies()
    page = reads(None, "/", java_script_enabled=False)
    page.context.add_cookies(signed_in)
    page.goto("/epaper/")
    assert shown(page) == [1, 2, 3, 4, 5, 6] and page.locator("[data-tools]").is_hidden()
    link = page.locator("#page-6 .epaper-here a").first
    link.click()
    assert page.locator(f"#{page.url.partition('#')[2]}").is_visible()


def test_a_right_that_was_taken_back_takes_the_kept_away_at_the_next_contact(reads, paper):
    page = reads("epaper")
    when_kept(page)
    assert kept(page)
    newsroom(paper, TAKE_BACK, paper.accounts["epaper"]["email"])
    page.wait_for_timeout(1500)
    page.goto("/epaper/")
    assert page.locator(".epaper-wall").is_visible()
    assert kept(page) == []
    page.context.set_offline(True)
    with pytest.raises(Exception, match=NO_NETWORK):
        page.goto("/epaper/")

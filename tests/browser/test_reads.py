"""A reader reads in Chromium, and what is counted says so: how, how far, from where. Nothing is left in the browser."""

import re
import shutil
import sqlite3
import time
import urllib.request
from contextlib import closing

import brotli
import pytest

from tests.browser.conftest import CHROMIUM_ARGS
from tests.edge.served import until

pytestmark = pytest.mark.browser
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
MACHINE = AGENT.replace("Chrome/", "HeadlessChrome/")
STORY = re.compile(r"/[a-z-]+/[a-z0-9-]+-(\d+)/")


@pytest.fixture(scope="module")
def chromium():
    """A browser that gives itself this name wherever it sends from: headless it would call itself a machine, and a name
    given to a page is not kept by what the page sends while it is left."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*CHROMIUM_ARGS, f"--user-agent={AGENT}"])
        yield browser
        browser.close()


def counts(site, story):
    """What was counted of a story since the sample was made: {(what, key): number}."""
    with closing(sqlite3.connect(site.data / "reads.sqlite3")) as reads:
        sql = "SELECT what, key, sum(number) FROM audience_count WHERE span = 'd' AND story = ? GROUP BY what, key"
        return {(what, key): number for what, key, number in reads.execute(sql, (story,))}


def more(site, story, before):
    """What came to what was counted before."""
    after = counts(site, story)
    return {key: number - before.get(key, 0) for key, number in after.items() if number != before.get(key, 0)}


def settled(site, story):
    """What was counted of a story, when nothing has come to it for a while."""
    found, last = None, counts(site, story)
    while found != last:
        time.sleep(3)
        found, last = last, counts(site, story)
    return last


def story_in(page, zone):
    """A link to a story in a zone of the front page, and the story's id."""
    page.goto("/")
    link = page.locator(f"[data-place={zone}] .card-headline a").first
    return link, int(STORY.fullmatch(link.get_attribute("href"))[1])


def sent(page):
    """What the page reports while it is open."""
    bodies = []
    page.on("request", lambda request: bodies.append(request.post_data) if request.url.endswith("/b") else None)
    return bodies


def test_a_story_that_is_read(visitor, site):
    reader = visitor()
    link, story = story_in(reader, "secondary")
    before = counts(site, story)
    link.click()
    reader.wait_for_url(re.compile(STORY.pattern))
    until(lambda: {("view", ""), ("source", "block:secondary")} <= more(site, story, before).keys(), 10)
    first = more(site, story, before)
    assert first[("source", "block:secondary")] == 1
    assert first[("view", "")] == 1 and first[("read", "")] == 1
    assert sum(number for (what, _), number in first.items() if what == "outcome") == 1
    for _ in range(8):
        reader.mouse.wheel(0, 1500)
        time.sleep(0.4)
    reader.goto("/")
    until(lambda: more(site, story, before).get(("engaged", "")), 10)
    last = more(site, story, before)
    assert 2 <= last[("engaged", "")] <= 15
    assert [last[("depth", key)] for key in ("25", "50", "75", "100")] == [1, 1, 1, 1]
    assert last[("view", "")] == 1 and last[("read", "")] == 1
    assert [key for key in last if key[0] == "source"] == [("source", "block:secondary")]
    kept = reader.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")
    assert kept == [0, 0, ""]
    names = {cookie["name"] for cookie in reader.context.cookies()}
    assert names <= {"warta_meter", "warta_ads", "csrftoken"}


def test_reloads_are_one_reader_and_a_wall_says_which(visitor, site):
    reader = visitor()
    reader.goto("/")
    locked = None
    for address in reader.eval_on_selector_all("a[href]", "links => links.map(link => link.pathname)"):
        if STORY.fullmatch(address):
            reader.goto(address)
            if reader.locator("[data-outcome='wall:subscribe']").count():
                locked = address
                break
    story = int(STORY.fullmatch(locked)[1])
    before = settled(site, story)
    for _ in range(5):
        reader.reload()
        time.sleep(0.2)
    until(lambda: more(site, story, before).get(("view", "")) == 5, 10)
    assert more(site, story, before)[("outcome", "wall:subscribe")] == 5
    assert ("read", "") not in more(site, story, before)
    reader.locator(".locked-body a[href*=subscribe]").first.click()
    until(lambda: more(site, story, before).get(("outcome", "offer")) == 1, 10)


@pytest.mark.parametrize("signal", [
    "Object.defineProperty(navigator, 'doNotTrack', {get: () => '1'})",
    "Object.defineProperty(navigator, 'globalPrivacyControl', {get: () => true})",
])  # fmt: skip
def test_who_does_not_want_to_be_counted_sends_nothing(visitor, site, signal):
    reader, control = visitor(), visitor()
    reader.add_init_script(signal)
    told, told_by_control = sent(reader), sent(control)
    for page in (reader, control):
        link, _ = story_in(page, "lead")
        link.click()
        page.wait_for_url(re.compile(STORY.pattern))
        page.mouse.wheel(0, 5000)
        time.sleep(1.5)
        page.goto("/")
    assert told == [] and told_by_control != []


def test_the_newsroom_and_machines_are_not_counted(visitor, site):
    editor, machine, reader = visitor("editor"), visitor(user_agent=MACHINE), visitor()
    link, story = story_in(editor, "lead")
    before = counts(site, story)
    told = sent(editor)
    editor.goto(link.get_attribute("href"))
    machine.goto(f"/berita/x-{story}/")
    time.sleep(1.5)
    editor.goto("/")
    time.sleep(2.5)
    assert told and more(site, story, before) == {}
    reader.goto(f"/berita/x-{story}/")
    until(lambda: more(site, story, before).get(("view", "")) == 1, 10)


def test_the_history_of_a_reader_is_kept_as_it_was(visitor, site):
    reader = visitor("subscriber")
    link, story = story_in(reader, "lead")
    before, headline = counts(site, story), link.inner_text()
    link.click()
    reader.wait_for_url(re.compile(STORY.pattern))
    until(lambda: more(site, story, before).get(("view", "")) == 1, 10)

    def listed():
        reader.goto("/accounts/history/")
        return headline in reader.content()

    until(listed, 15)


def test_the_script_is_small_and_on_pages_of_stories_alone(visitor, site):
    reader = visitor()
    reader.goto("/")
    address = reader.get_attribute("script[src*=beacon]", "src")
    asked = urllib.request.Request(site.url + address, headers={"Accept-Encoding": "br"})
    with urllib.request.urlopen(asked) as answer:
        raw = answer.read()
        assert answer.headers["content-encoding"] == "br" and len(raw) < 1000
    assert b"sendBeacon" in brotli.decompress(raw)
    for page in ("/accounts/login/", "/nowhere-at-all/"):
        reader.goto(page)
        assert reader.locator("script[src*=beacon]").count() == 0

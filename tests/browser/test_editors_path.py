"""The editor's path in a real browser: write, submit, approve, see it, correct it, withdraw it."""

import re

import pytest
from playwright.sync_api import expect

from tests.edge.served import until

pytestmark = pytest.mark.browser
HEADLINE = "Mercusuar Karang Asri Menyala Lagi Setelah Tiga Tahun"


def type_text(child, text):
    """Type into the rich text of a block, and wait until the form holds it."""
    editor = child.locator(".public-DraftEditor-content")
    editor.click()
    editor.press_sequentially(text, delay=5)
    expect(child.locator("input[type=hidden][name*='-value']")).to_have_value(re.compile(re.escape(text)))


def write(page):
    """A reporter writes a story and submits it; returns its id."""
    page.goto("/admin/")
    page.locator("a.button", has_text="(id)").click()
    page.fill("[name=title]", HEADLINE)
    page.fill("[name=standfirst]", "Lampu baru memakai sel surya.")
    page.select_option("[name=section]", label="Daerah")
    page.fill("[name=dateline_city]", "Karang Asri")
    page.locator("[data-contentpath=body] .c-sf-add-button").first.click()
    page.get_by_role("option", name="Teks", exact=True).click()
    type_text(page.locator("[data-contentpath=body] [data-streamfield-child]").first, "Lampu menyala pukul enam sore.")
    choose_action(page, "button[name=action-submit]")
    page.goto("/admin/")
    column = page.locator(".desk-column", has=page.get_by_role("heading", name="Diajukan"))
    link = column.get_by_role("link", name=HEADLINE).get_attribute("href")
    return int(re.search(r"/pages/(\d+)/", link)[1])


def choose_action(page, selector):
    """Open the list of actions under the form, choose one, and wait for the answer."""
    page.locator("footer .w-dropdown__toggle, footer [data-w-dropdown-target=toggle]").first.click()
    with page.expect_navigation():
        page.locator(selector).first.click()


def save_and_publish(page):
    choose_action(page, "button[name=action-publish]")


def test_from_a_draft_to_a_withdrawal(visitor):
    reporter, editor, reader = visitor("reporter"), visitor("editor"), visitor()
    pk = write(reporter)
    address = f"/daerah/x-{pk}/"
    assert reader.goto(address).status == 404

    editor.goto("/admin/")
    waiting = editor.locator(".desk-column").first
    waiting.get_by_role("link", name=HEADLINE).click()
    editor.wait_for_url(f"**/admin/pages/{pk}/edit/")
    choose_action(editor, "[data-workflow-action-name=approve]")

    assert reader.goto("/").status == 200
    reader.get_by_role("link", name=HEADLINE).first.click()
    assert reader.locator("h1").inner_text() == HEADLINE
    assert "LAYAR PAGI, KARANG ASRI" in reader.locator("[data-block=body]").inner_text().upper()
    public = reader.url

    editor.goto(f"/admin/pages/{pk}/edit/")
    editor.fill("[name=title]", HEADLINE.replace("Tiga", "Empat"))
    editor.get_by_role("tab", name="Ralat").click()
    editor.locator("#id_corrections-ADD").click()
    editor.fill("[name=corrections-0-text]", "Mercusuar padam empat tahun, bukan tiga.")
    save_and_publish(editor)
    reader.goto(public)
    assert "empat-tahun" in reader.url
    assert "padam empat tahun" in reader.locator("[data-block=corrections]").inner_text()
    reader.locator(".correction-note a").click()
    assert reader.url.endswith("#corrections")

    editor.goto(f"/admin/stories/{pk}/withdraw/")
    editor.fill("[name=reason]", "Foto ternyata dari mercusuar lain.")
    with editor.expect_navigation():
        editor.locator("main form button").click()
    answer = reader.goto(public)
    assert answer.status == 410
    assert "Foto ternyata dari mercusuar lain." in reader.locator("main").inner_text()
    reader.goto("/")
    assert reader.get_by_role("link", name=re.compile("Mercusuar Karang Asri")).count() == 0


def test_an_own_story_offers_no_publishing(visitor):
    editor = visitor("editor")
    editor.goto("/admin/stories/new/id/")
    assert editor.locator("button[name=action-submit]").count() == 1
    assert editor.locator("button[name=action-publish]").count() == 0


def test_a_live_story_brings_new_updates_without_reloading(visitor):
    editor, reader = visitor("editor"), visitor()
    reader.clock.install()
    reader.goto("/")
    reader.goto(reader.locator(".card:has(.live-mark) .card-headline a").first.get_attribute("href"))
    before = reader.locator("[data-update]").count()
    pk = int(re.search(r"-(\d+)/$", reader.url)[1])
    editor.goto(f"/admin/pages/{pk}/edit/")
    editor.locator("[data-contentpath=body] .c-sf-add-button").first.click()
    editor.get_by_role("option", name="Perkembangan", exact=True).click()
    update = editor.locator("[data-contentpath=body] [data-streamfield-child]").first
    update.locator("input[name$='-title']").fill("Pintu air dibuka")
    type_text(update, "Air mulai surut.")
    time = update.locator("input[name$='-time']")  # last: its calendar covers the fields below
    time.fill("2026-01-01 10:00")
    time.press("Tab")
    save_and_publish(editor)
    reader.clock.run_for(16_000)
    reader.locator(".update-title", has_text="Pintu air dibuka").wait_for()
    assert reader.locator("[data-update]").count() == before + 1


def test_readers_without_javascript_and_on_a_phone(visitor):
    reader = visitor(java_script_enabled=False, viewport={"width": 390, "height": 800})
    reader.goto("/")
    reader.locator(".card.lead .card-headline a").first.click()
    assert reader.locator("[data-block=body]").inner_text().strip()

    def found():
        reader.goto("/search/?q=feri")
        return reader.locator(".rows .card").count()

    until(found, 60, "the worker never took the sample into the search index")


def test_a_reader_signs_up_and_comes_back_to_the_story(visitor):
    reader = visitor()
    reader.goto("/")
    reader.locator(".card-headline:has(.premium-mark) a").first.click()
    story = reader.url
    reader.locator(".wall a[href*=sign-in]").click()
    reader.locator("main a[href*=signup]").first.click()
    reader.fill("[name=email]", "pembaca-baru@readers.example")
    reader.fill("[name=password1]", "kata-sandi-yang-panjang-7")
    reader.locator("main form button[type=submit]").click()
    reader.wait_for_url(story)
    assert reader.goto("/admin/").status == 403

"""The reader's path in a real browser: offer, account, transfer, no advertising, cancelled, kept, expired."""

import os
import re
import subprocess
import sys

import pytest

from tests.edge.served import until

pytestmark = pytest.mark.browser
PASSWORD = "tujuh-belas-perahu-2026"
# Time is not waited for: the worker's duty is done as it will be at the end of the period.
AT_THE_END = """
import os, django; os.environ["DJANGO_SETTINGS_MODULE"] = "warta.settings"; django.setup()
from datetime import timedelta
from warta.subscriptions.models import Subscription
from warta.subscriptions.services.due import subscriptions_due
row = Subscription.objects.get(reader__gt=0, state="cancelled")
assert subscriptions_due(row.ends - timedelta(seconds=1)) == 0
assert subscriptions_due(row.ends) == 1
"""


def offers(page):
    return page.locator("[data-block=offer]").count()


def locked_story(page):
    """The address of a story for subscribers, with its wall."""
    page.goto("/")
    for address in page.eval_on_selector_all("a[href]", "links => links.map(link => link.pathname)"):
        if re.fullmatch(r"/[a-z-]+/[a-z0-9-]+-\d+/", address):
            page.goto(address)
            if page.locator(".locked-body a[href*=subscribe]").count():
                return address
    raise AssertionError("no locked story on the front page")


def confirm_in_admin(desk, reference):
    desk.goto("/admin/orders/")
    desk.locator("tr", has_text=reference).locator("a[href$='/confirm/']").click()
    desk.fill("[name=why]", "Terlihat di mutasi rekening.")
    with desk.expect_navigation():
        desk.locator(".nice-padding form button").click()


def test_from_the_offer_to_the_end_of_the_subscription(visitor, site):
    reader, desk = visitor(viewport={"width": 390, "height": 844}), visitor("service")
    story = locked_story(reader)
    teaser = len(reader.content())
    assert offers(reader) == 6

    reader.locator(".locked-body a[href*=subscribe]").first.click()
    reader.wait_for_url("**/accounts/subscribe/**")
    reader.locator(".plan", has_text="29.000").locator("a.button").click()
    reader.wait_for_url("**/accounts/login/**")  # whoever buys has an account
    reader.locator("main a[href*=signup]").first.click()
    reader.wait_for_url("**/accounts/signup/**")
    reader.fill("[name=email]", "pembaca.baru@readers.example")
    reader.fill("[name=password1]", PASSWORD)
    reader.click("main form button[type=submit]")
    reader.wait_for_url("**/accounts/subscribe/lengkap/**")  # back where they were
    reader.check("[name=provider][value=bank]")
    reader.locator("form:has([name=provider]) button").click()
    reader.wait_for_url("**/accounts/orders/**")
    reference = reader.url.rstrip("/").rpartition("/")[2]
    reader.goto(story)
    assert offers(reader) == 6 and len(reader.content()) < teaser + 2000  # ordered is not paid

    confirm_in_admin(desk, reference)
    reader.goto(story)
    until(lambda: reader.goto(story) and offers(reader) == 0, 3, "the advertising did not go")
    assert reader.locator(".locked-body a[href*=subscribe]").count() == 0 and len(reader.content()) > teaser

    reader.goto(f"/accounts/orders/{reference}/")
    reader.locator("main a.button").first.click()
    reader.wait_for_url(f"**{story}")  # back on the same story

    reader.goto("/accounts/subscription/")
    reader.locator("main a[href$='/cancel/']").click()
    reader.locator("form:has([name=why]) button").click()
    reader.wait_for_url("**/accounts/subscription/")
    reader.goto(story)
    assert offers(reader) == 0  # kept until the end of what is paid for

    env = os.environ | {"WARTA_DATA": str(site.data)}
    subprocess.run([sys.executable, "-c", AT_THE_END], env=env, check=True, capture_output=True)
    until(lambda: reader.goto(story) and offers(reader) == 6, 3, "the offers did not come back")
    assert reader.locator(".locked-body a[href*=subscribe]").count() == 1


def begin_to_pay(reader, plan, provider, email):
    """From a story's wall by a new account to the provider's own page; returns the story."""
    story = locked_story(reader)
    assert offers(reader) == 6
    reader.locator(".locked-body a[href*=subscribe]").first.click()
    reader.locator(f"a.button[href*='/subscribe/{plan}/']").click()
    reader.wait_for_url("**/accounts/login/**")
    reader.locator("main a[href*=signup]").first.click()
    reader.fill("[name=email]", email)
    reader.fill("[name=password1]", PASSWORD)
    reader.click("main form button[type=submit]")
    reader.wait_for_url(f"**/accounts/subscribe/{plan}/**")
    reader.check(f"[name=provider][value={provider}]")
    reader.locator("form:has([name=provider]) button").click()
    return story


def is_open(reader, story):
    reader.goto(story)
    return offers(reader) == 0 and not reader.locator(".locked-body a[href*=subscribe]").count()


def is_closed(reader, story):
    reader.goto(story)
    return offers(reader) == 6 and reader.locator(".locked-body a[href*=subscribe]").count() == 1


def cancel(reader):
    reader.goto("/accounts/subscription/")
    reader.locator("main a[href$='/cancel/']").click()
    reader.locator("form:has([name=why]) button").click()
    reader.wait_for_url("**/accounts/subscription/")


def test_by_card_on_stripes_page_with_notices_that_come_late_twice_and_backwards(visitor, site):
    site.stripe.deliver_to(f"{site.url}/pay/stripe/notice/", delay_s=0.5, copies=2, backwards=True)
    reader = visitor()
    story = begin_to_pay(reader, "lengkap-setahun", "stripe", "pembaca.kartu@readers.example")
    reader.wait_for_url(f"{site.stripe.url}/c/pay/**")
    assert "IDR 290000.00" in reader.content()
    reader.get_by_role("button", name="refused").click()
    reader.get_by_text("Your card was declined.").wait_for()
    reader.get_by_role("button", name="Pay", exact=True).click()
    reader.wait_for_url("**/accounts/orders/**")  # back
    until(lambda: is_open(reader, story), 8, "the story did not open")
    assert set(site.stripe.sender.statuses) == {200}

    cancel(reader)
    (sub,) = site.stripe.of("subscription")
    assert sub["cancel_at_period_end"] and is_open(reader, story)  # charged no more, kept until the end

    site.stripe.dispute(site.stripe.of("payment_intent")[0]["id"])  # the reader's bank takes it back
    until(lambda: is_closed(reader, story), 8, "the story did not close")


def test_by_qris_on_midtrans_page(visitor, site):
    site.midtrans.deliver_to(f"{site.url}/pay/midtrans/notice/", delay_s=0.2, copies=2)
    reader = visitor(viewport={"width": 390, "height": 844})
    story = begin_to_pay(reader, "lengkap", "midtrans", "pembaca.qris@readers.example")
    reader.wait_for_url(f"{site.midtrans.url}/snap/**")
    assert "Rp29000" in reader.content()
    reader.get_by_role("button", name="Pay", exact=True).click()
    reader.wait_for_url("**/accounts/orders/**transaction_status=settlement")
    until(lambda: is_open(reader, story), 8, "the story did not open")
    cancel(reader)
    assert is_open(reader, story)
    (number,) = site.midtrans.rows
    site.midtrans.give_back(number, 29_000)  # all of it, from Midtrans' dashboard
    until(lambda: is_closed(reader, story), 8, "the story did not close")

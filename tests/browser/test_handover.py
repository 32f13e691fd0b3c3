"""A session goes from one screen to another in real browsers: the code is read off the screen as a camera would."""

import io
from urllib.parse import urlsplit

import pytest
import zxingcpp
from PIL import Image

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def code_on(page):
    """What the code on the screen says, read off its picture."""
    picture = Image.open(io.BytesIO(page.locator("svg.qr").screenshot()))
    (found,) = zxingcpp.read_barcodes(picture)
    return found.text


def show_code(screen):
    screen.goto("/accounts/phone/")
    screen.click("button[name=begin]")
    screen.wait_for_selector("svg.qr")
    return code_on(screen)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_from_the_screen_to_the_phone(visitor, site, scheme):
    screen, phone, thief = visitor("epaper", color_scheme=scheme), visitor(**PHONE), visitor(**PHONE)
    address = show_code(screen)
    assert address.startswith(f"{site.url}/accounts/h/") and site.accounts["epaper"]["email"] not in address
    phone.goto(address)
    phone.click("main form button")
    number = phone.locator(".handover-number").inner_text()
    screen.wait_for_selector(".handover-number")  # by itself
    assert screen.locator(".handover-number").inner_text() == number
    thief.goto(address)
    thief.click("main form button")
    assert thief.locator(".handover-number").count() == 0
    screen.click("button[name=yes]")
    phone.wait_for_url(lambda url: urlsplit(url).path == "/epaper/")
    assert phone.goto("/accounts/profile/").status == 200 and "/login/" not in phone.url
    assert "/login/" in thief.goto("/accounts/profile/").url
    screen.wait_for_selector("button[name=begin]")
    screen.goto("/accounts/devices/")
    assert screen.locator("main section").count() >= 2


def test_a_no_signs_nobody_in(visitor):
    screen, phone = visitor("epaper"), visitor(**PHONE)
    phone.goto(show_code(screen))
    phone.click("main form button")
    screen.wait_for_selector(".handover-number")
    screen.click("button[name=no]")
    phone.wait_for_selector("main .account-other")
    assert phone.locator(".handover-number").count() == 0
    assert "/login/" in phone.goto("/accounts/profile/").url

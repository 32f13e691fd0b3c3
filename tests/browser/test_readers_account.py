"""A reader's account in a real browser: a passkey, what they follow and save, with and without JavaScript."""

import re
from urllib.parse import unquote, urlsplit

import pytest

pytestmark = pytest.mark.browser
DEVICE = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
          "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture
def by_name(site):
    """Options of a browser that knows the newspaper by a name: a passkey belongs to one, never to a number."""
    return {"base_url": site.url.replace("127.0.0.1", "localhost")}


def with_device(page):
    """Give the browser a device that holds passkeys, and asks for a finger."""
    chrome = page.context.new_cdp_session(page)
    chrome.send("WebAuthn.enable")
    return chrome, chrome.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]


def first_story(page, mark=""):
    """The address of a story on the front page."""
    page.goto("/")
    return page.locator(f".card-headline{mark} a").first.get_attribute("href")


def at(page, path):
    """Wait until the page is there; an address that has the path as its way back does not count."""
    page.wait_for_url(lambda address: urlsplit(address).path == path)


def is_signed_in(page):
    return "/login/" not in page.goto("/accounts/profile/").url


def test_a_passkey_signs_in_from_the_wall_and_is_removed(visitor, site, by_name):
    reader = visitor("registered", **by_name)
    chrome, device = with_device(reader)
    reader.goto("/accounts/profile/")
    reader.locator(".account-nav a[href$='/2fa/webauthn/']").click()
    reader.locator("main a[href$='/webauthn/add/']").click()
    reader.fill("[name=password]", site.accounts["registered"]["password"])  # is it you?
    reader.click("main form button[type=submit]")
    reader.wait_for_url("**/webauthn/add/")
    reader.fill("[name=name]", "Ponsel Ayu")
    reader.click("#mfa_webauthn_add")
    reader.wait_for_url("**/recovery-codes/")
    assert reader.locator(".codes").inner_text().split()
    assert len(chrome.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]) == 1

    reader.goto("/accounts/logout/")
    reader.click("main form button[type=submit]")
    assert not is_signed_in(reader)
    story = first_story(reader, ":has(.premium-mark)")
    reader.goto(story)
    reader.locator(".locked-body a[href*=sign-in]").first.click()
    reader.wait_for_url("**/accounts/login/**")
    reader.click("#passkey_login")
    at(reader, story)
    assert is_signed_in(reader)

    reader.goto("/accounts/2fa/webauthn/")
    assert "Ponsel Ayu" in reader.locator("main").inner_text()
    reader.locator("main a[href$='/remove/']").click()
    reader.locator("a[href*='webauthn/reauthenticate']").click()  # with the passkey itself
    reader.click("#mfa_webauthn_reauthenticate")
    reader.wait_for_url("**/remove/")
    reader.click("main form button[type=submit]")
    reader.wait_for_url("**/2fa/webauthn/")
    assert "Ponsel Ayu" not in reader.locator("main section").all_inner_texts()

    reader.goto("/accounts/logout/")
    reader.click("main form button[type=submit]")
    reader.goto(f"/accounts/login/?next={story}")
    with reader.expect_navigation():
        reader.click("#passkey_login")
    assert reader.locator(".messages").count() == 1
    assert story in unquote(reader.url) and not is_signed_in(reader)  # the way to the story is not lost


def test_a_browser_that_gives_no_passkey_is_told_so(visitor, by_name):
    reader = visitor(**by_name, **PHONE)
    chrome, device = with_device(reader)
    chrome.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    reader.goto("/accounts/login/")
    reader.click("#passkey_login")
    reader.locator("[data-passkey-error]").wait_for(state="visible")


@pytest.mark.parametrize("javascript", [True, False])
def test_following_and_saving(visitor, javascript):
    reader = visitor("subscriber", java_script_enabled=javascript, **PHONE)
    story = first_story(reader)
    reader.goto(story)
    headline = reader.locator("h1").inner_text()
    topic = reader.locator("main a[href*='/topic/']").first.get_attribute("href")
    author = reader.locator(".byline-names a").first.get_attribute("href")
    section = reader.locator(".kicker-section").get_attribute("href")

    reader.locator(".byline-save a").click()
    reader.click("main form button[name=on]")
    at(reader, story)
    names = []
    for place in (topic, author, section):
        reader.goto(place)
        names.append(reader.locator("h1").inner_text())
        reader.locator(".follow-line a").click()
        reader.click("main form button[name=on]")
        at(reader, place)

    reader.goto("/accounts/saved/")
    assert headline in reader.locator("main .kept").inner_text()
    reader.locator(".kept button").click()
    assert reader.locator(".kept").count() == 0

    reader.goto("/accounts/following/")
    assert [re.sub(r"\s+", " ", text) for text in reader.locator(".seats a").all_inner_texts()] == names[::-1]
    reader.locator(".seats a").first.click()
    assert reader.locator("h1").inner_text() == names[-1]
    for left in (2, 1, 0):
        reader.goto("/accounts/following/")
        reader.locator(".seats button").first.click()
        assert reader.locator(".seats li").count() == left


def test_who_is_not_signed_in_does_so_first(visitor, site):
    reader = visitor()
    story = first_story(reader)
    reader.goto(story)
    reader.locator(".byline-save a").click()
    reader.wait_for_url("**/accounts/login/**")
    reader.fill("[name=login]", site.accounts["epaper"]["email"])
    reader.fill("[name=password]", site.accounts["epaper"]["password"])
    reader.click("main form button[type=submit]")
    reader.click("main form button[name=on]")
    at(reader, story)

"""A real newspaper for real browsers: the sample, made and served by the command line, with payment providers that are
servers of our own on this machine."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.fakes import midtrans_server, stripe_server
from warta.cli.supervise import free_port

CHROMIUM_ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--no-first-run"]


@dataclass
class Site:
    """A served newspaper, its accounts by role, the folder where it lives, and who it is paid by."""

    url: str
    accounts: dict
    data: Path
    stripe: stripe_server.FakeStripe
    midtrans: midtrans_server.FakeMidtrans


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    """The folder of the sample newspaper as `warta demo` makes it; each that is served begins as its copy."""
    data = tmp_path_factory.mktemp("sample") / "news"
    subprocess.run([*demo(data), "--no-serve"], env=plain_environment(), check=True, capture_output=True, timeout=120)
    with closing(sqlite3.connect(data / "warta.sqlite3", isolation_level=None)) as database:
        database.execute("UPDATE epaper_epapersettings SET is_made = 0")  # a test that wants an edition makes it
        database.execute("DELETE FROM epaper_edition")
    return data


def demo(data):
    return [sys.executable, "-m", "warta", "demo", "--data", str(data)]


def plain_environment():
    return {name: value for name, value in os.environ.items() if not name.startswith(("WARTA_", "DJANGO_"))}


@pytest.fixture(scope="module")  # its worker makes pictures, which would slow all tests after
def site(sample, tmp_path_factory):
    """The sample newspaper, served on a port of its own until the tests end."""
    with stripe_server.FakeStripe() as stripe, midtrans_server.FakeMidtrans() as midtrans:
        yield from serve(shutil.copytree(sample, tmp_path_factory.mktemp("served") / "news"), stripe, midtrans)


def serve(data, stripe, midtrans):
    port = free_port()
    environ = plain_environment() | {
        "WARTA_STRIPE_SECRET_KEY": stripe_server.KEY, "WARTA_STRIPE_WEBHOOK_SECRET": stripe_server.SECRET,
        "WARTA_STRIPE_API_URL": stripe.url, "WARTA_MIDTRANS_SERVER_KEY": midtrans_server.KEY,
        "WARTA_MIDTRANS_API_URL": midtrans.url, "WARTA_MIDTRANS_SNAP_URL": midtrans.url,
    }  # fmt: skip
    with (data / "server.log").open("wb") as log:
        process = subprocess.Popen([*demo(data), "--port", str(port)], env=environ, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    try:
        end = time.monotonic() + 120
        while True:
            try:
                urllib.request.urlopen(f"{url}/healthz", timeout=2).read()
                break
            except (urllib.error.URLError, OSError):
                assert process.poll() is None, (data / "server.log").read_text()
                assert time.monotonic() < end, "the sample newspaper did not start"
                time.sleep(0.2)
        accounts = {row["role"]: row for row in json.loads((data / "demo-accounts.json").read_text())}
        yield Site(url, accounts, data, stripe, midtrans)
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture(scope="module")  # its event loop must not outlive the browser tests
def chromium():
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS)
        yield browser
        browser.close()


@pytest.fixture
def visitor(chromium, site, request):
    """Makes a browser window for a role (or a stranger); a script error or a broken policy fails the test.

    Not of a test marked `breaks_policy`: what it puts into a page is held back, and the browser says so.
    """
    contexts, errors = [], []

    def make(role=None, **options):
        usual = {"base_url": site.url, "viewport": {"width": 1280, "height": 900}}
        context = chromium.new_context(**{**usual, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None)
        if role:
            account = site.accounts[role]
            page.goto("/accounts/login/")
            page.fill("[name=login]", account["email"])
            page.fill("[name=password]", account["password"])
            page.click("main button[type=submit]")
            page.wait_for_url(lambda address: "/accounts/login" not in address)
        return page

    yield make
    for context in contexts:
        context.close()
    assert errors == [] or request.node.get_closest_marker("breaks_policy")

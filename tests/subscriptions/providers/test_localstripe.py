"""Stripe as somebody else has read its documentation: localstripe, a server of its own, for what it has.

It has no Checkout Sessions, no prices, no clock and no keys that make two calls one: there our own stand-in speaks.
"""

import socket
import subprocess
import sys
import time
from contextlib import closing

import httpx
import pytest
from django.utils import timezone

from tests.subscriptions.providers.conftest import configured
from warta.subscriptions.models import Invoice, Payment, Subscription
from warta.subscriptions.providers.base import Paid, ProviderError
from warta.subscriptions.providers.registry import by_code
from warta.subscriptions.providers.stripe_words import standing_words
from warta.subscriptions.rules.money import Money
from warta.subscriptions.services import changes, orders, telling

pytestmark = pytest.mark.django_db
KEY = "sk_test_of_localstripe"
# On the loopback alone, and keeping nothing on the disk: as a command it does otherwise.
SERVE = """
import sys
from aiohttp import web
from localstripe import resources, server
resources.Store.dump_to_disk = lambda store: None
web.run_app(server.app, host="127.0.0.1", port=int(sys.argv[1]), print=None)
"""


class LocalStripe:
    def __init__(self, url):
        self.url = url

    def ask(self, method, path, **told):
        answer = httpx.request(method, f"{self.url}/v1/{path}", data=told or None, auth=(KEY, ""), timeout=10)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def subscription(self, number="4242424242424242"):
        """A reader who pays a plan by card."""
        card = {"card[exp_month]": "12", "card[exp_year]": "2040", "card[cvc]": "123", "card[number]": number}
        method = self.ask("POST", "payment_methods", type="card", **card)["id"]
        customer = self.ask("POST", "customers", email="reader@readers.example")["id"]
        self.ask("POST", f"payment_methods/{method}/attach", customer=customer)
        self.ask("POST", f"customers/{customer}", **{"invoice_settings[default_payment_method]": method})
        name = {"product[name]": "Bulanan"}
        plan = self.ask("POST", "plans", amount="2900000", currency="idr", interval="month", **name)["id"]
        return self.ask("POST", "subscriptions", customer=customer, **{"items[0][plan]": plan})


@pytest.fixture(scope="module")
def served():
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-c", SERVE, str(port)], stderr=subprocess.DEVNULL)
    try:
        for _try in range(100):
            with closing(socket.socket()) as asked:
                if asked.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield LocalStripe(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def local(served, settings):
    configured(settings, stripe_secret_key=KEY, stripe_webhook_secret="whsec_x", stripe_api_url=served.url)
    telling._rest_until.clear()
    return served


@pytest.fixture
def running(local, reader, plan):
    """A subscription here and there, as a Checkout Session leaves it."""
    theirs = local.subscription()
    assert theirs["status"] == "active"
    invoice = local.ask("GET", f"invoices?subscription={theirs['id']}")["data"][0]
    order = orders.open_order(reader=reader, plan=plan, provider=by_code("stripe"), now=timezone.now())
    paid = Paid(invoice["payment_intent"], Money(29_000, "IDR"), timezone.now())
    orders.settle(order=order.pk, paid=paid, provider_ref=theirs["id"])
    return Subscription.objects.get()


def theirs(local, row):
    return local.ask("GET", f"subscriptions/{row.provider_ref}")


def refund(amount):
    changes.refund(payment=Payment.objects.get(), amount=Money(amount, "IDR"), now=timezone.now(), by=None, why="Uji")


def given_back(local):
    return sum(row["amount"] for row in local.ask("GET", f"refunds?payment_intent={Payment.objects.get().provider_id}")
               ["data"])  # fmt: skip


def test_cancelled_it_ends_there_with_the_period(local, reader, running):
    changes.cancel(subscription=running, now=timezone.now(), by=reader)
    assert theirs(local, running)["cancel_at_period_end"] and theirs(local, running)["status"] == "active"
    assert Subscription.objects.get().state == "cancelled"
    assert [word.what.value for word in standing_words(theirs(local, running), [], "")] == ["ending"]


def test_money_goes_back_in_parts_and_all_of_it_ends_the_charging(local, running):
    refund(9_000)
    assert (given_back(local), Subscription.objects.get().state) == (900_000, "active")
    refund(20_000)
    assert (given_back(local), Subscription.objects.get().state) == (2_900_000, "refunded")
    assert Invoice.objects.filter(kind="credit").count() == 2
    assert telling.tell_providers() == 1
    assert theirs(local, running)["status"] == "canceled"
    assert [word.what.value for word in standing_words(theirs(local, running), [], "")] == ["ended"]
    by_code("stripe").end(running, at_once=True)  # once more: what is gone is no trouble


def test_a_refund_that_is_refused_changes_nothing_here(local, running):
    Payment.objects.update(provider_id="pi_nobodys")
    with pytest.raises(ProviderError, match="Stripe refused"):
        refund(9_000)
    assert (Payment.objects.get().back, Subscription.objects.get().state) == (0, "active")


def test_a_card_that_is_refused_begins_nothing(local):
    told = local.subscription(number="4000000000000341")
    assert told["status"] == "incomplete"
    assert list(standing_words(told, [], "")) == []

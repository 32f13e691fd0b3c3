"""Every address of an account that names a thing by its number: nobody reaches what is another's."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.urls import get_resolver, reverse
from django.utils import timezone

from warta.readers.models import User
from warta.subscriptions.models import Gift, Invoice, Order, Plan, Seat, Seller, Subscription
from warta.subscriptions.providers.base import Paid
from warta.subscriptions.providers.registry import by_code
from warta.subscriptions.rules.money import Money
from warta.subscriptions.services import orders

pytestmark = pytest.mark.django_db
OPEN = {"buy", "follow", "save"}  # about plans, stories and authors, which are everybody's
SECRET = {
    "account_confirm_email",
    "account_reset_password_from_key",
    "handover-code",
}  # by a key that only its owner's letter names
DEAD = {"openid_connect_login", "openid_connect_callback"}  # a provider's


def addresses():
    """The names of all addresses under /accounts/ that hold a parameter."""
    found = set()

    def walk(patterns, before):
        for pattern in patterns:
            whole = before + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                walk(pattern.url_patterns, whole)
            elif whole.startswith("accounts/") and ("<" in whole or "(?P" in whole):
                found.add(pattern.name)

    walk(get_resolver().url_patterns, "")
    return found - OPEN - SECRET - DEAD


@pytest.fixture
def theirs():
    """One of each thing, all of one reader who pays for a group."""
    owner, now = User.objects.create_user("owner@readers.example"), timezone.now()
    Seller.objects.update_or_create(pk=1, defaults={"bank_account": "123"})
    plan = Plan.objects.create(code="group", rights="premium", price=90_000, seats=3)
    order = orders.open_order(reader=owner, plan=plan, provider=by_code("bank"), now=now)
    orders.settle(order=order.pk, paid=Paid("t1", Money(order.amount, "IDR"), now))
    waits = orders.open_renewal(subscription=Subscription.objects.get(), provider=by_code("bank"), now=now)
    seat = Seat.objects.create(subscription=Subscription.objects.get(), email="friend@readers.example")
    gift = Gift.objects.create(reader=owner.pk, story=1, expires=now + timezone.timedelta(days=9))
    key = Authenticator.objects.create(user=owner, type="webauthn", data={"name": "Kunci", "credential": {}})
    session = UserSession.objects.create(user=owner, ip="192.0.2.1", session_key="k", user_agent="")
    return {
        "order": [waits.reference], "order-cancel": [waits.reference], "invoice": [Invoice.objects.get().number],
        "gift-revoke": [gift.pk], "group-withdraw": [seat.pk], "mfa_remove_webauthn": [key.pk],
        "mfa_edit_webauthn": [key.pk], "session": session,
    }  # fmt: skip


@pytest.fixture
def other(theirs):
    """Another reader, with a group of their own."""
    reader = User.objects.create_user("other@readers.example", "password-of-tests")
    order = orders.open_order(reader=reader, plan=Plan.objects.get(), provider=by_code("bank"), now=timezone.now())
    orders.settle(order=order.pk, paid=Paid("t2", Money(order.amount, "IDR"), timezone.now()))
    return reader


def test_every_address_with_a_number_is_asked(theirs):
    assert addresses() == set(theirs) - {"session"}


def test_what_is_anothers_is_not_there(client, theirs, other):
    client.force_login(other)
    client.post("/accounts/reauthenticate/", {"password": "password-of-tests"})  # passkeys ask for it again
    session = theirs.pop("session")
    for name, args in theirs.items():
        address = reverse(name, args=args)
        answers = sorted([client.get(address).status_code, client.post(address).status_code])
        assert answers[0] == 404 and answers[1] in (404, 405), (name, answers)
    assert client.post("/accounts/devices/", {"one": session.pk}).status_code == 404
    assert Order.objects.filter(state="open").exists() and Seat.objects.exists()
    assert Gift.objects.get().revoked_at is None
    assert Authenticator.objects.exists() and UserSession.objects.filter(pk=session.pk).exists()

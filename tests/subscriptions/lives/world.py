"""The newspaper of a life: its services, its database, its worker, providers as servers, a clock that jumps, and a
process that dies."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from django.conf import settings
from django.db import connection, transaction

from tests.fakes import midtrans_server, stripe_server
from tests.subscriptions.lives.checks import vouchers_of
from tests.subscriptions.lives.model import Deal
from warta.access import Right
from warta.config import Config
from warta.readers.models import User
from warta.subscriptions import faults
from warta.subscriptions.models import LedgerEvent, Offer, Plan, Seller
from warta.subscriptions.providers.registry import by_code
from warta.subscriptions.rules.rights import rights_in
from warta.subscriptions.services import due, notices, reconcile, telling

START = datetime(2026, 1, 30, 23, 30, tzinfo=UTC)  # the 31st in Berlin
# code, rights, price, months, days of trial, days of grace
PLANS = (
    ("basic", "ad_free", 19_000, 1, 0, 3),
    ("full", "ad_free epaper premium", 59_000, 1, 0, 3),
    ("year", "ad_free epaper premium", 590_000, 12, 0, 7),
    ("tried", "ad_free premium", 29_000, 1, 7, 2),
)
DEALS = {code: Deal(code, rights_in(rights), price, months, grace) for code, rights, price, months, _, grace in PLANS}
TRIALS = {code: days for code, _, _, _, days, _ in PLANS}
CODE, OFF, PERIODS = "HALF-2", 50, 2
ALL = frozenset(Right)
TABLES = ("letter", "invoice", "invoiceseries", "difference", "voucher", "offeruse", "offer_plans", "offer", "notice",
          "payment", "seat", "order", "ledgerevent", "subscription", "plantext", "plan")  # fmt: skip


class Died(BaseException):
    """The process ended here."""


class World:
    """One newspaper after another, each empty at its beginning."""

    def __enter__(self):
        self.stack = ExitStack()
        self.stripe = self.stack.enter_context(stripe_server.FakeStripe())
        self.midtrans = self.stack.enter_context(midtrans_server.FakeMidtrans())
        self.fakes = {"stripe": self.stripe, "midtrans": self.midtrans}
        keys = {"stripe_secret_key": stripe_server.KEY, "stripe_webhook_secret": stripe_server.SECRET,
                "stripe_api_url": self.stripe.url, "midtrans_server_key": midtrans_server.KEY,
                "midtrans_api_url": self.midtrans.url, "midtrans_snap_url": self.midtrans.url}  # fmt: skip
        self.stack.enter_context(
            patch.object(settings, "WARTA", Config(settings.WARTA.data, {**settings.WARTA.values, **keys}))
        )
        self.stack.enter_context(patch("django.utils.timezone.now", lambda: self.now))
        self.asked = []
        for code in self.fakes:
            self._listen(by_code(code))
        return self

    def __exit__(self, *_):
        faults.hook = None
        self.stack.close()

    def _listen(self, provider):
        """Write down which orders the newspaper asks for: so long it may not know."""
        truth = provider.truth

        def told(order):
            self.asked.append(order.pk)
            return truth(order)

        self.stack.enter_context(patch.object(provider, "truth", told))

    @transaction.atomic
    def begin(self):
        """An empty newspaper with plans, an offer and three readers."""
        self.now = START
        for fake in self.fakes.values():
            fake.control("reset", {})
            fake.clock = lambda: self.now.timestamp()
        telling._rest_until.clear()
        self.asked.clear()
        with connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"DELETE FROM subscriptions_{table}")
            cursor.execute("DELETE FROM stories_change")
            cursor.execute("DELETE FROM readers_user")
        Seller.objects.all().delete()
        Seller.objects.create(bank_account="123", bank_name="Bank", bank_holder="PT")
        for code, rights, price, months, days, grace in PLANS:
            Plan.objects.create(code=code, rights=rights, price=price, months=months, trial_days=days, grace_days=grace)
        Offer.objects.create(code=CODE, percent=OFF, periods=PERIODS, valid_from=START - timedelta(days=1))
        self.readers = [User.objects.create_user(f"reader{number}@readers.example") for number in range(3)]

    def worker(self):
        """All duties about money, as often as they find work."""
        while due.subscriptions_due(self.now):
            pass
        while notices.handle_notices(self.now):
            pass
        while telling.tell_providers(self.now):
            pass

    def tick(self, *, is_at_work):
        """A second; the worker looks at what is due, unless it is away."""
        self.now += timedelta(seconds=1)
        if is_at_work:
            due.subscriptions_due(self.now)

    def jump(self, to, *, card_is_good):
        """Time passes, for providers too."""
        self.now = to
        self.stripe.pass_time(card_is_good)

    def compare(self):
        """The nightly comparison."""
        return reconcile.reconcile(now=self.now)

    def where_gift_went(self, present):
        """The subscription that what was left of a gift went to; the model says whether it may have been that one."""
        _gift, order, place = present.number.split("-")
        voucher = vouchers_of(int(order))[int(place)]
        return LedgerEvent.objects.filter(source=f"voucher:{voucher.pk}").latest("pk").subscription

    def surely(self, do, dies_at):
        """Do something; where the process dies at a point on the way, it is done again."""
        try:
            with dying(dies_at):
                return do()
        except Died:
            return do()


@contextmanager
def dying(number):
    """The process dies at the fault point of this number; None: it lives."""
    left = [number]

    def hook(_name):
        if left[0] == 0:
            faults.hook = None
            raise Died
        left[0] -= 1

    faults.hook = None if number is None else hook
    try:
        yield
    finally:
        faults.hook = None

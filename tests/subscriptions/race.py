"""Many readers at once want what only one can have: `python -m tests.subscriptions.race WHAT NUMBER PROCESSES THREADS`.

In the database that the environment names, which has its tables already. Each thread has a connection of its own; all
begin at the same moment. Printed as JSON: how often each answer was given, and what the database holds after.
"""

import json
import os
import sys
import threading
from collections import Counter
from multiprocessing import get_context

os.environ |= {"WARTA_MODE": "demo", "WARTA_SECRET_KEY": "only-for-tests-" * 3, "WARTA_LOG_LEVEL": "ERROR",
               "DJANGO_SETTINGS_MODULE": "warta.settings"}  # fmt: skip

import django

django.setup()

from django.db import connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from warta.readers.models import User  # noqa: E402
from warta.subscriptions.errors import Refused  # noqa: E402
from warta.subscriptions.models import LedgerEvent, Offer, OfferUse, Order, Plan, Seller, Subscription  # noqa: E402
from warta.subscriptions.providers.registry import by_code  # noqa: E402
from warta.subscriptions.services import orders, vouchers  # noqa: E402

FIRST = "reader0@race.example"


def made(what, number):
    """What there is before; returns the code."""
    Seller(bank_account="123").save()
    plan = Plan.objects.create(code="monthly", rights="ad_free premium", price=29_000, months=1, grace_days=3)
    User.objects.bulk_create(User(email=f"reader{place}@race.example") for place in range(number))
    if what == "offer":
        return Offer.objects.create(code="LAST-ONE", percent=50, uses_max=1).code
    return vouchers.make_batch(plan=plan, number=1, periods=1, batch="race", expires=None)[0].code


def voucher(code, reader):
    vouchers.redeem(code=code, reader=reader, now=timezone.now())


def offer(code, reader):
    plan = Plan.objects.get()
    orders.open_order(reader=reader, plan=plan, provider=by_code("bank"), now=timezone.now(), offer=code)


def press(want, code, readers, start, answers):
    """One thread: its readers want it one after the other."""
    try:
        users = list(User.objects.filter(pk__in=readers))
        start.wait()
        for user in users:
            try:
                want(code, user)
                answers["had it"] += 1
            except Refused as refusal:
                answers[refusal.reason] += 1
            except Exception as error:  # noqa: BLE001 - counted: nobody should see it
                answers[f"{type(error).__name__}: {error}"] += 1
    finally:
        connections.close_all()


def crowd(what, code, shares, start, out):
    """One process with its threads."""
    answers = [Counter() for _ in shares]
    want = {"offer": offer, "voucher": voucher, "twice": voucher}[what]
    threads = [
        threading.Thread(target=press, args=(want, code, share, start, mine))
        for share, mine in zip(shares, answers, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    out.put(sum(answers, Counter()))


def main(what, number, processes, threads):
    code = made(what, number)
    readers = list(User.objects.filter(email__endswith="@race.example").order_by("pk").values_list("pk", flat=True))
    if what == "twice":  # one reader, whose finger is quick
        readers = [readers[0]] * number
    connections.close_all()
    context = get_context("fork")
    start, out = context.Barrier(processes * threads), context.Queue()
    shares = [readers[place :: processes * threads] for place in range(processes * threads)]
    crowds = [
        context.Process(target=crowd, args=(what, code, shares[place * threads : (place + 1) * threads], start, out))
        for place in range(processes)
    ]
    for process in crowds:
        process.start()
    answers = sum((out.get(timeout=240) for _ in crowds), Counter())
    for process in crowds:
        process.join()
    print(json.dumps({
        "answers": answers, "paid": LedgerEvent.objects.filter(kind="paid").count(),
        "subscriptions": Subscription.objects.count(), "orders": Order.objects.count(),
        "uses": OfferUse.objects.count(),
    }))  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))

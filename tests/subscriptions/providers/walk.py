"""Lives that end early: `python -m tests.subscriptions.providers.walk stripe http://… FOLDER EVERY`, in whose folder a
database file has all tables and nothing in them.

A reader buys, the notices come, part of the money goes back, the reader cancels. The first life only counts the points
it passes; then one life for each of them is ended there by `os._exit`. The next process finds the notices again, the
duties of the worker and a comparison, and presses what the reader and the desk would press again.
"""

import base64
import json
import os
import shutil
import sys
from pathlib import Path

CODE, URL, FOLDER = sys.argv[1], sys.argv[2], Path(sys.argv[3])
KEYS = {
    "stripe": {"WARTA_STRIPE_SECRET_KEY": "sk_test_of_the_fake", "WARTA_STRIPE_WEBHOOK_SECRET": "whsec_test",
               "WARTA_STRIPE_API_URL": URL},
    "midtrans": {"WARTA_MIDTRANS_SERVER_KEY": "SB-Mid-server-of-the-fake", "WARTA_MIDTRANS_API_URL": URL,
                 "WARTA_MIDTRANS_SNAP_URL": URL},
}  # fmt: skip
for name in [name for name in os.environ if name.startswith("WARTA_")]:
    del os.environ[name]
os.environ |= {"WARTA_DATA": str(FOLDER), "WARTA_MODE": "demo", "WARTA_SECRET_KEY": "only-for-tests-" * 3,
               "WARTA_LOG_LEVEL": "ERROR", "DJANGO_SETTINGS_MODULE": "warta.settings"} | KEYS[CODE]  # fmt: skip

import django  # noqa: E402
from django.conf import settings  # noqa: E402

# A process dies here, not the machine: what was written is there without waiting for the disk.
settings.DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
django.setup()

import httpx  # noqa: E402
from django.db import connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from warta.readers.models import User  # noqa: E402
from warta.subscriptions import faults  # noqa: E402
from warta.subscriptions.models import Invoice, LedgerEvent, Letter, Order, Payment, Plan, Subscription  # noqa: E402
from warta.subscriptions.providers.registry import by_code  # noqa: E402
from warta.subscriptions.rules.money import Money  # noqa: E402
from warta.subscriptions.services import changes, notices, orders, paying, reconcile, telling  # noqa: E402

DAY = timezone.timedelta(days=1)


def control(verb, **told):
    return httpx.post(f"{URL}/_control/{verb}", json=told, timeout=10).json()


def deliver():
    for body, headers in control("notices"):
        notices.receive(provider=by_code(CODE), body=base64.b64decode(body), headers=headers)
    while notices.handle_notices(timezone.now() + DAY):
        pass


def live():
    """Each step does what is not done yet, so that a life can go on where another ended."""
    reader, plan = User.objects.get(), Plan.objects.get()
    if not Payment.objects.exists():
        order = orders.open_order(reader=reader, plan=plan, provider=by_code(CODE), now=timezone.now())
        paying.begin(order=order, return_url="http://127.0.0.1/")
        control("pay", number=Order.objects.get(pk=order.pk).provider_ref)
        deliver()
    if not Order.objects.filter(purpose="gift", state="cancelled").exists():
        given_up = Order.objects.filter(purpose="gift").first() or orders.open_order(
            reader=reader, plan=plan, provider=by_code(CODE), now=timezone.now(),
            gift={"email": "friend@readers.example", "name": "F", "message": ""},
        )  # fmt: skip
        paying.begin(order=given_up, return_url="http://127.0.0.1/")
        control("choose", number=given_up.provider_ref)
        orders.let_go(order=given_up, state="cancelled")
    telling.tell_providers()
    payment = Payment.objects.get()
    if not payment.back:
        changes.refund(payment=payment, amount=Money(9_000, "IDR"), now=timezone.now(), by=reader, why="Part")
        deliver()
    if (row := Subscription.objects.get()).state == "active":
        changes.cancel(subscription=row, now=timezone.now(), by=reader)
    telling.tell_providers()
    deliver()
    reconcile.reconcile(now=timezone.now())


def wrong():
    """What is not as it should be after all."""
    payment, row = Payment.objects.first(), Subscription.objects.first()
    found = {
        "payments": (Payment.objects.count(), 1), "subscriptions": (Subscription.objects.count(), 1),
        "orders paid": (Order.objects.filter(state="paid").count(), 1),
        "invoices": (sorted(Invoice.objects.values_list("kind", "serial")), [("credit", 2), ("invoice", 1)]),
        "events": (sorted(LedgerEvent.objects.values_list("kind", flat=True)),
                   ["cancelled", "ordered", "paid", "part_refunded"]),
        "back": (payment and payment.back, 9_000), "state": (row and row.state, "cancelled"),
        "refunds there": (control("refunded"), 9_000),
        "letters": (Letter.objects.count(), Letter.objects.values("key").distinct().count()),
        "untold": (bool(row and row.untold), False),
        "orders given up": (list(Order.objects.filter(purpose="gift").values_list("state", "untold")),
                            [("cancelled", False)]),
        "payable there": (control("payable"), 0),
    }  # fmt: skip
    return {name: pair for name, pair in found.items() if pair[0] != pair[1]}


def child(work):
    """Run in a process of its own; what it returns, or None if it died."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            os.write(writing, json.dumps(work(), default=str).encode())
        except BaseException as error:  # noqa: BLE001 - told to the parent
            os.write(writing, json.dumps({"raised": repr(error)}).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    os.waitpid(pid, 0)
    return json.loads(said) if said else None


def counted():
    passed = []
    faults.hook = passed.append
    live()
    return [passed, wrong()]


def dies_at(number):
    left = [number]

    def hook(_name):
        if not left[0]:
            os._exit(9)
        left[0] -= 1

    def work():
        faults.hook = hook
        live()
        return "it lived"

    return work


def recovers():
    deliver()
    telling.tell_providers()
    reconcile.reconcile(now=timezone.now())
    live()
    live()
    return wrong()


def fresh():
    for ending in ("", "-wal", "-shm"):
        (FOLDER / f"warta.sqlite3{ending}").unlink(missing_ok=True)
    shutil.copy(FOLDER / "before.sqlite3", FOLDER / "warta.sqlite3")
    control("reset")


def main():
    User.objects.create_user("reader@readers.example")
    Plan.objects.create(code="monthly", rights="ad_free premium", price=29_000, months=1, grace_days=3)
    with connections["default"].cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connections.close_all()
    shutil.copy(FOLDER / "warta.sqlite3", FOLDER / "before.sqlite3")
    fresh()
    passed, found = child(counted)
    faulty = {"undisturbed": found} if found else {}
    for number, name in list(enumerate(passed))[:: int(sys.argv[4])]:
        fresh()
        if (said := child(dies_at(number))) is not None:
            faulty[f"{number} {name}"] = said
        elif found := child(recovers):
            faulty[f"{number} {name}"] = found
    print(json.dumps({"points": len(passed), "names": sorted(set(passed)), "wrong": faulty}))


main()

"""From a confirmed payment to the reader's changed page, at every worker of the edge."""

from __future__ import annotations

import gzip
import http.client
import threading
import time
from pathlib import Path

from bench.desk import Desk
from bench.rows import Rows, percentile
from bench.servers import Newspaper, children, served

PAYMENTS = 110
WORKERS = 2
POLL_S = 0.01
# What the newsroom's hand can do besides: readers with a session and an order each, and a payment that is confirmed.
CODE = """
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from warta.readers.models import User
from warta.stories.models import Story
from warta.subscriptions.models import Plan
from warta.subscriptions.providers.base import Paid
from warta.subscriptions.providers.registry import by_code
from warta.subscriptions.rules.money import Money
from warta.subscriptions.services import orders
def reader(number):
    user = User.objects.create_user(f"ukur{number}-{time.time_ns()}@readers.example", "ukur-ukur-ukur")
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    plan = Plan.objects.get(code="lengkap")
    order = orders.open_order(reader=user, plan=plan, provider=by_code("bank"), now=timezone.now())
    return {"session": session.session_key, "order": order.pk, "amount": order.amount}
def confirm(order, amount):
    at = time.time()
    settled = orders.settle(order=order, paid=Paid(f"ukur-{order}", Money(amount, "IDR"), timezone.now()))
    assert settled.granted
    return at
def premium():
    found = Story.objects.live().filter(level="premium", locale__language_code="id").order_by("-pk").first()
    return found.public_path()
"""


def measure(rows: Rows, data: Path) -> None:
    """Payments one after the other; the clock runs from the moment before the payment is written."""
    times: dict[int, list[float]] = {}
    with served(data, workers=WORKERS) as newspaper, Desk(data, CODE) as desk:
        path = desk("premium()")
        lines = one_a_worker(newspaper)
        for number in range(PAYMENTS):
            reader = desk(f"reader({number})")
            for pid, seconds in _paid(desk, reader, lines, path).items():
                times.setdefault(pid, []).append(seconds)
        for line in lines.values():
            line.close()
    for place, pid in enumerate(sorted(times), start=1):
        found = times[pid]
        rows.add(f"payment to changed page, edge worker {place}", percentile(found, 0.99) * 1000, "ms (p99)",
                 target="<= 1,000", note=f"{len(found)} payments, p50 {percentile(found, 0.5) * 1000:.0f} ms, "
                                         f"most {max(found) * 1000:.0f}")  # fmt: skip


def one_a_worker(newspaper: Newspaper) -> dict[int, http.client.HTTPConnection]:
    """A connection to each worker of the edge: which has it is asked of the kernel."""
    workers, lines = set(children(newspaper.edge)), {}
    end = time.monotonic() + 60
    while set(lines) != workers:
        if time.monotonic() > end:
            raise SystemExit(f"only {len(lines)} of {len(workers)} workers answered")
        line = http.client.HTTPConnection("127.0.0.1", newspaper.port, timeout=30)
        line.connect()
        line.request("GET", "/healthz")
        line.getresponse().read()
        pid = holder(newspaper.port, line.sock.getsockname()[1], workers)
        if pid in lines:
            line.close()
        else:
            lines[pid] = line
    return lines


def holder(port: int, from_port: int, workers: set[int]) -> int:
    """The process that holds the server's end of a connection."""
    for row in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = row.split()
        if (int(fields[1].split(":")[1], 16), int(fields[2].split(":")[1], 16)) == (port, from_port):
            socket = f"socket:[{fields[9]}]"
            for pid in workers:
                if any(_target(file) == socket for file in Path(f"/proc/{pid}/fd").iterdir()):
                    return pid
    raise SystemExit("a connection that no worker holds")


def _target(file: Path) -> str:
    try:
        return str(file.readlink())
    except OSError:
        return ""


def _paid(
    desk: Desk, reader: dict[str, object], lines: dict[int, http.client.HTTPConnection], path: str
) -> dict[int, float]:  # fmt: skip
    """Seconds until each worker's page opens and has no offer."""
    cookies = {pid: {"sessionid": str(reader["session"])} for pid in lines}
    for pid, line in lines.items():
        if _is_open(line, path, cookies[pid]):
            raise SystemExit("the story was open before it was paid for")
    seen: dict[int, float] = {}
    pollers = [
        threading.Thread(target=_poll, args=(line, path, cookies[pid], pid, seen)) for pid, line in lines.items()
    ]
    for poller in pollers:
        poller.start()
    at = desk(f"confirm({reader['order']}, {reader['amount']})")
    for poller in pollers:
        poller.join(timeout=30)
    if set(seen) != set(lines):
        raise SystemExit("a worker never opened the story")
    return {pid: moment - at for pid, moment in seen.items()}


def _poll(
    line: http.client.HTTPConnection, path: str, cookies: dict[str, str], pid: int, seen: dict[int, float]
) -> None:  # fmt: skip
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if _is_open(line, path, cookies):
            seen[pid] = time.time()
            return
        time.sleep(POLL_S)


def _is_open(line: http.client.HTTPConnection, path: str, cookies: dict[str, str]) -> bool:
    """One look at the story, as a browser takes it: the token that comes with the answer is kept."""
    told = "; ".join(f"{name}={value}" for name, value in cookies.items())
    line.request("GET", path, headers={"Accept-Encoding": "gzip", "Cookie": told})
    answer = line.getresponse()
    body = answer.read()
    for name, value in answer.getheaders():
        if name.lower() == "set-cookie":
            key, _, rest = value.partition("=")
            cookies[key] = rest.partition(";")[0]
    if answer.getheader("content-encoding") == "gzip":
        body = gzip.decompress(body)
    return answer.status == 200 and b'data-block="offer"' not in body

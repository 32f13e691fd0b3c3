"""What a worker adds up of what it hears: who is one visitor, who is left out, what is bounded."""

import json
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from warta.access import Reader
from warta.access.receipt import Receipt, write_receipt
from warta.access.token import Keys, Token, write_token
from warta.edge import collector as collecting
from warta.edge import limits as limiting
from warta.edge.collector import Batch, Collector, number_of
from warta.edge.exchange import Request
from warta.edge.limits import Limits, network_of

ZONE = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 26, 12, 0, 30, tzinfo=ZONE).timestamp()
KEYS = Keys.of("a secret for tests of the edge, long enough")
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
READ = {"k": "read", "s": 41, "n": 1}


class Ear:
    """A collector with the salts of its days, and short ways to tell it something."""

    def __init__(self, events=1000, visitors=100):
        self.collector = Collector(ZONE, Limits(events, visitors))
        self.now = NOW
        self.salt()

    def salt(self):
        for day in self.collector.lacking(self.now):
            self.collector.salts[day] = day.encode()

    def tell(self, *events, address="10.0.0.1", agent=AGENT, token=None, **headers):
        given = {"host": "news.example", "origin": "https://news.example", "user-agent": agent}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            given["cookie"] = f"warta_reader={write_token(token, KEYS)}"
        request = Request("POST", "/b", "", given.get, lambda: address)
        body = json.dumps(events or [READ]).encode()
        self.collector.hear(request, body, KEYS, frozenset(), self.now)

    def heard(self):
        """Everything that waits, as one batch."""
        whole = Batch(0, "")
        for batch in self.collector.take():
            for place, number in batch.counts.items():
                whole.add(*place, number)
            whole.pairs |= batch.pairs
            whole.receipts |= batch.receipts
        return whole


def reader(number, **more):
    return Token(Reader(number, "A", **more), 1, int(NOW) + 600)


@pytest.fixture
def ear():
    return Ear()


def test_a_thousand_reloads_are_one_visitor(ear):
    for _ in range(1000):
        ear.tell()
    heard = ear.heard()
    assert heard.counts == {(41, "view", ""): 1000}
    assert len(heard.pairs) == 1


def test_visitors_are_told_apart_for_a_day(ear):
    for address, agent in (("10.0.0.1", AGENT), ("10.0.0.2", AGENT), ("10.0.0.1", AGENT + "x"), ("10.0.0.1", AGENT)):
        ear.tell(address=address, agent=agent)
    first = set(ear.heard().pairs)
    ear.now += 24 * 3600
    ear.salt()
    ear.tell()
    assert len(first) == 3
    assert not first & set(ear.heard().pairs)


def test_a_reader_who_is_signed_in_is_one_wherever_they_read(ear):
    ear.tell(token=reader(7), address="10.0.0.1")
    ear.tell(token=reader(7), address="10.0.0.2", agent="Mozilla/5.0 another")
    ear.tell(token=reader(8))
    ear.now += 3600  # the token has expired, and still says who it is
    ear.tell(token=reader(7))
    assert len(ear.heard().pairs) == 2


def test_no_address_agent_or_account_is_written(ear):
    ear.tell(address="203.0.113.77", token=reader(7734))
    text = "".join(batch.text() for batch in ear.collector.take())
    told = json.loads(text)
    assert told["counts"] == [[41, "view", "", 1]] and told["day"] == "2026-11-26"
    assert told["pairs"] == [[number_of(b"2026-11-26", "reader 7734"), 41]]
    assert "203.0" not in text and "7734" not in text.replace(str(told["pairs"][0][0]), "") and "Firefox" not in text


@pytest.mark.parametrize("told", [
    {"token": reader(1, is_staff=True)}, {"dnt": "1"}, {"sec_gpc": "1"}, {"agent": "Googlebot/2.1"}, {"agent": ""},
    {"origin": "https://other.example"}, {"sec_fetch_site": "cross-site"},
], ids=str)  # fmt: skip
def test_who_is_left_out(ear, told):
    ear.tell(**told)
    assert ear.heard().size == 0
    ear.tell()
    assert ear.heard().size == 2


def test_a_batch_holds_one_minute(ear):
    ear.tell()
    ear.now += 31
    ear.tell()
    minute = int(NOW) // 60 * 60
    assert [batch.at for batch in ear.collector.take()] == [minute, minute + 60]


def test_midnight_is_the_sites(ear):
    ear.now = datetime(2026, 11, 26, 23, 59, 59, tzinfo=ZONE).timestamp()
    assert sorted(ear.collector.lacking(ear.now)) == ["2026-11-27"]  # fetched ahead
    ear.salt()
    ear.tell()
    ear.now += 2
    ear.tell()
    batches = ear.collector.take()
    assert [batch.day for batch in batches] == ["2026-11-26", "2026-11-27"]
    assert ear.collector.lacking(ear.now) == [] and set(ear.collector.salts) == {"2026-11-27"}
    assert len({pair for batch in batches for pair in batch.pairs}) == 2


def test_without_a_salt_nobody_is_numbered_and_it_is_said(ear):
    ear.collector.salts.clear()
    ear.tell(READ, READ)
    assert ear.heard().counts == {(0, "dropped", "full"): 2}


def test_a_million_readers_from_one_address_are_few(monkeypatch):
    """Each with a name of its own. The visitors of a day are limited, and the events of a minute."""
    ear = Ear(events=5000, visitors=50)
    for number in range(20_000):
        ear.tell(agent=f"Mozilla/5.0 number {number}")
    heard = ear.heard()
    assert len(heard.pairs) == 50
    assert heard.counts == {(41, "view", ""): 50, (0, "dropped", "limit"): 19_950}
    ear.tell(address="10.0.0.2")
    assert len(ear.heard().pairs) == 1  # nobody else suffers


def test_events_of_an_address_a_minute(ear):
    for _ in range(60):
        ear.tell(*[READ] * 20)
    assert ear.heard().counts == {(41, "view", ""): 1000, (0, "dropped", "limit"): 200}
    ear.now += 60
    ear.tell()
    assert ear.heard().counts == {(41, "view", ""): 1}


def test_what_limits_remember_is_bounded(monkeypatch):
    monkeypatch.setattr(limiting, "ADDRESSES_MAX", 100)
    monkeypatch.setattr(limiting, "VISITORS_MAX", 100)
    found = Limits(10, 10)
    for number in range(10_000):
        found.allow(f"10.{number >> 8}.{number & 255}.1", number, 1, "2026-11-26", NOW)
    assert len(found._addresses) == len(found._visitors) == 100


@pytest.mark.parametrize(("address", "network"), [
    ("10.0.0.1", "10.0.0.1"), ("2001:db8:1:2:3:4:5:6", "20010db800010002"), ("2001:db8:1:2::9", "20010db800010002"),
    ("::ffff:10.0.0.1", "10.0.0.1"), ("fe80::1%eth0", "fe80000000000000"), ("a:b", "a:b"), ("", ""),
])  # fmt: skip
def test_what_counts_as_one_address(address, network):
    assert network_of(address) == network


def test_memory_is_bounded_and_what_is_dropped_is_counted(ear, monkeypatch):
    monkeypatch.setattr(collecting, "HELD_MAX", 1000)
    monkeypatch.setattr(collecting, "BATCH_MAX", 100)
    ear.collector.limits = Limits(10**9, 10**9)
    for number in range(5000):
        ear.tell({"k": "read", "s": number + 1, "n": 1})
    batches = ear.collector.take()
    assert sum(batch.size for batch in batches) <= 1101
    views = sum(number for batch in batches for (_, what, _), number in batch.counts.items() if what == "view")
    dropped = sum(batch.counts.get((0, "dropped", "full"), 0) for batch in batches)
    assert views + dropped == 5000 and views >= 450
    assert max(sys.getsizeof(batch.text()) for batch in batches) < 10_000


def test_what_could_not_be_written_waits_within_the_bound(ear, monkeypatch):
    monkeypatch.setattr(collecting, "HELD_MAX", 100)
    for number in range(30):
        ear.tell({"k": "read", "s": number + 1, "n": 1})
    first = ear.collector.take()
    ear.now += 60
    for number in range(30):
        ear.tell({"k": "read", "s": number + 1, "n": 1})
    second = ear.collector.take()
    ear.collector.put_back(first + second)
    kept = ear.collector.take()
    assert [batch.at for batch in kept] == [first[0].at, second[0].at]
    assert kept[0].counts == {(0, "dropped", "full"): 30}  # the older had to go, and is counted
    assert kept[1] is second[0]
    kept[1].add(0, "dropped", "limit", 7)
    monkeypatch.setattr(collecting, "HELD_MAX", 0)
    for _ in range(3):  # however often it cannot be written
        ear.collector.put_back(kept)
        kept = ear.collector.take()
    assert [batch.counts for batch in kept] == [
        {(0, "dropped", "full"): 30}, {(0, "dropped", "full"): 30, (0, "dropped", "limit"): 7},
    ]  # fmt: skip


def test_receipts_are_read_here_and_once_a_word(ear):
    receipt = Receipt(9, "side", int(NOW) - 5, 123)
    good = write_receipt(receipt, KEYS)
    old = write_receipt(Receipt(9, "side", int(NOW) - 90_000, 124), KEYS)
    future = write_receipt(Receipt(9, "side", int(NOW) + 3600, 125), KEYS)
    forged = good[:-1] + ("0" if good[-1] != "0" else "1")
    for text in (good, old, future, forged, good):
        ear.tell({"k": "ad", "t": text, "w": "shown"}, {"k": "ad", "t": text, "w": "clicked"})
    assert ear.heard().receipts == {(123, "shown"): (9, "side"), (123, "clicked"): (9, "side")}

"""What the edge writes is what this room counts: file, PostgreSQL and stream, from both sides."""

import json
import os
import secrets
import time
from datetime import datetime

import pytest
from django.conf import settings as django_settings
from django.db import connections
from django.utils import timezone

from tests.audience.conftest import ZONE, counted
from tests.edge.test_collector import KEYS, Ear
from tests.readers.test_flood import a_redis
from warta.access.decide import WALLS
from warta.access.receipt import Receipt, write_receipt
from warta.audience import rules, services, stream
from warta.audience.models import Place, Salt, Waiting
from warta.audience.services import take_in
from warta.edge import beacon, sink
from warta.edge.sink import PostgresSink, RedisSink, SqliteSink

# Another connection sees what is committed alone.
ON_POSTGRESQL = bool(os.environ.get("WARTA_DATABASE_URL"))
pytestmark = pytest.mark.django_db(transaction=ON_POSTGRESQL)


@pytest.fixture
def writer(tmp_path):
    """The edge's sink for the database that the room reads: on SQLite a file takes its place for the test."""
    known = connections[django_settings.READS]
    if ON_POSTGRESQL:
        words = known.settings_dict
        found = PostgresSink(
            f"postgresql://{words['USER']}:{words['PASSWORD']}@{words['HOST']}:{words['PORT']}/{words['NAME']}"
        )
        yield found
        found.close()
        return
    file = tmp_path / "reads.sqlite3"
    fresh = known.copy()
    fresh.settings_dict = {**known.settings_dict, "NAME": str(file)}
    connections["reads"] = fresh
    with known.cursor() as cursor:
        cursor.execute(
            "SELECT sql FROM sqlite_schema WHERE name LIKE 'audience_%' AND sql IS NOT NULL ORDER BY rootpage"
        )
        statements = [row[0] for row in cursor.fetchall()]
    with fresh.cursor() as cursor:
        for statement in sorted(statements, key=lambda sql: "INDEX" in sql[:20]):
            cursor.execute(statement)
    found = SqliteSink(file)
    yield found
    found.close()
    fresh.close()
    connections["reads"] = known


STORY = 41


@pytest.fixture(autouse=True)
def every_story_exists(monkeypatch):
    """What is not there is left out elsewhere (test_services.py)."""
    monkeypatch.setattr(services, "_existing", set)


def spoken(story, now=None):
    """What an edge worker heard of two readers."""
    ear = Ear()
    ear.now = now or time.time()
    ear.salt()
    receipt = write_receipt(Receipt(9, "side", int(ear.now), secrets.randbits(63)), KEYS)
    ear.tell({"k": "read", "s": story, "n": 1, "r": "search", "o": "wall:subscribe", "d": 25})
    ear.tell({"k": "read", "s": story, "n": 1, "r": "direct", "o": "full", "e": 12}, address="2001:db8::1")
    ear.tell({"k": "ad", "t": receipt, "w": "shown"})
    return ear.collector.take()


def wanted(story):
    return {
        (story, "view", ""): 2, (story, "read", ""): 2, (story, "engaged", ""): 12, (story, "depth", "25"): 1,
        (story, "source", "search"): 1, (story, "source", "direct"): 1, (story, "outcome", "wall:subscribe"): 1,
        (story, "outcome", "full"): 1, (9, "ad_shown", "side"): 1,
    }  # fmt: skip


def test_what_the_edge_writes_is_counted(writer):
    story = STORY
    writer.write(spoken(story))
    assert Waiting.objects.count() == 1
    assert take_in() == 1
    assert counted() == wanted(story)


def test_all_workers_have_the_same_salt(writer, db):
    first = writer.salt("2026-11-26")
    assert len(first) == 32 and writer.salt("2026-11-26") == first != writer.salt("2026-11-27")
    assert Salt.objects.get(day="2026-11-26").value == first.hex()


def test_batches_are_written_all_or_none(writer, monkeypatch):
    batches = spoken(1) + spoken(2)
    monkeypatch.setattr(type(batches[1]), "text", lambda batch: 1 / 0 if batch is batches[1] else "{}")
    with pytest.raises(ZeroDivisionError):
        writer.write(batches)
    assert not Waiting.objects.exists()
    monkeypatch.undo()
    writer.write(batches)  # the connection is as good as before
    assert Waiting.objects.count() == 2


def test_a_queue_that_nobody_takes_in_is_bounded(writer, monkeypatch):
    monkeypatch.setattr(sink, "WAITING_MAX", 3)
    for _ in range(4):
        writer.write(spoken(1))
    with pytest.raises(OSError, match="warta worker"):
        writer.write(spoken(1))
    assert Waiting.objects.count() == 4
    while take_in():
        pass
    writer.write(spoken(1))


def test_a_database_that_is_not_there_is_said(tmp_path):
    with pytest.raises(OSError, match="reads cannot be written"):
        SqliteSink(tmp_path / "nothing.sqlite3").write(spoken(1))
    assert not list(tmp_path.iterdir())
    with pytest.raises(OSError, match="reads cannot be written"):
        PostgresSink("postgresql://nobody@127.0.0.1:9/nothing").write(spoken(1))
    with pytest.raises(OSError, match="reads cannot be written"):
        RedisSink("redis://127.0.0.1:9/0").write(spoken(1))
    with pytest.raises(OSError, match="salt"):
        RedisSink("redis://127.0.0.1:9/0").salt("2026-11-26")


@pytest.mark.redis
@pytest.mark.skipif(ON_POSTGRESQL, reason="once is enough")
def test_a_stream_is_counted_once(tmp_path, settings, monkeypatch):
    """Also when the worker dies between counting and taking away what was counted."""
    story = STORY
    with a_redis(tmp_path) as url:
        values = {**settings.WARTA.values, "reads_url": url.replace("redis://", "valkey://")}
        settings.WARTA = type(settings.WARTA)(settings.WARTA.data, values)
        writer = RedisSink(settings.WARTA.reads_stream)
        assert writer.salt("2026-11-26") == RedisSink(url).salt("2026-11-26") != writer.salt("2026-11-27")
        writer.write(spoken(story))
        with monkeypatch.context() as dying:
            dying.setattr(stream, "drop_through", lambda url, place: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                take_in()
        assert writer._redis.xlen(sink.STREAM) == 1
        assert take_in() == 0
        assert counted() == wanted(story)
        writer.write(spoken(story) + spoken(story))
        assert take_in() == 2 and take_in() == 0
        assert writer._redis.xlen(sink.STREAM) == 0
        assert counted(what="view") == {(story, "view", ""): 6}
        assert counted(what="read") == {(story, "read", ""): 2}
        monkeypatch.setattr(sink, "WAITING_MAX", 0)
        writer.write(spoken(story))
        with pytest.raises(OSError, match="warta worker"):
            writer.write(spoken(story))
        assert Place.objects.get().value != stream.START


def test_both_sides_use_the_same_words():
    assert stream.NAME == sink.STREAM
    heard = beacon.hear(json.dumps([{"k": "read", "s": 1, "n": 1, "e": 1, "d": 25, "r": "site", "o": "full"}]).encode(),
                        frozenset())  # fmt: skip
    words = {what for _story, what, _key, _number in heard.counts}
    assert words | {"read", "dropped"} | {rules.AD + word for word in beacon.AD_WORDS} == set(rules.WHATS)
    longest = max(len(f"wall:{reason.value}") for reason in WALLS)
    assert longest <= 40


def test_the_day_of_a_batch_is_the_sites():
    late = datetime(2026, 11, 26, 23, 59, 30, tzinfo=ZONE).timestamp()
    (batch,) = spoken(STORY, late)
    assert batch.day == "2026-11-26" == timezone.localdate(datetime.fromtimestamp(late, ZONE)).isoformat()

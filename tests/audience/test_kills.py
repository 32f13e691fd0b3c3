"""Who dies loses at most its last second, and nothing counts twice."""

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.cli.command import environment
from tests.edge.served import made, served, until
from warta.edge.collector import Batch
from warta.edge.sink import SqliteSink

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.xdist_group(name="plays"), pytest.mark.long]
STORY = """
paper = tools.Newspaper(tools.Section.objects.get(slug="daerah"), tools.Section.objects.get(slug="region"), None)
result = paper.story("Dibaca").pk
"""
COUNTED = """
from django.db.models import Sum
from warta.audience.models import Count, Waiting
rows = Count.objects.filter(span="d", story={story}).values_list("what").annotate(total=Sum("number"))
result = {{**dict(rows), "waiting": Waiting.objects.count()}}
"""


@pytest.mark.parametrize("span", ["m", "d"])
def test_a_counting_worker_may_die_at_any_step(tmp_path, span):
    """Of every statement, and of the commit, before and after."""
    data = tmp_path / "news"
    shutil.copytree(made(), data)
    env = environment(WARTA_DATA=str(data), DJANGO_SETTINGS_MODULE="warta.settings")
    make = f"import django; django.setup()\nfrom tests import newspaper as tools\n{STORY}\nprint(result)"
    done = subprocess.run([sys.executable, "-c", make], env=env, cwd=ROOT, capture_output=True, text=True, check=True)
    story = int(done.stdout)
    minute = int(time.time()) // 60 * 60
    sink = SqliteSink(data / "reads.sqlite3")
    for number in range(60):
        batch = Batch(minute, time.strftime("%Y-%m-%d"), 3, {(story, "view", ""): 3})
        batch.pairs = {(number, story): None, (7777, story): None}
        batch.receipts = {(number, "shown"): (9, "side"), (7777, "shown"): (9, "side")}
        sink.write([batch])
    sink.close()
    command = [sys.executable, "-m", "tests.audience.killed", span]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    assert told["killed"] > 10 and told["left"] < 60  # also after the commit, when the batch was done with
    assert told["counted"] == {"view": 180, "read": 61, "ad_shown": 61}


class Crowd:
    """Readers who each open a story once, as quick as they are answered; `told` holds the moment of each answer."""

    def __init__(self, site, story):
        self.site, self.story = site, story
        self.told, self.asked = [], 0
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.run)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()

    def run(self):
        body = json.dumps([{"k": "read", "s": self.story, "n": 1}])
        connection = None
        while not self.over.is_set():
            self.asked += 1
            headers = {"Origin": f"http://127.0.0.1:{self.site.port}", "User-Agent": f"Mozilla/5.0 {self.asked}"}
            try:
                connection = connection or http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=5)
                connection.request("POST", "/b", body, headers)
                answer = connection.getresponse()
                answer.read()
                assert answer.status == 204
                self.told.append(time.time())
            except (OSError, http.client.HTTPException):
                connection = None
                time.sleep(0.01)
            time.sleep(0.002)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A newspaper that began without a file of reads: whoever removed it has one again, and nothing else is lost."""
    data = shutil.copytree(made(), tmp_path_factory.mktemp("kills") / "news")
    for file in data.glob("reads.sqlite3*"):
        file.unlink()
    # What dies more than five times within a minute is not started again: all tests together kill so often.
    settings = {"reads_address_events": 1_000_000, "reads_address_visitors": 1_000_000}
    with served(data, **settings) as site:
        yield site


def settled(site, crowd, views):
    """What was counted of the crowd's story, once so many views are, and nothing waits."""
    ask = COUNTED.format(story=crowd.story)
    return until(lambda: (found := site.desk(ask))["waiting"] == 0 and found.get("view", 0) >= views and found, 30)


def killed(site, name):
    """Kill the one process of a kind, once it is there, and wait until another has taken its place."""
    find = site.workers if name == "edge" else lambda: site.pids(name)
    pid = until(find, 60)[0]
    os.kill(pid, signal.SIGKILL)
    at = time.time()
    until(lambda: (others := find()) and pid not in others, 60)
    return at


def goes_on(crowd, number):
    """Wait until so many more have been told."""
    before = len(crowd.told)
    until(lambda: len(crowd.told) > before + number, 60)


def test_the_edge_and_the_worker_are_killed_while_readers_read(site):
    kills = []
    with Crowd(site, site.desk(STORY)) as crowd:
        until(lambda: len(crowd.told) > 200, 60)
        for name in ("edge", "worker", "edge"):
            goes_on(crowd, 100)
            at = killed(site, name)
            if name == "edge":
                kills.append(at)
                goes_on(crowd, 50)
    last = [moment for moment in crowd.told if any(kill - 1 < moment <= kill for kill in kills)]
    assert 0 < len(last) < len(crowd.told)
    counted = settled(site, crowd, len(crowd.told) - len(last))
    assert len(crowd.told) - len(last) <= counted["view"] <= crowd.asked
    assert counted["read"] == counted["view"]  # each visitor once: nothing counted twice, nothing half


def test_with_the_worker_alone_killed_every_confirmed_read_is_counted(site):
    with Crowd(site, site.desk(STORY)) as crowd:
        for _ in range(2):
            goes_on(crowd, 250)
            killed(site, "worker")
    counted = settled(site, crowd, len(crowd.told))
    assert counted == {"view": len(crowd.told), "read": len(crowd.told), "waiting": 0}
    assert len(crowd.told) == crowd.asked > 500


def test_what_the_edge_has_heard_is_written_when_it_ends(site):
    """Ended in peace, it loses nothing at all."""
    with Crowd(site, site.desk(STORY)) as crowd:
        until(lambda: len(crowd.told) > 100, 60)
    site.process.terminate()
    site.process.wait(timeout=40)
    with served(site.data) as again:
        counted = settled(again, crowd, len(crowd.told))
        assert counted == {"view": len(crowd.told), "read": len(crowd.told), "waiting": 0}

"""A newspaper of its own, served as publishers serve theirs, and the newsroom's hand in it, for plays and crawlers."""

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.cli.command import environment
from tests.environment import FOLDER
from warta.cli.supervise import free_port

PROMPT = "WARTA-READY"
# What the newsroom does between two moments of a play, in a process that stays: starting Django takes a second.
DESK = """
import json, sys, traceback
import os; os.environ.setdefault("DJANGO_SETTINGS_MODULE", "warta.settings")
import django; django.setup()
from tests import newspaper as tools
scope = {"tools": tools}
print("WARTA-READY", flush=True)
for line in sys.stdin:
    try:
        exec(json.loads(line), scope)
        answer = {"value": scope.pop("result", None)}
    except Exception:
        answer = {"error": traceback.format_exc()}
    print("WARTA-ANSWER " + json.dumps(answer), flush=True)
"""


def until(holds, seconds=15.0, what=""):
    """Wait for something to hold; returns what it gave."""
    end = time.monotonic() + seconds
    while True:
        found = holds()
        if found:
            return found
        assert time.monotonic() < end, what or f"{holds} did not come true within {seconds} s"
        time.sleep(0.01)


@dataclass
class Answer:
    status: int
    headers: dict
    body: bytes
    cookies: dict

    @property
    def text(self):
        return self.body.decode()

    @property
    def store(self):
        """How it was served: hit, miss, stale, cutoff."""
        return re.search(r"store;desc=(\w+)", self.headers.get("server-timing", "store;desc=none"))[1]


@dataclass
class Reader:
    """A browser's cookies, and what it asks for. Each request is a connection of its own unless one is kept."""

    port: int
    cookies: dict = field(default_factory=dict)

    def get(self, path, method="GET", body=None, **headers):
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            given["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, given)
            response = connection.getresponse()
            rows = response.getheaders()
            cookies = dict(
                re.match(r"([^=]+)=([^;]*)", value).groups() for name, value in rows if name.lower() == "set-cookie"
            )
            for name, value in cookies.items():
                if value and value != '""':
                    self.cookies[name] = value
                else:
                    self.cookies.pop(name, None)
            return Answer(response.status, {name.lower(): value for name, value in rows}, response.read(), cookies)
        finally:
            connection.close()

    def sign_in(self, email, password, back="/"):
        form = self.get(f"/accounts/login/?next={back}").text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)[1]
        fields = f"csrfmiddlewaretoken={token}&login={email.replace('@', '%40')}&password={password}&next={back}"
        return self.get("/accounts/login/", "POST", fields, Content_Type="application/x-www-form-urlencoded",
                        Referer=f"http://127.0.0.1:{self.port}/accounts/login/")  # fmt: skip


class Desk:
    """The newsroom's own hand in the newspaper: Python in the newspaper's Django."""

    def __init__(self, data):
        env = environment(WARTA_DATA=str(data), PYTHONPATH=str(Path(__file__).parents[2]))
        self.process = subprocess.Popen(
            [sys.executable, "-c", DESK], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        while PROMPT not in self.process.stdout.readline():
            assert self.process.poll() is None

    def __call__(self, code):
        """Run some lines; what they call `result` comes back."""
        self.process.stdin.write(json.dumps(code) + "\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith("WARTA-ANSWER "):
                answer = json.loads(line.removeprefix("WARTA-ANSWER "))
                assert "error" not in answer, answer["error"]
                return answer["value"]
        raise AssertionError("the newsroom's hand is gone")

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=20)


@dataclass
class Site:
    """A served newspaper."""

    data: Path
    port: int
    process: subprocess.Popen
    desk: Desk

    def reader(self):
        return Reader(self.port)

    def pids(self, name):
        """The processes of a kind below the supervisor, the workers of the edge among them."""
        found = []
        for pid in below(self.process.pid):
            try:
                command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if b"warta" in command and name.encode() in command:
                found.append(pid)
        return found

    def workers(self):
        """The edge's workers: what its parent started."""
        parents = [pid for pid in self.pids("edge") if pid in children(self.process.pid)]
        return [worker for parent in parents for worker in children(parent)]


def children(pid):
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def below(pid):
    return [found for child in children(pid) for found in (child, *below(child))]


@cache
def made():
    """The folder of a newspaper that nobody serves: each that is served begins as its copy."""
    data = FOLDER / "served"
    data.mkdir()
    # The sample's mode, so that no second factor is asked; nothing of the sample is in it.
    (data / "warta.toml").write_text(f'mode = "demo"\nsecret_key = "{os.urandom(24).hex()}"\n')
    prepare = (
        "from warta.cli.main import configure; from warta.cli.prepare import prepare\n"
        "from pathlib import Path; import sys\n"
        "prepare(configure(Path(sys.argv[1]), unfinished=True), is_new=True)\n"
        "import tests.newspaper as tools; tools.make()"
    )
    env = environment(PYTHONPATH=str(Path(__file__).parents[2]))
    subprocess.run([sys.executable, "-c", prepare, str(data)], env=env, check=True, timeout=120)
    return data


@contextmanager
def served(data, *, workers=1, **settings):
    """Make a newspaper in `data` if there is none, and serve it until the block ends."""
    env = environment(**{f"WARTA_{name.upper()}": str(value) for name, value in settings.items()})
    if not (data / "warta.toml").exists():
        shutil.copytree(made(), data)
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "warta",
        "serve",
        "--data",
        str(data),
        "--port",
        str(port),
        "--workers",
        str(workers),
    ]
    with (data / "serve.log").open("ab") as log:
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
    desk = None
    try:
        reader = Reader(port)

        def answers():
            assert process.poll() is None, (data / "serve.log").read_text()[-2000:]
            try:
                return reader.get("/").status == 200
            except OSError:
                return False

        until(answers, 90, "the newspaper was not served")
        desk = Desk(data)
        yield Site(data, port, process, desk)
    finally:
        if desk is not None:
            desk.close()
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=40)

"""A process that dies: a real SQLite file, killed at every point, then notices again, duties and a comparison."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes import midtrans_server

ROOT = Path(__file__).parents[3]


EVERY = os.environ.get("FAULTS_EVERY", "5")  # of the points, one in so many: all of them take minutes


@pytest.mark.parametrize(("code", "make"), [("midtrans", midtrans_server.FakeMidtrans)])
def test_wherever_it_dies_nothing_is_lost_or_doubled(tmp_path, code, make):
    """One program makes a newspaper and forks for each life: `walk.py` says what it lives through."""
    with make() as fake:
        command = [sys.executable, "-m", "tests.subscriptions.providers.walk", code, fake.url, str(tmp_path), EVERY]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["wrong"] == {}
    assert told["points"] >= 20, told

"""The change log on a real PostgreSQL server: numbered in the order of commits."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engines.server import Server

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.postgresql


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with Server(tmp_path_factory.mktemp("postgresql")) as running:
        yield running


def test_the_newspaper_works_on_postgresql(server):
    """The tests that touch the database's own ways run once more, on PostgreSQL."""
    environ = {**os.environ, "WARTA_DATABASE_URL": server.url}
    chosen = ["tests/engines/on_postgresql.py", "tests/desk/test_roads.py", "tests/site/test_lists.py",
              "tests/discovery/test_search.py"]  # fmt: skip
    chosen += ["tests/site/test_mint.py", "tests/subscriptions/test_institutions.py", "tests/edge/test_log.py"]
    chosen += ["tests/audience/test_contract.py", "tests/audience/test_services.py"]
    chosen += ["tests/laws/test_bulk.py", "tests/intake/test_members_store.py"]
    command = [sys.executable, "-m", "pytest", *chosen, "-q", "-p", "no:randomly"]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]

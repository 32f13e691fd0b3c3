"""`warta check leaks` on a served newspaper: clean, and not blind."""

import re

import pytest

from tests.cli.command import run, start


@pytest.mark.long
@pytest.mark.xdist_group(name="leaks")
def test_nothing_leaks_from_a_served_newspaper(tmp_path):
    process = start("check", "leaks", "--data", tmp_path / "news")
    out, err = process.communicate(timeout=600)
    assert process.returncode == 0, err[-6000:]
    requests, addresses, readers, found = (
        int(re.search(rf"(\d+) {word}", out)[1]) for word in ("requests", "addresses", "kinds", "marks")
    )
    assert requests > 3000 and addresses > 300 and readers >= 20 and found > 1000
    assert "Traceback" not in err


def test_it_leaves_other_newspapers_alone(data):
    before = {path: path.stat().st_mtime_ns for path in data.rglob("*")}
    code, _, err = run("check", "leaks", "--data", data)
    assert code == 1 and "holds a newspaper already" in err
    assert {path: path.stat().st_mtime_ns for path in data.rglob("*")} == before
